"""Which pictures there are, which are missing, and where they are kept. The drawing itself is handed in by the job.

A picture belongs to the figures it was drawn from: its fingerprint is compared on every page, so that what is shown never
differs from the table under it, and never shows a figure that has since been hidden.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.context import Language, language
from core.db import engine_for, session
from core.reporting.charts import Chart, fingerprint
from core.reporting.models import CountyChart, CountyChartMade, OwnChart
from core.reporting.terms import ChartName, Width

LANGUAGES: tuple[Language, ...] = ("sv", "en")
Draw = Callable[[Chart, Language, Width], str]
Paint = Callable[[Chart, Language], bytes]
"""The wide picture as PNG."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart on a page: its figures for the table, and its pictures (SVG) when they have been drawn."""

    chart: Chart
    wide: str | None
    narrow: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A chart that has not been drawn from these figures, in one language."""

    chart: Chart
    language: Language
    fingerprint: str


def show_own(project_key: str, charts: Iterable[Chart]) -> dict[ChartName, Shown]:
    """The charts of the tenant in force, by name, with the pictures that fit them."""
    return _show(OwnChart, project_key, list(charts))


def show_county(project_key: str, charts: Iterable[Chart]) -> dict[ChartName, Shown]:
    """The county's charts, by name, with the pictures that fit them."""
    return _show(CountyChart, project_key, list(charts))


def find_png(project_key: str, chart: Chart) -> bytes | None:
    """The picture to save, when it was painted from these figures."""
    wanted = sa.and_(CountyChart.project_key == project_key, CountyChart.fingerprint == fingerprint(chart, language()))
    found: bytes | None = session.scalar(sa.select(CountyChart.png).where(wanted, CountyChart.width == Width.WIDE))
    return found


def _show(model: type[OwnChart] | type[CountyChart], project_key: str, charts: Sequence[Chart]) -> dict[ChartName, Shown]:
    marks = [fingerprint(chart, language()) for chart in charts]
    kept = sa.select(model.fingerprint, model.width, model.svg)
    kept = kept.where(model.project_key == project_key, model.fingerprint.in_(marks))
    drawn = {(row.fingerprint, row.width): row.svg for row in session.execute(kept)} if marks else {}
    return {
        chart.name: Shown(chart, drawn.get((mark, Width.WIDE)), drawn.get((mark, Width.NARROW)))
        for chart, mark in zip(charts, marks, strict=True)
    }


def list_missing_own(project_key: str, charts: Sequence[Chart]) -> list[Missing]:
    """What is to be drawn for the tenant in force."""
    return list(_missing(OwnChart, project_key, charts))


def list_missing_county(project_key: str, charts: Sequence[Chart]) -> list[Missing]:
    """What is to be drawn for the county."""
    return list(_missing(CountyChart, project_key, charts))


def _missing(model: type[OwnChart] | type[CountyChart], project_key: str, charts: Sequence[Chart]) -> Iterator[Missing]:
    kept = sa.select(model.fingerprint).where(model.project_key == project_key)
    drawn = set(session.scalars(kept.group_by(model.fingerprint).having(sa.func.count() == len(Width))))
    for chart in charts:
        for one in LANGUAGES:
            mark = fingerprint(chart, one)
            if mark not in drawn:
                yield Missing(chart, one, mark)


def keep_own(project_key: str, missing: Sequence[Missing], draw: Draw) -> None:
    """Draw in the tenant in force and keep instead of what was drawn before; the caller commits."""
    for one in missing:
        for row in _rows(project_key, one, draw):
            session.execute(_replacing(OwnChart, row, _KEY))


def keep_county(project_key: str, missing: Sequence[Missing], draw: Draw, paint: Paint) -> None:
    """Draw and keep as the builder, each chart in a transaction of its own, so that what is drawn is soon seen."""
    for one in missing:
        rows = list(_rows(project_key, one, draw))
        beside: dict[str, object] = {"subject": one.chart.subject}
        png = paint(one.chart, one.language)
        with engine_for("rollup_builder").begin() as connection:
            for row in rows:
                painted = png if row["width"] == Width.WIDE else None
                connection.execute(_replacing(CountyChartMade, row | beside | {"png": painted}, (*_KEY, "subject")))


def _rows(project_key: str, one: Missing, draw: Draw) -> Iterator[dict[str, object]]:
    for width in Width:
        yield {
            "project_key": project_key,
            "chart": one.chart.name,
            "language": one.language,
            "width": width,
            "fingerprint": one.fingerprint,
            "svg": draw(one.chart, one.language, width),
        }


_KEY = ("project_key", "chart", "language", "width")


def _replacing(model: type[OwnChart] | type[CountyChartMade], row: dict[str, object], key: Sequence[str]) -> postgresql.Insert:
    fresh = {name: value for name, value in row.items() if name not in key}
    statement = postgresql.insert(model).values(**row)
    return statement.on_conflict_do_update(index_elements=list(key), set_=fresh | {"drawn_at": sa.func.now()})
