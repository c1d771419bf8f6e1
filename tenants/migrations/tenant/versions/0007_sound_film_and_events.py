"""Sound and film with their texts, what was said, and who comes to an event; and who changed the texts of the pages."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the files of ../0007 in order; names are unqualified, the search_path is the schema being migrated."""
    for file in sorted((Path(__file__).parent.parent / "0007").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
