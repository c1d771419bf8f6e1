"""What the tenants lift to the county: an approved text and codes, never a name."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = """
CREATE TABLE lifted_deviation (
    tenant_id UUID NOT NULL,
    round INTEGER NOT NULL,
    told_version INTEGER NOT NULL,
    text_number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    category_sv TEXT NOT NULL,
    category_en TEXT NOT NULL,
    level TEXT NOT NULL,
    parties TEXT[] NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    proposal TEXT NOT NULL,
    noted_month DATE NOT NULL,
    lifted_on DATE NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    holder_id UUID,
    next_step TEXT DEFAULT '' NOT NULL,
    next_step_on DATE,
    answer TEXT DEFAULT '' NOT NULL,
    answered_by UUID,
    answered_at TIMESTAMP WITH TIME ZONE,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_lifted_deviation PRIMARY KEY (id),
    CONSTRAINT ck_lifted_deviation_kind CHECK (kind IN ('deviation', 'good_example')),
    CONSTRAINT ck_lifted_deviation_level CHECK (level IN ('local', 'regional')),
    CONSTRAINT ck_lifted_deviation_state
        CHECK (state IN ('waiting', 'taken_up', 'resolved', 'written_off', 'returned', 'withdrawn')),
    CONSTRAINT ck_lifted_deviation_noted_month CHECK (noted_month = date_trunc('month', noted_month)),
    CONSTRAINT ck_lifted_deviation_keeps_no_words
        CHECK (state NOT IN ('returned', 'withdrawn') OR (title = '' AND words = '' AND proposal = '')),
    CONSTRAINT ck_lifted_deviation_title CHECK (length(title) <= 120),
    CONSTRAINT ck_lifted_deviation_words CHECK (length(words) <= 4000),
    CONSTRAINT ck_lifted_deviation_proposal CHECK (length(proposal) <= 2000),
    CONSTRAINT ck_lifted_deviation_next_step CHECK (length(next_step) <= 500),
    CONSTRAINT ck_lifted_deviation_answer CHECK (length(answer) <= 2000),
    CONSTRAINT fk_lifted_deviation_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id),
    CONSTRAINT fk_lifted_deviation_holder_id FOREIGN KEY(holder_id) REFERENCES account (id),
    CONSTRAINT fk_lifted_deviation_answered_by FOREIGN KEY(answered_by) REFERENCES account (id)
);
"""
INDEXES = """
CREATE INDEX ix_lifted_deviation_lifted_on ON lifted_deviation (lifted_on);
CREATE INDEX ix_lifted_deviation_tenant_id ON lifted_deviation (tenant_id);
"""


def upgrade() -> None:
    """Names are unqualified: the search_path is the schema being migrated."""
    op.execute(TABLE)
    op.execute(INDEXES)
