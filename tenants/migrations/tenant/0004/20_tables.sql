-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE mail_choice (
  account_id UUID NOT NULL,
  kinds JSONB DEFAULT '{}' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_mail_choice PRIMARY KEY (account_id),
  CONSTRAINT ck_mail_choice_kinds CHECK (jsonb_typeof(kinds) = 'object')
);

CREATE TABLE mail_told (
  account_id UUID NOT NULL,
  digest_on DATE,
  counts JSONB DEFAULT '{}' NOT NULL,
  CONSTRAINT pk_mail_told PRIMARY KEY (account_id),
  CONSTRAINT ck_mail_told_counts CHECK (jsonb_typeof(counts) = 'object')
);

CREATE TABLE saved_list (
  account_id UUID NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  shared BOOLEAN DEFAULT false NOT NULL,
  choices JSONB NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_saved_list PRIMARY KEY (id),
  CONSTRAINT ck_saved_list_kind CHECK (kind IN ('participants', 'referrals')),
  CONSTRAINT ck_saved_list_name CHECK (length(name) BETWEEN 1 AND 80),
  CONSTRAINT ck_saved_list_choices CHECK (jsonb_typeof(choices) = 'object' AND length(choices::text) <= 2000),
  CONSTRAINT uq_saved_list_account_id_kind_name UNIQUE (account_id, kind, name)
);

CREATE TABLE work_visit (
  account_id UUID NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  since TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_work_visit PRIMARY KEY (account_id)
);

CREATE TABLE default_list (
  account_id UUID NOT NULL,
  kind TEXT NOT NULL,
  saved_list_id UUID NOT NULL,
  CONSTRAINT pk_default_list PRIMARY KEY (account_id, kind),
  CONSTRAINT ck_default_list_kind CHECK (kind IN ('participants', 'referrals')),
  CONSTRAINT fk_default_list_saved_list_id FOREIGN KEY(saved_list_id) REFERENCES saved_list (id) ON DELETE CASCADE
);

CREATE INDEX ix_default_list_saved_list_id ON default_list (saved_list_id);

CREATE TABLE export (
  account_id UUID NOT NULL,
  authority_id UUID NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  language TEXT NOT NULL,
  choices JSONB NOT NULL,
  columns TEXT[] NOT NULL,
  why TEXT NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'waiting' NOT NULL,
  total INTEGER NOT NULL,
  done INTEGER DEFAULT '0' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE,
  expires_at TIMESTAMP WITH TIME ZONE,
  downloads INTEGER DEFAULT '0' NOT NULL,
  removed TEXT,
  fault TEXT,
  id UUID NOT NULL,
  CONSTRAINT pk_export PRIMARY KEY (id),
  CONSTRAINT ck_export_kind CHECK (kind IN ('participants', 'referrals')),
  CONSTRAINT ck_export_format CHECK (format IN ('xlsx', 'csv')),
  CONSTRAINT ck_export_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT ck_export_why CHECK (why IN ('follow_up', 'return', 'check', 'right_of_access', 'other')),
  CONSTRAINT ck_export_state CHECK (state IN ('waiting', 'ready', 'failed', 'cancelled', 'removed')),
  CONSTRAINT ck_export_removed CHECK (removed IN ('expired', 'fetched', 'right_lost', 'person_closed', 'by_hand')),
  CONSTRAINT ck_export_fault CHECK (fault IN ('right_lost', 'too_large', 'broken')),
  CONSTRAINT ck_export_other_in_words CHECK (why <> 'other' OR reason <> ''),
  CONSTRAINT ck_export_reason CHECK (length(reason) <= 500),
  CONSTRAINT ck_export_removed_why CHECK ((state = 'removed') = (removed IS NOT NULL)),
  CONSTRAINT ck_export_failed_why CHECK ((state = 'failed') = (fault IS NOT NULL)),
  CONSTRAINT ck_export_ready_expires CHECK (state <> 'ready' OR (made_at IS NOT NULL AND expires_at IS NOT NULL)),
  CONSTRAINT ck_export_counts CHECK (total >= 0 AND done >= 0 AND downloads >= 0),
  CONSTRAINT fk_export_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_export_account_id ON export (account_id);

CREATE INDEX ix_export_open ON export (expires_at) WHERE state IN ('waiting', 'ready');

CREATE TABLE import_mapping (
  owner_id UUID NOT NULL,
  headings BYTEA NOT NULL,
  mapping JSONB NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_import_mapping PRIMARY KEY (owner_id, headings),
  CONSTRAINT fk_import_mapping_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id)
);

