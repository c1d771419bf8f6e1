"""Reads consents, and says what they allow today. Visibility of everything about persons builds on `consent_in_force`."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from core.clock import today
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.consents.terms import DATA_KIND_NAMES, GIVEN_BY_NAMES, ConsentKind, DataKind, GivenBy
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Staff

Column = sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent as a page shows it."""

    id: uuid.UUID
    version: int
    purpose: str
    scope: str
    given_by: GivenBy
    witness: str
    given_on: dt.date
    until: dt.date
    withdrawn_on: dt.date | None
    withdrawn_how: str
    withdrawn_by: str | None
    registered_by: str | None
    holder_id: uuid.UUID | None
    holder: str | None
    """The authority that took it and keeps the paper."""
    file_id: uuid.UUID | None
    authority_ids: tuple[uuid.UUID, ...]
    authorities: tuple[str, ...]
    data_kinds: tuple[DataKind, ...]

    @property
    def in_force(self) -> bool:
        """Whether it allows anything today. Withdrawn today is withdrawn."""
        return self.withdrawn_on is None and self.given_on <= today() <= self.until

    @property
    def given_by_name(self) -> str:
        """How it was given, in the reader's language."""
        return str(GIVEN_BY_NAMES[self.given_by])

    def kind_names(self) -> list[str]:
        """The kinds of data in the reader's language."""
        return [str(DATA_KIND_NAMES[kind]) for kind in self.data_kinds]


def consent_in_force(person_id: Column, authority_id: Column, kinds: Sequence[DataKind]) -> sa.ColumnElement[bool]:
    """Whether a consent to share information lets the authority learn one of the kinds of data today.

    A withdrawal holds from the next request, so that a consent withdrawn today allows nothing.
    """
    return (
        _in_force(sa.select(sa.literal(1)).select_from(Consent))
        .join(ConsentAuthority, ConsentAuthority.consent_id == Consent.id)
        .join(ConsentDataKind, ConsentDataKind.consent_id == Consent.id)
        .where(
            Consent.person_id == person_id,
            ConsentAuthority.authority_id == authority_id,
            ConsentDataKind.data_kind.in_(kinds),
        )
        .exists()
    )


def authorities_allowed(person_id: uuid.UUID, data_kind: DataKind) -> frozenset[uuid.UUID]:
    """The authorities that may learn this kind of data about the person today."""
    statement = _in_force(
        sa.select(ConsentAuthority.authority_id)
        .join(Consent, Consent.id == ConsentAuthority.consent_id)
        .join(ConsentDataKind, ConsentDataKind.consent_id == Consent.id)
        .where(Consent.person_id == person_id, ConsentDataKind.data_kind == data_kind)
    )
    return frozenset(session.scalars(statement))


def find_consent_that_allows(person_id: uuid.UUID, authority_id: uuid.UUID, data_kind: DataKind) -> uuid.UUID | None:
    """A consent in force on which this authority may learn this kind of data; the one that holds longest."""
    statement = _in_force(
        sa.select(Consent.id)
        .join(ConsentAuthority, ConsentAuthority.consent_id == Consent.id)
        .join(ConsentDataKind, ConsentDataKind.consent_id == Consent.id)
        .where(
            Consent.person_id == person_id,
            ConsentAuthority.authority_id == authority_id,
            ConsentDataKind.data_kind == data_kind,
        )
    )
    found: uuid.UUID | None = session.scalar(statement.order_by(Consent.until.desc(), Consent.id).limit(1))
    return found


def consents_in_force(person_id: uuid.UUID) -> list[ConsentRow]:
    """What the person allows today, newest first."""
    return [consent for consent in list_consents(person_id) if consent.in_force]


def list_consents(person_id: uuid.UUID, kind: ConsentKind = ConsentKind.INFORMATION) -> list[ConsentRow]:
    """Every consent of this kind that the person has given, also ended ones, newest first.

    Read it only for a person whose page is open: it narrows nothing by itself.
    """
    newest = _rows().where(Consent.person_id == person_id, Consent.kind == kind)
    return [_row(found) for found in session.execute(newest.order_by(Consent.given_on.desc(), Consent.id.desc()))]


def get_consent_row(consent_id: uuid.UUID) -> ConsentRow:
    """One of them, for a page that has opened its person. Raises NotFound."""
    found = session.execute(_rows().where(Consent.id == consent_id)).one_or_none()
    if found is None:
        raise NotFound
    return _row(found)


def find_publicity(person_id: uuid.UUID) -> ConsentRow | None:
    """The consent in force that lets something be published about the person, the one that holds longest; or None.

    What may be published, and where, stands in its `scope`. Sharing between authorities never follows from it.
    """
    given = [consent for consent in list_consents(person_id, ConsentKind.PUBLICITY) if consent.in_force]
    return max(given, key=lambda consent: (consent.until, consent.id), default=None)


