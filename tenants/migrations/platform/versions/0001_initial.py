"""The house as it was first built. The SQL beside this folder is what ran, and is never edited after a release."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the files of ../sql in order; names are unqualified, the search_path is the schema being migrated."""
    for file in sorted((Path(__file__).parent.parent / "sql").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
