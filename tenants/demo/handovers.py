"""Mappings that were handed to another authority, each on a consent that was in force then; some not yet opened."""

import datetime as dt
import random
from collections.abc import Iterator

from core.handovers.terms import ItemKind
from tenants.demo import joint_words as words
from tenants.demo import margins
from tenants.demo.days import weekday_between
from tenants.demo.dice import dice
from tenants.demo.rows import Row, TenantRows, office_hours

_GIVEN, _OPENED = 0.3, 0.8
_LATEST_OPENING = dt.timedelta(days=6)
_FORTNIGHT = dt.timedelta(days=14)


def add_handovers(rows: TenantRows) -> None:
    """Rows carry `content` in clear: it is sealed when they are loaded."""
    chance = dice(f"hand-overs/{rows.slug}")
    persons = {row["id"]: row for row in rows.tables["person"]}
    for mapping in rows.tables["assessment"]:
        if chance.random() >= _GIVEN:
            continue
        day = weekday_between(chance, mapping["on_date"], min(mapping["on_date"] + _FORTNIGHT, margins.as_of()))
        given = next(_receivers(rows, mapping, day), None)
        if given is not None:
            _add(rows, chance, mapping, persons[mapping["person_id"]], given, day)


def _receivers(rows: TenantRows, mapping: Row, day: dt.date) -> Iterator[tuple[Row, object]]:
    """Consents of the person in force on the day, each with an authority it names beside the writer's own."""
    for consent in rows.tables["consent"]:
        if consent["person_id"] != mapping["person_id"] or not consent["given_on"] <= day <= consent["until"]:
            continue
        if consent["withdrawn_on"] is not None and consent["withdrawn_on"] <= day:
            continue
        for named in rows.tables["consent_authority"]:
            if named["consent_id"] == consent["id"] and named["authority_id"] != mapping["owner_id"]:
                yield consent, named["authority_id"]


def _add(rows: TenantRows, chance: random.Random, mapping: Row, person: Row, given: tuple[Row, object], day: dt.date) -> None:
    consent, receiver = given
    row = rows.add(
        "handover",
        id=rows.ids.new(day),
        person_id=mapping["person_id"],
        participation_id=mapping["participation_id"],
        kind=ItemKind.ASSESSMENT.value,
        item_id=mapping["id"],
        item_version=1,
        from_authority_id=mapping["owner_id"],
        to_authority_id=receiver,
        consent_id=consent["id"],
        content={
            "kind": ItemKind.ASSESSMENT.value,
            "title": {"sv": "Kartläggning", "en": "Assessment"},
            "sections": _sections(rows, mapping),
            "person": f"{person['given_name']} {person['family_name']}",
            "message": "",
        },
        handed_on=day,
        handed_at=office_hours(day, chance),
        by_account=mapping["created_by"],
    )
    if chance.random() < _OPENED and day < margins.as_of():
        opener = next(worker for worker in rows.staff if worker.authority_id == receiver)
        opened = weekday_between(chance, day, min(day + _LATEST_OPENING, margins.as_of()))
        rows.add(
            "handover_opening",
            id=rows.ids.new(opened),
            handover_id=row["id"],
            account_id=opener.account_id,
            at=max(office_hours(opened, chance), row["handed_at"]),
        )


def _sections(rows: TenantRows, mapping: Row) -> list[dict[str, object]]:
    answers = [row for row in rows.tables["assessment_answer"] if row["assessment_id"] == mapping["id"]]
    return [
        {"heading": words.OWN_WORDS_HEADING, "text": mapping["own_words"]},
        *({"heading": words.AREA_HEADINGS[row["area"]], "text": row["words"]} for row in answers),
    ]
