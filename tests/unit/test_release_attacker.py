"""The attacker finds what can be found, and nothing else: compared with trying every table."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.disclosure.attacker import Attacker, Claim, Contradiction, Fact


def known(name: str, *plus: str) -> Claim:
    return Claim(name, plus or (name,), 1, 4)


def test_four_twos_rounded_to_the_nearest_are_found_out() -> None:
    """0, 0, 0, 0 and 10 were published: each is at most 2, and together they are at least 8."""
    cells = ("a", "b", "c", "d")
    attacker = Attacker([*(Fact((cell,), 0, 2) for cell in cells), Fact(cells, 8, 12)])
    assert [(found.claim.name, found.low, found.high) for found in attacker.proven([known(cell) for cell in cells])] == [
        (cell, 2, 2) for cell in cells
    ]


def test_who_knows_five_of_six_knows_the_sixth() -> None:
    attacker = Attacker([Fact(("own", "other"), 6, 6), Fact(("own",), 5, 5)])
    assert [found.exact for found in attacker.proven([known("other")])] == [True]


def test_a_hidden_cell_is_found_by_subtraction() -> None:
    """Suppression only: the row's total and its other cells were published."""
    facts = [Fact(("a",), 12, 12), Fact(("b",), 9, 9), Fact(("hidden",), 1, 4), Fact(("a", "b", "hidden"), 24, 24)]
    assert Attacker(facts).span(("hidden",)) == (3, 3)


def test_two_hidden_cells_a_row_are_found_by_way_of_the_columns() -> None:
    """No line alone tells anything; the block does: first row + second row - third column."""
    rows = {"r1": ("a", "b", "x"), "r2": ("c", "d", "y")}
    facts = [Fact(rows["r1"], 12, 12), Fact(rows["r2"], 11, 11), Fact(("a", "c"), 9, 9), Fact(("b", "d"), 11, 11)]
    attacker = Attacker([*facts, Fact(("a",), 6, 6), Fact(("b",), 4, 4)])
    assert attacker.span(("x",)) == (2, 2)
    assert attacker.span(("y",)) == (1, 1)


def test_what_intervals_miss_the_programme_finds() -> None:
    """a+b, b+c and a+c are even sides of a triangle: no interval narrows, only all three together."""
    facts = [Fact(("a", "b"), 4, 4), Fact(("b", "c"), 4, 4), Fact(("a", "c"), 4, 4)]
    assert [found.exact for found in Attacker(facts).proven([known("a"), known("b"), known("c")])] == [True] * 3


def test_halves_are_no_people() -> None:
    """The linear programme alone would allow a = 2.5; whole tables hold 2 or 3, and 5 is out of reach."""
    attacker = Attacker([Fact(("a", "a"), 3, 7)])
    assert attacker.span(("a",)) == (2, 3)


def test_facts_that_fit_no_table_are_said_to() -> None:
    with pytest.raises(Contradiction):
        Attacker([Fact(("a",), 3, 3), Fact(("a", "b"), 2, 2)])
    with pytest.raises(Contradiction):
        Attacker([Fact(("a", "b"), 1, 1), Fact(("b", "c"), 1, 1), Fact(("a", "c"), 1, 1)]).span(("a",))


def test_nothing_known_proves_nothing() -> None:
    assert Attacker([], others=("a",)).proven([known("a")]) == []


def test_the_work_can_be_stopped() -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with pytest.raises(Stop):
        Attacker([Fact(("a",), 1, 9)], check=stop).proven([known("a")])


MARGINS = ((0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4), st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_it_finds_what_trying_every_table_finds(table: list[int], loose: list[int]) -> None:
    sums = [*((at,) for at in range(4)), *MARGINS]
    spans = [(plus, sum(table[at] for at in plus), slack) for plus, slack in zip(sums, loose, strict=True)]
    fitting = [
        guess
        for guess in itertools.product(range(9), repeat=4)
        if all(abs(sum(guess[at] for at in plus) - value) <= slack for plus, value, slack in spans)
    ]
    attacker = Attacker([Fact(plus, value - slack, value + slack) for plus, value, slack in spans])
    for at in range(4):
        values = {guess[at] for guess in fitting}
        assert attacker.span((at,)) == (min(values), max(values))
        in_doubt = min(values) < 1 or max(values) > 4
        assert bool(attacker.proven([Claim(at, (at,), 1, 4)])) is not in_doubt
