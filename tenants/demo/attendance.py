"""Groups that meet week by week during the last months, who came, and reports of the months that are locked.

Drawn from a source of its own, so that nothing else in the demo changes. Nothing stands before `FIRST`: the product is new.
"""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

from core.attendance.sums import digest_of
from core.attendance.terms import AbsenceKind
from tenants.demo import margins
from tenants.demo.days import add_months
from tenants.demo.dice import Ids, dice
from tenants.demo.rows import Row, TenantRows, office_hours

FIRST = dt.date(2022, 7, 1)
AHEAD = dt.timedelta(days=28)
"""How far the calendar is filled after the demo's day."""
MOST = 12
LEAST = 3


@dataclass(frozen=True, slots=True)
class Group:
    """What meets: kind of insats, name, days of the week (Monday is 0), hours."""

    kind: str
    name: str
    weekdays: tuple[int, ...]
    begins_at: dt.time
    ends_at: dt.time


GROUPS = (
    Group("course", "Motiverande kurs, förmiddag", (1, 3), dt.time(9), dt.time(12)),
    Group("work_training_asf", "Arbetsträning, gemensam dag", (0, 2), dt.time(8, 30), dt.time(14, 30)),
    Group("health_group", "Hälsogrupp", (4,), dt.time(10), dt.time(11, 30)),
)
ABSENCES = (AbsenceKind.ILL, AbsenceKind.ILL, AbsenceKind.ILL, AbsenceKind.AGREED, AbsenceKind.CHILD, AbsenceKind.NO_SHOW)


def add_attendance(rows: TenantRows) -> None:
    """For every group whose insats the delprojekt has and somebody takes part in."""
    chance, ids = dice(f"attendance/{rows.slug}"), Ids(f"attendance/{rows.slug}")
    kinds = {row["id"]: row["kind"] for row in rows.tables["intervention"]}
    for group in GROUPS:
        people = _people(rows, kinds, group.kind)
        if len(people) >= LEAST:
            _meet(rows, group, people[:MOST], chance, ids)
    _report(rows, chance, ids)


def _people(rows: TenantRows, kinds: dict[uuid.UUID, str], kind: str) -> list[Row]:
    """Periods of the insats that run during these months, of one authority: it arranges the group."""
    known = {row["id"]: row for row in rows.tables["participation"] if row.get("person_id")}
    periods = [
        row
        for row in rows.tables["intervention_period"]
        if kinds[row["intervention_id"]] == kind and row["participation_id"] in known and _runs(row, known)
    ]
    by_owner: dict[uuid.UUID, list[Row]] = {}
    for row in periods:
        by_owner.setdefault(known[row["participation_id"]]["controller_id"], []).append(row)
    most = max(by_owner.values(), key=len, default=[])
    return [row | {"of": known[row["participation_id"]]} for row in sorted(most, key=lambda row: (row["starts_on"], row["id"]))]


def _runs(row: Row, known: dict[uuid.UUID, Row]) -> bool:
    if known[row["participation_id"]]["state"] == "misregistered":
        return False
    return row["starts_on"] <= margins.as_of() and (row["ends_on"] is None or row["ends_on"] >= FIRST)


def _meet(rows: TenantRows, group: Group, people: list[Row], chance: random.Random, ids: Ids) -> None:
    owner, leader = people[0]["of"]["controller_id"], people[0]["of"]["key_worker_id"]
    series = ids.new(FIRST)
    for at in range((margins.as_of() + AHEAD - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=at)
        if day.weekday() not in group.weekdays or _is_holiday(day):
            continue
        there = [row for row in people if _takes_part(row, day)]
        if not there:
            continue
        is_held = day < margins.as_of()
        activity = rows.add(
            "activity",
            id=ids.new(day),
            subproject_id=rows.subproject_id,
            intervention_id=people[0]["intervention_id"],
            owner_id=owner,
            leader_id=leader,
            name=group.name,
            on_date=day,
            begins_at=group.begins_at,
            ends_at=group.ends_at,
            state="held" if is_held else "planned",
            series_id=series,
            created_by=leader,
        )
        for row in there:
            _note(rows, activity, row, chance, ids, is_held)


def _is_holiday(day: dt.date) -> bool:
    """Three weeks of July."""
    return dt.date(2022, 7, 11) <= day <= dt.date(2022, 7, 31)


def _takes_part(row: Row, day: dt.date) -> bool:
    of = row["of"]
    within = row["starts_on"] <= day and (row["ends_on"] is None or day <= row["ends_on"])
    return within and of["started_on"] <= day and (of.get("ended_on") is None or day <= of["ended_on"])


def _note(rows: TenantRows, activity: Row, row: Row, chance: random.Random, ids: Ids, is_held: bool) -> None:
    begins, ends, day = activity["begins_at"], activity["ends_at"], activity["on_date"]
    planned = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    thrown, minutes, absence = chance.random(), planned, chance.choice(ABSENCES)
    state = "planned" if not is_held or (_is_recent(day) and thrown > 0.97) else "absent" if thrown < 0.16 else "present"
    if 0.16 <= thrown < 0.22:
        minutes = planned - 60
    rows.add(
        "attendance",
        id=ids.new(day),
        activity_id=activity["id"],
        on_date=day,
        participation_id=row["participation_id"],
        planned_minutes=planned,
        state=state,
        attended_minutes=minutes if state == "present" else 0,
        absence=absence.value if state == "absent" else None,
        noted_by=activity["leader_id"] if state != "planned" else None,
        noted_at=office_hours(day, chance) if state != "planned" else None,
    )


def _is_recent(day: dt.date) -> bool:
    """Of the month that nobody has closed yet."""
    return day >= margins.as_of().replace(day=1)


def _report(rows: TenantRows, chance: random.Random, ids: Ids) -> None:
    """The reports of the months that are over, most of them signed."""
    activities = {row["id"]: row for row in rows.tables["activity"]}
    days: dict[tuple[uuid.UUID, dt.date], list[SimpleNamespace]] = {}
    for row in rows.tables["attendance"]:
        key = row["participation_id"], row["on_date"].replace(day=1)
        days.setdefault(key, []).append(SimpleNamespace(**{**activities[row["activity_id"]], **row}))
    controllers = {row["id"]: row for row in rows.tables["participation"]}
    for (participation_id, month), of_month in sorted(days.items()):
        minutes = sum(day.attended_minutes for day in of_month)
        if minutes and not _is_recent(month):
            _sign(rows, controllers[participation_id], month, sorted(of_month, key=_in_order), chance, ids)


def _in_order(day: SimpleNamespace) -> tuple[dt.date, dt.time, uuid.UUID]:
    return day.on_date, day.begins_at, day.id


def _sign(rows: TenantRows, of: Row, month: dt.date, days: list[SimpleNamespace], chance: random.Random, ids: Ids) -> None:
    minutes, made_on = sum(day.attended_minutes for day in days), add_months(month, 1) + dt.timedelta(days=1)
    is_signed = chance.random() < 0.85
    signed_on = made_on + dt.timedelta(days=chance.randrange(2, 6))
    rows.add(
        "attendance_report",
        id=ids.new(made_on),
        participation_id=of["id"],
        owner_id=of["controller_id"],
        month=month,
        number=1,
        minutes=minutes,
        hours=minutes // 60,
        digest=digest_of(days),
        made_by=of["key_worker_id"],
        made_at=office_hours(made_on, chance),
        signed_on=signed_on if is_signed else None,
        received_on=signed_on + dt.timedelta(days=1) if is_signed else None,
        received_by=of["key_worker_id"] if is_signed else None,
    )
