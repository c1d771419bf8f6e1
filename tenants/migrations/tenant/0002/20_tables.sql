-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE assessment_question (
  area TEXT NOT NULL,
  text_sv TEXT NOT NULL,
  text_en TEXT NOT NULL,
  position INTEGER DEFAULT '0' NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  replaces_id UUID,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_assessment_question PRIMARY KEY (id),
  CONSTRAINT ck_assessment_question_area CHECK (area IN ('everyday_life', 'home', 'family_and_friends', 'wellbeing', 'economy', 'work_and_studies', 'contacts_with_authorities', 'future')),
  CONSTRAINT uq_assessment_question_replaces_id UNIQUE (replaces_id),
  CONSTRAINT fk_assessment_question_replaces_id FOREIGN KEY(replaces_id) REFERENCES assessment_question (id)
);

CREATE TABLE referral_inbox_file (
  id UUID NOT NULL,
  inbox_id UUID NOT NULL,
  sealed BYTEA NOT NULL,
  CONSTRAINT pk_referral_inbox_file PRIMARY KEY (id)
);

CREATE INDEX ix_referral_inbox_file_inbox_id ON referral_inbox_file (inbox_id);

CREATE TABLE person_merge (
  kept_id UUID NOT NULL,
  gone_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  by_account UUID NOT NULL,
  reason TEXT NOT NULL,
  moved JSONB NOT NULL,
  undone_at TIMESTAMP WITH TIME ZONE,
  undone_by UUID,
  id UUID NOT NULL,
  CONSTRAINT pk_person_merge PRIMARY KEY (id),
  CONSTRAINT fk_person_merge_kept_id FOREIGN KEY(kept_id) REFERENCES person (id),
  CONSTRAINT fk_person_merge_gone_id FOREIGN KEY(gone_id) REFERENCES person (id)
);

CREATE INDEX ix_person_merge_gone_id ON person_merge (gone_id);

CREATE INDEX ix_person_merge_kept_id ON person_merge (kept_id);

CREATE TABLE file (
  purpose TEXT NOT NULL,
  subject_id UUID NOT NULL,
  person_id UUID,
  owner_id UUID,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  name BYTEA NOT NULL,
  content BYTEA NOT NULL,
  created_by UUID,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  hidden_at TIMESTAMP WITH TIME ZONE,
  hidden_by UUID,
  hidden_reason TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_file PRIMARY KEY (id),
  CONSTRAINT ck_file_purpose CHECK (purpose IN ('referral', 'consent', 'consent_form', 'minutes')),
  CONSTRAINT ck_file_size CHECK (size BETWEEN 1 AND 10485760),
  CONSTRAINT fk_file_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_file_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id)
);

CREATE INDEX ix_file_person_id ON file (person_id);

CREATE INDEX ix_file_subject_id ON file (subject_id);

CREATE TABLE consent_form (
  language_name TEXT NOT NULL,
  file_id UUID NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_consent_form PRIMARY KEY (id),
  CONSTRAINT uq_consent_form_language_name UNIQUE (language_name),
  CONSTRAINT fk_consent_form_file_id FOREIGN KEY(file_id) REFERENCES file (id)
);

CREATE TABLE team_meeting (
  subproject_id UUID NOT NULL,
  name TEXT NOT NULL,
  on_date DATE NOT NULL,
  starts_at TIME WITHOUT TIME ZONE NOT NULL,
  ends_at TIME WITHOUT TIME ZONE,
  place TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  remarks TEXT DEFAULT '' NOT NULL,
  created_by UUID NOT NULL,
  closed_by UUID,
  closed_at TIMESTAMP WITH TIME ZONE,
  form_token UUID,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_team_meeting PRIMARY KEY (id),
  CONSTRAINT ck_team_meeting_state CHECK (state IN ('planned', 'closed', 'cancelled')),
  CONSTRAINT ck_team_meeting_ends_after_start CHECK (ends_at IS NULL OR ends_at > starts_at),
  CONSTRAINT ck_team_meeting_closed_has_time CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT fk_team_meeting_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id),
  CONSTRAINT uq_team_meeting_form_token UNIQUE (form_token)
);

CREATE INDEX ix_team_meeting_on_date ON team_meeting (on_date);

