"""From counts to a release or a refusal: merged before, coarser after, rows that stand, tenants that come and go."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.disclosure import publishing
from core.disclosure.attacker import Fact
from core.disclosure.audit import Audit, audit
from core.disclosure.editions import Edition, Shape, Source
from core.disclosure.merging import coarser, first_shape
from core.disclosure.publishing import Cancelled, Published, Reading, Refused, publish, rate, reading
from core.disclosure.renewal import renew
from core.disclosure.rounding import CannotRound, Rounded
from core.disclosure.tables import APART, OTHER, REGION, Cell, Dimension, Table, TableError
from tests.cubes import POLICY, SECRET, changed, county, draw, of_leaves, participants

ROOT = Path(__file__).parents[2]


def released(source: Source, former: Edition | None = None, exact: dict[Cell, int] | None = None) -> Published:
    found = publish(
        source,
        policy=POLICY,
        secret=SECRET,
        release="2" if former else "1",
        participants=participants(source),
        exact=exact,
        former=former,
    )
    assert isinstance(found, Published), found
    return found


def adds_up(found: Published) -> bool:
    return all(found.numbers[parent] == sum(found.numbers[child] for child in children) for parent, children in found.cube.sums)


def started(**categories: str) -> Cell:
    return Cell.of("started", categories)


@pytest.mark.parametrize("tenants", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", [0, 3])
def test_a_county_of_any_size_gets_its_release(tenants: int, seed: int) -> None:
    found = released(draw(tenants, seed, groups=3))
    assert found.audit.holds
    assert found.audit.attackers == tenants + 1
    assert adds_up(found)
    assert {number % 5 for number in found.numbers.values()} == {0}


def test_six_tables_that_share_their_margins_are_one_release() -> None:
    found = released(county(3, 150))
    assert adds_up(found)
    assert found.audit.holds
    assert sum(cell == started() for cell in found.numbers) == 1
    assert started(month="2022-Q1") in found.numbers


def test_fewer_than_five_who_changed_leave_every_number_as_it_was() -> None:
    """Whoever compares the releases finds no difference at all: one person fits into every cell, or into none."""
    source = draw(4, 4, groups=3)
    first = released(source)
    following = changed(changed(changed(source, 0), 1), 2)
    second = released(following, first.edition)
    assert second.kept == frozenset(source.by_tenant)
    assert second.numbers == first.numbers
    assert second.edition.source == source
    assert released(following, second.edition).numbers == first.numbers


def test_those_who_changed_are_counted_when_they_are_five() -> None:
    source = draw(4, 4, groups=3)
    first = released(source)
    leaf = next(leaf for leaf in sorted(source.by_tenant["t01"]))
    by_tenant = dict(source.by_tenant) | {"t01": dict(source.by_tenant["t01"]) | {leaf: source.by_tenant["t01"][leaf] + 5}}
    second = released(Source(source.tables, by_tenant), first.edition)
    assert second.kept == frozenset(source.by_tenant) - {"t01"}
    assert second.audit.holds
    assert adds_up(second)
    assert second.numbers[leaf] > first.numbers[leaf]
    assert all(second.numbers[cell] == number for cell, number in first.numbers.items() if cell.category("tenant") in second.kept)


def test_who_moved_has_left_one_cell_and_joined_another() -> None:
    source = draw(3, 4, groups=3)
    first = released(source)
    leaves = sorted(source.by_tenant["t00"], key=lambda leaf: -source.by_tenant["t00"][leaf])
    moved = dict(source.by_tenant["t00"])
    moved[leaves[0]] -= 5
    moved[leaves[-1]] += 5
    assert "t00" not in renew(Source(source.tables, dict(source.by_tenant) | {"t00": moved}), first.edition, POLICY).kept


def test_a_new_month_leaves_every_older_number_as_it_was() -> None:
    """Three people in a new month are too few to be counted; eight are, and the months before stay."""
    tenant, months = Dimension("tenant", ("a", "b", "c")), ("2022-01", "2022-02", "2022-03")

    def counted(number: int, new: int) -> Source:
        table = Table("t", "started", (tenant, Dimension("month", months[:number])))
        return of_leaves(table, lambda leaf: new if leaf.category("month") == "2022-03" else 8 + len(leaf.code) % 3)

    first = released(counted(2, 0))
    stands = released(counted(3, 3), first.edition)
    assert stands.kept == {"a", "b", "c"}
    assert all(stands.numbers[cell] == number for cell, number in first.numbers.items())
    renewed = released(counted(3, 8), first.edition)
    assert renewed.kept == set()
    assert all(renewed.numbers[cell] == number for cell, number in first.numbers.items() if cell.category("month"))


@pytest.mark.parametrize(("first_size", "then"), [(4, 5), (5, 4)])
def test_a_tenant_joins_or_leaves(first_size: int, then: int) -> None:
    before = released(draw(first_size, 3, groups=3))
    after = released(draw(then, 3, groups=3), before.edition)
    assert after.audit.holds
    assert after.kept == {f"t{number:02}" for number in range(4)}
    assert adds_up(after)
    assert {cell.category("tenant") for cell in after.numbers} - {None} == {f"t{number:02}" for number in range(then)}


def test_an_empty_tenant_keeps_its_row() -> None:
    source = draw(4, 4, groups=3)
    empty = Source(source.tables, dict(source.by_tenant) | {"t00": {}})
    found = released(empty, exact={started(tenant="t00"): 0})
    assert found.merges == {}
    assert found.exact == {started(tenant="t00"): 0}
    assert {number for cell, number in found.numbers.items() if cell.category("tenant") == "t00"} == {0}


def test_small_tenants_share_a_row_with_others_until_it_is_large_enough() -> None:
    source = draw(5, 4, groups=3)
    people = {"t00": 3, "t01": 300, "t02": 25, "t03": 90, "t04": 0}
    assert first_shape(source, POLICY, people).merges == {"tenant": {"t00": REGION, "t02": REGION}}
    assert first_shape(source, POLICY, people | {"t03": 4}).merges["tenant"].keys() == {"t00", "t03", "t02"}
    began = Shape({"tenant": {"t00": REGION, "t02": REGION}})
    assert first_shape(source, POLICY, people | {"t00": 90}, began).merges == began.merges


def test_what_few_tenants_use_is_counted_with_others() -> None:
    table = Table(
        "t",
        "started",
        (Dimension("tenant", ("a", "b", "c", "d")), Dimension("insats", ("all", "most", "two", "one", "none"), rare_merged=True)),
    )
    users = {"all": "abcd", "most": "abc", "two": "ab", "one": "d", "none": ""}
    source = of_leaves(table, lambda leaf: 9 if (leaf.category("tenant") or "?") in users[leaf.category("insats") or ""] else 0)
    assert first_shape(source, POLICY, {}).merges == {"insats": {"two": OTHER, "one": OTHER}}
    users["two"] = "abc"
    source = of_leaves(table, lambda leaf: 9 if (leaf.category("tenant") or "?") in users[leaf.category("insats") or ""] else 0)
    assert set(first_shape(source, POLICY, {}).merges["insats"]) == {"one", "most"}


def test_those_apart_are_in_the_county_and_in_no_tenants_row() -> None:
    tenant, insats = Dimension("tenant", ("a", "b", "c", APART)), Dimension("insats", ("x", "y"))
    table = Table("t", "started", (tenant, insats, Dimension("sex", ("women", "men", APART))), told_apart=frozenset({"insats"}))
    source = of_leaves(table, lambda leaf: 2 if leaf.category("tenant") == APART else 11)
    found = released(source)
    assert found.audit.holds
    assert found.edition.cube.counts[started(insats="x")] == 68
    assert started(tenant=APART, sex="women") not in found.numbers


def test_what_is_exact_elsewhere_must_be_true_and_is_given_to_the_attacker() -> None:
    source = draw(4, 4, groups=3)
    cell = started(tenant="t01")
    found = released(source, exact={cell: source.counts[cell]})
    assert found.exact == {cell: source.counts[cell]}
    assert found.edition.facts == ()
    for wrong in ({cell: source.counts[cell] + 1}, {started(tenant="nobody"): 1}):
        with pytest.raises(TableError):
            released(source, exact=wrong)
    stands = released(changed(source, 0), found.edition, exact={cell: changed(source, 0).counts[cell]})
    assert stands.exact == {cell: source.counts[cell]}, "the headline of the day the row was counted"


def test_what_is_public_of_a_tenant_that_stands_is_what_was_public_then() -> None:
    """The headline has gone up by one; told beside counts of then, it would fit no table."""
    source = draw(3, 4, groups=3)

    def headlines(of: Source) -> list[Fact]:
        rows = {tenant: (tuple(counts), sum(counts.values()) + 2) for tenant, counts in of.by_tenant.items()}
        return [Fact((*leaves, f"apart {tenant}"), people, people) for tenant, (leaves, people) in rows.items()]

    given = {"policy": POLICY, "secret": SECRET, "participants": participants(source)}
    first = publish(source, release="1", facts=headlines(source), **given)  # type: ignore[arg-type]
    assert isinstance(first, Published)
    following = changed(source, 0)
    second = publish(following, release="2", facts=headlines(following), former=first.edition, **given)  # type: ignore[arg-type]
    assert isinstance(second, Published)
    assert set(second.edition.facts) == set(headlines(source))


def test_a_tenant_knows_which_of_those_apart_are_its_own() -> None:
    """Four are apart by wood, three of them the tenant's own: the other one is found when the four are told exactly."""
    table = Table(
        "t",
        "started",
        (Dimension("tenant", ("a", "b", APART)), Dimension("kind", ("wood", "shop"))),
        told_apart=frozenset({"kind"}),
    )
    apart = table.leaf({"tenant": APART, "kind": "wood"})
    counts = of_leaves(table, lambda leaf: 4 if leaf == apart else 9).by_tenant
    exact = Source((table,), counts, {"a": {apart: 3}})
    edition = Edition(exact, Shape(), exact.counts, (0, 0))
    found = audit(edition, POLICY, insiders=["a"]).worst
    assert any((one.attacker, one.cell, one.low, one.high) == ("a", apart.code, 1, 1) for one in found)
    assert Edition.from_json(edition.as_json()) == edition
    assert released(exact).audit.holds


