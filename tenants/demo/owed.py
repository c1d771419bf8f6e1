"""What the delprojekt have reported: the first month with hours, put right afterwards at one, and the money of each year.

Made once a tenant's rows stand, by the product's own views: what is frozen is what they count.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from core.crypto import seal_content
from core.db import new_id, session
from core.interventions.queries import list_all
from core.owed import finsam, queries, workbook
from core.owed.models import FinsamYear, InsatsYear, OwedReport, OwedReportLine
from core.owed.queries import line
from core.owed.services import content_of
from core.owed.terms import MONTHLY, OwedKind
from core.participants.models import MonthLock, Subproject
from tenants.demo import margins
from tenants.demo.days import add_months, weekday_near
from tenants.demo.dice import dice
from tenants.demo.rows import TenantRows

PUT_RIGHT = "hbs"
"""Has reported August already, and put somebody's hours of July right afterwards."""
FORGOTTEN_MINUTES = 120


def add_owed(rows: TenantRows) -> None:
    """Nothing when an interrupted load got as far as this."""
    if session.scalar(sa.select(sa.func.count()).select_from(InsatsYear)):
        return
    subproject = session.scalars(sa.select(Subproject).where(Subproject.project_key == margins.CURRENT)).one()
    _add_money(rows, subproject, margins.as_of().year)
    locked = set(session.scalars(sa.select(MonthLock.month).where(MonthLock.subproject_id == subproject.id)))
    hours = queries.list_months(subproject.id)
    months = sorted(month for month in locked if month in hours and hours[month]["attended_minutes"])
    reported = months if rows.slug == PUT_RIGHT else months[:1]
    for kind in MONTHLY:
        for position, month in enumerate(reported, start=1):
            _add_month(rows, subproject, kind, month, position, wrong=rows.slug == PUT_RIGHT and position == 1)
    _add_year(rows, subproject, margins.as_of().year - 1)
    session.flush()


def _add_money(rows: TenantRows, subproject: Subproject, until: int) -> None:
    """Plausible and made up: a budget by the number of participants planned, an outcome near it once the year is over."""
    chance = dice(f"{rows.slug}/owed")
    for year in range(subproject.starts_on.year, until + 1):
        for insats in list_all(subproject.id):
            planned = chance.randrange(10, 60)
            budget = planned * chance.randrange(8, 20) * 1000
            esf = budget * 2 // 3
            spent = chance.uniform(0.86, 1.04) if year < until else chance.uniform(0.55, 0.7)
            money = {"budget": budget - esf, "esf_budget": esf}
            typed = {"outcome": round((budget - esf) * spent), "esf_outcome": round(esf * spent)}
            session.add(InsatsYear(intervention_id=insats.id, year=year, planned_participants=planned, **money, **typed))
        over = {"equity": chance.randrange(200, 900) * 1000} if year < until else {}
        administration = chance.randrange(600, 1400) * 1000
        session.add(
            FinsamYear(
                subproject_id=subproject.id,
                year=year,
                allotted=chance.randrange(4, 12) * 1_000_000,
                administration_budget=administration,
                administration_outcome=round(administration * chance.uniform(0.9, 1.05)) if year < until else None,
                **over,
            )
        )
    session.flush()


def _add_month(rows: TenantRows, subproject: Subproject, kind: OwedKind, month: dt.date, position: int, *, wrong: bool) -> None:
    content, digest = content_of(kind, subproject.id, month)
    if wrong:
        digest = hashlib.sha256(b"before it was put right").hexdigest()
        name = "hours" if kind is OwedKind.SCB else "whole_hours"
        content["figures"][name] -= FORGOTTEN_MINUTES // 60
    report_id = _add_report(
        subproject,
        kind,
        month,
        position,
        content,
        digest,
        reported_on=weekday_near(add_months(month, 1) + dt.timedelta(days=13), forward=True),
        by=rows.find_staff("subproject_manager").account_id,
        make=lambda: workbook.month_book(kind, month, subproject.name, content),
    )
    if wrong:
        _keep_lines_before(report_id, kind, subproject.id, month)
    else:
        session.execute(queries.lines_to_keep(report_id, kind, subproject.id, month))


def _keep_lines_before(report_id: uuid.UUID, kind: OwedKind, subproject_id: uuid.UUID, month: dt.date) -> None:
    """The lines with two hours of one participant that had been forgotten."""
    columns = ("participation_id", "begun", "began_on", "ended_on", "planned_minutes", "minutes")
    belongs = line.c.takes_part if kind is OwedKind.SCB else line.c.planned_minutes > 0
    chosen = sa.select(*(line.c[name] for name in columns)).where(line.c.subproject_id == subproject_id, line.c.month == month)
    found = session.execute(
        chosen.where(belongs).order_by(line.c.minutes.desc(), line.c.participation_id), bind_arguments={"bind_name": "tenant"}
    )
    kept = [{**row, "report_id": report_id} for row in found.mappings()]
    if kept:
        kept[0]["minutes"] = max(kept[0]["minutes"] - FORGOTTEN_MINUTES, 0)
        session.execute(sa.insert(OwedReportLine), kept)


def _add_year(rows: TenantRows, subproject: Subproject, year: int) -> None:
    """The year before, reported by the förbund's office."""
    if year < subproject.starts_on.year:
        return
    content, digest = finsam.content_of_year(subproject.id, year)
    _add_report(
        subproject,
        OwedKind.FINSAM,
        finsam.period_of(year),
        1,
        content,
        digest,
        reported_on=weekday_near(dt.date(year + 1, 2, 3), forward=True),
        by=rows.find_staff("association_office").account_id,
        make=lambda: workbook.year_book(year, subproject.name, content),
    )


def _add_report(
    subproject: Subproject,
    kind: OwedKind,
    period: dt.date,
    position: int,
    content: dict[str, Any],
    digest: str,
    *,
    reported_on: dt.date,
    by: uuid.UUID,
    make: Callable[[], bytes],
) -> uuid.UUID:
    report_id = new_id()
    report = OwedReport(
        id=report_id,
        subproject_id=subproject.id,
        kind=kind.value,
        period=period,
        number=1,
        position=position,
        content=content,
        digest=digest,
        file=seal_content(workbook.in_swedish(make), table="owed_report", column="file", row=report_id),
        reported_on=reported_on,
        reported_by=by,
        reported_at=dt.datetime.combine(reported_on, dt.time(13, 30), dt.UTC),
    )
    session.add(report)
    session.flush()
    return report_id
