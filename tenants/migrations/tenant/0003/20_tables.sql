-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE place (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  municipality_code TEXT,
  tasks TEXT DEFAULT '' NOT NULL,
  contact_name TEXT DEFAULT '' NOT NULL,
  contact_phone TEXT DEFAULT '' NOT NULL,
  contact_email TEXT DEFAULT '' NOT NULL,
  capacity INTEGER,
  active BOOLEAN DEFAULT true NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_place PRIMARY KEY (id),
  CONSTRAINT ck_place_kind CHECK (kind IN ('asf', 'employer', 'association', 'other')),
  CONSTRAINT ck_place_name CHECK (length(name) BETWEEN 1 AND 200),
  CONSTRAINT ck_place_capacity CHECK (capacity IS NULL OR capacity > 0),
  CONSTRAINT uq_place_name UNIQUE (name)
);

CREATE TABLE month_event (
  subproject_id UUID NOT NULL,
  month DATE NOT NULL,
  deed TEXT NOT NULL,
  comment TEXT DEFAULT '' NOT NULL,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_month_event PRIMARY KEY (id),
  CONSTRAINT ck_month_event_deed CHECK (deed IN ('locked', 'reopened')),
  CONSTRAINT ck_month_event_month CHECK (date_trunc('month', month) = month),
  CONSTRAINT ck_month_event_reopened_says_why CHECK (deed <> 'reopened' OR comment <> ''),
  CONSTRAINT fk_month_event_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id)
);

CREATE INDEX ix_month_event_subproject_id ON month_event (subproject_id);

CREATE TABLE activity (
  subproject_id UUID NOT NULL,
  intervention_id UUID,
  owner_id UUID NOT NULL,
  leader_id UUID,
  place_id UUID,
  name TEXT NOT NULL,
  on_date DATE NOT NULL,
  begins_at TIME WITHOUT TIME ZONE NOT NULL,
  ends_at TIME WITHOUT TIME ZONE NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  series_id UUID,
  form_token UUID,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_activity PRIMARY KEY (id),
  CONSTRAINT ck_activity_state CHECK (state IN ('planned', 'held', 'cancelled')),
  CONSTRAINT ck_activity_end_after_beginning CHECK (ends_at > begins_at),
  CONSTRAINT ck_activity_name CHECK (length(name) BETWEEN 1 AND 200),
  CONSTRAINT uq_activity_form_token_on_date UNIQUE (form_token, on_date),
  CONSTRAINT uq_activity_id_on_date UNIQUE (id, on_date),
  CONSTRAINT fk_activity_subproject_id FOREIGN KEY(subproject_id) REFERENCES subproject (id),
  CONSTRAINT fk_activity_intervention_id FOREIGN KEY(intervention_id) REFERENCES intervention (id),
  CONSTRAINT fk_activity_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT fk_activity_leader_id FOREIGN KEY(leader_id) REFERENCES staff (account_id),
  CONSTRAINT fk_activity_place_id FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE INDEX ix_activity_intervention_id ON activity (intervention_id);

CREATE INDEX ix_activity_on_date ON activity (on_date, begins_at);

CREATE INDEX ix_activity_owner_id ON activity (owner_id);

CREATE INDEX ix_activity_place_id ON activity (place_id);

CREATE INDEX ix_activity_series_id ON activity (series_id);

CREATE INDEX ix_activity_subproject_id ON activity (subproject_id);

CREATE TABLE attendance (
  activity_id UUID NOT NULL,
  on_date DATE NOT NULL,
  participation_id UUID NOT NULL,
  planned_minutes INTEGER NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  attended_minutes INTEGER DEFAULT '0' NOT NULL,
  absence TEXT,
  noted_by UUID,
  noted_at TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_attendance PRIMARY KEY (id),
  CONSTRAINT fk_attendance_activity_id_on_date FOREIGN KEY(activity_id, on_date) REFERENCES activity (id, on_date) ON UPDATE CASCADE,
  CONSTRAINT ck_attendance_state CHECK (state IN ('planned', 'present', 'absent')),
  CONSTRAINT ck_attendance_absence CHECK (absence IN ('ill', 'child', 'agreed', 'other_measure', 'no_show')),
  CONSTRAINT ck_attendance_planned_minutes CHECK (planned_minutes BETWEEN 1 AND 1440),
  CONSTRAINT ck_attendance_attended_minutes CHECK (attended_minutes BETWEEN 0 AND 1440),
  CONSTRAINT ck_attendance_present_has_minutes CHECK ((state = 'present') = (attended_minutes > 0)),
  CONSTRAINT ck_attendance_absent_has_kind CHECK ((state = 'absent') = (absence IS NOT NULL)),
  CONSTRAINT uq_attendance_activity_id_participation_id UNIQUE (activity_id, participation_id),
  CONSTRAINT fk_attendance_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id)
);