def _failing(attempts: list[Shape]) -> Audit:
    return Audit(1, 1, 0, len(attempts), 0, 0, 1, 0.0, ())


def test_what_the_attacker_breaks_is_made_coarser_then_margins_then_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Shape] = []

    def breaks(edition: Edition, *_: object, **__: object) -> Audit:
        tried.append(edition.shape)
        return _failing(tried)

    monkeypatch.setattr(publishing, "audit", breaks)
    source = draw(4, 4, groups=3)
    found = publish(source, policy=POLICY, secret=SECRET, release="1", participants=participants(source))
    assert isinstance(found, Refused)
    assert found.audit is not None
    merged = [sum(len(into) for into in shape.merges.values()) for shape in tried if shape.depth is None]
    assert merged == sorted(merged)
    assert len(set(merged)) == len(merged) <= 11
    assert [shape.depth for shape in tried][-2:] == [1, 1]
    assert tried[-2].merges == tried[0].merges


def test_the_smallest_category_goes_first_and_a_tenants_row_last() -> None:
    source = draw(4, 4, groups=3)
    use = {f"i{number}": source.counts[started(insats=f"i{number}")] for number in range(5)}
    least, next_to_it = sorted(use, key=lambda one: use[one])[:2]
    first = coarser(source, Shape(), [])
    assert first is not None
    assert first.merges == {"insats": {least: OTHER, next_to_it: OTHER}}
    shape: Shape | None = first
    steps = []
    while shape is not None:
        steps.append(shape)
        shape = coarser(source, shape, [])
    assert ["tenant" in shape.merges for shape in steps] == sorted("tenant" in shape.merges for shape in steps)
    assert len(steps[-1].merges["tenant"]) == 3, "two rows at least are left"


