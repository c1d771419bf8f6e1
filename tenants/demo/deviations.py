"""Avvikelser and guldkorn of each delprojekt, one in every state, and what the county has answered."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from core.db import session
from core.deviations.models import (
    Deviation,
    DeviationEvent,
    DeviationParty,
    DeviationReading,
    DeviationText,
    LiftedDeviation,
)
from core.deviations.terms import CATEGORIES
from core.participants.models import Code
from tenants.demo import margins
from tenants.demo.accounts import county_workers
from tenants.demo.days import weekday_near
from tenants.demo.deviation_words import ANSWERS, STORIES, Story
from tenants.demo.dice import Ids, dice, shuffled
from tenants.demo.rows import TenantRows, office_hours

WAYS: tuple[tuple[str, ...], ...] = (
    ("new",),
    ("new",),
    ("new", "analysed"),
    ("new", "analysed", "lifted_locally"),
    ("new", "analysed", "lifted_regionally"),
    ("new", "lifted_locally", "lifted_regionally"),
    ("new", "analysed", "lifted_regionally", "resolved"),
    ("new", "analysed", "resolved"),
    ("new", "written_off"),
    ("new",),
    ("new", "analysed", "lifted_regionally"),
    ("new", "analysed", "lifted_regionally", "resolved"),
)
"""Of each story the way it has gone."""
UNREAD, RETURNED, TAKEN_UP = 0, 1, 5
DAYS_BETWEEN = 24
"""From one story to the one noted before it."""
MODELS = (Deviation, DeviationText, DeviationReading, DeviationParty, DeviationEvent)


@dataclass(slots=True)
class _Made:
    """Rows by model, and the county's copies."""

    rows: dict[type[Any], list[dict[str, Any]]] = field(default_factory=lambda: {model: [] for model in MODELS})
    lifted: list[dict[str, Any]] = field(default_factory=list)


def add_deviations(rows: TenantRows, tenant_id: uuid.UUID) -> list[dict[str, Any]]:
    """Into the tenant in force. Returns what the county has of them; nothing when they are there already."""
    made, ids, chance = _Made(), Ids(f"{rows.slug}/deviations"), dice(f"{rows.slug}/deviations")
    categories = {row.key: row for row in session.scalars(sa.select(Code).where(Code.list == CATEGORIES))}
    failures = [story for story in STORIES if story[0] == "deviation"]
    told = shuffled(chance, failures) + shuffled(chance, [story for story in STORIES if story not in failures])
    for place, (story, way) in enumerate(zip(told, WAYS, strict=True)):
        back = place * DAYS_BETWEEN + chance.randrange(3, DAYS_BETWEEN)
        day = weekday_near(margins.as_of() - dt.timedelta(days=back))
        deviation = _note(made, rows, ids, story, place, way, day)
        if "lifted_regionally" in way:
            made.lifted.append(_lifted(deviation, story, categories[story[1]], tenant_id))
    if session.scalar(sa.select(sa.func.count()).select_from(Deviation)) == 0:
        for model in MODELS:
            session.execute(sa.insert(model), made.rows[model])
    return made.lifted


def add_lifted(lifted: list[dict[str, Any]]) -> None:
    """Into the county's own; once."""
    known = set(session.scalars(sa.select(LiftedDeviation.id)))
    new = [row for row in lifted if row["id"] not in known]
    if new:
        session.execute(sa.insert(LiftedDeviation), new)


def _note(
    made: _Made, rows: TenantRows, ids: Ids, story: Story, place: int, way: tuple[str, ...], day: dt.date
) -> dict[str, Any]:
    kind, category, parties, level, *words = story
    level = "regional" if "lifted_regionally" in way else level
    writer = rows.find_staff("case_worker" if place % 3 == 0 or place == RETURNED else "party_representative")
    manager = rows.find_staff("subproject_manager")
    at = office_hours(day, dice(f"{rows.slug}/deviation/{place}"))
    deviation = {
        "id": ids.new(day),
        "subproject_id": rows.subproject_id,
        "owner_id": writer.authority_id,
        "kind": kind,
        "category": category,
        "level": level,
        "state": way[-1],
        "approved_number": None if place in (UNREAD, RETURNED) else 1,
        "reader_id": manager.account_id,
        "noted_on": day,
        "by_account": writer.account_id,
        "at": at,
        "round": 1 if "lifted_regionally" in way else 0,
        "version": len(way) + 1,
        **_step(place, way, manager.account_id),
        **_answered(place, way, at),
    }
    made.rows[Deviation].append(deviation)
    of = {"deviation_id": deviation["id"]}
    text = dict(zip(("title", "words", "proposal"), words, strict=True))
    made.rows[DeviationText].append({**of, "number": 1, **text, "by_account": writer.account_id, "at": at})
    made.rows[DeviationParty] += [{**of, "party_key": party} for party in parties]
    if place != UNREAD:
        made.rows[DeviationReading].append({"id": ids.new(day), **of, **_read(place, manager.account_id, at)})
    made.rows[DeviationEvent] += [
        {"id": ids.new(day), **of, **event} for event in _events(way, at, writer.account_id, manager.account_id)
    ]
    return deviation


