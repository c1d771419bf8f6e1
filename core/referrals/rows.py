"""The rows of referrals as an export takes them: every row of the list, with the columns that were chosen."""

import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from core.context import current_person
from core.db import session
from core.lists import Order
from core.participants.models import Authority, Person
from core.referrals.models import Referral
from core.referrals.queries import Chosen, narrowed, ordered, visible_referrals

BATCH = 500


def count_rows(chosen: Chosen) -> int:
    """How many rows the list has for the signed-in person."""
    counted = sa.select(sa.func.count(Referral.id)).join(Person, Person.id == Referral.person_id)
    return session.scalar(visible_referrals(narrowed(counted, chosen))) or 0


def stream_referrals(chosen: Chosen, order: Order, columns: tuple[str, ...]) -> Iterator[sa.Row[Any]]:
    """Every row, as the server sends them; the caller logs whom it was given. Rows: id, person_id, then the columns."""
    known = _columns(current_person().authority_id)
    statement = (
        sa.select(Referral.id, Referral.person_id, *(known[name].label(name) for name in columns))
        .join(Person, Person.id == Referral.person_id)
        .join(Authority, Authority.id == Referral.owner_id)
        .order_by(ordered(order), Referral.received_on.desc(), Referral.id.desc())
        .execution_options(yield_per=BATCH)
    )
    yield from session.execute(visible_referrals(narrowed(statement, chosen)))


def _columns(mine: uuid.UUID | None) -> dict[str, sa.ColumnElement[Any]]:
    """Names come as keys of lists; the number comes sealed, and only of what one's own authority received."""
    return {
        "given_name": Person.given_name.expression,
        "family_name": Person.family_name.expression,
        "birth_date": Person.birth_date.expression,
        "sex": Person.sex.expression,
        "municipality": Person.municipality_code.expression,
        "kind": Referral.kind.expression,
        "state": Referral.state.expression,
        "received_on": Referral.received_on.expression,
        "referring_party": Referral.referring_party.expression,
        "owner": Authority.name.expression,
        "identity_number": sa.case((Referral.owner_id == mine, Person.identity_number)),
    }


KNOWN = tuple(name for name in _columns(None) if name != "identity_number")
"""Every column but the identity number, in the order a file has them."""
