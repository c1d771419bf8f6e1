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

CREATE TABLE work_visit (
  account_id UUID NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  since TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_work_visit PRIMARY KEY (account_id)
);
