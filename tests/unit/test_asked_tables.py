"""From crossed facts to the fixed list of tables: every fact finds its cells, and those apart stand in no delprojekt's row."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from core.disclosure.editions import Shape, Source
from core.disclosure.policy import Policy
from core.disclosure.tables import APART, Cell
from core.rollup.asked import ASKED, CrossedCount, Frame, exact_cells, make_source, public_facts

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
MAY = dt.date(2021, 5, 1)
FRAME = Frame([A, B], ["0160"], dt.date(2020, 5, 1), dt.date(2022, 12, 31), Policy())


def fact(
    cube: str, key: str, count: int = 1, *, tenant: uuid.UUID = A, apart: bool = False, month: dt.date = MAY
) -> CrossedCount:
    return CrossedCount(tenant, month, cube, key, "woman", apart, count)


def counted(*facts: CrossedCount) -> Source:
    return make_source(facts, FRAME, ASKED)


def number(source: Source, measure: str, **at: str) -> int:
    return source.shaped(Shape()).counts[Cell.of(measure, at)]


def started(count: int, *, apart: bool = False) -> list[CrossedCount]:
    """The same people in every table of those who have started."""
    keys = {"age": "30", "municipality": "0160", "party": "fk", "support": "lon", "activity": "work", "wait": "to_14"}
    return [fact(f"started_{name}", key, count, apart=apart) for name, key in keys.items()]


def test_people_stand_in_every_table_and_their_sums_are_the_same() -> None:
    source = counted(*started(7))
    assert number(source, "started") == 7
    assert number(source, "started", tenant=str(A)) == 7
    assert number(source, "started", tenant=str(B)) == 0
    assert number(source, "started", age="30–39", sex="woman") == 7
    assert number(source, "started", municipality="0160", tenant=str(A)) == 7


def test_those_apart_are_in_the_countys_sums_only() -> None:
    source = counted(*started(7), *started(2, apart=True))
    assert number(source, "started") == 9
    assert number(source, "started", sex="woman") == 9
    assert number(source, "started", tenant=str(A)) == 7
    assert number(source, "started", tenant=APART) == 2
    assert number(source, "started", age="30–39") == 7, "not even their age"


def test_those_apart_are_told_by_insats_in_the_county() -> None:
    source = counted(fact("insats", "course", 3), fact("insats", "course", 2, apart=True))
    assert number(source, "insats", insats="course") == 5
    assert number(source, "insats", insats="course", tenant=str(A)) == 3


def test_what_is_not_registered_of_those_apart_is_not_missing() -> None:
    assert number(counted(fact("missing", "baseline", 4, apart=True), fact("missing", "baseline")), "missing") == 1


@pytest.mark.parametrize(
    ("cube", "key", "measure", "at"),
    [
        ("insats", "dance", "insats", {"insats": "other"}),
        ("referred", "friend", "referred", {"party": "unknown"}),
        ("ended_support", "lottery>lon", "ended", {"before": "unknown", "after": "lon"}),
        ("follow_up", "6>declined", "follow_up", {"answer": "declined"}),
    ],
)
def test_a_local_word_has_a_place(cube: str, key: str, measure: str, at: dict[str, str]) -> None:
    source = make_source([fact(cube, key)], FRAME, [one for one in ASKED if one.measure == measure and one.cube == cube])
    assert number(source, measure, **at) == 1


@pytest.mark.parametrize(("month", "quarter"), [((2019, 1), "2020q2"), ((2021, 5), "2021q2"), ((2024, 1), "2022q4")])
def test_what_came_outside_the_project_is_told_at_its_edge(month: tuple[int, int], quarter: str) -> None:
    source = counted(fact("referred", "fk", month=dt.date(*month, 1)))
    assert number(source, "referred", quarter=quarter, party="fk") == 1


def test_an_empty_tenant_has_its_rows() -> None:
    source = counted()
    assert number(source, "started", tenant=str(B)) == 0
    assert source.by_tenant[str(B)] == {}


def test_who_takes_part_has_done_so_for_a_year_or_not() -> None:
    months = [dt.date(2021, 10, 1), dt.date(2021, 9, 1), dt.date(2019, 1, 1)]
    frame = replace(FRAME, day=dt.date(2022, 9, 15))
    source = make_source([fact("active_since", "", 2, month=month) for month in months], frame, ASKED)
    assert number(source, "active", tenant=str(A)) == 6
    assert number(source, "active", tenant=str(A), since="under_12") == 2
    assert number(source, "active", tenant=str(A), since="from_12") == 4
    assert replace(FRAME, day=dt.date(2024, 2, 29)).since(dt.date(2023, 2, 1)) == "from_12"


def test_the_county_is_told_the_headlines_of_each_delprojekt_as_they_are() -> None:
    crossed = [*started(7), *started(2, apart=True), fact("active_since", "", 3), fact("active_since", "", 1, apart=True)]
    source = counted(*crossed)
    facts = public_facts(source, {("started", str(A)): 2, ("active", str(A)): 1})
    assert {(one.low, one.high) for one in facts} == {(9, 9), (4, 4), (0, 0)}
    assert exact_cells(source) == {Cell("started"): 9, Cell("active"): 4, Cell("ended"): 0}
