"""The rows of the working day, for tests.canaries: visits and mail, avvikelser, imports, lists and exports, owed figures.

Each part plants its own rows in a function of its own, called from plant_working_day."""

import datetime as dt
import uuid

import sqlalchemy as sa

from core.work.models import MailChoice, MailTold, WorkVisit

WORKING_DAY_NAMES: tuple[str, ...] = ()
"""Names of ids that plant_working_day adds."""
WORKING_DAY_FREE_TEXT: dict[str, list[str]] = {}


def plant_working_day(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID, mark: str
) -> None:
    """One row in each of these tables. `other` is the delprojektledare's account."""
    _plant_work(connection, common["worker"])


def _plant_work(connection: sa.Connection, worker: uuid.UUID) -> None:
    connection.execute(sa.insert(WorkVisit), {"account_id": worker})
    connection.execute(sa.insert(MailChoice), {"account_id": worker, "kinds": {"follow_ups": "never"}})
    connection.execute(sa.insert(MailTold), {"account_id": worker, "digest_on": dt.date(2022, 4, 5), "counts": {}})