CREATE TABLE deviation (
  subproject_id UUID NOT NULL,
  owner_id UUID,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  category_list TEXT GENERATED ALWAYS AS ('deviation_kind') STORED NOT NULL,
  level TEXT DEFAULT 'local' NOT NULL,
  state TEXT DEFAULT 'new' NOT NULL,
  text_number INTEGER DEFAULT '1' NOT NULL,
  approved_number INTEGER,
  reader_id UUID,
  holder_id UUID,
  next_step TEXT DEFAULT '' NOT NULL,
  next_step_on DATE,
  noted_on DATE NOT NULL,
  form_token UUID,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  round INTEGER DEFAULT '0' NOT NULL,
  county_state TEXT,
  county_version INTEGER DEFAULT '0' NOT NULL,
  county_answer TEXT DEFAULT '' NOT NULL,
  county_step TEXT DEFAULT '' NOT NULL,
  county_step_on DATE,
  answered_at TIMESTAMP WITH TIME ZONE,
  seen_at TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_deviation PRIMARY KEY (id),
  CONSTRAINT fk_deviation_category_list_category FOREIGN KEY(category_list, category) REFERENCES code (list, key),
  CONSTRAINT ck_deviation_kind CHECK (kind IN ('deviation', 'good_example')),
  CONSTRAINT ck_deviation_level CHECK (level IN ('local', 'regional')),
  CONSTRAINT ck_deviation_state CHECK (state IN ('new', 'analysed', 'lifted_locally', 'lifted_regionally', 'resolved', 'written_off')),
  CONSTRAINT ck_deviation_county_state CHECK (county_state IN ('waiting', 'taken_up', 'resolved', 'written_off', 'returned', 'withdrawn')),
  CONSTRAINT ck_deviation_approved_number CHECK (approved_number <= text_number),
  CONSTRAINT ck_deviation_lifted_read CHECK (state NOT IN ('lifted_locally', 'lifted_regionally') OR approved_number IS NOT NULL),
  CONSTRAINT ck_deviation_leaves_as_read CHECK (state <> 'lifted_regionally' OR approved_number = text_number),
  CONSTRAINT ck_deviation_next_step CHECK (length(next_step) <= 500),
  CONSTRAINT fk_deviation_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id),
  CONSTRAINT fk_deviation_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT fk_deviation_reader_id FOREIGN KEY(reader_id) REFERENCES staff (account_id),
  CONSTRAINT fk_deviation_holder_id FOREIGN KEY(holder_id) REFERENCES staff (account_id),
  CONSTRAINT uq_deviation_form_token UNIQUE (form_token)
);

CREATE INDEX ix_deviation_noted_on ON deviation (noted_on);

CREATE INDEX ix_deviation_owner_id ON deviation (owner_id);

CREATE INDEX ix_deviation_subproject_id ON deviation (subproject_id);

CREATE TABLE export_subjects (
  export_id UUID NOT NULL,
  subject_ids UUID[] NOT NULL,
  CONSTRAINT pk_export_subjects PRIMARY KEY (export_id),
  CONSTRAINT fk_export_subjects_export_id FOREIGN KEY(export_id) REFERENCES export (id)
);

