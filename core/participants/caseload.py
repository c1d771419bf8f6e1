"""How many open participations someone is the contact person of: the count alone, for those who may know no more.

Read from a view (36_caseload.sql), so that whoever administers staff never touches a row about a person.
"""

import uuid
from typing import Any

import sqlalchemy as sa

from core.context import current_person
from core.db import session
from core.participants.choices import current_subproject
from core.participants.models import Subproject

_caseload = sa.table("caseload", sa.column("account_id", sa.Uuid()), sa.column("open_count", sa.Integer()))


def count_open_participations(account_id: uuid.UUID) -> int:
    """Active and paused participations whose contact person this account is."""
    chosen = sa.select(_caseload.c.open_count).where(_caseload.c.account_id == account_id)
    return session.scalar(chosen, bind_arguments={"bind_name": "tenant"}) or 0


def list_open_counts() -> dict[uuid.UUID, int]:
    """The same for everybody who is contact person of somebody."""
    chosen = sa.select(_caseload.c.account_id, _caseload.c.open_count)
    rows = session.execute(chosen, bind_arguments={"bind_name": "tenant"})
    return {account_id: count for account_id, count in rows}  # noqa: C416  # dict() does not know what a row unpacks to


def waiting_over_limit() -> sa.Select[int]:
    """How many contact persons have more than the delprojekt's limit, as a select; none where no limit is said."""
    limit = current_subproject(Subproject.caseload_limit).scalar_subquery()
    return sa.select(sa.func.count()).select_from(_caseload).where(_caseload.c.open_count > limit)


def my_open_count() -> sa.Select[int]:
    """How many open participations the signed-in person is contact person of, as a select."""
    mine = _caseload.c.account_id == sa.literal(current_person().account_id, sa.Uuid())
    return sa.select(sa.func.coalesce(sa.func.sum(_caseload.c.open_count), 0)).where(mine)


def my_limit() -> sa.Select[Any]:
    """How many they should have at most, as a select; NULL where no limit is said."""
    return current_subproject(Subproject.caseload_limit)