CREATE INDEX ix_team_meeting_subproject_id ON team_meeting (subproject_id);

CREATE TABLE referral_answer (
  referral_id UUID NOT NULL,
  on_date DATE NOT NULL,
  way TEXT NOT NULL,
  to_whom TEXT NOT NULL,
  says TEXT NOT NULL,
  consent_id UUID,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  form_token UUID,
  id UUID NOT NULL,
  CONSTRAINT pk_referral_answer PRIMARY KEY (id),
  CONSTRAINT ck_referral_answer_way CHECK (way IN ('system', 'phone', 'letter', 'meeting')),
  CONSTRAINT fk_referral_answer_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
  CONSTRAINT fk_referral_answer_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id),
  CONSTRAINT uq_referral_answer_form_token UNIQUE (form_token)
);

CREATE INDEX ix_referral_answer_referral_id ON referral_answer (referral_id);

CREATE TABLE team_meeting_member (
  meeting_id UUID NOT NULL,
  account_id UUID NOT NULL,
  present BOOLEAN,
  CONSTRAINT pk_team_meeting_member PRIMARY KEY (meeting_id, account_id),
  CONSTRAINT fk_team_meeting_member_meeting_id FOREIGN KEY(meeting_id) REFERENCES team_meeting (id),
  CONSTRAINT fk_team_meeting_member_account_id FOREIGN KEY(account_id) REFERENCES staff (account_id)
);

CREATE TABLE agenda_item (
  meeting_id UUID NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  person_id UUID,
  referral_id UUID,
  participation_id UUID,
  owner_id UUID NOT NULL,
  question TEXT DEFAULT '' NOT NULL,
  outcome TEXT,
  outcome_list TEXT GENERATED ALWAYS AS (CASE WHEN outcome IS NULL THEN NULL ELSE 'team_outcome' END) STORED,
  outcome_line TEXT DEFAULT '' NOT NULL,
  next_review_on DATE,
  participant_present BOOLEAN DEFAULT false NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_agenda_item PRIMARY KEY (id),
  CONSTRAINT ck_agenda_item_kind CHECK (kind IN ('referral', 'review', 'other')),
  CONSTRAINT fk_agenda_item_outcome_list_outcome FOREIGN KEY(outcome_list, outcome) REFERENCES code (list, key),
  CONSTRAINT ck_agenda_item_about_somebody CHECK ((kind = 'other') = (person_id IS NULL)),
  CONSTRAINT ck_agenda_item_referral_named CHECK ((kind = 'referral') = (referral_id IS NOT NULL)),
  CONSTRAINT ck_agenda_item_participation_named CHECK ((kind = 'review') = (participation_id IS NOT NULL)),
  CONSTRAINT uq_agenda_item_meeting_id_referral_id UNIQUE (meeting_id, referral_id),
  CONSTRAINT uq_agenda_item_meeting_id_participation_id UNIQUE (meeting_id, participation_id),
  CONSTRAINT fk_agenda_item_meeting_id FOREIGN KEY(meeting_id) REFERENCES team_meeting (id),
  CONSTRAINT fk_agenda_item_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_agenda_item_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
  CONSTRAINT fk_agenda_item_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_agenda_item_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id)
);

CREATE INDEX ix_agenda_item_meeting_id ON agenda_item (meeting_id);

CREATE INDEX ix_agenda_item_participation_id ON agenda_item (participation_id);

CREATE INDEX ix_agenda_item_person_id ON agenda_item (person_id);

CREATE INDEX ix_agenda_item_referral_id ON agenda_item (referral_id);

CREATE TABLE assessment (
  person_id UUID NOT NULL,
  participation_id UUID,
  owner_id UUID NOT NULL,
  on_date DATE NOT NULL,
  own_words TEXT DEFAULT '' NOT NULL,
  form_token UUID,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_assessment PRIMARY KEY (id),
  CONSTRAINT fk_assessment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_assessment_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_assessment_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT uq_assessment_form_token UNIQUE (form_token)
);

CREATE INDEX ix_assessment_owner_id ON assessment (owner_id);

CREATE INDEX ix_assessment_participation_id ON assessment (participation_id);

CREATE INDEX ix_assessment_person_id ON assessment (person_id);

