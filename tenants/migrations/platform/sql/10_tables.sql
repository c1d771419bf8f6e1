-- Tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE platform.account (
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT,
  totp_secret BYTEA,
  totp_last_step BIGINT,
  language TEXT DEFAULT 'sv' NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT ck_account_email_lower CHECK (email = lower(email)),
  CONSTRAINT ck_account_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT uq_account_email UNIQUE (email)
);

CREATE TABLE platform.outbox (
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

CREATE INDEX ix_outbox_open ON platform.outbox (due_at) WHERE done_at IS NULL AND failed_at IS NULL;

CREATE TABLE platform.place_state (
  tenant_id UUID NOT NULL,
  revision TEXT,
  waiting INTEGER NOT NULL,
  failed JSON NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_place_state PRIMARY KEY (tenant_id)
);

CREATE TABLE platform.project (
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  esf_diarienummer TEXT,
  planned_participants INTEGER,
  total_budget_sek BIGINT,
  granted_esf_sek BIGINT,
  goal_work_or_studies_percent INTEGER NOT NULL,
  goal_regular_measures_percent INTEGER NOT NULL,
  record JSON DEFAULT '{}' NOT NULL,
  CONSTRAINT pk_project PRIMARY KEY (key)
);

CREATE TABLE platform.scheduler_state (
  name TEXT NOT NULL,
  last_at TIMESTAMP WITH TIME ZONE NOT NULL,
  holder TEXT DEFAULT '' NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_scheduler_state PRIMARY KEY (name)
);

CREATE TABLE platform.security_event (
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  kind TEXT NOT NULL,
  host TEXT DEFAULT '' NOT NULL,
  account_id UUID,
  subject_id UUID,
  tenant_id UUID,
  request_id TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_security_event PRIMARY KEY (id)
);

CREATE TABLE platform.sign_in_try (
  key BYTEA NOT NULL,
  failures INTEGER NOT NULL,
  last_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_sign_in_try PRIMARY KEY (key)
);

CREATE TABLE platform.tenant (
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  schema_name TEXT NOT NULL,
  status TEXT DEFAULT 'active' NOT NULL,
  accent TEXT DEFAULT 'lansvatten' NOT NULL,
  is_owner BOOLEAN DEFAULT false NOT NULL,
  data_key BYTEA NOT NULL,
  index_key BYTEA NOT NULL,
  key_version INTEGER DEFAULT '1' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_tenant PRIMARY KEY (id),
  CONSTRAINT ck_tenant_status CHECK (status IN ('preparing', 'active', 'suspended')),
  CONSTRAINT ck_tenant_slug CHECK (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
  CONSTRAINT ck_tenant_schema_name CHECK (schema_name ~ '^t_[0-9a-f]{16}$'),
  CONSTRAINT uq_tenant_slug UNIQUE (slug),
  CONSTRAINT uq_tenant_schema_name UNIQUE (schema_name)
);

CREATE TABLE platform.membership (
  account_id UUID NOT NULL,
  tenant_id UUID,
  role TEXT NOT NULL,
  employer_kind TEXT NOT NULL,
  employer_name TEXT NOT NULL,
  authority_id UUID,
  starts_on DATE NOT NULL,
  ended_on DATE,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_membership PRIMARY KEY (id),
  CONSTRAINT ck_membership_employer_kind CHECK (employer_kind IN ('association', 'authority', 'county')),
  CONSTRAINT ck_membership_authority_named CHECK ((employer_kind = 'authority') = (authority_id IS NOT NULL)),
  CONSTRAINT ck_membership_county_has_no_tenant CHECK ((tenant_id IS NULL) = (employer_kind = 'county')),
  CONSTRAINT fk_membership_account_id FOREIGN KEY(account_id) REFERENCES platform.account (id),
  CONSTRAINT fk_membership_tenant_id FOREIGN KEY(tenant_id) REFERENCES platform.tenant (id)
);

CREATE INDEX ix_membership_account_id ON platform.membership (account_id);

CREATE INDEX ix_membership_tenant_id ON platform.membership (tenant_id);

CREATE UNIQUE INDEX uq_membership_in_force ON platform.membership (account_id, tenant_id, role) NULLS NOT DISTINCT WHERE ended_on IS NULL;

CREATE TABLE platform.one_time_link (
  account_id UUID NOT NULL,
  token_hash BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  CONSTRAINT pk_one_time_link PRIMARY KEY (id),
  CONSTRAINT ck_one_time_link_purpose CHECK (purpose IN ('invite', 'reset_password', 'reset_totp')),
  CONSTRAINT fk_one_time_link_account_id FOREIGN KEY(account_id) REFERENCES platform.account (id),
  CONSTRAINT uq_one_time_link_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_one_time_link_account_id ON platform.one_time_link (account_id);

CREATE TABLE platform.project_tenant (
  project_key TEXT NOT NULL,
  tenant_id UUID NOT NULL,
  position INTEGER DEFAULT '0' NOT NULL,
  subproject_name TEXT,
  CONSTRAINT pk_project_tenant PRIMARY KEY (project_key, tenant_id),
  CONSTRAINT fk_project_tenant_project_key FOREIGN KEY(project_key) REFERENCES platform.project (key),
  CONSTRAINT fk_project_tenant_tenant_id FOREIGN KEY(tenant_id) REFERENCES platform.tenant (id)
);

CREATE TABLE platform.recovery_code (
  account_id UUID NOT NULL,
  code_hash BYTEA NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  CONSTRAINT pk_recovery_code PRIMARY KEY (id),
  CONSTRAINT fk_recovery_code_account_id FOREIGN KEY(account_id) REFERENCES platform.account (id)
);

CREATE INDEX ix_recovery_code_account_id ON platform.recovery_code (account_id);

CREATE TABLE platform.session (
  id_hash BYTEA NOT NULL,
  host TEXT NOT NULL,
  tenant_id UUID,
  account_id UUID,
  values TEXT DEFAULT '{}' NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  idle_until TIMESTAMP WITH TIME ZONE NOT NULL,
  absolute_until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_session PRIMARY KEY (id_hash),
  CONSTRAINT fk_session_tenant_id FOREIGN KEY(tenant_id) REFERENCES platform.tenant (id),
  CONSTRAINT fk_session_account_id FOREIGN KEY(account_id) REFERENCES platform.account (id)
);

CREATE INDEX ix_session_account_id ON platform.session (account_id);

CREATE TABLE platform.tenant_municipality (
  tenant_id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_tenant_municipality PRIMARY KEY (tenant_id, code),
  CONSTRAINT fk_tenant_municipality_tenant_id FOREIGN KEY(tenant_id) REFERENCES platform.tenant (id)
);
