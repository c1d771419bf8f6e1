"""The figures of the contract, made from counts: what the förbund themselves published must come out."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from core.alphabet import swedish_key
from core.projects.models import Project
from core.projects.queries import short_name
from core.reporting.assembly import cells_of, county_progress, delprojekt_progress
from core.reporting.terms import PUBLIC, CountyProgress, Figure, FigureName, Progress, Target
from core.rollup.queries import Cell, Headline, ReleaseRead
from core.rollup.terms import Figure as Outcome

DAY = dt.date(2022, 9, 15)
ROSLAGEN = uuid.UUID(int=1)


def project(planned: int | None = 1900) -> Project:
    return Project(
        key="mia-vidare",
        name="MIA Vidare",
        starts_on=dt.date(2020, 6, 1),
        ends_on=dt.date(2022, 9, 30),
        planned_participants=planned,
        goal_work_or_studies_percent=30,
        goal_regular_measures_percent=40,
    )


def headline(number: int = 1, *, started: int = 301, target: int | None = 300, example: bool = False) -> Headline:
    return Headline(
        tenant_id=uuid.UUID(int=number),
        project_key="mia-vidare",
        starts_on=dt.date(2020, 5, 1),
        ends_on=dt.date(2022, 12, 31),
        target=target,
        target_is_example=example,
        started=started,
        active=started - 205,
        ended=205,
        as_of=dt.datetime(2022, 9, 15, 10, number, tzinfo=dt.UTC),
    )


def roslagen(found: Headline | None, cells: dict[Outcome, Cell] | None = None) -> Progress:
    return delprojekt_progress(
        slug="roslagen", name="Roslagen", own=None, headline=found, project=project(), cells=cells or {}, day=DAY
    )


def figures(progress: Progress, *names: str) -> list[int | None]:
    return [progress.value(name) for name in names]


def test_roslagen_shows_what_it_published_in_september_2022() -> None:
    shown = roslagen(headline())
    assert figures(shown, "months.elapsed", "months.total", "months.percent") == [28, 32, 88]
    assert figures(shown, "participants.started", "participants.target", "participants.percent") == [301, 300, 100]
    assert figures(shown, "participants.active", "participants.ended") == [96, 205]


def test_the_county_counts_months_in_the_projects_own_period() -> None:
    shown = county_progress(project(), [headline()], cells={}, day=DAY)
    assert figures(shown, "months.elapsed", "months.total") == [27, 28]


def test_the_county_adds_its_delprojekt_and_is_as_old_as_the_oldest() -> None:
    shown = county_progress(project(), [headline(2, started=1602), headline(1)], cells={}, day=DAY)
    assert figures(shown, "participants.started", "participants.percent", "participants.ended") == [1903, 100, 410]
    assert shown.as_of == headline(1).as_of
    assert shown.slug == "all"


@pytest.mark.parametrize(
    ("planned", "parts", "target", "kind"),
    [
        (1900, [headline(target=None)], 1900, Target.PLANNED),
        (None, [headline(1), headline(2)], 600, Target.SUM),
        (None, [headline(1), headline(2, example=True)], 600, Target.EXAMPLE_SUM),
        (None, [headline(1), headline(2, target=None)], None, Target.MISSING),
        (None, [], None, Target.MISSING),
    ],
)
def test_a_target_says_where_it_comes_from(planned: int | None, parts: list[Headline], target: int | None, kind: Target) -> None:
    shown = county_progress(project(planned), parts, cells={}, day=DAY)
    assert (shown.value("participants.target"), shown.target) == (target, kind)


def test_a_delprojekt_without_a_target_shows_no_per_cent() -> None:
    shown = roslagen(headline(target=None))
    assert shown.target == Target.MISSING
    assert figures(shown, "participants.started", "participants.target", "participants.percent") == [301, None, None]


def test_an_example_target_is_tagged() -> None:
    shown = roslagen(headline(example=True))
    assert shown.target == Target.EXAMPLE
    assert CountyProgress(county_progress(project(), [], cells={}, day=DAY), (shown,)).has_example_targets


def test_before_anything_was_counted_a_figure_is_unknown_and_not_zero() -> None:
    shown = roslagen(None)
    assert figures(shown, "months.elapsed", "participants.started", "participants.active") == [27, None, None]
    assert not any(shown[name].suppressed for name in FigureName)


def test_a_project_that_ended_before_this_system_has_unknown_figures() -> None:
    entered_elsewhere = replace(headline(started=0), active=0, ended=0, ends_on=dt.date(2020, 8, 31))
    cells = {Outcome.WORK_OR_STUDIES: Cell(0, suppressed=False, counted_on=DAY)}
    shown = roslagen(entered_elsewhere, cells)
    assert shown.value("outcomes.work_or_studies.count") is None
    assert figures(shown, "participants.started", "participants.percent", "participants.target") == [None, None, 300]
    county = county_progress(project(), [entered_elsewhere], cells={}, day=DAY)
    assert county.value("participants.started") is None
    assert (shown.as_of, county.as_of) == (None, None), "what was never entered was not counted just now"


def test_a_hidden_figure_has_no_value_and_an_outcome_keeps_its_oldest_day() -> None:
    earlier = DAY - dt.timedelta(days=30)
    cells = {
        Outcome.WORK_OR_STUDIES: Cell(None, suppressed=True, counted_on=DAY),
        Outcome.WORK_OR_STUDIES_PERCENT: Cell(None, suppressed=True, counted_on=DAY),
        Outcome.STARTED_WOMEN: Cell(174, suppressed=False, counted_on=earlier),
    }
    shown = roslagen(headline(), cells)
    hidden = FigureName.WORK_OR_STUDIES_PERCENT
    assert shown[hidden] == Figure(hidden, None, suppressed=True)
    assert shown.value("participants.women") == 174
    assert shown["participants.men"] == Figure(FigureName.MEN)
    assert shown.counted_on == earlier
    assert CountyProgress(county_progress(project(), [], cells={}, day=DAY), (shown,)).has_suppressed


def test_a_tenant_gets_its_own_cells_of_a_release_only() -> None:
    cell = Cell(41, suppressed=False, counted_on=DAY)
    release = ReleaseRead(
        uuid.UUID(int=9), 1, True, dt.datetime(2022, 9, 15, tzinfo=dt.UTC), DAY, {(ROSLAGEN, "work_or_studies"): cell}
    )
    assert cells_of(release, ROSLAGEN) == {Outcome.WORK_OR_STUDIES: cell}
    assert cells_of(release, uuid.UUID(int=2)) == {}
    assert cells_of(None, ROSLAGEN) == {}


def test_the_public_figures_are_those_of_the_contract() -> None:
    assert [str(name) for name in PUBLIC] == [
        "months.elapsed",
        "months.total",
        "months.percent",
        "participants.started",
        "participants.target",
        "participants.percent",
        "participants.active",
        "participants.ended",
        "outcomes.work_or_studies.percent",
        "outcomes.regular_measures.percent",
    ]


def test_municipalities_stand_in_the_order_of_the_swedish_alphabet() -> None:
    names = ["Österåker", "Täby", "Ängelholm", "Vaxholm", "Åre", "Danderyd", "Värmdö", "Vallentuna"]
    expected = ["Danderyd", "Täby", "Vallentuna", "Vaxholm", "Värmdö", "Åre", "Ängelholm", "Österåker"]
    assert sorted(names, key=swedish_key) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Samordningsförbundet Roslagen", "Roslagen"),
        ("MIA Vidare Sundbyberg och Upplands-Bro", "Sundbyberg och Upplands-Bro"),
        ("MIA VärNa", "VärNa"),
        ("Huddinge", "Huddinge"),
    ],
)
def test_a_row_has_room_for_the_short_name(name: str, short: str) -> None:
    assert short_name(name) == short