CREATE TABLE handover (
  person_id UUID NOT NULL,
  participation_id UUID,
  kind TEXT NOT NULL,
  item_id UUID NOT NULL,
  item_version INTEGER NOT NULL,
  from_authority_id UUID NOT NULL,
  to_authority_id UUID NOT NULL,
  consent_id UUID NOT NULL,
  sealed BYTEA NOT NULL,
  handed_on DATE NOT NULL,
  handed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  by_account UUID NOT NULL,
  form_token UUID,
  id UUID NOT NULL,
  CONSTRAINT pk_handover PRIMARY KEY (id),
  CONSTRAINT ck_handover_kind CHECK (kind IN ('referral', 'assessment', 'plan', 'note', 'attendance')),
  CONSTRAINT ck_handover_to_another CHECK (from_authority_id <> to_authority_id),
  CONSTRAINT uq_handover_item_id_item_version_to_authority_id UNIQUE (item_id, item_version, to_authority_id),
  CONSTRAINT fk_handover_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_handover_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_handover_from_authority_id FOREIGN KEY(from_authority_id) REFERENCES authority (id),
  CONSTRAINT fk_handover_to_authority_id FOREIGN KEY(to_authority_id) REFERENCES authority (id),
  CONSTRAINT fk_handover_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id),
  CONSTRAINT uq_handover_form_token UNIQUE (form_token)
);

CREATE INDEX ix_handover_item_id ON handover (item_id);

CREATE INDEX ix_handover_participation_id ON handover (participation_id);

CREATE INDEX ix_handover_person_id ON handover (person_id);

CREATE INDEX ix_handover_received ON handover (to_authority_id, handed_at);

CREATE TABLE note (
  person_id UUID NOT NULL,
  participation_id UUID,
  owner_id UUID NOT NULL,
  on_date DATE NOT NULL,
  text TEXT NOT NULL,
  corrects_id UUID,
  form_token UUID,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_note PRIMARY KEY (id),
  CONSTRAINT ck_note_text CHECK (length(text) BETWEEN 1 AND 4000),
  CONSTRAINT ck_note_corrects_another CHECK (corrects_id <> id),
  CONSTRAINT fk_note_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_note_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_note_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT uq_note_corrects_id UNIQUE (corrects_id),
  CONSTRAINT fk_note_corrects_id FOREIGN KEY(corrects_id) REFERENCES note (id),
  CONSTRAINT uq_note_form_token UNIQUE (form_token)
);

CREATE INDEX ix_note_owner_id ON note (owner_id);

CREATE INDEX ix_note_participation_id ON note (participation_id);

CREATE INDEX ix_note_person_id ON note (person_id);

CREATE TABLE plan (
  person_id UUID NOT NULL,
  participation_id UUID,
  owner_id UUID NOT NULL,
  number INTEGER NOT NULL,
  state TEXT DEFAULT 'draft' NOT NULL,
  own_words TEXT DEFAULT '' NOT NULL,
  written_on DATE NOT NULL,
  review_on DATE,
  agreed_on DATE,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_plan PRIMARY KEY (id),
  CONSTRAINT ck_plan_state CHECK (state IN ('draft', 'agreed', 'replaced', 'dropped')),
  CONSTRAINT uq_plan_person_id_owner_id_number UNIQUE (person_id, owner_id, number),
  CONSTRAINT ck_plan_number CHECK (number >= 1),
  CONSTRAINT ck_plan_agreed_has_day CHECK ((state IN ('agreed', 'replaced')) <= (agreed_on IS NOT NULL)),
  CONSTRAINT fk_plan_person_id FOREIGN KEY(person_id) REFERENCES person (id),
  CONSTRAINT fk_plan_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_plan_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id)
);

CREATE INDEX ix_plan_owner_id ON plan (owner_id);

CREATE INDEX ix_plan_participation_id ON plan (participation_id);

CREATE INDEX ix_plan_person_id ON plan (person_id);

CREATE INDEX ix_plan_review_on ON plan (review_on) WHERE state = 'agreed';

CREATE UNIQUE INDEX uq_plan_one_draft ON plan (person_id, owner_id) WHERE state = 'draft';

