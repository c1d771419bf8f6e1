"""Disclosure control against an attacker that shares no code with it: it tries every table that fits what it knows."""

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.rollup.disclosure import Cell, Counts, Protection, Row, is_small, protect

Table = Mapping[str, tuple[int, ...]]
Publisher = Callable[[Table, int], Protection]


def safe(table: Table, published: int) -> Protection:
    rows: dict[Row, Counts] = {name: Counts(values) for name, values in table.items()}
    return protect(rows, published)


def threshold_only(table: Table, published: int) -> Protection:
    """Naive: hides what is small and nothing else."""
    small: set[Cell] = {(n, c) for n, v in table.items() for c in range(published) if is_small(v[c])}
    return Protection(small, set())


def threshold_and_complement(table: Table, published: int) -> Protection:
    """Less naive: the complement in the row too, but nobody thought of the county's sum."""
    columns = range(published)
    small: set[Cell] = {(n, c) for n, v in table.items() for c in columns if is_small(v[c]) or is_small(sum(v) - v[c])}
    return Protection(small, set())


def two_hidden_a_column(table: Table, published: int) -> Protection:
    """The usual advice: never one hidden cell alone in a column. Forgets that the other tenant knows its own."""
    hidden = threshold_and_complement(table, published)
    for column in range(published):
        while sum(c == column for _, c in hidden.cells) == 1:
            name = min((n for n in table if (n, column) not in hidden.cells), key=lambda n: table[n][column])
            hidden.cells |= {(name, c) for c in range(published)}
    return hidden


def rows_that_fit(total: int, known: Mapping[int, int], columns: int) -> list[tuple[int, ...]]:
    return [
        values
        for values in itertools.product(range(total + 1), repeat=columns)
        if sum(values) == total and all(values[c] == v for c, v in known.items())
    ]


