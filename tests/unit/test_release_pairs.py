"""Two releases in a row against an attacker of its own kind: it tries every pair of tables in which counts only grow."""

import random
from collections.abc import Mapping

import pytest

from core.rollup.disclosure import Counts, Protection, Row, protect
from core.rollup.history import Column, Told

Table = Mapping[Row, tuple[int, int]]
Pair = tuple[Table, Protection, Table, Protection]


def two_releases(dice: random.Random, rows: int, largest: int) -> Pair:
    """A random table, and one in which some rows have grown by five or a few more while the others were kept."""
    old: dict[Row, tuple[int, int]] = {at: (dice.randrange(largest), dice.randrange(largest)) for at in range(rows)}
    new = dict(old)
    for at in dice.sample(sorted(old, key=str), dice.randrange(1, rows + 1)):
        women, men = dice.randrange(6), dice.randrange(3)
        new[at] = (old[at][0] + women, old[at][1] + 5 - women + men)
    first = protect({at: Counts(values) for at, values in old.items()}, 2)
    kept: dict[Row, frozenset[int]] = {
        at: frozenset(c for row, c in first.cells if row == at) for at in old if new[at] == old[at]
    }
    return old, first, new, protect({at: Counts(values) for at, values in new.items()}, 2, kept)


def find_out(pair: Pair) -> bool:
    """Whether anyone, or a tenant that knows its own row, can narrow a hidden number of women to fewer than five apart."""
    return any(_finds(pair, insider) for insider in (None, *pair[0]))


def _finds(pair: Pair, insider: Row | None) -> bool:
    old, first, new, second = pair
    choices = {row: _fitting(pair, row, known=row == insider) for row in old}
    for row in old:
        others = {(0, 0)}
        for other in old:
            if other != row:
                others = {(a + x, b + y) for a, b in others for x, y in choices[other]}
        fits = [(x, y) for x, y in choices[row] if any(_sums_fit(pair, a + x, b + y) for a, b in others)]
        for release, hidden, table in ((0, first, old), (1, second, new)):
            seen = [both[release] for both in fits]
            if row != insider and (row, 0) in hidden.cells and max(seen) - min(seen) < min(5, sum(table[row])):
                return True
    return False


def _fitting(pair: Pair, row: Row, *, known: bool) -> list[tuple[int, int]]:
    old, first, new, second = pair
    (x_is, y_is), total, grown = (old[row][0], new[row][0]), sum(old[row]), sum(new[row]) - sum(old[row])
    return [
        (x, y)
        for x in range(total + 1)
        for y in range(x, x + grown + 1)
        if (x == x_is or not (known or (row, 0) not in first.cells))
        and (y == y_is or not (known or (row, 0) not in second.cells))
        and y <= total + grown
    ]


def _sums_fit(pair: Pair, old_sum: int, new_sum: int) -> bool:
    old, first, new, second = pair
    return (0 in first.sums or old_sum == sum(v[0] for v in old.values())) and (
        0 in second.sums or new_sum == sum(v[0] for v in new.values())
    )


def audited(pair: Pair) -> bool:
    """What the publisher says of the column of women."""
    old, first, new, second = pair
    return Column(
        before={row: Told(v[0], sum(v), (row, 0) not in first.cells) for row, v in old.items()},
        after={row: Told(v[0], sum(v), (row, 0) not in second.cells) for row, v in new.items()},
        sum_shown_before=0 not in first.sums,
        sum_shown_after=0 not in second.sums,
    ).holds()


@pytest.mark.parametrize(("rows", "largest"), [(3, 8), (4, 8), (4, 11)])
def test_the_audit_of_two_releases_says_what_trying_everything_says(rows: int, largest: int) -> None:
    dice = random.Random(rows * largest)
    verdicts = set()
    for _ in range(30):
        pair = two_releases(dice, rows, largest)
        found = find_out(pair)
        assert audited(pair) is not found, pair
        verdicts.add(found)
    assert True in verdicts, "the attacker bites"
