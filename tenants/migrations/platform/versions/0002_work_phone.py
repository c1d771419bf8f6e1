"""The number that colleagues and other authorities may call, for each role that somebody holds."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A constant default: the table is not written anew."""
    op.execute("ALTER TABLE membership ADD COLUMN work_phone text DEFAULT '' NOT NULL")
