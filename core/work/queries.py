"""Counts of what waits, in one statement whatever the number of kinds; and what somebody wants mail about."""

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.db import session
from core.participants.models import Staff
from core.work.models import MailChoice, MailTold
from core.work.terms import How


def count_all(counts: Mapping[str, Any]) -> dict[str, int]:
    """Each select's number by its name. Every select gives one number about the tenant; together they are one statement."""
    if not counts:
        return {}
    row = session.execute(sa.select(*(chosen.scalar_subquery().label(name) for name, chosen in counts.items()))).one()
    return {name: number or 0 for name, number in zip(counts, row, strict=True)}


# Mail -------------------------------------------------------------------------------------------------------------------


def find_choice(account_id: uuid.UUID, *, lock: bool = False) -> MailChoice | None:
    """What the account has chosen about mail; None while nothing has been chosen."""
    chosen = sa.select(MailChoice).where(MailChoice.account_id == account_id).execution_options(populate_existing=True)
    return session.scalar(chosen.with_for_update() if lock else chosen)


def list_staff() -> list[uuid.UUID]:
    """The accounts that hold a role at the tenant, in an order that stays."""
    return list(session.scalars(sa.select(Staff.account_id).where(Staff.active).order_by(Staff.account_id)))


def list_told_at_once() -> list[uuid.UUID]:
    """Those of them who want to be told something at once."""
    at_once = sa.func.jsonb_path_exists(MailChoice.kinds, f'$.* ? (@ == "{How.AT_ONCE}")')
    chosen = sa.select(Staff.account_id).join(MailChoice, MailChoice.account_id == Staff.account_id)
    return list(session.scalars(chosen.where(Staff.active, at_once).order_by(Staff.account_id)))


def find_told(account_id: uuid.UUID) -> MailTold | None:
    """What mail has told the account already."""
    told = sa.select(MailTold).where(MailTold.account_id == account_id)
    return session.scalar(told.execution_options(populate_existing=True))
