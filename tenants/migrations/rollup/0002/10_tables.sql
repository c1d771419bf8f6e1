-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE rollup.build (
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  state TEXT DEFAULT 'building' NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  done INTEGER DEFAULT '0' NOT NULL,
  steps INTEGER DEFAULT '0' NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_build PRIMARY KEY (id),
  CONSTRAINT ck_build_state CHECK (state IN ('building', 'published', 'refused', 'cancelled', 'failed'))
);

CREATE UNIQUE INDEX uq_build_going_on ON rollup.build (project_key) WHERE state = 'building';

CREATE TABLE rollup.count_state (
  tenant_id UUID NOT NULL,
  as_of TIMESTAMP WITH TIME ZONE NOT NULL,
  behind BOOLEAN DEFAULT false NOT NULL,
  CONSTRAINT pk_count_state PRIMARY KEY (tenant_id)
);

CREATE TABLE rollup.cube_fact (
  tenant_id UUID NOT NULL,
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  cube TEXT NOT NULL,
  key TEXT NOT NULL,
  sex TEXT NOT NULL,
  apart BOOLEAN NOT NULL,
  count INTEGER NOT NULL,
  CONSTRAINT pk_cube_fact PRIMARY KEY (tenant_id, project_key, month, cube, key, sex, apart),
  CONSTRAINT ck_cube_fact_count CHECK (count > 0)
);

CREATE TABLE rollup.headline_month (
  tenant_id UUID NOT NULL,
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  ended_not_started INTEGER NOT NULL,
  CONSTRAINT pk_headline_month PRIMARY KEY (tenant_id, project_key, month)
);

CREATE INDEX ix_headline_month_project_key ON rollup.headline_month (project_key);

CREATE TABLE rollup.month_status (
  tenant_id UUID NOT NULL,
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  locked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  comment TEXT NOT NULL,
  CONSTRAINT pk_month_status PRIMARY KEY (tenant_id, project_key, month)
);

CREATE INDEX ix_month_status_project_key ON rollup.month_status (project_key);

CREATE TABLE rollup.release_audit (
  build_id UUID NOT NULL,
  position INTEGER NOT NULL,
  attacker TEXT NOT NULL,
  cells INTEGER NOT NULL,
  found INTEGER NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_release_audit PRIMARY KEY (build_id, position)
);

CREATE TABLE rollup.release_edition (
  release_id UUID NOT NULL,
  edition TEXT NOT NULL,
  CONSTRAINT pk_release_edition PRIMARY KEY (release_id)
);

CREATE TABLE rollup.release_file (
  release_id UUID NOT NULL,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  media_type TEXT NOT NULL,
  content BYTEA NOT NULL,
  sha256 TEXT NOT NULL,
  CONSTRAINT pk_release_file PRIMARY KEY (release_id, kind, language)
);

CREATE TABLE rollup.release_record (
  release_id UUID NOT NULL,
  build_id UUID NOT NULL,
  month DATE NOT NULL,
  digest TEXT NOT NULL,
  tables JSONB NOT NULL,
  parameters JSONB NOT NULL,
  CONSTRAINT pk_release_record PRIMARY KEY (release_id),
  CONSTRAINT uq_release_record_build_id UNIQUE (build_id)
);

CREATE TABLE rollup.release_table_cell (
  release_id UUID NOT NULL,
  code TEXT NOT NULL,
  value INTEGER NOT NULL,
  CONSTRAINT pk_release_table_cell PRIMARY KEY (release_id, code)
);

CREATE INDEX ix_headline_project_key ON rollup.headline (project_key);
