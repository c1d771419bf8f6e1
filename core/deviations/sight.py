"""Who may read which words.

Words that only their writer has read may tell who they are about, whatever was meant: they stay with the authority that
wrote them and with whoever was asked to read them. What a second person has approved everybody reads who works with these.
"""

from typing import Any, TypeVar

import sqlalchemy as sa

from core.context import current_person
from core.deviations.models import Deviation
from core.deviations.terms import LIFTERS, READERS

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")


def reads_others() -> bool:
    """Whether the signed-in person reads what others have approved. Staff of an authority whose agreement ended do not."""
    me = current_person()
    return bool(READERS & me.roles) and (me.authority_id is not None or bool(LIFTERS & me.roles))


def is_near() -> sa.ColumnElement[bool]:
    """Whose words may be read before anybody has approved them: one's own, one's authority's, those one is asked to read."""
    me = current_person()
    same = Deviation.owner_id.is_not_distinct_from(me.authority_id)
    near = [sa.and_(Deviation.by_account == me.account_id, same)]
    if reads_others():
        near.append(Deviation.reader_id == me.account_id)
        if me.authority_id is not None or "association_office" in me.roles:
            near.append(same)
    return sa.or_(*near)


def visible_deviations(statement: Statement) -> Statement:
    """Narrow a select of Deviation to those of which the signed-in person may read some words."""
    approved = Deviation.approved_number.is_not(None)
    return statement.where(sa.or_(is_near(), approved) if reads_others() else is_near())


def shown_number() -> sa.ColumnElement[int]:
    """Which text the signed-in person reads: the present one, or the approved one."""
    return sa.case((is_near(), Deviation.text_number), else_=Deviation.approved_number)
