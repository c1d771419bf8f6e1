"""How many open participations someone is the contact person of: the count alone, for those who may know no more.

Read from a view (36_caseload.sql), so that whoever administers staff never touches a row about a person.
"""

import uuid

import sqlalchemy as sa

from core.db import session

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
