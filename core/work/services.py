"""What is written about somebody's own work: that they were here, and what they want mail about."""

import datetime as dt
import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import engine_for
from core.participants.errors import ChangedMeanwhile
from core.work.models import MailChoice, MailTold, WorkVisit
from core.work.queries import find_choice, find_told
from core.work.terms import How

PAUSE = dt.timedelta(minutes=30)
"""Who comes back sooner has not been away: what they were shown as new stays until they have gone."""


def note_visit() -> dt.datetime | None:
    """Note that the signed-in person is here; returns when they were last before this visit, None at the first.

    A short transaction of its own, as the touch of a session: no business data, so that a page that is only read may do it.
    """
    row = sa.func.now()
    noted = insert(WorkVisit).values(account_id=current_person().account_id, seen_at=row)
    was_away = WorkVisit.seen_at < row - PAUSE
    noted = noted.on_conflict_do_update(
        index_elements=[WorkVisit.account_id],
        set_={"seen_at": row, "since": sa.case((was_away, WorkVisit.seen_at), else_=WorkVisit.since)},
    )
    with engine_for("tenant", single=True).connect() as connection:
        since: dt.datetime | None = connection.execute(noted.returning(WorkVisit.since)).scalar_one()
    return since


# Mail -------------------------------------------------------------------------------------------------------------------


def choose_mail(*, version: int | None, kinds: Mapping[str, How]) -> None:
    """What the signed-in person wants mail about from now on. Raises ChangedMeanwhile when it was changed elsewhere."""
    me = current_person().account_id
    choice = find_choice(me, lock=True)
    if (choice.version if choice else 0) != version:
        raise ChangedMeanwhile
    values = {name: how.value for name, how in kinds.items()}
    if choice is None:
        try:
            keep(MailChoice(account_id=me, kinds=values))
        except SentTwice:
            raise ChangedMeanwhile from None
    elif choice.kinds != values:
        choice.kinds = values
        keep()


def keep_told(counts: Mapping[str, int]) -> None:
    """What waits for the signed-in person now is known to them: only what comes after is told at once."""
    me = current_person().account_id
    told = find_told(me)
    if told is None:
        keep(MailTold(account_id=me, counts=dict(counts)))
    else:
        told.counts = dict(counts)


def claim_digest(account_id: uuid.UUID, day: dt.date) -> bool:
    """Whether this run is the one to send the day's digest to the account. Committed at once, before the mail is handed
    over: whatever happens afterwards, it is not sent twice."""
    claimed = insert(MailTold).values(account_id=account_id, digest_on=day)
    earlier = sa.or_(MailTold.digest_on.is_(None), MailTold.digest_on < day)
    claimed = claimed.on_conflict_do_update(index_elements=[MailTold.account_id], set_={"digest_on": day}, where=earlier)
    with engine_for("tenant", single=True).connect() as connection:
        return connection.execute(claimed.returning(MailTold.account_id)).first() is not None


def unclaim_digest(account_id: uuid.UUID, day: dt.date) -> None:
    """The mail could not be handed over: the next try may."""
    back = sa.update(MailTold).where(MailTold.account_id == account_id, MailTold.digest_on == day).values(digest_on=None)
    with engine_for("tenant", single=True).connect() as connection:
        connection.execute(back)


def note_told(account_id: uuid.UUID, counts: Mapping[str, int]) -> None:
    """How many of each kind waited when it was last looked at, so that only what has come since is told. Committed at once."""
    told = insert(MailTold).values(account_id=account_id, counts=dict(counts))
    told = told.on_conflict_do_update(index_elements=[MailTold.account_id], set_={"counts": dict(counts)})
    with engine_for("tenant", single=True).connect() as connection:
        connection.execute(told)
