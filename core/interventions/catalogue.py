"""A delprojekt's catalogue of insatser: what it begins with, and what is added and changed.

Whether somebody is counted as started follows from the day of their first activity, which is kept with the participation.
When an insats turns out to be the mapping, that day is found anew, and the change marks its months (40_dirty_marks.sql).
"""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.constraints import keep
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.interventions.models import Intervention
from core.interventions.services import recount_first_activities
from core.interventions.terms import InterventionKind as Kind
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Subproject

MOST_CAPACITY = 10_000
GENERAL_NAMES: dict[Kind, tuple[str, str]] = {
    Kind.MAPPING: ("Kartläggning i myndighetsgemensamt team", "Assessment in the joint team"),
    Kind.CASE_MANAGEMENT: ("Case management", "Case management"),
    Kind.SUPPORTED_EMPLOYMENT: ("Supported employment", "Supported employment"),
    Kind.WORK_TRAINING_ASF: (
        "Arbetsträning på arbetsintegrerande socialt företag",
        "Work training at a work integration social enterprise",
    ),
    Kind.COURSE: ("Motiverande kurs", "Motivating course"),
    Kind.WORK_TRAINING_EMPLOYER: ("Arbetsträning hos arbetsgivare", "Work training with an employer"),
    Kind.CBT: ("Samtal med KBT-konsulent", "Talks with a CBT counsellor"),
    Kind.HEALTH_GROUP: ("Hälsogrupp", "Health group"),
    Kind.STUDY_START: ("Studiestart", "Help to begin studying"),
}


def add_general_catalogue(subproject_id: uuid.UUID) -> None:
    """One insats of each kind. The caller commits."""
    session.add_all(
        Intervention(subproject_id=subproject_id, kind=kind.value, name_sv=sv, name_en=en, position=position)
        for position, (kind, (sv, en)) in enumerate(GENERAL_NAMES.items())
    )
    session.flush()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueValues:
    """What is entered about an insats. Without an English name the Swedish one stands in both languages."""

    kind: Kind | None
    name_sv: str
    name_en: str
    valid_until: dt.date | None
    text_sv: str = ""
    text_en: str = ""
    capacity: int | None = None
    valid_from: dt.date | None = None
    is_complementary: bool = False
    given_by: str = ""


def add_intervention(*, subproject: Subproject, intervention_id: uuid.UUID, values: CatalogueValues) -> Intervention:
    """Last in the catalogue. `intervention_id` names the sending of the form. Raises Invalid, SentTwice."""
    kind = _checked(values)
    last = sa.select(sa.func.coalesce(sa.func.max(Intervention.position), -1)).where(Intervention.subproject_id == subproject.id)
    intervention = Intervention(
        id=intervention_id,
        subproject_id=subproject.id,
        kind=kind.value,
        name_sv=values.name_sv,
        name_en=values.name_en or values.name_sv,
        position=(session.scalar(last) or 0) + 1,
        valid_from=values.valid_from,
        valid_until=values.valid_until,
        text_sv=values.text_sv,
        text_en=values.text_en,
        capacity=values.capacity,
        is_complementary=values.is_complementary,
        given_by=_giver(values),
    )
    keep(intervention)
    return intervention


def change_intervention(*, intervention: Intervention, version: int | None, values: CatalogueValues) -> None:
    """Another name or kind for what it has been all along, or its last day. Raises Invalid, ChangedMeanwhile."""
    if intervention.version != version:
        raise ChangedMeanwhile
    kind = _checked(values)
    counts_otherwise = (intervention.kind == Kind.MAPPING) != (kind == Kind.MAPPING)
    intervention.kind = kind.value
    intervention.name_sv = values.name_sv
    intervention.name_en = values.name_en or values.name_sv
    for name in ("text_sv", "text_en", "capacity", "valid_from", "valid_until"):
        setattr(intervention, name, getattr(values, name))
    intervention.is_complementary, intervention.given_by = values.is_complementary, _giver(values)
    keep()
    if counts_otherwise:
        recount_first_activities(intervention.subproject_id)


def _giver(values: CatalogueValues) -> str:
    """Who gives it, where that is somebody else."""
    return values.given_by.strip() if values.is_complementary else ""


def _checked(values: CatalogueValues) -> Kind:
    faults: dict[str, object] = {}
    if values.kind is None:
        faults["kind"] = _l("Choose what kind of intervention it is")
    if not values.name_sv:
        faults["name_sv"] = _l("Write the name of the intervention")
    if values.valid_until and values.valid_from and values.valid_until < values.valid_from:
        faults["valid_until"] = _l("The last day cannot be before the first")
    if values.capacity is not None and not 1 <= values.capacity <= MOST_CAPACITY:
        faults["capacity"] = _l("Write how many there is room for, 1 or more, or leave it empty")
    if values.is_complementary and not values.given_by.strip():
        faults["given_by"] = _l("Write who gives it")
    if faults or values.kind is None:
        raise Invalid(faults)
    return values.kind
