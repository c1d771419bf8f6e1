-- Tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE rollup.chart (
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

CREATE TABLE rollup.fact (
  tenant_id UUID NOT NULL,
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  figure TEXT NOT NULL,
  sex TEXT NOT NULL,
  count INTEGER NOT NULL,
  CONSTRAINT pk_fact PRIMARY KEY (tenant_id, project_key, month, figure, sex),
  CONSTRAINT ck_fact_count CHECK (count >= 0)
);

CREATE TABLE rollup.fact_state (
  tenant_id UUID NOT NULL,
  as_of TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_fact_state PRIMARY KEY (tenant_id)
);

CREATE TABLE rollup.headline (
  tenant_id UUID NOT NULL,
  project_key TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  target INTEGER,
  target_is_example BOOLEAN DEFAULT false NOT NULL,
  started INTEGER NOT NULL,
  active INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  as_of TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_headline PRIMARY KEY (tenant_id, project_key)
);

CREATE TABLE rollup.release (
  project_key TEXT NOT NULL,
  number INTEGER NOT NULL,
  provisional BOOLEAN NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  as_of DATE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_release PRIMARY KEY (id),
  CONSTRAINT uq_release_project_key_number UNIQUE (project_key, number)
);

CREATE TABLE rollup.release_basis (
  release_id UUID NOT NULL,
  tenant_id UUID NOT NULL,
  figure TEXT NOT NULL,
  count INTEGER NOT NULL,
  counted_on DATE NOT NULL,
  CONSTRAINT pk_release_basis PRIMARY KEY (release_id, tenant_id, figure)
);

CREATE TABLE rollup.release_cell (
  release_id UUID NOT NULL,
  tenant_id UUID NOT NULL,
  figure TEXT NOT NULL,
  value INTEGER,
  suppressed BOOLEAN DEFAULT false NOT NULL,
  counted_on DATE NOT NULL,
  CONSTRAINT pk_release_cell PRIMARY KEY (release_id, tenant_id, figure),
  CONSTRAINT ck_release_cell_suppressed_has_no_value CHECK (suppressed = (value IS NULL))
);
