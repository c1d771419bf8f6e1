"""The support itself: places, insatser that change, other workers, attendance, closed months, steps, follow-ups."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the files of ../0003 in order; names are unqualified, the search_path is the schema being migrated."""
    for file in sorted((Path(__file__).parent.parent / "0003").glob("*.sql")):
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
