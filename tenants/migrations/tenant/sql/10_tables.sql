-- Tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE access_log (
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  account_id UUID NOT NULL,
  authority_id UUID,
  roles TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_ids UUID[] NOT NULL,
  fields TEXT NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  request_id TEXT NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_access_log PRIMARY KEY (id),
  CONSTRAINT ck_access_log_action CHECK (action IN ('read', 'list', 'search', 'write', 'export'))
);

CREATE INDEX ix_access_log_at ON access_log (at);

CREATE INDEX ix_access_log_subject_ids ON access_log USING gin (subject_ids);

CREATE TABLE chart (
  project_key TEXT NOT NULL,
  chart TEXT NOT NULL,
  language TEXT NOT NULL,
  width TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  svg TEXT NOT NULL,
  drawn_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_chart PRIMARY KEY (project_key, chart, language, width),
  CONSTRAINT ck_chart_chart CHECK (chart IN ('goals', 'targets', 'over_time', 'exits')),
  CONSTRAINT ck_chart_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT ck_chart_width CHECK (width IN ('wide', 'narrow'))
);

CREATE TABLE code (
  list TEXT NOT NULL,
  key TEXT NOT NULL,
  name_sv TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position INTEGER DEFAULT '0' NOT NULL,
  local BOOLEAN DEFAULT false NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  counts_as TEXT,
  outside_goals BOOLEAN DEFAULT false NOT NULL,
  CONSTRAINT pk_code PRIMARY KEY (list, key),
  CONSTRAINT ck_code_counts_as CHECK (counts_as IN ('work_or_studies', 'regular_measures'))
);

CREATE TABLE dirty_mark (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  subproject_id UUID NOT NULL,
  month DATE NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_dirty_mark PRIMARY KEY (id)
);

CREATE TABLE draft (
  account_id UUID NOT NULL,
  form TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_draft PRIMARY KEY (id),
  CONSTRAINT uq_draft_account_id_form UNIQUE (account_id, form)
);

CREATE INDEX ix_draft_updated_at ON draft (updated_at);

CREATE TABLE outbox (
  job TEXT NOT NULL,
  ids JSON DEFAULT '{}' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE,
  lease_token UUID,
  attempts INTEGER DEFAULT '0' NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  failed_at TIMESTAMP WITH TIME ZONE,
  error TEXT,
  id UUID NOT NULL,
  CONSTRAINT pk_outbox PRIMARY KEY (id)
);

CREATE INDEX ix_outbox_open ON outbox (due_at) WHERE done_at IS NULL AND failed_at IS NULL;

CREATE TABLE party (
  key TEXT NOT NULL,
  name_sv TEXT NOT NULL,
  name_en TEXT NOT NULL,
  CONSTRAINT pk_party PRIMARY KEY (key)
);

CREATE TABLE person (
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  birth_date DATE,
  sex TEXT NOT NULL,
  municipality_code TEXT,
  identity_kind TEXT NOT NULL,
  identity_number BYTEA,
  identity_index BYTEA,
  address BYTEA,
  phone BYTEA,
  email BYTEA,
  search_key TEXT GENERATED ALWAYS AS (ext.sv_fold(given_name || ' ' || family_name)) STORED NOT NULL,
  sort_key TEXT GENERATED ALWAYS AS (ext.sv_key(family_name || ' ' || given_name)) STORED NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT ck_person_sex CHECK (sex IN ('woman', 'man')),
  CONSTRAINT ck_person_identity_kind CHECK (identity_kind IN ('personal_number', 'coordination_number', 'temporary')),
  CONSTRAINT ck_person_identity_number CHECK ((identity_kind = 'temporary') = (identity_number IS NULL)),
  CONSTRAINT ck_person_identity_index CHECK ((identity_number IS NULL) = (identity_index IS NULL)),
  CONSTRAINT ck_person_given_name CHECK (length(given_name) BETWEEN 1 AND 200),
  CONSTRAINT ck_person_family_name CHECK (length(family_name) BETWEEN 1 AND 200),
  CONSTRAINT uq_person_identity_index UNIQUE (identity_index)
);

CREATE INDEX ix_person_search_key ON person USING gin (search_key gin_trgm_ops);

CREATE INDEX ix_person_sort_key ON person (sort_key COLLATE "C");

CREATE TABLE referral_inbox (
  id UUID NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  sealed BYTEA NOT NULL,
  CONSTRAINT pk_referral_inbox PRIMARY KEY (id)
);

