"""The columns a list of participations may show or an export may hold, each as far as the reader may read it.

A participation that somebody reads on a consent shows of it what the consent names: insatser and outcomes are empty without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa

from core.consents.terms import DataKind
from core.context import current_person
from core.interventions.models import Intervention, InterventionPeriod
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.terms import Moment
from core.participants.filters import runs_today
from core.participants.models import Authority, Code, Participation, Person, Staff, SubprojectMunicipality
from core.participants.queries import Sight, visibility
from core.participants.terms import INSATS_KINDS, OUTCOME_KINDS

Element = sa.ColumnElement[Any]

_participation = cast("sa.Table", Participation.__table__)
_person = cast("sa.Table", Person.__table__)
_staff = cast("sa.Table", Staff.__table__)
_municipality = cast("sa.Table", SubprojectMunicipality.__table__)
_authority = cast("sa.Table", Authority.__table__)
_period = cast("sa.Table", InterventionPeriod.__table__)
_intervention = cast("sa.Table", Intervention.__table__)
_situation = cast("sa.Table", Situation.__table__)
_support = cast("sa.Table", SituationSupport.__table__)
_code = cast("sa.Table", Code.__table__)

IDENTITY_NUMBER = "identity_number"
"""Only for exports, and only when it was asked for by itself."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How a column is told, and the kinds of data a consent must name for it (none: whoever may read the row)."""

    element: Callable[[str], Element]
    kinds: tuple[DataKind, ...] = ()


def joined() -> sa.FromClause:
    """Participations with what stands beside each of them once."""
    of_subproject = _municipality.c.subproject_id == _participation.c.subproject_id
    return (
        _participation.outerjoin(_person, _person.c.id == _participation.c.person_id)
        .outerjoin(_staff, _staff.c.account_id == _participation.c.key_worker_id)
        .outerjoin(_municipality, sa.and_(of_subproject, _municipality.c.code == _participation.c.municipality_code))
    )


@lru_cache(maxsize=256)
def elements(columns: tuple[str, ...], seen: Sight, written_in: str) -> tuple[Element, ...]:
    """The columns by their names, for `joined`. Raises KeyError for one that there is not."""
    return tuple(_element(name, seen, written_in).label(name) for name in columns)


def _element(name: str, seen: Sight, written_in: str) -> Element:
    told = _COLUMNS[name]
    element = told.element(written_in)
    return sa.case((visibility(seen, told.kinds), element)) if told.kinds else element


def _controller(_language: str) -> Element:
    return sa.select(_authority.c.name).where(_authority.c.id == _participation.c.controller_id).scalar_subquery()


def _insats(written_in: str) -> Element:
    name = _intervention.c.name_en if written_in == "en" else _intervention.c.name_sv
    listed = sa.func.string_agg(name, sa.literal_column("', ' ORDER BY intervention.position, intervention.name_sv"))
    return (
        sa.select(listed)
        .select_from(_period.join(_intervention, _intervention.c.id == _period.c.intervention_id))
        .where(_period.c.participation_id == _participation.c.id, runs_today())
        .correlate(_participation)
        .scalar_subquery()
    )


def _supports(written_in: str) -> Element:
    name = _code.c.name_en if written_in == "en" else _code.c.name_sv
    listed = sa.func.string_agg(name, sa.literal_column("', ' ORDER BY situation_support.main DESC, code.position, code.key"))
    of_list = sa.and_(_code.c.list == "support_source", _code.c.key == _support.c.source)
    return (
        sa.select(listed)
        .select_from(_situation.join(_support, _support.c.situation_id == _situation.c.id).join(_code, of_list))
        .where(_situation.c.participation_id == _participation.c.id, _situation.c.moment == Moment.BEFORE.value)
        .correlate(_participation)
        .scalar_subquery()
    )


def _exit_reason(written_in: str) -> Element:
    name = _code.c.name_en if written_in == "en" else _code.c.name_sv
    of_list = sa.and_(_code.c.list == "exit_reason", _code.c.key == _participation.c.exit_reason)
    return sa.select(name).where(of_list).correlate(_participation).scalar_subquery()


def _sealed_number(_language: str) -> Element:
    """Sealed as it lies; only of those whose data controller is the reader's own authority."""
    mine = sa.bindparam(None, callable_=lambda: current_person().authority_id, type_=sa.Uuid())
    return sa.case((_participation.c.controller_id == mine, _person.c.identity_number))


def _of(column: sa.ColumnElement[Any]) -> Callable[[str], Element]:
    return lambda _language: column


_COLUMNS: dict[str, _Told] = {
    "given_name": _Told(_of(_person.c.given_name)),
    "family_name": _Told(_of(_person.c.family_name)),
    "number": _Told(_of(_participation.c.number)),
    "birth_date": _Told(_of(_person.c.birth_date)),
    "sex": _Told(_of(sa.func.coalesce(_person.c.sex, _participation.c.sex))),
    "municipality": _Told(_of(_municipality.c.name)),
    "state": _Told(_of(_participation.c.state)),
    "started_on": _Told(_of(_participation.c.started_on)),
    "first_activity_on": _Told(_of(_participation.c.first_activity_on)),
    "ended_on": _Told(_of(_participation.c.ended_on)),
    "worker": _Told(_of(_staff.c.name)),
    "next_contact_on": _Told(_of(_participation.c.next_contact_on)),
    "controller": _Told(_controller),
    "insats": _Told(_insats, INSATS_KINDS),
    "support_before": _Told(_supports, OUTCOME_KINDS),
    "exit_reason": _Told(_exit_reason, OUTCOME_KINDS),
    IDENTITY_NUMBER: _Told(_sealed_number),
}
KNOWN = tuple(name for name in _COLUMNS if name != IDENTITY_NUMBER)
"""Every column but the identity number, in the order a file has them."""
