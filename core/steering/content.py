"""Everything a release says, in no language: written down once, when it has been made; every file is made of it alone.

Names of figures are those of /progress.json. A number of the tables is a multiple of the base; `fewer_than` stands where the
number is 0, which means fewer than k people and never nobody. Delprojekt are named by slug.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.disclosure.tables import REGION, TENANT, Table
from core.projects.models import Project
from core.projects.queries import Delprojekt
from core.reporting.assembly import cells_of, county_progress, delprojekt_progress
from core.reporting.terms import FigureName, Progress
from core.rollup.models import COUNTY
from core.rollup.queries import Headline, ReleaseRead
from core.rollup.reading import MonthFlow, TablesRead
from core.rollup.stored import ReleaseAudit
from core.rollup.terms import Figure

FORMAT = 1
"""Raised when the shape below changes; what is stored keeps its own."""
MONTHS = 12

Content = dict[str, Any]


def make_content(
    *,
    project: Project,
    parts: Sequence[Delprojekt],
    release: ReleaseRead,
    tables: TablesRead,
    headlines: Mapping[uuid.UUID, Headline],
    months: Mapping[tuple[uuid.UUID, dt.date], MonthFlow],
    locked: Mapping[tuple[uuid.UUID, dt.date], object],
    audits: Sequence[ReleaseAudit],
) -> Content:
    """What a release says. Headlines are those of this moment: they are told with their instant."""
    progress = [_progress(project, part, release, headlines.get(part.tenant_id)) for part in parts]
    counted = [headlines[part.tenant_id] for part in parts if part.tenant_id in headlines]
    county = county_progress(project, counted, cells=cells_of(release, COUNTY), day=release.as_of)
    slugs = {str(part.tenant_id): part.slug for part in parts}
    return {
        "format": FORMAT,
        "project": {"key": project.key, "name": project.name, **_period(project)},
        "goals": _goals(project),
        "release": _release(release, tables),
        "policy": asdict(tables.policy) | {"age_bands": list(tables.policy.age_bands)},
        "audit": [{"attacker": one.attacker, "cells": one.cells, "found": one.found, "words": one.words} for one in audits],
        "standing": {slugs.get(one, one): _day(day) for one, day in sorted(tables.since.items())},
        "merged": {name: {slugs.get(one, one): to for one, to in into.items()} for name, into in tables.merges.items()},
        "delprojekt": [
            _row(one) | _hours(release, part.tenant_id) | {"locked": (part.tenant_id, tables.month) in locked}
            for one, part in zip(progress, parts, strict=True)
        ],
        "county": _row(county) | _hours(release, COUNTY),
        "months": _months(parts, months, tables.month),
        "tables": [_table(table, tables, slugs) for table in tables.tables.values()],
    }


def _period(project: Project) -> dict[str, str]:
    return {"starts_on": _day(project.starts_on), "ends_on": _day(project.ends_on)}


def _goals(project: Project) -> dict[str, int]:
    return {
        FigureName.WORK_OR_STUDIES_PERCENT: project.goal_work_or_studies_percent,
        FigureName.REGULAR_MEASURES_PERCENT: project.goal_regular_measures_percent,
    }


def _progress(project: Project, part: Delprojekt, release: ReleaseRead, headline: Headline | None) -> Progress:
    return delprojekt_progress(
        slug=part.slug,
        name=part.name,
        own=None,
        headline=headline,
        project=project,
        cells=cells_of(release, part.tenant_id),
        day=release.as_of,
    )


def _release(release: ReleaseRead, tables: TablesRead) -> dict[str, object]:
    return {
        "id": str(release.id),
        "number": release.number,
        "month": _day(tables.month),
        "made_at": release.made_at.isoformat(),
        "as_of": _day(release.as_of),
        "digest": tables.digest,
        "wide_margins": tables.wide,
    }


def _day(day: dt.date) -> str:
    return day.isoformat()


def _row(progress: Progress) -> dict[str, Any]:
    figures = {
        name.value: {"value": figure.value, "suppressed": True} if figure.suppressed else {"value": figure.value}
        for name, figure in progress.figures.items()
    }
    return {
        "slug": progress.slug,
        "name": progress.name,
        "target": progress.target.value,
        "counted_at": progress.as_of.isoformat() if progress.as_of else None,
        "outcomes_counted_on": _day(progress.counted_on) if progress.counted_on else None,
        "figures": figures,
    }


def _hours(release: ReleaseRead, tenant_id: uuid.UUID) -> dict[str, int | None]:
    """Attended hours of the locked months that may be told (core/rollup/hours.py), and how many months they are."""
    hours, months = release.cell(tenant_id, Figure.HOURS), release.cell(tenant_id, Figure.HOURS_MONTHS)
    return {"hours": hours.value if hours else None, "hours_months": months.value if months else None}


def _months(
    parts: Sequence[Delprojekt], months: Mapping[tuple[uuid.UUID, dt.date], MonthFlow], until: dt.date
) -> dict[str, list[dict[str, object]]]:
    """The latest year's starts and exits of each delprojekt, month by month, and how many took part at its end. Exact, public."""
    last = sorted({month for _tenant, month in months if month < until} | {until})
    found: dict[str, list[dict[str, object]]] = {}
    for part in parts:
        active, rows = 0, []
        for month in last:
            flow = months.get((part.tenant_id, month), MonthFlow(0, 0, 0))
            active += flow.started - flow.ended + flow.ended_not_started
            rows.append({"month": _day(month), "started": flow.started, "ended": flow.ended, "active": active})
        found[part.slug] = rows[-MONTHS:]
    return found


def _table(table: Table, tables: TablesRead, slugs: Mapping[str, str]) -> dict[str, object]:
    """Its dimensions with their categories in order, and every number, margins too."""
    cells = []
    for at, value in tables.rows(table.name):
        named = {name: slugs.get(one, one) if name == TENANT else one for name, one in at.items()}
        cells.append({"at": named, "value": value} if value else {"at": named, "value": None, "fewer_than": tables.policy.k})
    dimensions = [
        {"name": one.name, "categories": [slugs.get(leaf, leaf) if one.name == TENANT else leaf for leaf in one.leaves]}
        for one in table.dimensions
    ]
    return {"name": table.name, "measure": table.measure, "dimensions": dimensions, "cells": cells}


def name_of_part(content: Content, slug: str) -> str | None:
    """What a delprojekt is called; None for a row of several."""
    if slug == REGION:
        return None
    return next((str(one["name"]) for one in content["delprojekt"] if one["slug"] == slug), None)