CREATE TABLE subproject (
  project_key TEXT NOT NULL,
  name TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  esf_ends_on DATE,
  target INTEGER,
  target_is_example BOOLEAN DEFAULT false NOT NULL,
  age_min INTEGER DEFAULT '16' NOT NULL,
  age_max INTEGER DEFAULT '64' NOT NULL,
  mapping_counts BOOLEAN DEFAULT true NOT NULL,
  number_prefix TEXT DEFAULT 'P' NOT NULL,
  contact_email TEXT,
  contact_phone TEXT,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_subproject PRIMARY KEY (id),
  CONSTRAINT ck_subproject_period CHECK (ends_on >= starts_on),
  CONSTRAINT ck_subproject_target_positive CHECK (target IS NULL OR target > 0),
  CONSTRAINT ck_subproject_ages CHECK (age_min BETWEEN 0 AND age_max),
  CONSTRAINT uq_subproject_project_key UNIQUE (project_key)
);

CREATE TABLE authority (
  party_key TEXT NOT NULL,
  name TEXT NOT NULL,
  agreement_from DATE,
  agreement_until DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_authority PRIMARY KEY (id),
  CONSTRAINT ck_authority_agreement_dates CHECK (agreement_until IS NULL OR agreement_until >= agreement_from),
  CONSTRAINT fk_authority_party_key FOREIGN KEY(party_key) REFERENCES party (key),
  CONSTRAINT uq_authority_name UNIQUE (name)
);

CREATE TABLE consent (
  person_id UUID NOT NULL,
  kind TEXT DEFAULT 'information' NOT NULL,
  purpose TEXT DEFAULT '' NOT NULL,
  given_by TEXT NOT NULL,
  witness TEXT DEFAULT '' NOT NULL,
  given_on DATE NOT NULL,
  until DATE NOT NULL,
  withdrawn_on DATE,
  form_token UUID,
  registered_by UUID NOT NULL,
  registered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_consent PRIMARY KEY (id),
  CONSTRAINT ck_consent_kind CHECK (kind IN ('information', 'publicity')),
  CONSTRAINT ck_consent_given_by CHECK (given_by IN ('written', 'oral', 'electronic')),
  CONSTRAINT ck_consent_until_after_given CHECK (until >= given_on),
  CONSTRAINT ck_consent_withdrawn_after_given CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on),
  CONSTRAINT ck_consent_oral_has_witness CHECK (given_by <> 'oral' OR witness <> ''),
  CONSTRAINT fk_consent_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT uq_consent_form_token UNIQUE (form_token)
);

CREATE INDEX ix_consent_person_id ON consent (person_id);

