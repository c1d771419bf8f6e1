"""The tables of a release as rows and columns in the language of the scope: one making for page, workbook and paper. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.disclosure.tables import TENANT
from core.i18n import _, format_date, format_month
from core.reporting.terms import FigureName, Target
from core.rollup.names import category_name, dimension_name, fewer_than, table_name
from core.steering.content import Content


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it may be shown. Without a value it is hidden (`fewer_than` some number) or unknown (0)."""

    value: int | None
    fewer_than: int = 0
    percent: bool = False


Value = Number | str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is about, its values, and whether it is the sum of the others."""

    name: str
    values: tuple[Value, ...]
    is_sum: bool = False
    slug: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. `key` is its name in no language, `rounded` tells tier three from exact figures."""

    key: str
    title: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    rounded: bool = True

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Of all columns, as a page's table takes them."""
        return [(self.about, ""), *((one or _("How many"), "num") for one in self.columns)]


def grids_of(content: Content) -> list[Grid]:
    """Every table of a release: first the exact ones."""
    return [*exact_grids(content), *crossed_grids(content)]


def exact_grids(content: Content) -> list[Grid]:
    """What is exact: how the delprojekt stand, and what happened in the month."""
    return [overview(content), goals(content), month_of_all(content), *hours(content)]


OVERVIEW = (
    (FigureName.MONTHS_ELAPSED, False),
    (FigureName.MONTHS_TOTAL, False),
    (FigureName.STARTED, False),
    (FigureName.TARGET, False),
    (FigureName.STARTED_PERCENT, True),
    (FigureName.ACTIVE, False),
    (FigureName.ENDED, False),
)
GOALS = (
    (FigureName.WOMEN, False),
    (FigureName.MEN, False),
    (FigureName.WORK_OR_STUDIES, False),
    (FigureName.WORK_OR_STUDIES_PERCENT, True),
    (FigureName.REGULAR_MEASURES, False),
    (FigureName.REGULAR_MEASURES_PERCENT, True),
)


def overview(content: Content) -> Grid:
    """Months, started against target, active, ended."""
    columns = (
        _("Months passed"),
        _("Months in all"),
        _("Started"),
        _("Target"),
        _("Of the target"),
        _("Active"),
        _("Ended"),
    )
    return Grid("overview", _("Participants"), _("Sub-project"), columns, tuple(_rows(content, OVERVIEW)), rounded=False)


def goals(content: Content) -> Grid:
    """Women and men who started, and both goals."""
    columns = (
        _("Started, women"),
        _("Started, men"),
        _("To work or studies"),
        _("Per cent to work or studies"),
        _("To regular measures"),
        _("Per cent to regular measures"),
    )
    return Grid("goals", _("Women, men and goals"), _("Sub-project"), columns, tuple(_rows(content, GOALS)), rounded=False)


def _rows(content: Content, figures: Sequence[tuple[FigureName, bool]]) -> Iterator[Line]:
    k = content["policy"]["k"]
    for row in (*content["delprojekt"], content["county"]):
        values = tuple(_figure(row["figures"][name.value], k, percent=percent) for name, percent in figures)
        is_sum = row["slug"] == "all"
        note = _("example target") if row["target"] in (Target.EXAMPLE, Target.EXAMPLE_SUM) and figures is OVERVIEW else ""
        yield Line(_("All together") if is_sum else row["name"], values, is_sum, row["slug"], note)


def _figure(told: Mapping[str, Any], k: int, *, percent: bool) -> Number:
    return Number(told["value"], k if told.get("suppressed") else 0, percent)


def month_of_all(content: Content) -> Grid:
    """New, ended and active in the release's last month."""
    month = dt.date.fromisoformat(content["release"]["month"])
    lines, sums = [], [0, 0, 0]
    for row in content["delprojekt"]:
        flow = next((one for one in content["months"].get(row["slug"], []) if one["month"] == month.isoformat()), None)
        counts = [flow[name] for name in ("started", "ended", "active")] if flow else [0, 0, 0]
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        lines.append(Line(row["name"], (*map(Number, counts), _("Yes") if row["locked"] else _("No")), slug=row["slug"]))
    lines.append(Line(_("All together"), (*map(Number, sums), ""), is_sum=True, slug="all"))
    columns = (_("New this month"), _("Ended this month"), _("Active at its end"), _("The month is locked"))
    title = _("The month: %(month)s", month=format_month(month))
    return Grid("month", title, _("Sub-project"), columns, tuple(lines), rounded=False)


def hours(content: Content) -> list[Grid]:
    """Attended hours of the months that may be told; nothing where none is."""
    rows = [row for row in (*content["delprojekt"], content["county"]) if row.get("hours") is not None]
    lines = tuple(
        Line(
            _("All together") if row["slug"] == "all" else row["name"],
            (Number(row["hours"]), Number(row["hours_months"])),
            row["slug"] == "all",
            row["slug"],
        )
        for row in rows
    )
    columns = (_("Attended hours"), _("Months that may be told"))
    title = _("Attended hours of locked months")
    return [Grid("hours", title, _("Sub-project"), columns, lines, rounded=False)] if lines else []


def crossed_grids(content: Content) -> list[Grid]:
    """Tier three: rounded, additive. The margin of both dimensions stands last in its row and column."""
    return [_crossed(content, table) for table in content["tables"]]


MOST_COLUMNS = 13
"""A table with more stands the other way, so that it can be read on paper."""


def _crossed(content: Content, table: Mapping[str, Any]) -> Grid:
    numbers = {_key(cell["at"]): _number(cell) for cell in table["cells"]}
    first, *rest = table["dimensions"]
    second = rest[0] if rest else None
    if second and len(second["categories"]) > MOST_COLUMNS:
        first, second = second, first
    columns = [*(second["categories"] if second else ()), None]
    lines = []
    for category in (*first["categories"], None):
        ats = [{first["name"]: category} | ({second["name"]: other} if second else {}) for other in columns]
        values = tuple(numbers.get(_key(at), Number(None)) for at in ats)
        if any(value != Number(None) for value in values):
            slug = category or "" if first["name"] == TENANT else ""
            lines.append(Line(_label(content, first["name"], category), values, category is None, slug, _note(content, slug)))
    headings = [_heading(content, second["name"], one) if second else "" for one in columns]
    return Grid(table["name"], table_name(table["name"]), dimension_name(first["name"]), tuple(headings), tuple(lines))


def _label(content: Content, dimension: str, category: str | None) -> str:
    """None is the sum."""
    names = {row["slug"]: row["name"] for row in content["delprojekt"]}
    return _("All together") if category is None else category_name(dimension, category, names)


def _heading(content: Content, dimension: str, category: str | None) -> str:
    """Of a column; a delprojekt that stands says since when."""
    note = _note(content, category or "") if dimension == TENANT else ""
    label = _label(content, dimension, category)
    return f"{label} ({note})" if note else label


def _note(content: Content, slug: str) -> str:
    stands = content["standing"].get(slug)
    return _("as on %(day)s", day=format_date(dt.date.fromisoformat(stands))) if stands else ""


def _key(at: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """What is not named is the total."""
    return tuple(sorted((name, one) for name, one in at.items() if one is not None))


def _number(cell: Mapping[str, Any]) -> Number:
    return Number(cell["value"], cell.get("fewer_than", 0))


def said(value: Value, *, unknown: str = "–") -> str | int:
    """What a cell of a file holds: the number itself, or the words that stand for it."""
    if isinstance(value, str):
        return value
    if value.value is not None:
        return value.value
    return fewer_than(value.fewer_than) if value.fewer_than else unknown
