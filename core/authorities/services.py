"""What is done with the tenant's authorities: entered, and their agreements begun and ended. The caller commits.

An authority is never removed: what it answers for stays its own. An agreement that has ended closes it (architecture 2:
core/auth/sessions.py asks at every request).
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.authorities.errors import ChangedMeanwhile, NameTaken
from core.constraints import constraint_name
from core.db import session
from core.errors import Invalid
from core.i18n import _
from core.participants.models import Authority, Party


@dataclass(frozen=True, slots=True)
class AuthorityValues:
    """What is entered about an authority."""

    party_key: str
    name: str
    agreement_from: dt.date | None
    agreement_until: dt.date | None


def add_authority(values: AuthorityValues) -> Authority:
    """Raises Invalid or NameTaken."""
    _check(values)
    authority = Authority(
        party_key=values.party_key,
        name=values.name,
        agreement_from=values.agreement_from,
        agreement_until=values.agreement_until,
    )
    session.add(authority)
    _flush()
    return authority


def change_authority(*, authority: Authority, version: int | None, values: AuthorityValues) -> None:
    """Raises Invalid, NameTaken, or ChangedMeanwhile when `version` is not the one that stands."""
    _check(values)
    if version != authority.version:
        raise ChangedMeanwhile
    authority.party_key = values.party_key
    authority.name = values.name
    authority.agreement_from = values.agreement_from
    authority.agreement_until = values.agreement_until
    _flush()


def _check(values: AuthorityValues) -> None:
    faults: dict[str, object] = {}
    if not values.name:
        faults["name"] = _("Write the name of the authority")
    if session.scalar(sa.select(Party.key).where(Party.key == values.party_key)) is None:
        faults["party_key"] = _("Choose what kind of party it is")
    if values.agreement_until and not values.agreement_from:
        faults["agreement_from"] = _("Write from which day the agreement holds")
    elif values.agreement_until and values.agreement_from and values.agreement_until < values.agreement_from:
        faults["agreement_until"] = _("The agreement cannot end before it begins")
    if faults:
        raise Invalid(faults)


def _flush() -> None:
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile from error
    except IntegrityError as error:
        session.rollback()
        if constraint_name(error) == "uq_authority_name":
            raise NameTaken from error
        raise