CREATE TABLE intervention (
  subproject_id UUID NOT NULL,
  kind TEXT NOT NULL,
  name_sv TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position INTEGER DEFAULT '0' NOT NULL,
  valid_from DATE,
  valid_until DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_intervention PRIMARY KEY (id),
  CONSTRAINT ck_intervention_kind CHECK (kind IN ('mapping', 'case_management', 'supported_employment', 'work_training_asf', 'work_training_employer', 'course', 'cbt', 'health_group', 'study_start', 'other')),
  CONSTRAINT uq_intervention_subproject_id_name_sv UNIQUE (subproject_id, name_sv),
  CONSTRAINT fk_intervention_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE INDEX ix_intervention_subproject_id ON intervention (subproject_id);

CREATE TABLE month_lock (
  subproject_id UUID NOT NULL,
  month DATE NOT NULL,
  locked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  locked_by UUID NOT NULL,
  comment TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_month_lock PRIMARY KEY (subproject_id, month),
  CONSTRAINT ck_month_lock_month CHECK (date_trunc('month', month) = month),
  CONSTRAINT fk_month_lock_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE TABLE subproject_municipality (
  subproject_id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  joined_on DATE,
  CONSTRAINT pk_subproject_municipality PRIMARY KEY (subproject_id, code),
  CONSTRAINT fk_subproject_municipality_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE TABLE volume_count (
  subproject_id UUID NOT NULL,
  month DATE NOT NULL,
  activity TEXT NOT NULL,
  count INTEGER NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_volume_count PRIMARY KEY (id),
  CONSTRAINT ck_volume_count_count CHECK (count >= 0),
  CONSTRAINT ck_volume_count_month CHECK (date_trunc('month', month) = month),
  CONSTRAINT uq_volume_count_subproject_id_month_activity UNIQUE (subproject_id, month, activity),
  CONSTRAINT fk_volume_count_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE TABLE consent_authority (
  consent_id UUID NOT NULL,
  authority_id UUID NOT NULL,
  CONSTRAINT pk_consent_authority PRIMARY KEY (consent_id, authority_id),
  CONSTRAINT fk_consent_authority_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id),
  CONSTRAINT fk_consent_authority_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE TABLE consent_data_kind (
  consent_id UUID NOT NULL,
  data_kind TEXT NOT NULL,
  CONSTRAINT pk_consent_data_kind PRIMARY KEY (consent_id, data_kind),
  CONSTRAINT ck_consent_data_kind_data_kind CHECK (data_kind IN ('referral', 'mapping', 'plan', 'attendance', 'outcome')),
  CONSTRAINT fk_consent_data_kind_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id)
);

CREATE TABLE referral (
  subproject_id UUID NOT NULL,
  person_id UUID NOT NULL,
  owner_id UUID NOT NULL,
  kind TEXT NOT NULL,
  arrival_way TEXT NOT NULL,
  received_on DATE NOT NULL,
  referring_party TEXT NOT NULL,
  referrer_name TEXT DEFAULT '' NOT NULL,
  referrer_contact TEXT DEFAULT '' NOT NULL,
  municipality_code TEXT,
  exception_reason TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'received' NOT NULL,
  referred_to TEXT DEFAULT '' NOT NULL,
  form_token UUID,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_referral PRIMARY KEY (id),
  CONSTRAINT ck_referral_kind CHECK (kind IN ('expression_of_interest', 'referral')),
  CONSTRAINT ck_referral_arrival_way CHECK (arrival_way IN ('system', 'phone', 'letter', 'meeting', 'form')),
  CONSTRAINT ck_referral_state CHECK (state IN ('received', 'to_be_completed', 'being_assessed', 'waiting_list', 'offered', 'referred_on', 'withdrawn', 'started')),
  CONSTRAINT fk_referral_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id),
  CONSTRAINT fk_referral_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_referral_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT uq_referral_form_token UNIQUE (form_token)
);

CREATE INDEX ix_referral_owner_id ON referral (owner_id);

CREATE INDEX ix_referral_person_id ON referral (person_id);

CREATE INDEX ix_referral_state_received ON referral (state, received_on);

CREATE INDEX ix_referral_subproject_id ON referral (subproject_id);

CREATE TABLE staff (
  account_id UUID NOT NULL,
  name TEXT NOT NULL,
  authority_id UUID,
  reads_persons BOOLEAN DEFAULT false NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  CONSTRAINT pk_staff PRIMARY KEY (account_id),
  CONSTRAINT fk_staff_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_staff_authority_id ON staff (authority_id);

CREATE TABLE participation (
  subproject_id UUID NOT NULL,
  person_id UUID,
  referral_id UUID,
  number TEXT NOT NULL,
  grade TEXT NOT NULL,
  sex TEXT NOT NULL,
  state TEXT DEFAULT 'active' NOT NULL,
  controller_id UUID NOT NULL,
  key_worker_id UUID,
  municipality_code TEXT,
  started_on DATE NOT NULL,
  first_activity_on DATE,
  ended_on DATE,
  exit_reason TEXT,
  exit_reason_list TEXT GENERATED ALWAYS AS (CASE WHEN exit_reason IS NULL THEN NULL ELSE 'exit_reason' END) STORED,
  handed_to TEXT,
  next_contact_on DATE,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_participation PRIMARY KEY (id),
  CONSTRAINT ck_participation_sex CHECK (sex IN ('woman', 'man')),
  CONSTRAINT ck_participation_grade CHECK (grade IN ('personal', 'anonymous')),
  CONSTRAINT ck_participation_state CHECK (state IN ('active', 'paused', 'ended', 'misregistered')),
  CONSTRAINT fk_participation_exit_reason_list_exit_reason FOREIGN KEY(exit_reason_list, exit_reason) REFERENCES code (list, key),
  CONSTRAINT ck_participation_anonymous_is_nobody CHECK ((grade = 'anonymous') = (person_id IS NULL)),
  CONSTRAINT ck_participation_anonymous_says_nothing CHECK (grade <> 'anonymous' OR (referral_id IS NULL AND municipality_code IS NULL AND handed_to IS NULL)),
  CONSTRAINT ck_participation_ended_has_exit CHECK ((state = 'ended') <= (ended_on IS NOT NULL AND exit_reason IS NOT NULL)),
  CONSTRAINT ck_participation_active_has_no_end CHECK (state NOT IN ('active', 'paused') OR ended_on IS NULL),
  CONSTRAINT ck_participation_end_after_start CHECK (ended_on IS NULL OR ended_on >= started_on),
  CONSTRAINT ck_participation_activity_after_start CHECK (first_activity_on IS NULL OR first_activity_on >= started_on),
  CONSTRAINT ex_participation_overlap EXCLUDE USING gist (person_id ext.gist_uuid_ops WITH =, daterange(started_on, ended_on, '[)') WITH &&) WHERE (person_id IS NOT NULL AND state <> 'misregistered'),
  CONSTRAINT fk_participation_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id),
  CONSTRAINT fk_participation_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT uq_participation_referral_id UNIQUE (referral_id),
  CONSTRAINT fk_participation_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
  CONSTRAINT uq_participation_number UNIQUE (number),
  CONSTRAINT fk_participation_controller_id FOREIGN KEY(controller_id) REFERENCES authority (id),
  CONSTRAINT fk_participation_key_worker_id FOREIGN KEY(key_worker_id) REFERENCES staff (account_id)
);

CREATE INDEX ix_participation_controller_id ON participation (controller_id);

CREATE INDEX ix_participation_key_worker_id ON participation (key_worker_id);

CREATE INDEX ix_participation_person_id ON participation (person_id);

CREATE INDEX ix_participation_started ON participation (subproject_id, started_on);

CREATE INDEX ix_participation_subproject_id ON participation (subproject_id);

CREATE TABLE referral_event (
  referral_id UUID NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  on_date DATE NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  by_account UUID,
  reason TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_referral_event PRIMARY KEY (id),
  CONSTRAINT ck_referral_event_from_state CHECK (from_state IN ('received', 'to_be_completed', 'being_assessed', 'waiting_list', 'offered', 'referred_on', 'withdrawn', 'started')),
  CONSTRAINT ck_referral_event_to_state CHECK (to_state IN ('received', 'to_be_completed', 'being_assessed', 'waiting_list', 'offered', 'referred_on', 'withdrawn', 'started')),
  CONSTRAINT fk_referral_event_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id)
);

CREATE INDEX ix_referral_event_referral_id ON referral_event (referral_id);

CREATE TABLE intervention_period (
  participation_id UUID NOT NULL,
  intervention_id UUID NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  extent_percent INTEGER,
  place TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_intervention_period PRIMARY KEY (id),
  CONSTRAINT ck_intervention_period_end_after_start CHECK (ends_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT ck_intervention_period_extent CHECK (extent_percent IS NULL OR extent_percent BETWEEN 1 AND 100),
  CONSTRAINT fk_intervention_period_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_intervention_period_intervention_id FOREIGN KEY(intervention_id) REFERENCES intervention (id)
);

CREATE INDEX ix_intervention_period_intervention_id ON intervention_period (intervention_id);

CREATE INDEX ix_intervention_period_participation_id ON intervention_period (participation_id);

CREATE TABLE situation (
  participation_id UUID NOT NULL,
  moment TEXT NOT NULL,
  observed_on DATE NOT NULL,
  main_activity TEXT NOT NULL,
  education TEXT,
  support_since DATE,
  work_subsidised BOOLEAN,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_situation PRIMARY KEY (id),
  CONSTRAINT ck_situation_moment CHECK (moment IN ('before', 'after')),
  CONSTRAINT uq_situation_participation_id_moment UNIQUE (participation_id, moment),
  CONSTRAINT ck_situation_support_since CHECK (support_since IS NULL OR support_since <= observed_on),
  CONSTRAINT fk_situation_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id)
);

CREATE TABLE situation_support (
  situation_id UUID NOT NULL,
  source TEXT NOT NULL,
  main BOOLEAN DEFAULT false NOT NULL,
  CONSTRAINT pk_situation_support PRIMARY KEY (situation_id, source),
  CONSTRAINT fk_situation_support_situation_id FOREIGN KEY(situation_id) REFERENCES situation (id)
);

CREATE UNIQUE INDEX uq_situation_support_main ON situation_support (situation_id) WHERE main;

CREATE SEQUENCE participant_number_seq;