CREATE INDEX ix_attendance_participation_day ON attendance (participation_id, on_date);

CREATE TABLE attendance_report (
  participation_id UUID NOT NULL,
  owner_id UUID NOT NULL,
  month DATE NOT NULL,
  number INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  hours INTEGER NOT NULL,
  digest TEXT NOT NULL,
  made_by UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  signed_on DATE,
  received_on DATE,
  received_by UUID,
  file_id UUID,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_attendance_report PRIMARY KEY (id),
  CONSTRAINT uq_attendance_report_participation_id_month_number UNIQUE (participation_id, month, number),
  CONSTRAINT ck_attendance_report_month CHECK (date_trunc('month', month) = month),
  CONSTRAINT ck_attendance_report_whole_hours CHECK (minutes >= 0 AND hours = minutes / 60),
  CONSTRAINT ck_attendance_report_number CHECK (number >= 1),
  CONSTRAINT ck_attendance_report_received_is_signed CHECK ((received_on IS NULL) = (signed_on IS NULL)),
  CONSTRAINT ck_attendance_report_received_by CHECK ((received_on IS NULL) = (received_by IS NULL)),
  CONSTRAINT ck_attendance_report_received_after_signing CHECK (received_on >= signed_on),
  CONSTRAINT fk_attendance_report_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_attendance_report_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT fk_attendance_report_file_id FOREIGN KEY(file_id) REFERENCES file (id)
);

CREATE INDEX ix_attendance_report_participation_id ON attendance_report (participation_id);

CREATE TABLE follow_up (
  participation_id UUID NOT NULL,
  months INTEGER NOT NULL,
  due_on DATE NOT NULL,
  state TEXT DEFAULT 'due' NOT NULL,
  closed_on DATE,
  closed_by UUID,
  main_activity TEXT,
  work_subsidised BOOLEAN,
  words TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_follow_up PRIMARY KEY (id),
  CONSTRAINT ck_follow_up_state CHECK (state IN ('due', 'answered', 'unreachable', 'declined', 'dropped')),
  CONSTRAINT uq_follow_up_participation_id_months UNIQUE (participation_id, months),
  CONSTRAINT ck_follow_up_months CHECK (months BETWEEN 1 AND 36),
  CONSTRAINT ck_follow_up_answered_says_what CHECK ((state = 'answered') = (main_activity IS NOT NULL)),
  CONSTRAINT ck_follow_up_closed_on CHECK ((state = 'due') = (closed_on IS NULL)),
  CONSTRAINT ck_follow_up_closed_by CHECK ((closed_on IS NULL) = (closed_by IS NULL)),
  CONSTRAINT ck_follow_up_words CHECK (length(words) <= 1000),
  CONSTRAINT fk_follow_up_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id)
);

CREATE INDEX ix_follow_up_due_on ON follow_up (due_on) WHERE state = 'due';

