"""Who may see what about a person, and on what ground.

The first part decides from what is known and asks no database. The second collects what the signed-in person may know: of
other authorities' own writing nobody is told, so that the page says what is shared and never what another has written.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from core.assessments.models import Assessment
from core.authorities.queries import agreement_in_force
from core.caseloads.models import ParticipationWorker
from core.caseloads.sight import works_today
from core.clock import today
from core.consents.queries import consents_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.handovers.models import Handover
from core.handovers.queries import visible_given, visible_received
from core.handovers.terms import COVERED_BY, ItemKind
from core.notes.models import Note
from core.participants.models import Authority, Participation, Staff
from core.participants.queries import visible_participations
from core.participants.terms import OPEN_STATES, ParticipationState
from core.plans.models import Plan
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals

CONTROLLERS_KINDS = frozenset({DataKind.PLAN, DataKind.ATTENDANCE, DataKind.OUTCOME, DataKind.CONTACT})
"""What follows with the participation, whoever wrote it down."""
CONTACT_PERSONS_KINDS = frozenset({DataKind.REFERRAL, DataKind.PLAN, DataKind.ATTENDANCE, DataKind.OUTCOME})
"""What a contact person at another authority reads while a consent covers it; notes and mappings are their writer's."""


class Answer(StrEnum):
    """Whether the authority may see this kind of data."""

    YES = "yes"
    PART = "part"
    NO = "no"


class Ground(StrEnum):
    """Why."""

    CONTROLLER = "controller"
    OWN_WRITING = "own_writing"
    CONTACT_PERSON = "contact_person"
    HANDED_OVER = "handed_over"
    CONTACT_CARD = "contact_card"
    CONSENT_ONLY = "consent_only"
    NO_AGREEMENT = "no_agreement"
    NONE = "none"


ANSWERS = {
    Ground.CONTROLLER: Answer.YES,
    Ground.OWN_WRITING: Answer.YES,
    Ground.CONTACT_PERSON: Answer.PART,
    Ground.HANDED_OVER: Answer.PART,
    Ground.CONTACT_CARD: Answer.PART,
    Ground.CONSENT_ONLY: Answer.NO,
    Ground.NO_AGREEMENT: Answer.NO,
    Ground.NONE: Answer.NO,
}


@dataclass(frozen=True, slots=True)
class Handed:
    """How many items were handed over, and when the latest was."""

    count: int
    latest: dt.date


@dataclass(frozen=True, slots=True)
class Basis:
    """One ground. `until`: the last day of the consent it rests on, None when none is in force."""

    ground: Ground
    until: dt.date | None = None
    handed: Handed | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One authority and one kind of data. The grounds stand with the strongest first; there is always one."""

    kind: DataKind
    grounds: tuple[Basis, ...]

    @property
    def answer(self) -> Answer:
        """What the strongest ground gives."""
        return ANSWERS[self.grounds[0].ground]


@dataclass(frozen=True, slots=True)
class Row:
    """One authority."""

    id: uuid.UUID
    name: str
    is_ours: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An authority, and whether its processing agreement is in force."""

    id: uuid.UUID
    name: str
    has_agreement: bool