def tables_that_fit(
    table: Table, published: int, hidden: Protection, insider: str | None
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every table with the same row totals, shown cells and shown sums. The insider's row is known."""
    columns = len(next(iter(table.values())))
    choices = []
    for name, values in table.items():
        shown = {c: values[c] for c in range(published) if (name, c) not in hidden.cells}
        known = dict(enumerate(values)) if name == insider else shown
        choices.append(rows_that_fit(sum(values), known, columns))
    sums = {c: sum(v[c] for v in table.values()) for c in range(published) if c not in hidden.sums}
    for guess in itertools.product(*choices):
        if all(sum(row[c] for row in guess) == total for c, total in sums.items()):
            yield guess


def find_out(table: Table, published: int, hidden: Protection) -> list[str]:
    """What outsiders and each tenant can narrow down, in words; empty when the release holds."""
    found = []
    names = list(table)
    columns = len(next(iter(table.values())))
    for insider in [None, *names]:
        fitting = list(tables_that_fit(table, published, hidden, insider))
        for at, name in enumerate(names):
            values = table[name]
            for column in range(columns):
                secret = (name, column) in hidden.cells or is_small(values[column])
                seen = {guess[at][column] for guess in fitting}
                if name != insider and secret and max(seen) - min(seen) < min(5, sum(values)):
                    found.append(f"{insider or 'anyone'}: {name}[{column}] is {min(seen)}-{max(seen)}")
    return found


SEX = {"a": (12, 3), "b": (8, 7), "c": (9, 6), "d": (7, 9)}
GOALS = {"a": (6, 2, 7), "b": (5, 6, 5), "c": (7, 5, 6)}


@pytest.mark.parametrize(
    ("publisher", "table", "published"),
    [
        (threshold_only, SEX, 2),
        (threshold_and_complement, SEX, 2),
        (two_hidden_a_column, SEX, 2),
        (threshold_only, GOALS, 2),
        (threshold_and_complement, {"a": (6, 6, 2), "b": (6, 7, 8)}, 2),
    ],
)
def test_the_attacker_bites(publisher: Publisher, table: Table, published: int) -> None:
    assert find_out(table, published, publisher(table, published))


@pytest.mark.parametrize(("table", "published"), [(SEX, 2), (GOALS, 2), ({"a": (6, 6, 2), "b": (6, 7, 8)}, 2)])
def test_the_attacker_finds_nothing_in_the_same_tables_published_by_us(table: Table, published: int) -> None:
    assert find_out(table, published, safe(table, published)) == []


def tables(rows: st.SearchStrategy[int], columns: int, largest: int) -> st.SearchStrategy[Table]:
    row = st.tuples(*[st.integers(0, largest)] * columns)
    return rows.flatmap(lambda n: st.lists(row, min_size=n, max_size=n)).map(
        lambda listed: {f"t{i}": values for i, values in enumerate(listed)}
    )


@settings(max_examples=150, deadline=None)
@given(tables(st.integers(1, 4), 2, 9))
def test_women_and_men_cannot_be_found_out(table: Table) -> None:
    assert find_out(table, 2, safe(table, 2)) == []


@settings(max_examples=60, deadline=None)
@given(tables(st.integers(1, 3), 3, 7))
def test_goals_cannot_be_found_out(table: Table) -> None:
    possible = 1
    for values in table.values():
        possible *= (sum(values) + 1) * (sum(values) + 2) // 2
    assume(possible < 400_000)
    assert find_out(table, 2, safe(table, 2)) == []


@settings(max_examples=200, deadline=None)
@given(tables(st.integers(1, 8), 2, 60))
def test_a_shown_cell_and_its_complement_are_nobody_or_at_least_five(table: Table) -> None:
    hidden = safe(table, 2)
    for name, values in table.items():
        for column in (0, 1):
            if (name, column) not in hidden.cells:
                assert not is_small(values[column])
                assert not is_small(sum(values) - values[column])


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert safe({"a": (20, 30), "b": (5, 9), "c": (0, 12)}, 2) == Protection(set(), set())


def test_one_small_tenant_hides_two_others_and_keeps_the_sum() -> None:
    table = {"small": (2, 20), "b": (60, 40), "c": (90, 80), "d": (30, 25)}
    hidden = safe(table, 2)
    assert hidden.sums == set()
    assert {name for name, _ in hidden.cells} == {"small", "b", "d"}


def test_of_two_tenants_one_is_small_so_the_sum_is_hidden_and_the_other_stays() -> None:
    hidden = safe({"small": (2, 20), "large": (60, 40)}, 2)
    assert hidden.sums == {0, 1}
    assert {name for name, _ in hidden.cells} == {"small"}


def test_what_was_shown_in_an_earlier_release_cannot_protect_another() -> None:
    rows: dict[Row, Counts] = {"small": Counts((2, 20)), "b": Counts((60, 40)), "c": Counts((90, 80))}
    hidden = protect(rows, 2, {"b": frozenset(), "c": frozenset()})
    assert hidden.cells == {("small", 0), ("small", 1)}
    assert hidden.sums == {0, 1}


def test_what_was_hidden_stays_hidden_until_it_is_counted_anew() -> None:
    rows: dict[Row, Counts] = {"a": Counts((30, 20)), "b": Counts((60, 40)), "c": Counts((90, 80)), "d": Counts((33, 44))}
    hidden = protect(rows, 2, {"b": frozenset({0, 1})})
    assert {("b", 0), ("b", 1)} <= hidden.cells
    assert len({name for name, _ in hidden.cells}) == 3


def test_a_complement_inside_the_goals_base_is_hidden_when_the_row_alone_does_not_show_it() -> None:
    hidden = protect({"a": Counts((20, 30, 10), frozenset({2})), "b": Counts((20, 30, 40)), "c": Counts((9, 9, 9))}, 2)
    assert ("a", 0) in hidden.cells


def test_eighty_tenants_take_little_time() -> None:
    dice = random.Random(7)
    rows: dict[Row, Counts] = {
        f"t{i:02}": Counts((dice.randrange(40), dice.randrange(40), dice.randrange(80))) for i in range(80)
    }
    began = time.perf_counter()
    protect(rows, 2)
    assert time.perf_counter() - began < 20
