"""What the list of participations may be narrowed to: conditions by name, so that a statement is built once for each choice."""

import datetime as dt
import uuid
from dataclasses import dataclass, fields
from typing import Any, cast

import sqlalchemy as sa

from core.clock import today
from core.interventions.models import Intervention, InterventionPeriod
from core.lists import MAX_WORDS, containing
from core.participants.models import Participation, Person
from core.participants.queries import Sight, is_without_contact, visibility
from core.participants.terms import INSATS_KINDS, OPEN_STATES, ParticipationState

_participations = cast("sa.Table", Participation.__table__)
_periods = cast("sa.Table", InterventionPeriod.__table__)
_interventions = cast("sa.Table", Intervention.__table__)
_participation, _period = _participations.c, _periods.c
_person = cast("sa.Table", Person.__table__).c


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to. `words` are parts of a name, `number` a participant's number without its prefix.

    Both ends of the days count. `insats`: takes part today in the one with this id, or in one of the same name.
    """

    status: ParticipationState | None = None
    worker: uuid.UUID | None = None
    municipality: str | None = None
    insats: uuid.UUID | None = None
    controller: uuid.UUID | None = None
    started_from: dt.date | None = None
    started_until: dt.date | None = None
    ended_from: dt.date | None = None
    ended_until: dt.date | None = None
    words: tuple[str, ...] = ()
    number: int | None = None
    identity_index: bytes | None = None
    without_contact: bool = False
    """Open, and no next contact set."""
    late_contact: bool = False
    """Open, and the day of the next contact has passed."""

    @property
    def is_search(self) -> bool:
        """Whether somebody is looked for, rather than the list looked through."""
        return bool(self.words) or self.number is not None or self.identity_index is not None


_YES_OR_NO = frozenset({"without_contact", "late_contact"})
_WORDS = frozenset({"words", "number"})
_PLAIN = tuple(one.name for one in fields(Chosen) if one.name not in _YES_OR_NO | _WORDS)


def values_of(chosen: Chosen) -> dict[str, Any]:
    """The values to send with the statement, each by the name of its condition."""
    values: dict[str, Any] = {f"word{place}": containing(word) for place, word in enumerate(chosen.words[:MAX_WORDS])}
    values |= {name: value for name in _PLAIN if (value := getattr(chosen, name)) is not None}
    if chosen.number is not None:
        values["number"] = f"%-{chosen.number:04d}"
    return values


def conditions_of(chosen: Chosen) -> frozenset[str]:
    """The names of the conditions: with the reader's sight and the order, everything that a statement is built of."""
    return frozenset({*values_of(chosen), *(name for name in _YES_OR_NO if getattr(chosen, name))})


def where(conditions: frozenset[str], seen: Sight) -> list[sa.ColumnElement[bool]]:
    """The conditions together with who may read; mistakes are left out unless they are asked for."""
    wanted = [visibility(seen), *(_condition(name, seen) for name in sorted(conditions))]
    return wanted if "status" in conditions else [*wanted, _participation.state != ParticipationState.MISREGISTERED]


def _condition(name: str, seen: Sight) -> sa.ColumnElement[bool]:
    if name == "insats":
        return sa.and_(visibility(seen, INSATS_KINDS), _takes_part())
    if name == "late_contact":
        day: sa.BindParameter[dt.date] = sa.bindparam(None, callable_=today, type_=sa.Date())
        return sa.and_(_participation.state.in_(sorted(OPEN_STATES)), _participation.next_contact_on < day)
    if name == "without_contact":
        return is_without_contact()
    given: sa.BindParameter[Any] = sa.bindparam(name)
    if name.startswith("word"):
        return _person.search_key.like(sa.func.ext.sv_fold(given), escape="\\")
    columns: dict[str, sa.ColumnElement[bool]] = {
        "status": _participation.state == given,
        "worker": _participation.key_worker_id == given,
        "municipality": _participation.municipality_code == given,
        "controller": _participation.controller_id == given,
        "started_from": _participation.started_on >= given,
        "started_until": _participation.started_on <= given,
        "ended_from": _participation.ended_on >= given,
        "ended_until": _participation.ended_on <= given,
        "identity_index": _person.identity_index == given,
        "number": _participation.number.like(given),
    }
    return columns[name]


def runs_today() -> sa.ColumnElement[bool]:
    """Whether a time in an insats has begun and not ended."""
    day: sa.BindParameter[dt.date] = sa.bindparam(None, callable_=today, type_=sa.Date())
    return sa.and_(_period.starts_on <= day, sa.or_(_period.ends_on.is_(None), _period.ends_on >= day))


def _takes_part() -> sa.ColumnElement[bool]:
    same = sa.alias(_interventions, "asked")
    asked: sa.BindParameter[uuid.UUID] = sa.bindparam("insats", type_=sa.Uuid())
    its_name = sa.select(same.c.name_sv).where(same.c.id == asked).scalar_subquery()
    return (
        sa.select(sa.literal(1))
        .select_from(_periods)
        .join(_interventions, _interventions.c.id == _period.intervention_id)
        .where(_period.participation_id == _participation.id, runs_today(), _interventions.c.name_sv == its_name)
        .correlate(_participations)
        .exists()
    )
