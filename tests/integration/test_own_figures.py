"""A delprojekt's own figures in depth: the same people as its overview, and a list only for who may read it."""

import datetime as dt

import pytest

from core.reporting.own import changes, get_depth, months_of, question
from core.reporting.queries import OwnCount
from core.rollup.cubes import CubeName, HoursVerdict
from core.rollup.terms import Flow
from tests.conftest import InTenant, OpenBrowser
from tests.crowd import Place, gather
from tests.house import OWN, House
from tests.integration.test_participant_pages import statements

PAGE = "/figures/in-depth"
MOST = 9
JUNE, JULY = dt.date(2022, 6, 1), dt.date(2022, 7, 1)


@pytest.fixture
def crowd(two_tenants: House) -> House:
    place = Place(
        two_tenants.schemas["roslagen"],
        two_tenants.subprojects["roslagen"],
        two_tenants.authorities["roslagen", OWN],
        two_tenants.accounts["case_worker@roslagen.example"],
        "0160",
    )
    with two_tenants.operator.begin() as connection:
        gather(connection, place, 30, referred=True)
    return two_tenants


def test_every_question_is_about_the_same_people(crowd: House, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "association_office"):
        page = get_depth(None)
    assert {page.questions[name].total for name in ("party", "age", "municipality", "wait")} == {30}
    assert page.questions["length"].total == page.changes["support"].ended == page.changes["activity"].ended
    assert (page.now["active"], page.now["paused"]) == (12, 3)
    assert page.months[0].month == page.day.replace(day=1)
    assert page.months[0].active == page.now["active"]
    assert page.now["over_a_year"] <= 12
    assert page.missing["baseline"] == 30
    assert [line.key for line in page.questions["municipality"].lines] == ["0160"]


def test_figures_for_the_office_and_lists_for_who_reads_persons(crowd: House, browser: OpenBrowser) -> None:
    leader = browser("roslagen", "subproject_manager")
    with statements() as seen:
        manager = leader.get(PAGE).text
    assert '/participants?status=all&amp;municipality=0160"' in manager
    assert 'href="/participants?status=active"' in manager
    office = browser("roslagen", "association_office").get(PAGE).text
    assert "/participants" not in office
    assert "Täby" in office
    assert browser("roslagen", "case_worker").get(PAGE).status_code == 404
    assert len(seen) <= MOST, seen


def test_an_empty_delprojekt_has_a_page(browser: OpenBrowser) -> None:
    assert "Ingen än." in browser("hbs", "subproject_manager").get(PAGE).text


def count(cube: CubeName, key: str, number: int, month: dt.date | None = None, sex: str = "woman") -> OwnCount:
    return OwnCount(cube, key, sex, month, number)


def test_categories_stand_in_the_order_of_the_list_and_the_unknown_last() -> None:
    found = question(
        [count(CubeName.STARTED_AGE, key, 2) for key in ("unknown", "60", "16", "65")] + [count(CubeName.PAUSED, "", 9)],
        CubeName.STARTED_AGE,
        "age",
    )
    assert [(line.key, line.total, line.percent) for line in found.lines] == [
        ("16–19", 2, 25),
        ("60+", 4, 50),
        ("unknown", 2, 25),
    ]


def test_who_had_the_same_before_and_after_has_not_moved() -> None:
    pairs = {"lon>lon": 4, "forsorjningsstod>lon": 3, "forsorjningsstod>unknown": 2}
    found = changes(
        [count(CubeName.ENDED_SUPPORT, key, number) for key, number in pairs.items()], CubeName.ENDED_SUPPORT, "support"
    )
    assert (found.ended, found.moved, len(found.moves)) == (9, 3, 1)
    assert [(line.before, line.after) for line in found.lines] == [(5, 0), (4, 7), (0, 2)]


def test_a_months_hours_say_whether_the_county_is_told() -> None:
    counts = [count(CubeName.HOURS, "few", 190, JUNE, ""), count(CubeName.ATTENDEES, "lon", 3, JUNE)]
    flows = {(JUNE, Flow.STARTED): 4, (JULY, Flow.ENDED): 3, (JULY, Flow.ENDED_NOT_STARTED): 1}
    july, june, may, *_ = months_of(counts, flows, dt.date(2022, 7, 9))
    assert (july.active, june.active, may.active) == (2, 4, 0)
    assert (june.hours, june.attendees, june.verdict) == (3, 3, HoursVerdict.FEW)
    assert may.verdict is None