CREATE TABLE finsam_year (
  subproject_id UUID NOT NULL,
  year INTEGER NOT NULL,
  allotted BIGINT,
  equity BIGINT,
  administration_budget BIGINT,
  administration_outcome BIGINT,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_finsam_year PRIMARY KEY (id),
  CONSTRAINT uq_finsam_year_subproject_id_year UNIQUE (subproject_id, year),
  CONSTRAINT ck_finsam_year_year CHECK (year BETWEEN 2000 AND 2100),
  CONSTRAINT fk_finsam_year_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE TABLE import_run (
  owner_id UUID NOT NULL,
  subproject_id UUID NOT NULL,
  by_account UUID NOT NULL,
  state TEXT NOT NULL,
  opened BYTEA,
  mapping JSONB,
  whole BOOLEAN DEFAULT true NOT NULL,
  trouble TEXT DEFAULT '' NOT NULL,
  cancel_asked BOOLEAN DEFAULT false NOT NULL,
  total_rows INTEGER DEFAULT '0' NOT NULL,
  done_rows INTEGER DEFAULT '0' NOT NULL,
  new_rows INTEGER DEFAULT '0' NOT NULL,
  changed_rows INTEGER DEFAULT '0' NOT NULL,
  unchanged_rows INTEGER DEFAULT '0' NOT NULL,
  faulty_rows INTEGER DEFAULT '0' NOT NULL,
  left_rows INTEGER DEFAULT '0' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  applied_at TIMESTAMP WITH TIME ZONE,
  undone_at TIMESTAMP WITH TIME ZONE,
  undone_by UUID,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_import_run PRIMARY KEY (id),
  CONSTRAINT ck_import_run_state CHECK (state IN ('opening', 'mapping', 'checking', 'checked', 'applying', 'done', 'undoing', 'undone', 'cancelled', 'failed')),
  CONSTRAINT fk_import_run_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT fk_import_run_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE INDEX ix_import_run_owner_id ON import_run (owner_id);

CREATE TABLE owed_report (
  subproject_id UUID NOT NULL,
  kind TEXT NOT NULL,
  period DATE NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  content JSONB NOT NULL,
  digest TEXT NOT NULL,
  comment TEXT DEFAULT '' NOT NULL,
  file BYTEA NOT NULL,
  reported_on DATE NOT NULL,
  reported_by UUID NOT NULL,
  reported_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_owed_report PRIMARY KEY (id),
  CONSTRAINT ck_owed_report_kind CHECK (kind IN ('scb', 'attendance', 'finsam')),
  CONSTRAINT ck_owed_report_period CHECK (date_trunc(CASE kind WHEN 'finsam' THEN 'year' ELSE 'month' END, period::timestamp) = period),
  CONSTRAINT ck_owed_report_number CHECK (number >= 1 AND position >= number),
  CONSTRAINT uq_owed_report_subproject_id_kind_period_number UNIQUE (subproject_id, kind, period, number),
  CONSTRAINT uq_owed_report_subproject_id_kind_position UNIQUE (subproject_id, kind, position),
  CONSTRAINT fk_owed_report_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE TABLE deviation_authority (
  deviation_id UUID NOT NULL,
  authority_id UUID NOT NULL,
  CONSTRAINT pk_deviation_authority PRIMARY KEY (deviation_id, authority_id),
  CONSTRAINT fk_deviation_authority_deviation_id FOREIGN KEY(deviation_id) REFERENCES deviation (id),
  CONSTRAINT fk_deviation_authority_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE TABLE deviation_event (
  deviation_id UUID NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  by_account UUID,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_deviation_event PRIMARY KEY (id),
  CONSTRAINT ck_deviation_event_from_state CHECK (from_state IN ('new', 'analysed', 'lifted_locally', 'lifted_regionally', 'resolved', 'written_off')),
  CONSTRAINT ck_deviation_event_to_state CHECK (to_state IN ('new', 'analysed', 'lifted_locally', 'lifted_regionally', 'resolved', 'written_off')),
  CONSTRAINT fk_deviation_event_deviation_id FOREIGN KEY(deviation_id) REFERENCES deviation (id)
);

CREATE INDEX ix_deviation_event_deviation_id ON deviation_event (deviation_id);

CREATE TABLE deviation_party (
  deviation_id UUID NOT NULL,
  party_key TEXT NOT NULL,
  CONSTRAINT pk_deviation_party PRIMARY KEY (deviation_id, party_key),
  CONSTRAINT fk_deviation_party_deviation_id FOREIGN KEY(deviation_id) REFERENCES deviation (id),
  CONSTRAINT fk_deviation_party_party_key FOREIGN KEY(party_key) REFERENCES party (key)
);

CREATE TABLE deviation_text (
  deviation_id UUID NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  proposal TEXT DEFAULT '' NOT NULL,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_deviation_text PRIMARY KEY (deviation_id, number),
  CONSTRAINT ck_deviation_text_number CHECK (number > 0),
  CONSTRAINT ck_deviation_text_title CHECK (length(title) BETWEEN 1 AND 120),
  CONSTRAINT ck_deviation_text_words CHECK (length(words) BETWEEN 1 AND 4000),
  CONSTRAINT ck_deviation_text_proposal CHECK (length(proposal) <= 2000),
  CONSTRAINT fk_deviation_text_deviation_id FOREIGN KEY(deviation_id) REFERENCES deviation (id)
);

CREATE TABLE import_row (
  run_id UUID NOT NULL,
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT DEFAULT 'waiting' NOT NULL,
  person_id UUID,
  participation_id UUID,
  faults JSONB DEFAULT '[]' NOT NULL,
  values JSONB DEFAULT '{}' NOT NULL,
  former JSONB DEFAULT '{}' NOT NULL,
  identity_number BYTEA,
  identity_index BYTEA,
  id UUID NOT NULL,
  CONSTRAINT pk_import_row PRIMARY KEY (id),
  CONSTRAINT ck_import_row_kind CHECK (kind IN ('new', 'changed', 'unchanged', 'faulty')),
  CONSTRAINT ck_import_row_outcome CHECK (outcome IN ('waiting', 'written', 'undone', 'left')),
  CONSTRAINT uq_import_row_run_id_line UNIQUE (run_id, line),
  CONSTRAINT fk_import_row_run_id FOREIGN KEY(run_id) REFERENCES import_run (id)
);

CREATE INDEX ix_import_row_participation_id ON import_row (participation_id);

CREATE INDEX ix_import_row_person_id ON import_row (person_id);

CREATE TABLE insats_year (
  intervention_id UUID NOT NULL,
  year INTEGER NOT NULL,
  individual BOOLEAN DEFAULT true NOT NULL,
  planned_participants INTEGER,
  budget BIGINT,
  outcome BIGINT,
  esf_budget BIGINT,
  esf_outcome BIGINT,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_insats_year PRIMARY KEY (id),
  CONSTRAINT uq_insats_year_intervention_id_year UNIQUE (intervention_id, year),
  CONSTRAINT ck_insats_year_year CHECK (year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_insats_year_planned_participants CHECK (planned_participants >= 0),
  CONSTRAINT ck_insats_year_budget CHECK (budget >= 0 AND esf_budget >= 0),
  CONSTRAINT fk_insats_year_intervention_id FOREIGN KEY(intervention_id) REFERENCES intervention (id)
);

CREATE TABLE deviation_reading (
  deviation_id UUID NOT NULL,
  number INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  by_account UUID,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_deviation_reading PRIMARY KEY (id),
  CONSTRAINT fk_deviation_reading_deviation_id_number FOREIGN KEY(deviation_id, number) REFERENCES deviation_text (deviation_id, number),
  CONSTRAINT ck_deviation_reading_verdict CHECK (verdict IN ('approved', 'returned')),
  CONSTRAINT ck_deviation_reading_words CHECK (length(words) <= 500)
);

CREATE INDEX ix_deviation_reading_deviation_id_number ON deviation_reading (deviation_id, number);

CREATE TABLE owed_report_line (
  report_id UUID NOT NULL,
  participation_id UUID NOT NULL,
  begun TEXT,
  began_on DATE,
  ended_on DATE,
  planned_minutes INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  CONSTRAINT pk_owed_report_line PRIMARY KEY (report_id, participation_id),
  CONSTRAINT ck_owed_report_line_begun CHECK (begun IN ('new', 'again')),
  CONSTRAINT ck_owed_report_line_begun_has_day CHECK ((begun IS NULL) = (began_on IS NULL)),
  CONSTRAINT ck_owed_report_line_minutes CHECK (planned_minutes >= 0 AND minutes >= 0),
  CONSTRAINT fk_owed_report_line_report_id FOREIGN KEY(report_id) REFERENCES owed_report (id),
  CONSTRAINT fk_owed_report_line_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id)
);

CREATE INDEX ix_owed_report_line_participation_id ON owed_report_line (participation_id);
