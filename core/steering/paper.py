"""A release, or the report of one, on paper: the data of core/papers/report.typ, in the language of the scope."""

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

from core.context import language
from core.i18n import _, format_date, format_month, format_number, format_percent
from core.reporting.charts import Bar, Chart, GoalPanel, GoalsChart, TargetsChart
from core.reporting.terms import FigureName
from core.steering.content import Content
from core.steering.files import (
    Kept,
    deadline_rows,
    facts_of,
    how_to_read,
    spending_columns,
    spending_rows,
    title_of,
)
from core.steering.grids import Grid, Number, Value, crossed_grids, exact_grids, said
from core.steering.terms import REPORT_FIELDS, REPORT_HEADINGS

Draw = Callable[[Chart], str]
"""A picture (SVG) in the language of the scope."""


def paper_of(content: Content, report: Kept | None, draw: Draw) -> dict[str, Any]:
    """Everything the paper says."""
    month = dt.date.fromisoformat(content["release"]["month"])
    tables = [_table(grid, content) for grid in exact_grids(content)]
    return {
        "lang": language(),
        "title": _("Report: %(what)s", what=title_of(content)),
        "footer": _("%(project)s, release %(number)s", project=content["project"]["name"], number=content["release"]["number"]),
        "eu": _("Co-funded by the European Union"),
        "lead": _("All sub-projects together, to the end of %(month)s.", month=format_month(month)),
        "facts": [list(pair) for pair in facts_of(content)],
        "texts": _texts(report) if report else [],
        "charts": [_picture(heading, draw(chart)) for heading, chart in charts_of(content)],
        "first": tables + (_beside(report) if report else []),
        "all": [_table(grid, content) for grid in crossed_grids(content)],
        "read": how_to_read(content),
        "headings": {"read": _("How to read the figures"), "all": _("All tables")},
    }


def _texts(report: Kept) -> list[list[str]]:
    return [[str(REPORT_HEADINGS[name]), report["texts"][name]] for name in REPORT_FIELDS if report["texts"].get(name)]


def charts_of(content: Content) -> list[tuple[str, Chart]]:
    """The pictures with the question that each answers. None of a figure that nobody has."""
    goals, rows = content["goals"], content["delprojekt"]
    panels = tuple(GoalPanel(FigureName(name), goal, tuple(_bar(row, name) for row in rows)) for name, goal in goals.items())
    started = tuple(_bar(row, FigureName.STARTED, row["figures"][FigureName.TARGET]["value"]) for row in rows)
    found: list[tuple[str, Chart]] = []
    if any(bar.value is not None for bar in started):
        found.append((_("How many have started, against the target?"), TargetsChart(started)))
    if any(bar.value is not None for panel in panels for bar in panel.bars):
        found.append((_("Do the sub-projects reach the goals?"), GoalsChart(panels)))
    return found


def _bar(row: dict[str, Any], name: str, target: int | None = None) -> Bar:
    figure = row["figures"][name]
    return Bar(row["name"], figure["value"], bool(figure.get("suppressed")), target)


_SAYS = re.compile(r'aria-label="([^"]*)"')


def _picture(heading: str, svg: str) -> dict[str, str]:
    """With the sentence that the picture itself says to who does not see it."""
    says = _SAYS.search(svg)
    return {"heading": heading, "svg": _for_paper(svg), "alt": html.unescape(says[1]) if says else heading}


_OF_THE_PAGE = re.compile(r"var\(--[a-z-]+,(#[0-9a-f]+)\)")


def _for_paper(svg: str) -> str:
    """A picture made for a page, as one that stands alone: colours, name space and typeface come from no page here."""
    alone = _OF_THE_PAGE.sub(r"\1", svg)
    return alone.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" font-family="Hanken Grotesk" ', 1)


def _table(grid: Grid, content: Content) -> dict[str, Any]:
    return {
        "title": grid.title,
        "note": _("Rounded to a multiple of %(base)s.", base=content["policy"]["base"]) if grid.rounded else _("Exact."),
        "about": grid.about,
        "columns": [one or _("How many") for one in grid.columns],
        "lines": [
            {
                "name": f"{line.name} ({line.note})" if line.note else line.name,
                "values": [_said(one) for one in line.values],
                "sum": line.is_sum,
            }
            for line in grid.lines
        ],
    }


def _said(value: Value) -> str:
    found = said(value)
    if isinstance(found, str):
        return found
    return format_percent(found) if isinstance(value, Number) and value.percent else format_number(found)


def _beside(report: Kept) -> list[dict[str, Any]]:
    """Money and days: what the county has typed in."""
    found = []
    money = [
        _line(row.name, format_number(row.budget_sek), format_number(row.spent_sek), format_date(row.until, "short"))
        for row in spending_rows(report)
    ]
    if money:
        heading, *columns = spending_columns()
        found.append(_typed_in(_("Spending"), _("Typed in by the county."), heading, columns, money))
    days = [_line(name, format_date(day)) for name, day in deadline_rows(report)]
    if days:
        found.append(_typed_in(_("Deadlines"), _("What was to be done."), _("What"), [_("Due on")], days))
    return found


def _line(name: str, *values: str) -> dict[str, Any]:
    return {"name": name, "values": list(values), "sum": False}


def _typed_in(title: str, note: str, about: str, columns: list[str], lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "note": note, "about": about, "columns": columns, "lines": lines}
