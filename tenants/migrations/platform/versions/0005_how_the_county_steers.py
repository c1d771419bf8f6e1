"""What the project owner keeps beside the released figures: its rules for disclosure, reports, deadlines and spending."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the files of ../0005 in order; names are unqualified, the search_path is the schema being migrated."""
    for file in sorted((Path(__file__).parent.parent / "0005").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
