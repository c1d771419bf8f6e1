"""What happens with insatser while they run, where they are, and who works beside the contact person.

Drawn from a source of its own, so that nothing else in the demo changes.
"""

import datetime as dt
import random
import uuid

from core.interventions.terms import INSURED_KINDS, EmploymentStage, PlaceKind
from core.interventions.terms import InterventionKind as Kind
from tenants.demo import margins
from tenants.demo.dice import Ids, dice, name_id
from tenants.demo.rows import Row, TenantRows

WEEK = dt.timedelta(days=7)
LIMIT = 22
NOT_INSURED = 2
"""How many of those in work training lack the insurance, so that the reminder is seen."""
PLACES: dict[str, tuple[str, PlaceKind]] = {
    "Kafé": ("Sociala kaféet", PlaceKind.ASF),
    "Snickeri": ("Snickeriverkstaden", PlaceKind.ASF),
    "Cykelverkstad": ("Cykelverkstaden", PlaceKind.ASF),
    "Trädgård": ("Trädgårdsgruppen", PlaceKind.ASSOCIATION),
    "Second hand-butik": ("Second hand-butiken", PlaceKind.ASF),
    "Tvätteri": ("Tvätteriet", PlaceKind.ASF),
    "Lager": ("Lagret", PlaceKind.EMPLOYER),
    "Förskola": ("Förskolan", PlaceKind.EMPLOYER),
    "Livsmedelsbutik": ("Livsmedelsbutiken", PlaceKind.EMPLOYER),
    "Äldreboende": ("Äldreboendet", PlaceKind.EMPLOYER),
    "Kontor": ("Kontoret", PlaceKind.EMPLOYER),
    "Restaurangkök": ("Restaurangköket", PlaceKind.EMPLOYER),
}
"""By what is done there: names of no real place."""
TEXTS: dict[Kind, tuple[str, str]] = {
    Kind.MAPPING: (
        "Vi går igenom vad du kan och vill, och vad som behövs.",
        "We go through what you can and want, and what it takes.",
    ),
    Kind.CASE_MANAGEMENT: ("En person följer dig hela vägen.", "One person is with you all the way."),
    Kind.SUPPORTED_EMPLOYMENT: ("Stöd att hitta ett arbete och att behålla det.", "Support to find a job and to keep it."),
    Kind.WORK_TRAINING_ASF: (
        "Träna arbete i ett socialt företag, i din takt.",
        "Train for work at a social enterprise, at your pace.",
    ),
    Kind.WORK_TRAINING_EMPLOYER: ("Träna arbete på en vanlig arbetsplats.", "Train for work at an ordinary workplace."),
    Kind.COURSE: ("Kurs i grupp om arbetsliv och vardag.", "A course in a group about working life and everyday life."),
    Kind.HEALTH_GROUP: ("Rörelse och samtal i grupp.", "Movement and talks in a group."),
}
TASKS = ("Arbetscoach", "Handledare på arbetsplatsen", "Samtal")


def add_beside(rows: TenantRows) -> None:
    """Places, changes of insatser, texts of the catalogue, colleagues beside and one leave."""
    chance, ids = dice(f"beside/{rows.slug}"), Ids(f"beside/{rows.slug}")
    kinds = {row["id"]: Kind(row["kind"]) for row in rows.tables["intervention"]}
    _place(rows, chance)
    contact_persons = {row["id"]: row["key_worker_id"] for row in rows.tables["participation"]}
    for period in rows.tables["intervention_period"]:
        noted_by = contact_persons[period["participation_id"]]
        if noted_by is not None:
            _change(rows, period, kinds[period["intervention_id"]], noted_by, (chance, ids))
    _insure(rows, kinds, contact_persons, chance)
    _describe(rows, kinds)
    _work_beside(rows, chance, ids)
    for row in rows.tables["subproject"]:
        row["caseload_limit"] = LIMIT


def _place(rows: TenantRows, chance: random.Random) -> None:
    """A place for each word that stands with a period; some of them are full. Rows are inserted with the first one's columns."""
    for row in rows.tables["intervention_period"]:
        row["place_id"] = None
    for word, (name, kind) in PLACES.items():
        there = [row for row in rows.tables["intervention_period"] if row["place"] == word]
        if not there:
            continue
        place_id = name_id(f"{rows.slug}/place/{name}")
        now = sum(row["ends_on"] is None or row["ends_on"] >= margins.as_of() for row in there)
        rows.add(
            "place",
            id=place_id,
            kind=kind.value,
            name=name,
            municipality_code=rows.facts.municipalities_in_mia[0].code,
            tasks=word,
            contact_name="",
            contact_phone="",
            contact_email="",
            capacity=max(1, now + chance.choice((0, 1, 2, 3))),
            active=True,
        )
        for row in there:
            row["place_id"], row["place"] = place_id, ""


