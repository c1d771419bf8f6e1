"""What the county keeps beside its releases in the demo: days, money, the first lines of a report. The amounts are examples."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.steering.models import Deadline, ReportText, Spending
from tenants.demo import margins
from tenants.demo.days import add_months
from tenants.demo.dice import dice, name_id
from tenants.demo.margins import CURRENT

CHIEF, CONTROLLER = "programme_manager@county.example", "programme_controller@county.example"
_DONE = (("scb", 2, ""), ("scb", 3, ""), ("steering_group", 3, "Styrgruppens möte i juni"))
"""Kind, how many months ago its month was, title. Due on the 28th of the month after."""
_TO_DO = (
    ("claim", dt.timedelta(days=15), "Ansökan om utbetalning för maj till augusti"),
    ("steering_group", dt.timedelta(days=27), "Underlag till styrgruppen i oktober"),
    ("progress_report", dt.timedelta(days=46), "Lägesrapport för tredje kvartalet"),
)
_TEXTS = {
    "summary": "Fler startar än planerat i de flesta delprojekt, och båda målen är inom räckhåll.",
    "decisions": "Att godkänna rapporten.",
}


def add_steering(connection: sa.Connection, tenant_ids: Mapping[str, uuid.UUID]) -> None:
    """Once: what is there is left alone."""
    day = margins.as_of()
    for model, rows in ((Deadline, _deadlines(day)), (Spending, _spending(day, tenant_ids)), (ReportText, [_text(day)])):
        if rows:
            connection.execute(insert(model).on_conflict_do_nothing(), rows)


def _deadlines(day: dt.date) -> list[dict[str, Any]]:
    first = day.replace(day=1)
    rows = [
        {
            "id": name_id(f"deadline/{kind}/{ago}"),
            "kind": kind,
            "period": add_months(first, -ago) if kind == "scb" else None,
            "title": title,
            "due_on": add_months(first, 1 - ago).replace(day=28),
            "done_on": add_months(first, 1 - ago).replace(day=23),
            "done_by": name_id(CHIEF),
        }
        for kind, ago, title in _DONE
    ]
    nothing = {"period": None, "done_on": None, "done_by": None}
    rows += [
        {"id": name_id(f"deadline/{title}"), "kind": kind, "title": title, "due_on": day + later, **nothing}
        for kind, later, title in _TO_DO
    ]
    return [row | {"project_key": CURRENT} for row in rows]


def _spending(day: dt.date, tenant_ids: Mapping[str, uuid.UUID]) -> list[dict[str, Any]]:
    until = day.replace(day=1) - dt.timedelta(days=1)
    by = {"changed_by": name_id(CONTROLLER), "changed_at": dt.datetime.combine(day, dt.time(8), dt.UTC)}
    rows = []
    for slug, tenant_id in sorted(tenant_ids.items()):
        chance = dice(f"spending/{slug}")
        budget = chance.randrange(60, 160) * 100_000
        spent = budget * chance.randrange(70, 93) // 100
        own = {"budget_sek": budget, "spent_sek": spent, "spent_until": until, "note": "Exempelbelopp."}
        rows.append({"project_key": CURRENT, "tenant_id": tenant_id, **own, **by})
    return rows


def _text(day: dt.date) -> dict[str, Any]:
    """Of the latest month that all have locked."""
    month = add_months(day.replace(day=1), -2)
    by = {"changed_by": name_id(CHIEF), "changed_at": dt.datetime.combine(day, dt.time(8), dt.UTC)}
    return {"id": name_id("report/text"), "project_key": CURRENT, "month": month, **_TEXTS, **by}
