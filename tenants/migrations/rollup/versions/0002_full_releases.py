"""Full releases: crossed facts, tables of rounded counts with their audit and files, months and headlines by month."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the files of ../0002 in order."""
    for file in sorted((Path(__file__).parent.parent / "0002").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