CREATE TABLE assessment_answer (
  assessment_id UUID NOT NULL,
  area TEXT NOT NULL,
  grade INTEGER,
  words TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_assessment_answer PRIMARY KEY (assessment_id, area),
  CONSTRAINT ck_assessment_answer_area CHECK (area IN ('everyday_life', 'home', 'family_and_friends', 'wellbeing', 'economy', 'work_and_studies', 'contacts_with_authorities', 'future')),
  CONSTRAINT ck_assessment_answer_grade CHECK (grade BETWEEN 1 AND 5),
  CONSTRAINT fk_assessment_answer_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
);

CREATE TABLE assessment_reply (
  assessment_id UUID NOT NULL,
  question_id UUID NOT NULL,
  words TEXT NOT NULL,
  CONSTRAINT pk_assessment_reply PRIMARY KEY (assessment_id, question_id),
  CONSTRAINT fk_assessment_reply_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id),
  CONSTRAINT fk_assessment_reply_question_id FOREIGN KEY(question_id) REFERENCES assessment_question (id)
);

CREATE TABLE handover_opening (
  handover_id UUID NOT NULL,
  account_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_handover_opening PRIMARY KEY (id),
  CONSTRAINT uq_handover_opening_handover_id_account_id UNIQUE (handover_id, account_id),
  CONSTRAINT fk_handover_opening_handover_id FOREIGN KEY(handover_id) REFERENCES handover (id)
);

CREATE INDEX ix_handover_opening_handover_id ON handover_opening (handover_id);

CREATE TABLE plan_agreement (
  plan_id UUID NOT NULL,
  authority_id UUID,
  agreed_on DATE NOT NULL,
  noted_by UUID NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_plan_agreement PRIMARY KEY (id),
  CONSTRAINT uq_plan_agreement_plan_id_authority_id UNIQUE NULLS NOT DISTINCT (plan_id, authority_id),
  CONSTRAINT fk_plan_agreement_plan_id FOREIGN KEY(plan_id) REFERENCES plan (id),
  CONSTRAINT fk_plan_agreement_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_plan_agreement_plan_id ON plan_agreement (plan_id);

CREATE TABLE plan_goal (
  plan_id UUID NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_plan_goal PRIMARY KEY (id),
  CONSTRAINT ck_plan_goal_text CHECK (length(text) BETWEEN 1 AND 2000),
  CONSTRAINT fk_plan_goal_plan_id FOREIGN KEY(plan_id) REFERENCES plan (id)
);

CREATE INDEX ix_plan_goal_plan_id ON plan_goal (plan_id);

CREATE TABLE plan_action (
  plan_id UUID NOT NULL,
  goal_id UUID,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  responsible TEXT NOT NULL,
  authority_id UUID,
  worker_id UUID,
  due_on DATE,
  state TEXT DEFAULT 'planned' NOT NULL,
  done_on DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_plan_action PRIMARY KEY (id),
  CONSTRAINT ck_plan_action_responsible CHECK (responsible IN ('participant', 'authority')),
  CONSTRAINT ck_plan_action_state CHECK (state IN ('planned', 'begun', 'done', 'dropped')),
  CONSTRAINT ck_plan_action_authority_named CHECK ((responsible = 'authority') = (authority_id IS NOT NULL)),
  CONSTRAINT ck_plan_action_done_has_day CHECK ((state = 'done') = (done_on IS NOT NULL)),
  CONSTRAINT ck_plan_action_text CHECK (length(text) BETWEEN 1 AND 2000),
  CONSTRAINT fk_plan_action_plan_id FOREIGN KEY(plan_id) REFERENCES plan (id),
  CONSTRAINT fk_plan_action_goal_id FOREIGN KEY(goal_id) REFERENCES plan_goal (id),
  CONSTRAINT fk_plan_action_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
  CONSTRAINT fk_plan_action_worker_id FOREIGN KEY(worker_id) REFERENCES staff (account_id)
);

CREATE INDEX ix_plan_action_due_on ON plan_action (due_on) WHERE state IN ('planned', 'begun');

CREATE INDEX ix_plan_action_goal_id ON plan_action (goal_id);

CREATE INDEX ix_plan_action_plan_id ON plan_action (plan_id);
