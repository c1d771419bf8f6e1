"""What the attacker finds in releases: nothing in ours, and plenty in those of careless publishers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from core.disclosure.attacker import Fact, search
from core.disclosure.audit import audit, count_candidates
from core.disclosure.editions import Edition, Shape, Source
from core.disclosure.tables import Cell, Dimension, Table
from core.disclosure.telling import Reader
from tests.cubes import POLICY, changed, draw, of_leaves, published, rounded

CUBES = range(20)
BY_KIND = Table("by kind", "n", (Dimension("tenant", ("north", "south", "west")), Dimension("kind", ("office", "wood", "shop"))))


def of(rows: Mapping[str, tuple[int, int, int]]) -> Source:
    kinds = ("office", "wood", "shop")
    return of_leaves(BY_KIND, lambda leaf: rows[leaf.category("tenant") or ""][kinds.index(leaf.category("kind") or "")])


def n(**categories: str) -> Cell:
    return Cell.of("n", categories)


@pytest.mark.parametrize("seed", CUBES)
def test_nobody_finds_anything_in_a_random_cube(seed: int) -> None:
    """Outsider and each of the tenants: nothing exactly, nothing known to be 1 … 4, no row known to be all in one category."""
    source = draw(8, seed) if seed % 4 == 0 else draw(6, seed, groups=3)
    found = audit(rounded(source), POLICY)
    assert found.attackers == len(source.by_tenant) + 1
    assert found.claims
    assert (found.exact, found.small, found.alone, found.uncertain) == (0, 0, 0, 0), found.worst


@pytest.mark.parametrize("seed", CUBES)
def test_one_person_more_or_less_or_elsewhere_may_be_in_many_cells(seed: int) -> None:
    """The attacker has both releases, and knows that one person joined, left or moved."""
    source = draw(6, seed, groups=3)
    before = rounded(source)
    after = rounded(changed(source, seed), release="2", former=before)
    assert count_candidates(before, after, strict=False) == 10


def test_two_releases_together_tell_no_more_than_one() -> None:
    for seed in (1, 2):
        source = draw(6, seed, groups=3)
        before = rounded(source)
        after = rounded(_grown(source, seed), release="2", former=before)
        found = audit(after, POLICY, former=before, insiders=["t00"])
        assert (found.small, found.uncertain) == (0, 0), found.worst


def _grown(source: Source, seed: int) -> Source:
    """Five people of every tenant have changed: what it takes for its rows to be counted anew."""
    for at in range(seed, seed + 5 * len(source.by_tenant)):
        source = changed(source, at)
    return source


def test_a_number_thrown_anew_for_the_same_people_is_found_out() -> None:
    """Unchanged counts without their kept numbers: 0 in one release and 5 in the next is known to be 1 … 4."""
    source = draw(6, 2, groups=3)
    before = rounded(source)
    after = rounded(source, release="2")
    assert before.numbers != after.numbers
    found = audit(Edition(source, Shape(), after.numbers, (4, 4), certain=False), POLICY, former=before, insiders=[])
    assert found.small > 5
    assert not found.holds


def test_who_knows_that_only_changed_counts_change_finds_one_person() -> None:
    """Why rows stand until five have changed: rounding alone does not hide one person from whoever knows rule and tenant."""
    candidates = []
    for seed in range(12):
        source = draw(6, seed, groups=3)
        before = rounded(source)
        after = rounded(changed(source, seed), release="2", former=before)
        candidates.append(count_candidates(before, after, strict=True))
    assert min(candidates) < 3


SMALL = of({"north": (9, 2, 7), "south": (3, 8, 6), "west": (6, 7, 9)})


def only_small_hidden(source: Source) -> Edition:
    """Hides leaves under five and shows every margin."""
    counts = source.counts
    hidden = {cell for cell in source.leaves if 0 < counts[cell] < 5}
    shown = {cell: count for cell, count in counts.items() if cell not in hidden}
    facts = tuple(Fact((cell,), 1, 4) for cell in hidden)
    return Edition(source, Shape(), dict.fromkeys(counts, 0), (10**5, 10**5), shown, facts)


def to_the_nearest(source: Source) -> Edition:
    """Conventional rounding: each cell for itself, sums as they come."""
    return published(source, {cell: 5 * ((count + 2) // 5) for cell, count in source.counts.items()}, 2)


def at_random(source: Source) -> Edition:
    """Up or down by chance, each cell for itself: the sums do not hold."""
    numbers = {
        cell: count - count % 5 + (5 if index % 3 == 0 and count % 5 else 0)
        for index, (cell, count) in enumerate(source.counts.items())
    }
    return published(source, numbers, 4)


def as_counted(source: Source) -> Edition:
    return published(source, source.counts, 0)


@pytest.mark.parametrize(
    ("careless", "source"),
    [
        (only_small_hidden, SMALL),
        (to_the_nearest, of({"north": (2, 2, 2), "south": (2, 2, 2), "west": (2, 2, 2)})),
        (at_random, of({"north": (4, 4, 4), "south": (4, 4, 4), "west": (4, 4, 4)})),
        (as_counted, SMALL),
    ],
)
def test_the_attacker_breaks_careless_publishers(careless: Callable[[Source], Edition], source: Source) -> None:
    found = audit(careless(source), POLICY)
    assert found.small
    assert not found.holds
    assert found.worst[0].low >= 1
    assert found.worst[0].high <= 4


def test_suppression_alone_gives_every_hidden_count_away_exactly() -> None:
    found = audit(only_small_hidden(SMALL), POLICY, insiders=[])
    assert (found.exact, found.small) == (2, 2)


def test_four_cells_of_two_are_each_found_to_be_two() -> None:
    table = Table("row", "n", (Dimension("kind", ("a", "b", "c", "d")),))
    leaves = tuple(table.leaves())
    source = Source((table,), {"north": dict.fromkeys(leaves, 1), "south": dict.fromkeys(leaves, 1)})
    edition = published(source, {**dict.fromkeys(leaves, 0), Cell("n"): 10}, 2)
    found = audit(edition, POLICY, insiders=[])
    assert [(one.cell, one.low, one.high) for one in found.worst] == [(leaf.code, 2, 2) for leaf in leaves]


def test_the_first_who_finds_something_may_be_the_last_who_tries() -> None:
    every, first = audit(as_counted(SMALL), POLICY), audit(as_counted(SMALL), POLICY, until_found=True)
    assert (every.attackers, first.attackers) == (4, 1)
    assert first.small < every.small
    assert audit(rounded(SMALL), POLICY, until_found=True).attackers == 4, "who finds nothing stops nobody"


def test_who_has_five_of_six_finds_the_one_of_the_others() -> None:
    source = of({"north": (5, 20, 20), "south": (1, 20, 20), "west": (0, 20, 20)})
    found = audit(as_counted(source), POLICY, insiders=["north"])
    assert any((one.attacker, one.cell, one.low, one.high) == ("north", n(kind="office").code, 1, 1) for one in found.worst)
    rounded_found = audit(rounded(source), POLICY)
    assert rounded_found.holds, rounded_found.worst


def test_all_of_a_row_in_one_category_is_found() -> None:
    """Group disclosure: a number of thirty says of each of the thirty where they are, when nobody can be elsewhere."""
    source = of({"north": (30, 0, 0), "south": (9, 8, 7), "west": (9, 8, 7)})
    found = audit(published(source, source.counts, 0), POLICY, insiders=[])
    assert "n|kind=office|tenant=north" in {one.cell for one in found.worst if one.kind == "alone"}
    assert audit(rounded(source), POLICY, insiders=[]).alone == 0


def test_what_everybody_knows_of_an_empty_tenant_is_not_held_against_a_release() -> None:
    source = of({"north": (30, 20, 10), "south": (0, 0, 0), "west": (0, 0, 0)})
    nobody = Fact(tuple(leaf for leaf in source.tables[0].leaves() if leaf.category("tenant") != "north"), 0, 0)
    told = replace(rounded(source), facts=(nobody,))
    assert audit(told, POLICY).holds
    assert audit(replace(told, facts=(replace(nobody, high=4),)), POLICY).holds, "and where nobody knows, it is not proven"


def test_an_exact_headline_is_a_fact_for_the_attacker() -> None:
    """Nine threes of which the headline says 27 leave nothing to doubt when every one is shown as 0 … 3."""
    table = Table("row", "n", (Dimension("kind", tuple("abcdefghi")),))
    leaves = tuple(table.leaves())
    source = Source((table,), {"north": dict.fromkeys(leaves, 3)})
    numbers = {**dict.fromkeys(leaves, 0), Cell("n"): 25}
    assert audit(published(source, numbers, 3), POLICY, insiders=[]).exact == 0
    assert audit(published(source, numbers, 3, {Cell("n"): 27}), POLICY, insiders=[]).exact == 9


def test_a_shared_cell_is_the_same_people_in_both_tables() -> None:
    """Each table alone tells nothing of the men; together they do."""
    sexes, kinds = Dimension("sex", ("women", "men")), Dimension("kind", ("office", "wood"))
    one, two = Table("by sex", "n", (sexes,)), Table("by kind", "n", (kinds,))
    counts = {
        one.leaf({"sex": "women"}): 9,
        one.leaf({"sex": "men"}): 2,
        two.leaf({"kind": "office"}): 6,
        two.leaf({"kind": "wood"}): 5,
    }
    source = Source((one, two), {"north": counts})
    exact = {cell: count for cell, count in source.counts.items() if cell not in (n(sex="men"), n())}
    found = audit(published(source, dict.fromkeys(source.counts, 10), 10, exact), POLICY, insiders=[])
    assert [(finding.cell, finding.low, finding.high) for finding in found.worst] == [(n(sex="men").code, 2, 2)]


def test_the_result_is_kept_as_text_without_names() -> None:
    told = json.loads(audit(only_small_hidden(SMALL), POLICY, insiders=[]).as_json())
    assert told["holds"] is False
    assert told["worst"][0]["cell"].startswith("n|")


def test_progress_is_told_and_may_stop_the_work() -> None:
    told: list[float] = []

    class Stop(Exception):
        pass

    def watch(_step: str, done: float) -> None:
        told.append(done)
        if done > 0.5:
            raise Stop

    with pytest.raises(Stop):
        audit(rounded(SMALL), POLICY, progress=watch)
    assert told == sorted(told)
    assert told[0] == 0.0


@pytest.mark.parametrize("careless", [only_small_hidden, as_counted])
def test_where_there_is_much_the_same_is_found(careless: Callable[[Source], Edition], monkeypatch: pytest.MonkeyPatch) -> None:
    """A few tenants moved at a time, the others as they are: a shortcut may save work and must not spare a finding."""
    whole = audit(careless(SMALL), POLICY).worst
    fine = rounded(draw(6, 2, groups=3))
    monkeypatch.setattr(search, "_LARGE", 0)
    assert audit(careless(SMALL), POLICY).worst == whole
    assert audit(fine, POLICY).holds
    monkeypatch.setattr(Reader, "truth", lambda _reader: {})
    assert audit(careless(SMALL), POLICY).worst == whole, "a table to begin with that does not fit is thrown away"
