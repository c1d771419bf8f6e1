"""Where participants train and work: social enterprises, employers, associations; and how many places are free there."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.constraints import keep
from core.db import session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.interventions.models import Intervention, InterventionPeriod, Place
from core.interventions.terms import PlaceKind
from core.lists import containing, words_of
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Participation, Person
from core.participants.queries import visible_participations
from core.participants.terms import INSATS_KINDS, ParticipationState

MOST_CAPACITY = 10_000
_EMAIL_AT = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValues:
    """What is entered about a place."""

    kind: PlaceKind | None
    name: str
    municipality_code: str | None
    tasks: str
    contact_name: str
    contact_phone: str
    contact_email: str
    capacity: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place and how many are there now, whoever the data controller is: a count, and nobody."""

    place: Place
    occupied: int

    @property
    def free(self) -> int | None:
        """How many more there is room for; None when nobody has said how many there may be."""
        return None if self.place.capacity is None else max(0, self.place.capacity - self.occupied)

    @property
    def is_full(self) -> bool:
        """Whether there is room for nobody more."""
        return self.free == 0


def is_running(day: dt.date) -> sa.ColumnElement[bool]:
    """Whether a period of an insats runs on the day, in a participation that was no mistake."""
    return sa.and_(
        InterventionPeriod.starts_on <= day,
        sa.or_(InterventionPeriod.ends_on.is_(None), InterventionPeriod.ends_on >= day),
        Participation.state != ParticipationState.MISREGISTERED,
    )


def count_running(by: Any) -> dict[uuid.UUID, int]:
    """How many take part today, by place or by insats: of everybody, so counts and never who."""
    chosen = (
        sa.select(by, sa.func.count())
        .join(Participation, Participation.id == InterventionPeriod.participation_id)
        .where(by.is_not(None), is_running(today()))
        .group_by(by)
    )
    record_access(Action.LIST, subject_ids=[], fields="count")
    return {row[0]: row[1] for row in session.execute(chosen)}


def count_taking_part() -> dict[uuid.UUID, int]:
    """How many take part in each insats of the catalogue today."""
    return count_running(InterventionPeriod.intervention_id)


def list_places(text: str = "", *, closed: bool = False) -> list[PlaceRow]:
    """Places in order of name whose name, tasks or contact hold the words; those that are closed only when asked for."""
    chosen = sa.select(Place).where(Place.active == (not closed)).order_by(sa.func.ext.sv_key(Place.name), Place.id)
    spelt = sa.func.ext.sv_fold(Place.name + " " + Place.tasks + " " + Place.contact_name)
    for word in words_of(text):
        chosen = chosen.where(spelt.like(sa.func.ext.sv_fold(containing(word)), escape="\\"))
    occupied = count_running(InterventionPeriod.place_id)
    return [PlaceRow(place, occupied.get(place.id, 0)) for place in session.scalars(chosen)]


def get_place(place_id: uuid.UUID, *, lock: bool = False) -> Place:
    """Raises NotFound."""
    chosen = sa.select(Place).where(Place.id == place_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found: Place | None = session.scalars(chosen).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_place(place_id: uuid.UUID) -> Place | None:
    """The place, or None."""
    return session.get(Place, place_id)


def get_place_row(place_id: uuid.UUID) -> PlaceRow:
    """The place with how many are there. Raises NotFound."""
    place = get_place(place_id)
    return PlaceRow(place, count_running(InterventionPeriod.place_id).get(place_id, 0))


def list_there(place_id: uuid.UUID) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """Who is at the place today, of those the signed-in person may read; logged before it is shown.

    Rows: participation_id, number, person_id, given_name, family_name, starts_on, intervention (the row of the catalogue).
    """
    chosen = (
        sa.select(
            Participation.id.label("participation_id"),
            Participation.number,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            InterventionPeriod.id.label("period_id"),
            InterventionPeriod.starts_on,
            Intervention,
        )
        .select_from(InterventionPeriod)
        .join(Participation, Participation.id == InterventionPeriod.participation_id)
        .join(Intervention, Intervention.id == InterventionPeriod.intervention_id)
        .outerjoin(Person, Person.id == Participation.person_id)
        .where(InterventionPeriod.place_id == place_id, is_running(today()))
        .order_by(Participation.number, InterventionPeriod.id)
    )
    rows = session.execute(visible_participations(chosen, INSATS_KINDS)).all()
    record_access(Action.LIST, subject_ids=[row.person_id or row.participation_id for row in rows], fields="list")
    return rows


def add_place(*, place_id: uuid.UUID, values: PlaceValues) -> Place:
    """`place_id` names the sending of the form. Raises Invalid, SentTwice."""
    place = Place(id=place_id, **_checked(values))
    keep(place)
    return place


def change_place(*, place: Place, version: int | None, values: PlaceValues) -> None:
    """What is closed is offered no more; who is there stays. Raises Invalid, ChangedMeanwhile."""
    if place.version != version:
        raise ChangedMeanwhile
    for name, value in _checked(values).items():
        setattr(place, name, value)
    keep()


def _checked(values: PlaceValues) -> dict[str, Any]:
    faults: dict[str, object] = {}
    if values.kind is None:
        faults["kind"] = _l("Choose what kind of place it is")
    if not values.name:
        faults["name"] = _l("Write the name of the place")
    if values.capacity is not None and not 1 <= values.capacity <= MOST_CAPACITY:
        faults["capacity"] = _l("Write how many there is room for, 1 or more, or leave it empty")
    if values.contact_email and _EMAIL_AT not in values.contact_email:
        faults["contact_email"] = _l("Write an e-mail address, such as name@example.com")
    if faults or values.kind is None:
        raise Invalid(faults)
    return {name: getattr(values, name) for name in PlaceValues.__dataclass_fields__} | {"kind": values.kind.value}