def find_consent_sent(form_token: uuid.UUID) -> Consent | None:
    """The consent that this sending of the form has made already."""
    found: Consent | None = session.scalar(sa.select(Consent).where(Consent.form_token == form_token))
    return found


def find_consent(consent_id: uuid.UUID) -> Consent | None:
    """The consent, locked until the request is over; or None."""
    statement = sa.select(Consent).where(Consent.id == consent_id).with_for_update()
    found: Consent | None = session.scalar(statement.execution_options(populate_existing=True))
    return found


def hold_consent(person_id: uuid.UUID, authority_id: uuid.UUID, data_kind: DataKind) -> Consent | None:
    """A consent that lets the authority learn this kind of data now, locked until the request is over; or None.

    A withdrawal at the same moment waits for the lock, or this waits for the withdrawal and then does not find the consent.
    """
    statement = _in_force(
        sa.select(Consent)
        .join(ConsentAuthority, ConsentAuthority.consent_id == Consent.id)
        .join(ConsentDataKind, ConsentDataKind.consent_id == Consent.id)
        .where(
            Consent.person_id == person_id,
            ConsentAuthority.authority_id == authority_id,
            ConsentDataKind.data_kind == data_kind,
        )
        .order_by(Consent.until.desc(), Consent.id)
        .limit(1)
        .with_for_update(of=Consent)
    )
    found: Consent | None = session.scalar(statement.execution_options(populate_existing=True))
    return found


def find_person_of(consent_id: uuid.UUID) -> uuid.UUID | None:
    """Whose consent it is."""
    found: uuid.UUID | None = session.scalar(sa.select(Consent.person_id).where(Consent.id == consent_id))
    return found


def list_authorities() -> Sequence[Authority]:
    """All authorities of the tenant, in Swedish order."""
    return session.scalars(sa.select(Authority).order_by(sa.func.ext.sv_key(Authority.name), Authority.id)).all()


def _in_force(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Today is filled in when the statement is sent, so that it can be built once."""
    day = sa.bindparam(None, callable_=today, type_=sa.Date())
    return statement.where(
        Consent.kind == ConsentKind.INFORMATION,
        Consent.withdrawn_on.is_(None),
        Consent.given_on <= day,
        Consent.until >= day,
    )


@cache
def _rows() -> sa.Select[*tuple[Any, ...]]:
    """Built once a process."""
    holder, registrar, withdrawer = sa.orm.aliased(Authority), sa.orm.aliased(Staff), sa.orm.aliased(Staff)
    return (
        sa.select(
            Consent.id,
            Consent.version,
            Consent.purpose,
            Consent.scope,
            Consent.given_by,
            Consent.witness,
            Consent.given_on,
            Consent.until,
            Consent.withdrawn_on,
            Consent.withdrawn_how,
            withdrawer.name.label("withdrawn_by"),
            registrar.name.label("registered_by"),
            Consent.holder_id,
            holder.name.label("holder"),
            Consent.file_id,
            _of_authorities(Authority.id).label("authority_ids"),
            _of_authorities(Authority.name).label("authorities"),
            _data_kinds().label("data_kinds"),
        )
        .outerjoin(holder, holder.id == Consent.holder_id)
        .outerjoin(registrar, registrar.account_id == Consent.registered_by)
        .outerjoin(withdrawer, withdrawer.account_id == Consent.withdrawn_by)
    )


def _of_authorities(column: Column) -> sa.Function[Any]:
    """The column of those it covers, in Swedish order of their names."""
    covered = (
        sa.select(column)
        .join(ConsentAuthority, ConsentAuthority.authority_id == Authority.id)
        .where(ConsentAuthority.consent_id == Consent.id)
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
        .correlate(Consent)
        .scalar_subquery()
    )
    return sa.func.array(covered, type_=ARRAY(column.type))


def _data_kinds() -> sa.Function[Any]:
    kinds = (
        sa.select(ConsentDataKind.data_kind).where(ConsentDataKind.consent_id == Consent.id).correlate(Consent).scalar_subquery()
    )
    return sa.func.array(kinds)


def _row(found: sa.Row[Any]) -> ConsentRow:
    values = found._asdict()
    values["given_by"] = GivenBy(found.given_by)
    values["authority_ids"], values["authorities"] = tuple(found.authority_ids), tuple(found.authorities)
    values["data_kinds"] = tuple(kind for kind in DataKind if kind in found.data_kinds)
    return ConsentRow(**values)