def _step(place: int, way: tuple[str, ...], manager: uuid.UUID) -> dict[str, Any]:
    """Who takes the next step of what has been analysed and has not ended."""
    if len(way) == 1 or way[-1] in ("resolved", "written_off"):
        return {"holder_id": None, "next_step": "", "next_step_on": None}
    by = weekday_near(margins.as_of() + dt.timedelta(days=7 * (place - 2)), forward=True)
    return {"holder_id": manager, "next_step": "Tas upp på nästa möte i ledningsgruppen", "next_step_on": by}


def _read(place: int, manager: uuid.UUID, at: dt.datetime) -> dict[str, Any]:
    """What the second reader found, the day after."""
    back = "Tiden och insatsen tillsammans kan räcka för att någon ska kännas igen."
    found = {"verdict": "returned", "words": back} if place == RETURNED else {"verdict": "approved", "words": ""}
    return {**found, "number": 1, "by_account": manager, "at": at + dt.timedelta(days=1)}


def _events(way: tuple[str, ...], at: dt.datetime, writer: uuid.UUID, manager: uuid.UUID) -> Iterator[dict[str, Any]]:
    """A line for every state; what ended at the county was the county's."""
    for number, (before, state) in enumerate(pairwise((None, *way))):
        by_county = state == "resolved" and before == "lifted_regionally"
        by = None if by_county else manager if number else writer
        days = dt.timedelta(days=2 * number)
        yield {"from_state": before, "to_state": state, "words": "", "by_account": by, "at": at + days}


def _answered(place: int, way: tuple[str, ...], at: dt.datetime) -> dict[str, Any]:
    """What stands of the county's answer in the tenant's row."""
    nothing = {"county_state": None, "county_answer": "", "county_step": "", "answered_at": None, "county_version": 0}
    if "lifted_regionally" not in way:
        return nothing
    if way[-1] == "resolved":
        answer = ANSWERS[0] if place < len(STORIES) - 1 else ANSWERS[1]
        return {**nothing, "county_state": "resolved", "county_answer": answer, "answered_at": at + dt.timedelta(days=20)} | {
            "county_version": 2
        }
    if place == TAKEN_UP:
        step = "Tas upp i länets styrgrupp"
        return {**nothing, "county_state": "taken_up", "county_step": step, "answered_at": at + dt.timedelta(days=9)} | {
            "county_version": 2
        }
    return {**nothing, "county_state": "waiting"}


def _lifted(deviation: dict[str, Any], story: Story, category: Code, tenant_id: uuid.UUID) -> dict[str, Any]:
    """The county's copy."""
    kind, _category, parties, _level, title, words, proposal = story
    chief = next(worker for worker in county_workers() if worker.role == "programme_manager")
    told = deviation["county_version"] > 0
    return {
        "id": deviation["id"],
        "tenant_id": tenant_id,
        "round": 1,
        "told_version": deviation["version"],
        "version": 2 if told else 1,
        "text_number": 1,
        "kind": kind,
        "category": category.key,
        "category_sv": category.name_sv,
        "category_en": category.name_en,
        "level": deviation["level"],
        "parties": list(parties),
        "title": title,
        "words": words,
        "proposal": proposal,
        "noted_month": deviation["noted_on"].replace(day=1),
        "lifted_on": weekday_near(min(deviation["noted_on"] + dt.timedelta(days=6), margins.as_of())),
        "state": deviation["county_state"],
        "holder_id": chief.account_id if told else None,
        "next_step": deviation["county_step"],
        "next_step_on": weekday_near(margins.as_of() + dt.timedelta(days=14)) if deviation["county_step"] else None,
        "answer": deviation["county_answer"],
        "answered_by": chief.account_id if told else None,
        "answered_at": deviation["answered_at"],
    }
