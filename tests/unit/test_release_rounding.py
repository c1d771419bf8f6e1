"""Controlled rounding: multiples of the base, every sum, next to the truth, and the same again where nothing changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.disclosure.editions import Edition, Shape
from core.disclosure.rounding import CannotRound, round_cube
from core.disclosure.tables import Cell, Cube, Dimension, Table
from tests.cubes import POLICY, SECRET, changed, draw, of_leaves, rounded

PAIR = Table("pair", "n", (Dimension("a", ("a1", "a2", "a3")), Dimension("b", ("b1", "b2", "b3"))))
LEAVES = tuple(PAIR.leaves())


def is_sound(cube: Cube, numbers: dict[Cell, int], slack: int = 4) -> bool:
    return all(
        number >= 0 and number % 5 == 0 and abs(number - cube.counts[cell]) <= slack for cell, number in numbers.items()
    ) and all(numbers[parent] == sum(numbers[child] for child in children) for parent, children in cube.sums)


@pytest.mark.parametrize("seed", range(5))
def test_a_cube_is_rounded_and_adds_up(seed: int) -> None:
    edition = rounded(draw(8, seed))
    assert edition.slacks == (4, 4)
    assert set(edition.numbers) == set(edition.cube.counts)
    assert is_sound(edition.cube, dict(edition.numbers))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9), st.integers(0, 8), st.integers(-3, 3))
def test_every_table_of_two_dimensions_can_be_rounded_again_and_again(counts: list[int], at: int, change: int) -> None:
    cube = Cube((PAIR,), dict(zip(LEAVES, counts, strict=True)))
    first = round_cube(cube, POLICY, secret=SECRET, release="1")
    assert not first.wide
    assert is_sound(cube, dict(first.numbers))
    then = Cube((PAIR,), dict(cube.leaves) | {LEAVES[at]: max(0, counts[at] + change)})
    kept = {cell: number for cell, number in first.numbers.items() if then.counts[cell] == cube.counts[cell]}
    second = round_cube(then, POLICY, secret=SECRET, release="2", kept=kept)
    assert is_sound(then, dict(second.numbers), slack=9 if second.wide else 4)
    assert {cell for cell in kept if second.numbers[cell] != kept[cell]} == set(second.moved)
    assert not any(0 < then.counts[cell] < 5 for cell in second.moved)


@pytest.mark.parametrize("seed", range(6))
def test_what_did_not_change_keeps_its_number(seed: int) -> None:
    source = draw(8, seed)
    before = rounded(source)
    after = rounded(changed(source, seed), release="2", former=before)
    assert after.certain
    assert all(
        after.numbers[cell] == number
        for cell, number in before.numbers.items()
        if after.cube.counts[cell] == before.cube.counts[cell]
    )


def test_nothing_changed_nothing_changes() -> None:
    source = draw(8, 1)
    before = rounded(source)
    assert rounded(source, release="2", former=before).numbers == before.numbers


def test_which_of_the_near_tables_is_taken_is_known_to_nobody() -> None:
    """Four twos in a row of eight: some get 5, and another key or release chooses others."""
    table = Table("row", "n", (Dimension("tenant", tuple("abcdefgh")), Dimension("kind", tuple("wxyz"))))
    cube = of_leaves(table, lambda _leaf: 2).shaped(Shape())
    found = {
        tuple(round_cube(cube, POLICY, secret=key, release=release).numbers.items())
        for key in (b"one", b"two")
        for release in ("1", "2")
    }
    assert len(found) == 4


def test_multiples_of_the_base_stay_and_nobody_stays_nobody() -> None:
    cube = Cube((PAIR,), {leaf: 5 * at for at, leaf in enumerate(LEAVES)})
    assert round_cube(cube, POLICY, secret=SECRET, release="1").numbers == cube.counts
    assert set(round_cube(Cube((PAIR,), {}), POLICY, secret=SECRET, release="1").numbers.values()) == {0}


def test_the_numbers_of_a_few_may_not_move_for_others() -> None:
    """A kept number that contradicts all others: the counts of five and more give way, in margins by more than a base at last."""
    table = Table("row", "n", (Dimension("a", ("a1", "a2", "a3")),))
    leaves = tuple(table.leaves())
    cube = Cube((table,), {leaves[0]: 3, leaves[1]: 3, leaves[2]: 3})
    with_moved = round_cube(
        cube, POLICY, secret=SECRET, release="1", kept={leaves[0]: 5, leaves[1]: 0, leaves[2]: 0, Cell("n"): 10}
    )
    assert with_moved.moved == (Cell("n"),)
    assert with_moved.numbers == {leaves[0]: 5, leaves[1]: 0, leaves[2]: 0, Cell("n"): 5}
    wide = round_cube(cube, POLICY, secret=SECRET, release="1", kept=dict.fromkeys(leaves, 5))
    assert (wide.wide, wide.numbers[Cell("n")]) == (True, 15)
    assert is_sound(cube, dict(wide.numbers), slack=9)


def test_rather_nothing_than_what_does_not_add_up() -> None:
    """Twenty threes of which each keeps 0: sixty cannot be shown as nobody, and the last resort moves them."""
    table = Table("row", "n", (Dimension("a", tuple(f"a{number}" for number in range(20))),))
    cube = Cube((table,), dict.fromkeys(table.leaves(), 3))
    found = round_cube(cube, POLICY, secret=SECRET, release="1", kept=dict.fromkeys(table.leaves(), 0))
    assert found.tried[-1] == "wide margins, all may move"
    assert found.moved
    assert is_sound(cube, dict(found.numbers), slack=9)


def test_no_table_at_all_is_said_to_be_none() -> None:
    """A sum that is ten times too large for what it holds: no window is wide enough."""

    class Crooked(Cube):
        sums = ((Cell("n"), (LEAVES[0], LEAVES[0])),)

    with pytest.raises(CannotRound, match="tried narrow; wide margins"):
        round_cube(Crooked((PAIR,), {LEAVES[0]: 50}), POLICY, secret=SECRET, release="1")


def test_the_work_can_be_stopped_between_attempts() -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with pytest.raises(Stop):
        round_cube(Cube((PAIR,), {}), POLICY, secret=SECRET, release="1", check=stop)


def test_an_edition_is_kept_and_read_again() -> None:
    edition = rounded(draw(3, 2))
    assert Edition.from_json(edition.as_json()) == edition