CREATE TABLE participation_worker (
  participation_id UUID NOT NULL,
  account_id UUID NOT NULL,
  part TEXT NOT NULL,
  task TEXT DEFAULT '' NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_participation_worker PRIMARY KEY (id),
  CONSTRAINT ck_participation_worker_part CHECK (part IN ('worker', 'deputy')),
  CONSTRAINT ck_participation_worker_end_after_start CHECK (ends_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT ck_participation_worker_deputy_has_end CHECK (part <> 'deputy' OR ends_on IS NOT NULL),
  CONSTRAINT ck_participation_worker_task CHECK (length(task) <= 200),
  CONSTRAINT ex_participation_worker_overlap EXCLUDE USING gist (participation_id ext.gist_uuid_ops WITH =, account_id ext.gist_uuid_ops WITH =, daterange(starts_on, ends_on, '[]') WITH &&),
  CONSTRAINT fk_participation_worker_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_participation_worker_account_id FOREIGN KEY(account_id) REFERENCES staff (account_id)
);

CREATE INDEX ix_participation_worker_account_id ON participation_worker (account_id);

CREATE INDEX ix_participation_worker_participation_id ON participation_worker (participation_id);

CREATE TABLE step (
  participation_id UUID NOT NULL,
  owner_id UUID NOT NULL,
  kind TEXT NOT NULL,
  kind_list TEXT GENERATED ALWAYS AS ('step_kind') STORED NOT NULL,
  on_date DATE NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  form_token UUID,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_by UUID,
  withdrawn_reason TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_step PRIMARY KEY (id),
  CONSTRAINT fk_step_kind_list_kind FOREIGN KEY(kind_list, kind) REFERENCES code (list, key),
  CONSTRAINT ck_step_words CHECK (length(words) <= 500),
  CONSTRAINT ck_step_withdrawn_by CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
  CONSTRAINT ck_step_withdrawn_says_why CHECK ((withdrawn_at IS NULL) = (withdrawn_reason = '')),
  CONSTRAINT fk_step_participation_id FOREIGN KEY(participation_id) REFERENCES participation (id),
  CONSTRAINT fk_step_owner_id FOREIGN KEY(owner_id) REFERENCES authority (id),
  CONSTRAINT uq_step_form_token UNIQUE (form_token)
);

CREATE INDEX ix_step_on_date ON step (on_date);

CREATE INDEX ix_step_participation_id ON step (participation_id);

CREATE TABLE employment_step (
  period_id UUID NOT NULL,
  stage TEXT NOT NULL,
  reached_on DATE NOT NULL,
  noted_by UUID NOT NULL,
  CONSTRAINT pk_employment_step PRIMARY KEY (period_id, stage),
  CONSTRAINT ck_employment_step_stage CHECK (stage IN ('engagement', 'profile', 'job_finding', 'employer', 'on_the_job')),
  CONSTRAINT fk_employment_step_period_id FOREIGN KEY(period_id) REFERENCES intervention_period (id)
);

CREATE TABLE follow_up_support (
  follow_up_id UUID NOT NULL,
  source TEXT NOT NULL,
  main BOOLEAN DEFAULT false NOT NULL,
  CONSTRAINT pk_follow_up_support PRIMARY KEY (follow_up_id, source),
  CONSTRAINT fk_follow_up_support_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
);

CREATE UNIQUE INDEX uq_follow_up_support_main ON follow_up_support (follow_up_id) WHERE main;

CREATE TABLE follow_up_try (
  follow_up_id UUID NOT NULL,
  on_date DATE NOT NULL,
  way TEXT NOT NULL,
  reached BOOLEAN NOT NULL,
  form_token UUID,
  by_account UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_follow_up_try PRIMARY KEY (id),
  CONSTRAINT ck_follow_up_try_way CHECK (way IN ('phone', 'text_message', 'letter', 'email', 'meeting')),
  CONSTRAINT fk_follow_up_try_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id),
  CONSTRAINT uq_follow_up_try_form_token UNIQUE (form_token)
);

CREATE INDEX ix_follow_up_try_follow_up_id ON follow_up_try (follow_up_id);

CREATE TABLE intervention_extent (
  period_id UUID NOT NULL,
  valid_from DATE NOT NULL,
  percent INTEGER NOT NULL,
  noted_by UUID NOT NULL,
  CONSTRAINT pk_intervention_extent PRIMARY KEY (period_id, valid_from),
  CONSTRAINT ck_intervention_extent_percent CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT fk_intervention_extent_period_id FOREIGN KEY(period_id) REFERENCES intervention_period (id)
);

CREATE TABLE intervention_pause (
  period_id UUID NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_intervention_pause PRIMARY KEY (id),
  CONSTRAINT ck_intervention_pause_end_after_start CHECK (ends_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT ex_intervention_pause_overlap EXCLUDE USING gist (period_id ext.gist_uuid_ops WITH =, daterange(starts_on, ends_on, '[)') WITH &&),
  CONSTRAINT fk_intervention_pause_period_id FOREIGN KEY(period_id) REFERENCES intervention_period (id)
);

CREATE INDEX ix_intervention_pause_period_id ON intervention_pause (period_id);
