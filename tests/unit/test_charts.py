"""Charts: what they hold is what the figures hold, and the picture is one that a strict page may show."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from core import i18n
from core.context import Language
from core.reporting.charts import (
    Bar,
    Chart,
    ExitBar,
    ExitsChart,
    GoalPanel,
    GoalsChart,
    OverTimeChart,
    Point,
    TargetsChart,
    exits_chart,
    fingerprint,
    goals_chart,
    over_time_chart,
    targets_chart,
)
from core.reporting.terms import CountyProgress, Figure, FigureName, Width
from core.web.charts import labels
from core.web.charts.svg import UnsafeChart, tidy
from core.web.charts.words import MONTHS, short_month
from tests.unit.test_reporting import headline, roslagen

D = dt.date
WORK, REGULAR = FigureName.WORK_OR_STUDIES_PERCENT, FigureName.REGULAR_MEASURES_PERCENT
GOALS = {WORK: 30, REGULAR: 40}
NBSP = "\N{NO-BREAK SPACE}"

GOALS_CHART = GoalsChart(
    (
        GoalPanel(WORK, 30, (Bar("Roslagen", 34), Bar("VärNa", None, hidden=True), Bar("Södertälje & Nykvarn", 28))),
        GoalPanel(REGULAR, 40, (Bar("Roslagen", 39), Bar("VärNa", None), Bar("Södertälje & Nykvarn", 42))),
    )
)
TARGETS_CHART = TargetsChart((Bar("Roslagen", 301, target=300), Bar("VärNa", 143), Bar("Tyresö", None, target=50)))
OVER_TIME = OverTimeChart(
    tuple(Point(D(2022, month, 28), 40 * month) for month in range(1, 9)), D(2022, 1, 1), D(2022, 12, 31), 1500
)
EXITS = ExitsChart(205, (ExitBar(WORK, 60, 29, 30), ExitBar(REGULAR, 100, 49, 40), ExitBar(None, 45, 22, None)))


@pytest.fixture(scope="module")
def drawing() -> Iterator[None]:
    """An application that knows the languages, and nothing else."""
    app = Flask("charts")
    i18n.init_app(app)
    with app.app_context():
        yield


def drawn(chart: Chart, language: Language = "sv", width: Width = Width.WIDE) -> str:
    from core.web.charts.drawing import draw

    return draw(chart, language, width)


def words(svg: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(svg).iter("text")]  # noqa: S314 - our own picture


def test_a_county_chart_holds_what_the_release_shows_and_nothing_for_what_it_hides() -> None:
    shown = roslagen(headline())
    figures = {**shown.figures, WORK: Figure(WORK, 34), REGULAR: Figure(REGULAR, None, suppressed=True)}
    county = CountyProgress(shown, (replace(shown, figures=figures),))
    chart = goals_chart(county, GOALS)
    assert chart is not None
    assert [panel.bars for panel in chart.panels] == [(Bar("Roslagen", 34),), (Bar("Roslagen", None, hidden=True),)]
    assert targets_chart(county) == TargetsChart((Bar("Roslagen", 301, target=300),))


def test_there_is_no_chart_of_nothing() -> None:
    nothing = CountyProgress(roslagen(None), (roslagen(None),))
    assert goals_chart(nothing, GOALS) is None
    assert targets_chart(nothing) is None
    assert over_time_chart({}, roslagen(headline())) is None
    assert exits_chart(roslagen(headline()), 0, GOALS) is None


def test_the_line_adds_the_months_up_to_today() -> None:
    chart = over_time_chart({D(2020, 6, 1): 10, D(2022, 9, 1): 5}, roslagen(headline()))
    assert chart is not None
    assert chart.points[:2] == (Point(D(2020, 5, 31), 0), Point(D(2020, 6, 30), 10))
    assert chart.points[-2:] == (Point(D(2022, 8, 31), 10), Point(D(2022, 9, 15), 15))
    assert len(chart.points) == 29
    assert [chart.planned(day) for day in (D(2020, 4, 30), D(2022, 12, 31), D(2023, 5, 1))] == [0, 300, 300]


def test_the_exits_are_told_with_those_that_count_towards_neither_goal() -> None:
    shown = roslagen(headline())
    counts = {FigureName.WORK_OR_STUDIES: 60, FigureName.REGULAR_MEASURES: 100}
    live = replace(shown, figures={**shown.figures, **{name: Figure(name, count) for name, count in counts.items()}})
    assert exits_chart(live, 205, GOALS) == EXITS


def test_a_picture_belongs_to_its_figures_and_its_language() -> None:
    other = replace(EXITS, base=206)
    marks = {fingerprint(EXITS, "sv"), fingerprint(EXITS, "en"), fingerprint(other, "sv"), fingerprint(TARGETS_CHART, "sv")}
    assert len(marks) == 4
    assert fingerprint(replace(EXITS), "sv") in marks


@pytest.mark.parametrize("chart", [GOALS_CHART, TARGETS_CHART, OVER_TIME, EXITS], ids=lambda chart: chart.name)
@pytest.mark.parametrize("width", Width)
def test_a_picture_may_stand_in_a_strict_page(drawing: None, chart: Chart, width: Width) -> None:
    for language in ("sv", "en"):
        svg = drawn(chart, language, width)
        root = ET.fromstring(svg)  # noqa: S314 - our own picture
        assert root.get("role") == "img"
        assert (root.get("aria-label") or "").endswith(".")
        names = {name for element in root.iter() for name in element.attrib}
        assert names.isdisjoint({"style", "id", "href", "class", "onclick"})
        assert "url(" not in svg
        assert "<script" not in svg
        assert len(svg) < 12_000
        assert float(root.get("width", "0")) <= (1115 if width is Width.WIDE else 420)
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
        assert all(colour.startswith("var(--mia-") for colour in colours), colours


def test_months_and_numbers_are_the_languages_own(drawing: None) -> None:
    swedish, english = words(drawn(OVER_TIME)), words(drawn(OVER_TIME, "en"))
    assert f"jul{NBSP}2022" in swedish
    assert f"320 i aug{NBSP}2022" in swedish
    assert f"Plan: 1{NBSP}500" in swedish
    assert f"1{NBSP}000" in swedish
    assert f"Jul{NBSP}2022" in english
    assert "1,000" in english
    assert (MONTHS["sv"][4], MONTHS["sv"][9]) == ("maj", "okt")
    assert short_month(D(2022, 10, 1), "sv") == f"okt{NBSP}2022"


@pytest.mark.parametrize("width", Width)
def test_a_hidden_figure_has_words_and_no_bar(drawing: None, width: Width) -> None:
    hidden = GoalsChart((GoalPanel(WORK, 30, (Bar("VärNa", None, hidden=True),)), GoalPanel(REGULAR, 40, (Bar("VärNa", None),))))
    svg = drawn(hidden, width=width)
    assert {"visas inte", "ingen uppgift", "VärNa", f"mål 30{NBSP}%", f"mål 40{NBSP}%"} <= set(words(svg))
    bars = [found.get("d", "") for found in ET.fromstring(svg).iter("path") if "accent" in found.get("fill", "")]  # noqa: S314
    assert [path for path in bars if not path.startswith("M0,0h0")] == []


def test_names_and_values_stand_in_the_picture(drawing: None) -> None:
    said = words(drawn(GOALS_CHART))
    assert {"Roslagen", "Södertälje & Nykvarn", f"34{NBSP}%", f"28{NBSP}%", f"42{NBSP}%", "visas inte"} <= set(said)
    assert {"301 av 300", "143, mål saknas", "ingen uppgift"} <= set(words(drawn(TARGETS_CHART)))
    assert {f"29{NBSP}%, 60 personer", "Annat avslut"} <= set(words(drawn(EXITS)))


@pytest.mark.parametrize(
    ("bar", "goal", "side"),
    [(200.0, 150.0, "after"), (145.0, 150.0, "inside"), (120.0, 150.0, "inside"), (20.0, 40.0, "beyond"), (50.0, 200.0, "after")],
)
def test_a_value_never_lies_across_the_goals_line(bar: float, goal: float, side: str) -> None:
    label = f"28{NBSP}%"
    place = labels.place(label, bar, goal)
    assert place.side == side
    length = labels.length_of(label)
    start, end = (place.x - length, place.x) if place.align == "right" else (place.x, place.x + length)
    assert not start - labels.CLEAR < goal < end + labels.CLEAR


@pytest.mark.parametrize(
    "content",
    [
        "<script>1</script>",
        '<image href="x"/>',
        '<rect style="fill:red"/>',
        '<rect onclick="1"/>',
        '<path d="M0" fill="url(#x)"/>',
    ],
)
def test_what_a_page_would_refuse_is_refused_when_it_is_drawn(content: str) -> None:
    with pytest.raises(UnsafeChart):
        tidy(f'<svg xmlns="http://www.w3.org/2000/svg">{content}</svg>', "x")


def test_the_application_starts_without_what_draws() -> None:
    """The web would carry 120 MB a process for nothing."""
    code = "import sys, wsgi; wsgi.create_app(); sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    environment = {**os.environ, "MIA_ENV": "test", "MIA_SECRET_KEY": "s" * 40, "MIA_WORKER_KEY": "w" * 40}
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr.decode()[-500:]
