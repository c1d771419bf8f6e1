"""Sound and film with their texts, who comes to an event, and versions of the texts of pages: the county's own."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the files of ../0006 in order; names are unqualified, the search_path is the schema being migrated."""
    for file in sorted((Path(__file__).parent.parent / "0006").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
