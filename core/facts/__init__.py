"""What is known about the project, its förbund and their municipalities: `county.json`, read once.

Every fact in the file carries its source. None means "not published": the administrator fills it in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("county.json")
_RECORD = (
    "project_number",
    "region",
    "programme_area",
    "specific_objective",
    "intervention_type",
    "union_cofinancing_percent",
    "first_participants_on",
)


@dataclass(frozen=True)
class Period:
    """Both days are in it."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Municipality:
    """A municipality of a förbund; `joined_on` when it came later than the others."""

    code: str  # SCB's four digits
    name: str
    joined_on: date | None = None


@dataclass(frozen=True)
class Project:
    """One ESF project of the county: its period, money, goals in per cent and published record."""

    key: str
    name: str
    period: Period
    owner: str
    tenants: tuple[str, ...]
    planned_participants: int
    total_budget_sek: int
    granted_esf_sek: int | None
    esf_diarienummer: str | None
    first_participants_on: date | None
    ages: tuple[int, int]
    work_or_studies_percent: int
    regular_measures_percent: int
    goals_note: str | None
    record: Mapping[str, Any]  # the rest of ESF's project record, as published


@dataclass(frozen=True)
class Association:
    """A förbund and its delprojekt."""

    slug: str
    name: str
    subproject: str
    is_owner: bool
    municipalities: tuple[Municipality, ...]
    municipalities_in_mia: tuple[Municipality, ...]
    targets: Mapping[str, int | None]  # by project key; a project the förbund is not in has no key
    periods: Mapping[str, Period]  # own period, by project key; without one the project's holds
    interventions: tuple[str, ...]
    ages: tuple[int, int]
    ages_by_project: Mapping[str, tuple[int, int]]
    needs_parties: int
    first_year_participants: int | None
    admission: Mapping[str, Any]

    def period(self, project: Project) -> Period:
        return self.periods.get(project.key, project.period)

    def ages_in(self, project: Project) -> tuple[int, int]:
        return self.ages_by_project.get(project.key, self.ages)


@dataclass(frozen=True)
class PartyKind:
    """A kind of party to the cooperation, in both languages."""

    key: str
    name_sv: str
    name_en: str


@dataclass(frozen=True)
class OfficialNumbers:
    """Skatteverket's official test numbers: the only identity numbers that may stand in this tree."""

    personal: tuple[str, ...]
    coordination: tuple[str, ...]
    coordination_partial: tuple[str, ...]


@cache
def projects() -> tuple[Project, ...]:
    """Oldest first."""
    return tuple(_project(found) for found in _county()["projects"])


@cache
def associations() -> tuple[Association, ...]:
    """The eight förbund, in the order the county uses."""
    return tuple(_association(found) for found in _county()["tenants"])


def get_association(slug: str) -> Association:
    """The förbund with this slug. Raises StopIteration when there is none: slugs come from the same file."""
    return next(found for found in associations() if found.slug == slug)


def municipality_name(code: str) -> str | None:
    """None for a municipality outside every förbund."""
    return next((town.name for found in associations() for town in found.municipalities if town.code == code), None)


@cache
def party_kinds() -> tuple[PartyKind, ...]:
    """In the order of the facts."""
    return tuple(PartyKind(**found) for found in _county()["party_kinds"])


@cache
def official_numbers() -> OfficialNumbers:
    """By kind, as published."""
    found = _county()["test_identity_numbers"]
    return OfficialNumbers(
        personal=tuple(found["personnummer"]),
        coordination=tuple(found["samordningsnummer"]),
        coordination_partial=tuple(found["samordningsnummer_partial_birth_date"]),
    )


def demo_distributions() -> Mapping[str, Any]:
    """The margins made-up people follow; lists per tenant stand in the order of `order`."""
    return dict(_county()["demo_distributions"])


@cache
def _county() -> dict[str, Any]:
    return dict(json.loads(_FILE.read_text(encoding="utf-8")))


def _project(found: Mapping[str, Any]) -> Project:
    goals = found["target_percent"]
    return Project(
        key=found["key"],
        name=found["name"],
        period=_period([found["starts_on"], found["ends_on"]]),
        owner=found["owner"],
        tenants=tuple(found["tenants"]),
        planned_participants=found["planned_participants"],
        total_budget_sek=found["total_budget_sek"],
        granted_esf_sek=found["granted_esf_sek"],
        esf_diarienummer=found["esf_diarienummer"],
        first_participants_on=_day(found.get("first_participants_on")),
        ages=_ages(found["participants_age"]),
        work_or_studies_percent=goals["work_or_studies"],
        regular_measures_percent=goals["regular_measures"],
        goals_note=goals.get("note"),
        record={name: found[name] for name in _RECORD if name in found},
    )


def _association(found: Mapping[str, Any]) -> Association:
    admission = found["admission"]
    joined = found.get("municipality_joined", {})
    return Association(
        slug=found["slug"],
        name=found["name"],
        subproject=found["delprojekt"],
        is_owner=found.get("owner", False),
        municipalities=_municipalities(found["municipalities"], joined),
        municipalities_in_mia=_municipalities(found.get("municipalities_mia", found["municipalities"]), {}),
        targets=dict(found["targets"]),
        periods={key: _period(value) for key, value in found.get("period", {}).items() if isinstance(value, list)},
        interventions=tuple(found["insatser"]),
        ages=_ages(admission["age"]),
        ages_by_project={"mia-vidare": _ages(admission["age_mia_vidare"])} if "age_mia_vidare" in admission else {},
        needs_parties=admission.get("needs_at_least_parties", 1),
        first_year_participants=found.get("first_year_participants"),
        admission=dict(admission),
    )


def _municipalities(found: list[list[str]], joined: Mapping[str, str]) -> tuple[Municipality, ...]:
    return tuple(Municipality(code, name, _day(joined.get(code))) for code, name in found)


def _period(days: list[str]) -> Period:
    return Period(date.fromisoformat(days[0]), date.fromisoformat(days[1]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _ages(bounds: list[int]) -> tuple[int, int]:
    return bounds[0], bounds[1]