def test_what_cannot_be_rounded_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object, **__: object) -> Rounded:
        raise CannotRound("no additive table")

    monkeypatch.setattr(publishing, "round_cube", cannot)
    source = draw(3, 4, groups=3)
    found = publish(source, policy=POLICY, secret=SECRET, release="1", participants={})
    assert isinstance(found, Refused)
    assert found.audit is None
    assert set(found.steps) == {"no additive table"}


def test_whoever_watches_sees_the_steps_and_may_stop() -> None:
    steps: list[str] = []
    source = draw(3, 4, groups=3)
    publish(source, policy=POLICY, secret=SECRET, release="1", participants={}, progress=lambda step, _done: steps.append(step))
    assert list(dict.fromkeys(steps)) == ["renew", "round", "audit"]
    with pytest.raises(Cancelled):
        publish(source, policy=POLICY, secret=SECRET, release="1", participants={}, cancelled=lambda: len(steps) > 3)


def test_the_same_release_is_the_same_numbers() -> None:
    source = draw(3, 4, groups=3)
    assert released(source).numbers == released(source).numbers


def test_a_few_are_told_from_a_written_nobody_and_rates_need_a_base() -> None:
    assert (reading(0), reading(5)) == (Reading.FEWER, Reading.NUMBER)
    assert [rate(part, whole, POLICY) for part, whole in ((5, 15), (5, 20), (0, 20), (10, 30), (25, 20))] == [
        None,
        25,
        0,
        33,
        100,
    ]


def test_only_who_solves_loads_the_solver() -> None:
    """The web process may name these modules; scipy would cost it a second and sixty megabytes."""
    asked = "import sys, core.disclosure.publishing; sys.exit('scipy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0  # noqa: S603 - constant
