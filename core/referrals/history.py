"""The history of a referral: every move and every note has its row, and rows are only appended."""

import datetime as dt

from sqlalchemy.orm.exc import StaleDataError

from core.context import current_person
from core.db import new_id, session
from core.referrals.errors import ReferralChanged
from core.referrals.models import Referral, ReferralEvent
from core.referrals.terms import ReferralState


def step(referral: Referral, to_state: ReferralState, on_date: dt.date, reason: str) -> None:
    """Put the referral in another state and say so. Raises ReferralChanged when somebody else was first."""
    from_state, referral.state = ReferralState(referral.state), to_state
    write()
    append(referral, from_state, to_state, on_date, reason)


def note(referral: Referral, on_date: dt.date, text: str) -> None:
    """Say what was done with the referral where it stands: a row that leads from its state to the same."""
    state = ReferralState(referral.state)
    append(referral, state, state, on_date, text)


def write() -> None:
    """Keep what has changed in the row, now. Raises ReferralChanged."""
    try:
        session.flush()
    except StaleDataError as error:
        raise ReferralChanged from error


def append(referral: Referral, from_state: ReferralState | None, to_state: ReferralState, on_date: dt.date, reason: str) -> None:
    """A row of the history."""
    session.add(
        ReferralEvent(
            id=new_id(),
            referral_id=referral.id,
            from_state=from_state,
            to_state=to_state,
            on_date=on_date,
            by_account=current_person().account_id,
            reason=reason,
        )
    )
    session.flush()
