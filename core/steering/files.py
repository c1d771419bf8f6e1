"""A release as csv (a line a number) and workbook (a sheet a table), in the language of the scope. Of its content alone."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from core.i18n import _, format_instant, format_month
from core.sheets import Cell, Column, Table, csv_of, write_book
from core.steering.content import Content
from core.steering.grids import Grid, Line, Number, crossed_grids, exact_grids, grids_of, said
from core.steering.terms import DEADLINE_NAMES, REPORT_FIELDS, REPORT_HEADINGS, DeadlineKind

Kept = Mapping[str, Any]
"""What a report froze beside the release: `texts`, `spending`, `deadlines` (core/steering/services.py)."""


def csv_file(content: Content) -> bytes:
    """One line a number: table, row, column, value, and what stands there instead of a number."""
    columns = [Column(one) for one in (_("Table"), _("Row"), _("Column"), _("Value"), _("Unit"), _("Instead of a number"))]
    return csv_of(columns, _lines(content))


def _lines(content: Content) -> Iterator[Sequence[Cell]]:
    for grid in grids_of(content):
        for line in grid.lines:
            for column, value in zip(grid.columns, line.values, strict=True):
                if isinstance(value, Number) and not (grid.rounded and value == Number(None)):
                    instead = "" if value.value is not None else said(value, unknown=_("no figure"))
                    unit = "%" if value.percent else ""
                    yield grid.title, line.name, column or _("How many"), value.value, unit, instead


def workbook(content: Content, report: Kept | None = None) -> bytes:
    """A sheet for each table, before them what it is; with a report also its texts, the money and the days."""
    sheets = [_about(content)]
    if report:
        sheets += list(_written(report))
    sheets += [_sheet(grid, content) for grid in (*exact_grids(content), *crossed_grids(content))]
    return write_book(sheets)


def title_of(content: Content) -> str:
    """ "MIA Vidare, augusti 2022"."""
    return f"{content['project']['name']}, {format_month(dt.date.fromisoformat(content['release']['month']))}"


def facts_of(content: Content) -> list[tuple[str, str]]:
    """Which release this is, as pairs of term and value."""
    release = content["release"]
    return [
        (_("Project"), content["project"]["name"]),
        (_("The last month counted"), format_month(dt.date.fromisoformat(release["month"]))),
        (_("Release"), str(release["number"])),
        (_("Made"), format_instant(dt.datetime.fromisoformat(release["made_at"]))),
        (_("Proof of the rounded numbers (SHA-256)"), release["digest"]),
    ]


def how_to_read(content: Content) -> list[str]:
    """What a reader must know of exact and rounded figures."""
    policy = content["policy"]
    said_of = [
        _("Participants, targets, active, ended and the month's new and ended are exact."),
        _(
            "Women, men and the goals are exact. A figure that is fewer than %(k)s people, or leaves fewer, is not shown.",
            k=policy["k"],
        ),
        _(
            "Everything else is rounded to a multiple of %(base)s, so that it adds up and tells of nobody. "
            "“Fewer than %(k)s” may also mean nobody.",
            base=policy["base"],
            k=policy["k"],
        ),
    ]
    if content["release"]["wide_margins"]:
        said_of.append(_("In this release sums may differ from the true number by up to %(most)s.", most=2 * policy["base"] - 1))
    if content["standing"]:
        said_of.append(_("A row with a day stands as it was then: too few people have been changed in it since."))
    return said_of


def _about(content: Content) -> Table:
    rows = [*facts_of(content), ("", ""), *((line, "") for line in how_to_read(content))]
    return Table(_("About the release"), [Column(_("What"), 44), Column(_("Value"), 70)], rows, (title_of(content),))


def _sheet(grid: Grid, content: Content) -> Table:
    columns = [Column(grid.about, 34), *(Column(one or _("How many"), 15, 0) for one in grid.columns)]
    rows = [[_named(line), *(said(value) for value in line.values)] for line in grid.lines]
    note = _("Rounded to a multiple of %(base)s.", base=content["policy"]["base"]) if grid.rounded else _("Exact.")
    return Table(grid.title, columns, rows, (grid.title, title_of(content), note))


def _named(line: Line) -> str:
    return f"{line.name} ({line.note})" if line.note else line.name


def _written(report: Kept) -> Iterator[Table]:
    texts = [(str(REPORT_HEADINGS[name]), report["texts"][name]) for name in REPORT_FIELDS if report["texts"].get(name)]
    if texts:
        yield Table(_("Text"), [Column(_("Heading"), 34), Column(_("Text"), 100)], texts)
    if report["spending"]:
        yield Table(_("Spending"), [Column(one, 20) for one in spending_columns()], spending_rows(report))
    if report["deadlines"]:
        yield Table(_("Deadlines"), [Column(_("What"), 44), Column(_("Due on"), 16)], deadline_rows(report))


def spending_columns() -> tuple[str, ...]:
    """Headings of the money."""
    return _("Sub-project"), _("Budget, SEK"), _("Spent, SEK"), _("Spent until")


class SpendingRow(NamedTuple):
    """A delprojekt's money."""

    name: str
    budget_sek: int
    spent_sek: int
    until: dt.date


def spending_rows(report: Kept) -> list[SpendingRow]:
    """A line a delprojekt, as it was typed in then."""
    return [
        SpendingRow(one["name"], one["budget_sek"], one["spent_sek"], dt.date.fromisoformat(one["spent_until"]))
        for one in report["spending"]
    ]


def deadline_rows(report: Kept) -> list[tuple[str, dt.date]]:
    """What was to be done when the report was made."""
    return [(deadline_title(one), dt.date.fromisoformat(one["due_on"])) for one in report["deadlines"]]


def deadline_title(one: Mapping[str, Any]) -> str:
    """The kind, the month it is about, and what was written of it."""
    kind = str(DEADLINE_NAMES[DeadlineKind(one["kind"])])
    month = format_month(dt.date.fromisoformat(one["period"])) if one.get("period") else ""
    return ", ".join(part for part in (one.get("title") or kind, month) if part)
