-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE deadline (
  project_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  period DATE,
  title TEXT DEFAULT '' NOT NULL,
  due_on DATE NOT NULL,
  done_on DATE,
  done_by UUID,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_deadline PRIMARY KEY (id),
  CONSTRAINT ck_deadline_kind CHECK (kind IN ('scb', 'claim', 'progress_report', 'steering_group', 'other')),
  CONSTRAINT uq_deadline_project_key_kind_period UNIQUE (project_key, kind, period),
  CONSTRAINT ck_deadline_title CHECK (length(title) <= 120),
  CONSTRAINT ck_deadline_other_has_title CHECK (kind <> 'other' OR title <> ''),
  CONSTRAINT ck_deadline_scb_has_period CHECK (kind <> 'scb' OR period IS NOT NULL),
  CONSTRAINT ck_deadline_done_by_somebody CHECK ((done_on IS NULL) = (done_by IS NULL)),
  CONSTRAINT fk_deadline_project_key FOREIGN KEY(project_key) REFERENCES project (key),
  CONSTRAINT fk_deadline_done_by FOREIGN KEY(done_by) REFERENCES account (id)
);

CREATE INDEX ix_deadline_project_key_due_on ON deadline (project_key, due_on);

CREATE TABLE disclosure_decision (
  number INTEGER NOT NULL,
  k INTEGER NOT NULL,
  base INTEGER NOT NULL,
  least_rate_base INTEGER NOT NULL,
  least_tenants INTEGER NOT NULL,
  least_participants INTEGER NOT NULL,
  least_changed INTEGER NOT NULL,
  age_bands INTEGER[] NOT NULL,
  decision TEXT NOT NULL,
  decided_on DATE NOT NULL,
  made_by UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_disclosure_decision PRIMARY KEY (id),
  CONSTRAINT ck_disclosure_decision_never_weaker CHECK (k >= 5 AND base >= k AND base <= 10),
  CONSTRAINT ck_disclosure_decision_rates CHECK (least_rate_base >= 20 AND least_rate_base >= 4 * base),
  CONSTRAINT ck_disclosure_decision_merging CHECK (least_tenants >= 3 AND least_participants >= 20 AND least_changed >= k),
  CONSTRAINT ck_disclosure_decision_decision CHECK (length(btrim(decision)) BETWEEN 1 AND 500),
  CONSTRAINT uq_disclosure_decision_number UNIQUE (number),
  CONSTRAINT fk_disclosure_decision_made_by FOREIGN KEY(made_by) REFERENCES account (id)
);

CREATE TABLE release_told (
  release_id UUID NOT NULL,
  account_id UUID NOT NULL,
  told_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_release_told PRIMARY KEY (release_id, account_id),
  CONSTRAINT fk_release_told_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE TABLE report (
  project_key TEXT NOT NULL,
  release_id UUID NOT NULL,
  number INTEGER NOT NULL,
  month DATE NOT NULL,
  content JSONB NOT NULL,
  made_by UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_report PRIMARY KEY (id),
  CONSTRAINT uq_report_release_id_number UNIQUE (release_id, number),
  CONSTRAINT ck_report_number CHECK (number > 0),
  CONSTRAINT fk_report_project_key FOREIGN KEY(project_key) REFERENCES project (key),
  CONSTRAINT fk_report_made_by FOREIGN KEY(made_by) REFERENCES account (id)
);

CREATE TABLE report_text (
  project_key TEXT NOT NULL,
  month DATE NOT NULL,
  summary TEXT DEFAULT '' NOT NULL,
  happened TEXT DEFAULT '' NOT NULL,
  risks TEXT DEFAULT '' NOT NULL,
  decisions TEXT DEFAULT '' NOT NULL,
  ahead TEXT DEFAULT '' NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_report_text PRIMARY KEY (id),
  CONSTRAINT uq_report_text_project_key_month UNIQUE (project_key, month),
  CONSTRAINT ck_report_text_month CHECK (month = date_trunc('month', month)),
  CONSTRAINT ck_report_text_summary CHECK (length(summary) <= 4000),
  CONSTRAINT ck_report_text_happened CHECK (length(happened) <= 4000),
  CONSTRAINT ck_report_text_risks CHECK (length(risks) <= 4000),
  CONSTRAINT ck_report_text_decisions CHECK (length(decisions) <= 4000),
  CONSTRAINT ck_report_text_ahead CHECK (length(ahead) <= 4000),
  CONSTRAINT fk_report_text_project_key FOREIGN KEY(project_key) REFERENCES project (key),
  CONSTRAINT fk_report_text_changed_by FOREIGN KEY(changed_by) REFERENCES account (id)
);

CREATE TABLE spending (
  project_key TEXT NOT NULL,
  tenant_id UUID NOT NULL,
  budget_sek BIGINT NOT NULL,
  spent_sek BIGINT NOT NULL,
  spent_until DATE NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_spending PRIMARY KEY (project_key, tenant_id),
  CONSTRAINT ck_spending_budget CHECK (budget_sek BETWEEN 1 AND 100000000000),
  CONSTRAINT ck_spending_spent CHECK (spent_sek BETWEEN 0 AND 100000000000),
  CONSTRAINT ck_spending_note CHECK (length(note) <= 500),
  CONSTRAINT fk_spending_project_key FOREIGN KEY(project_key) REFERENCES project (key),
  CONSTRAINT fk_spending_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id),
  CONSTRAINT fk_spending_changed_by FOREIGN KEY(changed_by) REFERENCES account (id)
);
