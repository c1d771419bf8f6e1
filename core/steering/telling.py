"""Mail to those who steer, when the files of a new full release are there: where they are, and nothing of what they say.

Only the newest release of each project is told of. Each mail is claimed in the database before it is handed over; what could
not be handed over is tried again by the scheduler's next round.
"""

import datetime as dt
import logging
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import clock, context, i18n, mail
from core.accounts.mails import words_of_release
from core.accounts.terms import Role
from core.config import get_settings
from core.db import session
from core.errors import Unavailable
from core.i18n import _
from core.steering.models import ReleaseTold
from core.steering.queries import list_untold

log = logging.getLogger("mia.steering")

ROLES = (Role.PROGRAMME_MANAGER, Role.PROGRAMME_CONTROLLER)
NEW = dt.timedelta(days=7)
"""Who gets a role later is not told of what is old by then."""


def has_somebody_to_tell() -> bool:
    """Whether a release with files is new and somebody has not been told of it."""
    return bool(list_untold(clock.now() - NEW, ROLES))


def tell() -> None:
    """To everybody who has not been told. Doing it twice sends nothing twice."""
    before = context.language()
    for row in list_untold(clock.now() - NEW, ROLES):
        try:
            if _claim(row.release_id, row.id):
                _send(row)
        except (Unavailable, mail.Unsendable):
            _unclaim(row.release_id, row.id)
            log.warning("a mail about a release could not be handed over")
    i18n.use_language(before)


def _claim(release_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    values = {"release_id": release_id, "account_id": account_id, "told_at": clock.now()}
    claim = insert(ReleaseTold).values(**values).on_conflict_do_nothing().returning(ReleaseTold.account_id)
    return session.execute(claim).one_or_none() is not None


def _unclaim(release_id: uuid.UUID, account_id: uuid.UUID) -> None:
    mine = sa.and_(ReleaseTold.release_id == release_id, ReleaseTold.account_id == account_id)
    session.execute(sa.delete(ReleaseTold).where(mine), execution_options={"synchronize_session": False})


def _send(row: Any) -> None:
    i18n.use_language("en" if row.language == "en" else "sv")
    address = f"{get_settings().site_root(None)}/releases/{row.release_id}"
    subject, text = words_of_release(site=_("Stockholm County"), address=address)
    mail.send(mail.Mail(to=row.email, subject=subject, text=text, language=context.language()))