def _change(rows: TenantRows, period: Row, kind: Kind, noted_by: uuid.UUID, drawn: tuple[random.Random, Ids]) -> None:
    chance, ids = drawn
    last = period["ends_on"] or margins.as_of()
    weeks = (last - period["starts_on"]).days // 7
    if kind is Kind.SUPPORTED_EMPLOYMENT:
        reached = min(len(EmploymentStage), 1 + weeks // 6)
        for at, stage in enumerate(list(EmploymentStage)[:reached]):
            day = period["starts_on"] + at * (last - period["starts_on"]) // len(EmploymentStage)
            rows.add("employment_step", period_id=period["id"], stage=stage.value, reached_on=day, noted_by=noted_by)
    if period["extent_percent"] and weeks >= 8 and chance.random() < 0.4:
        more = min(100, period["extent_percent"] + 25)
        day = period["starts_on"] + (weeks // 2) * WEEK
        rows.add("intervention_extent", period_id=period["id"], valid_from=day, percent=more, noted_by=noted_by)
    if weeks >= 6 and chance.random() < 0.08:
        first = period["starts_on"] + (weeks // 3) * WEEK
        rows.add("intervention_pause", id=ids.new(first), period_id=period["id"], starts_on=first, ends_on=first + 2 * WEEK)
    elif weeks >= 3 and period["ends_on"] is None and chance.random() < 0.05:
        first = last - dt.timedelta(days=chance.randint(2, 15))
        rows.add("intervention_pause", id=ids.new(first), period_id=period["id"], starts_on=first, ends_on=None)


def _insure(
    rows: TenantRows, kinds: dict[uuid.UUID, Kind], contact_persons: dict[uuid.UUID, uuid.UUID | None], chance: random.Random
) -> None:
    left = NOT_INSURED
    for period in reversed(rows.tables["intervention_period"]):
        noted_by = contact_persons[period["participation_id"]]
        period |= {"insured_on": None, "insured_by": None}
        if kinds[period["intervention_id"]] not in INSURED_KINDS or noted_by is None:
            continue
        if period["ends_on"] is None and left:
            left -= 1
            continue
        day = period["starts_on"] - dt.timedelta(days=chance.randint(1, 10))
        period |= {"insured_on": day, "insured_by": noted_by}


def _describe(rows: TenantRows, kinds: dict[uuid.UUID, Kind]) -> None:
    for row in rows.tables["intervention"]:
        of_others = (row["text_sv"], row["text_en"])
        sv, en = of_others if row["is_complementary"] else TEXTS.get(Kind(row["kind"]), ("", ""))
        running = [
            one for one in rows.tables["intervention_period"] if one["intervention_id"] == row["id"] and not one["ends_on"]
        ]
        has_room = kinds[row["id"]] in (Kind.COURSE, Kind.HEALTH_GROUP, Kind.SUPPORTED_EMPLOYMENT)
        row |= {"text_sv": sv, "text_en": en, "capacity": 5 * (len(running) // 5 + 1) if has_room else None}


def _work_beside(rows: TenantRows, chance: random.Random, ids: Ids) -> None:
    """Every eighth has a colleague beside, of the same authority; one contact person is away, and another stands in."""
    workers = [one for one in rows.staff if one.role == "case_worker"]
    led: dict[uuid.UUID, list[Row]] = {}
    for row in rows.tables["participation"]:
        if row["state"] in ("active", "paused") and row["key_worker_id"]:
            led.setdefault(row["key_worker_id"], []).append(row)
    for worker in workers:
        others = [one for one in workers if one.authority_id == worker.authority_id and one != worker]
        for row in led.get(worker.account_id, ())[::8]:
            if others:
                begins = max(row["started_on"], margins.as_of() - chance.randint(2, 20) * WEEK)
                _add(rows, row, chance.choice(others).account_id, "worker", chance.choice(TASKS), (begins, None), ids)
    _let_somebody_be_away(rows, led, ids)


def _let_somebody_be_away(rows: TenantRows, led: dict[uuid.UUID, list[Row]], ids: Ids) -> None:
    workers = [one for one in rows.staff if one.role == "case_worker"][1:]
    days = (margins.as_of() - dt.timedelta(days=3), margins.as_of() + 2 * WEEK)
    beside = {(row["participation_id"], row["account_id"]) for row in rows.tables["participation_worker"]}
    for away in workers:
        deputy = next((one for one in workers if one.authority_id == away.authority_id and one != away), None)
        if deputy is None or away.account_id not in led:
            continue
        for row in led[away.account_id]:
            if (row["id"], deputy.account_id) not in beside:
                _add(rows, row, deputy.account_id, "deputy", "", (max(days[0], row["started_on"]), days[1]), ids)
        return


def _add(
    rows: TenantRows, row: Row, account_id: uuid.UUID, part: str, task: str, days: tuple[dt.date, dt.date | None], ids: Ids
) -> None:
    values = {"participation_id": row["id"], "account_id": account_id, "part": part, "task": task}
    rows.add("participation_worker", id=ids.new(days[0]), **values, starts_on=days[0], ends_on=days[1])
