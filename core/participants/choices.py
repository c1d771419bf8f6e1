"""What a form about a participation may offer: code lists, controllers, contact persons, municipalities, delprojekt."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from core.clock import today
from core.context import language
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Code, Staff, Subproject, SubprojectMunicipality


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A line of a code list, in the reader's language."""

    key: str
    name: str
    active: bool
    counts_as: str | None
    outside_goals: bool


def list_codes(*lists: str) -> dict[str, dict[str, CodeRow]]:
    """Code lists by name, each key → row in the list's order, lapsed rows too (old entries must still be read)."""
    found: dict[str, dict[str, CodeRow]] = {name: {} for name in lists}
    for name, *row in session.execute(_codes(language()), {"lists": lists}):
        found[name][row[0]] = CodeRow(*row)
    return found


@cache
def _codes(written_in: str) -> sa.Select[*tuple[Any, ...]]:
    name = Code.name_en if written_in == "en" else Code.name_sv
    asked = sa.select(Code.list, Code.key, name, Code.active, Code.counts_as, Code.outside_goals)
    return asked.where(Code.list.in_(sa.bindparam("lists", expanding=True))).order_by(Code.list, Code.position, Code.key)


def offered(rows: dict[str, CodeRow]) -> list[tuple[str, str]]:
    """(key, name) of the rows that may be chosen now."""
    return [(row.key, row.name) for row in rows.values() if row.active]


def has_agreement(authority: Authority, day: dt.date) -> bool:
    """Whether a processing agreement (GDPR article 28) is in force on the day."""
    begun = authority.agreement_from is not None and authority.agreement_from <= day
    return begun and (authority.agreement_until is None or authority.agreement_until >= day)


def list_authorities_to_share_with(day: dt.date) -> list[tuple[str, str]]:
    """(id, name) of every authority with a processing agreement in force: those a consent may name."""
    chosen = sa.select(Authority).order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    return [(str(found.id), found.name) for found in session.scalars(chosen) if has_agreement(found, day)]


def list_controllers(day: dt.date, among: Collection[uuid.UUID]) -> list[tuple[str, str]]:
    """(id, name) of those of the authorities that may be data controller on the day."""
    chosen = sa.select(Authority).where(Authority.id.in_(among)).order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    return [(str(found.id), found.name) for found in session.scalars(chosen) if has_agreement(found, day)]


def find_authority(authority_id: uuid.UUID) -> Authority | None:
    """The authority, or None."""
    return session.get(Authority, authority_id)


def list_colleagues() -> list[tuple[str, str]]:
    """The same of every authority; whether they may work with somebody is asked when they are chosen."""
    chosen = sa.select(Authority.id).order_by(Authority.id)
    return list_workers(session.scalars(chosen).all())


def list_workers(among: Collection[uuid.UUID]) -> list[tuple[str, str]]:
    """(account id, "name, authority") of the staff of these authorities that may be contact person.

    Who is employed by an authority whose processing agreement has ended reads nobody, and is not offered.
    """
    chosen = (
        sa.select(Staff.account_id, Staff.name, Authority)
        .join(Authority, Authority.id == Staff.authority_id)
        .where(Staff.active, Staff.reads_persons, Staff.authority_id.in_(among))
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return [
        (str(account_id), f"{name}, {authority.name}")
        for account_id, name, authority in session.execute(chosen)
        if has_agreement(authority, today())
    ]


def find_worker(account_id: uuid.UUID) -> Staff | None:
    """The member of staff if they may be contact person: active, in a role that reads persons, employed under an agreement."""
    worker = session.get(Staff, account_id)
    if worker is None or worker.authority_id is None or not (worker.active and worker.reads_persons):
        return None
    employer = find_authority(worker.authority_id)
    return worker if employer is not None and has_agreement(employer, today()) else None


def _municipalities() -> sa.Select[Any]:
    place = SubprojectMunicipality.__table__.c
    name = sa.func.min(place.name)
    return sa.select(place.code, name).group_by(place.code).order_by(sa.func.ext.sv_key(name), place.code)


_MUNICIPALITIES = _municipalities()


def list_municipalities() -> list[tuple[str, str]]:
    """(code, name) of the municipalities of the tenant's delprojekt."""
    return [(code, name) for code, name in session.execute(_MUNICIPALITIES)]


def get_subproject(subproject_id: uuid.UUID) -> Subproject:
    """The delprojekt. Raises NotFound."""
    found = session.get(Subproject, subproject_id)
    if found is None:
        raise NotFound
    return found


def get_current_subproject(day: dt.date) -> Subproject:
    """The delprojekt that started latest on or before the day. Raises NotFound when none has started."""
    found: Subproject | None = session.scalars(current_subproject(Subproject, day)).one_or_none()
    if found is None:
        raise NotFound
    return found


def current_subproject(asked: Any, day: dt.date | None = None) -> sa.Select[Any]:
    """The same as a select of what is asked of it, on the day or today: part of a statement that asks more."""
    begun = sa.select(asked).where(Subproject.starts_on <= (day or today()))
    return begun.order_by(Subproject.starts_on.desc(), Subproject.id).limit(1)


def names_of(rows: dict[str, CodeRow], keys: Sequence[str | None]) -> list[str]:
    """The names of the keys, in the order given; a key that is no longer in the list stands as it is."""
    return [rows[key].name if key in rows else key for key in keys if key]