Place = tuple[uuid.UUID, DataKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the answer rests on."""

    authorities: Iterable[Named]
    ours: uuid.UUID | None = None
    controllers: Collection[uuid.UUID] = ()
    wrote: Collection[Place] = ()
    contact_persons: Collection[uuid.UUID] = ()
    """Authorities other than the controller that employ who works with an open participation: contact person, beside, deputy."""
    handed: Mapping[Place, Handed] = field(default_factory=dict)
    consents: Mapping[Place, dt.date] = field(default_factory=dict)


def make_matrix(known: Known) -> list[Row]:
    """A row for every authority that has an agreement or a part in it, in the order given."""
    rows = [_row(one, known) for one in known.authorities]
    named = {one.id: one for one in known.authorities}
    return [row for row in rows if named[row.id].has_agreement or _has_part(row)]


def _has_part(row: Row) -> bool:
    return any(cell.grounds[0].ground is not Ground.NONE for cell in row.cells)


def _row(authority: Named, known: Known) -> Row:
    cells = tuple(_cell(authority, kind, known) for kind in DataKind)
    return Row(authority.id, authority.name, authority.id == known.ours, cells)


def _cell(authority: Named, kind: DataKind, known: Known) -> Cell:
    grounds = list(_grounds(authority.id, kind, known))
    if grounds and not authority.has_agreement:
        return Cell(kind, (Basis(Ground.NO_AGREEMENT),))
    return Cell(kind, tuple(grounds) or (Basis(Ground.NONE),))


def _grounds(authority_id: uuid.UUID, kind: DataKind, known: Known) -> Iterable[Basis]:
    place = (authority_id, kind)
    until, handed = known.consents.get(place), known.handed.get(place)
    own = _own_ground(place, known)
    if own is not None:
        yield Basis(own)
    reads = own is None and until is not None and authority_id in known.contact_persons and kind in CONTACT_PERSONS_KINDS
    if reads:
        yield Basis(Ground.CONTACT_PERSON, until)
    if handed is not None:
        yield Basis(Ground.HANDED_OVER, until, handed)
    if until is not None and own is None and not reads and handed is None:
        yield Basis(Ground.CONTACT_CARD if kind is DataKind.CONTACT else Ground.CONSENT_ONLY, until)


def _own_ground(place: Place, known: Known) -> Ground | None:
    authority_id, kind = place
    if authority_id in known.controllers and kind in CONTROLLERS_KINDS:
        return Ground.CONTROLLER
    return Ground.OWN_WRITING if place in known.wrote else None


# What the signed-in person may know -------------------------------------------------------------------------------------


def read_matrix(person_id: uuid.UUID) -> list[Row]:
    """The matrix of a person whom the caller has opened and logged."""
    ours = current_person().authority_id
    controllers, contact_persons = _of_participations(person_id)
    return make_matrix(
        Known(
            authorities=_list_authorities(),
            ours=ours,
            controllers=controllers,
            contact_persons=contact_persons,
            wrote=_list_writing(person_id, ours),
            handed=_count_handed(person_id),
            consents=_latest_ends(person_id),
        )
    )


def _list_authorities() -> list[Named]:
    chosen = sa.select(Authority.id, Authority.name, agreement_in_force(today()).label("has_agreement"))
    ordered = chosen.order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    return [Named(**row._mapping) for row in session.execute(ordered)]


def _of_participations(person_id: uuid.UUID) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    beside = sa.select(ParticipationWorker.account_id).where(
        ParticipationWorker.participation_id == Participation.id, works_today()
    )
    works_with = sa.or_(Staff.account_id == Participation.key_worker_id, Staff.account_id.in_(beside.correlate(Participation)))
    chosen = (
        sa.select(Participation.controller_id, Participation.state, Staff.authority_id)
        .outerjoin(Staff, works_with)
        .where(Participation.person_id == person_id, Participation.state != ParticipationState.MISREGISTERED)
    )
    rows = session.execute(visible_participations(chosen)).all()
    led = {row.authority_id for row in rows if row.state in OPEN_STATES and row.authority_id != row.controller_id}
    return {row.controller_id for row in rows}, led - {None}


def _list_writing(person_id: uuid.UUID, ours: uuid.UUID | None) -> set[Place]:
    """Who received a referral, as far as the reader sees it, and of which kinds the reader's own authority has written."""
    referrals = visible_referrals(sa.select(Referral.owner_id).where(Referral.person_id == person_id))
    wrote = {(owner_id, DataKind.REFERRAL) for owner_id in session.scalars(referrals)}
    kinds = {DataKind.REFERRAL: Referral, DataKind.MAPPING: Assessment, DataKind.PLAN: Plan, DataKind.NOTE: Note}
    found = session.execute(sa.select(*(_wrote(model, person_id, ours).label(kind) for kind, model in kinds.items()))).one()
    return wrote | {(ours, kind) for kind in kinds if ours is not None and found._mapping[kind]}


def _wrote(model: Any, person_id: uuid.UUID, ours: uuid.UUID | None) -> sa.ColumnElement[bool]:
    return sa.select(model.id).where(model.person_id == person_id, model.owner_id == ours).exists()


def _count_handed(person_id: uuid.UUID) -> dict[Place, Handed]:
    chosen = sa.select(Handover.id, Handover.kind, Handover.to_authority_id, Handover.handed_on).where(
        Handover.person_id == person_id
    )
    rows = {row.id: row for narrowed in (visible_given(chosen), visible_received(chosen)) for row in session.execute(narrowed)}
    handed: dict[Place, Handed] = {}
    for row in rows.values():
        place = (row.to_authority_id, COVERED_BY[ItemKind(row.kind)])
        before = handed.get(place, Handed(0, row.handed_on))
        handed[place] = Handed(before.count + 1, max(before.latest, row.handed_on))
    return handed


def _latest_ends(person_id: uuid.UUID) -> dict[Place, dt.date]:
    ends: dict[Place, dt.date] = {}
    for consent in consents_in_force(person_id):
        for place in ((one, kind) for one in consent.authority_ids for kind in consent.data_kinds):
            ends[place] = max(ends.get(place, consent.until), consent.until)
    return ends
