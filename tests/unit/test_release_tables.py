"""The hierarchy of released tables: cells, sums, and numbers that lie in several tables."""

import pytest

from core.disclosure.editions import Shape, Source
from core.disclosure.policy import Policy, PolicyError
from core.disclosure.tables import APART, Cell, Cube, Dimension, Table, TableError, joined

TENANTS = Dimension("tenant", ("north", "south", APART))
MONTHS = Dimension("month", ("01", "02", "04"), {"Q1": ("01", "02")})
KINDS = Dimension("kind", ("office", "wood"))
SEXES = Dimension("sex", ("women", "men", APART))
BY_KIND = Table("by kind", "started", (TENANTS, KINDS, SEXES), told_apart=frozenset({"kind"}))


def leaf(table: Table, **categories: str) -> Cell:
    return table.leaf(categories)


def test_a_cell_is_named_by_its_categories_and_found_again_by_its_code() -> None:
    cell = Cell.of("started", {"tenant": "north", "kind": "wood"})
    assert cell.code == "started|kind=wood|tenant=north"
    assert Cell.parse(cell.code) == cell
    assert (cell.category("kind"), cell.category("sex")) == ("wood", None)


def test_every_margin_is_the_sum_of_its_children_also_by_way_of_a_group() -> None:
    table = Table("by month", "started", (TENANTS, MONTHS))
    counts = {leaf(table, tenant="north", month=month): number for number, month in enumerate(("01", "02", "04"), 1)}
    cube = Cube((Table("by month", "started", (Dimension("tenant", ("north",)), MONTHS)),), counts)
    assert cube.counts[Cell.of("started", {"month": "Q1"})] == 3
    assert cube.counts[Cell.of("started")] == 6
    assert cube.sums
    assert all(cube.counts[parent] == sum(cube.counts[child] for child in children) for parent, children in cube.sums)
    assert (Cell.of("started"), (Cell.of("started", {"month": "Q1"}), Cell.of("started", {"month": "04"}))) in cube.sums


def test_those_apart_count_in_the_county_and_stand_nowhere_else() -> None:
    apart = Cell.of("started", {"tenant": APART, "kind": "wood", "sex": APART})
    cube = Cube((BY_KIND,), {apart: 2, leaf(BY_KIND, tenant="north", kind="wood", sex="women"): 7})
    assert apart in cube.counts
    assert cube.counts[Cell.of("started", {"kind": "wood"})] == 9
    assert cube.counts[Cell.of("started", {"kind": "wood", "tenant": "north"})] == 7
    assert Cell.of("started", {"tenant": "north", "sex": APART}) not in cube.counts
    assert Cell.of("started", {"tenant": APART, "sex": "women"}) not in cube.counts


def test_tables_that_disagree_about_a_cell_they_share_are_refused() -> None:
    one = Table("by sex", "started", (Dimension("sex", ("women", "men")),))
    two = Table("by kind", "started", (KINDS,))
    counts = {leaf(one, sex="women"): 3, leaf(two, kind="wood"): 4}
    with pytest.raises(TableError, match="started is 4 here and 3"):
        _ = Cube((one, two), counts).counts


def test_merged_categories_hold_the_same_people() -> None:
    counts = {
        leaf(BY_KIND, tenant=t, kind=k, sex="men"): n for n, (t, k) in enumerate((("north", "wood"), ("south", "office")), 5)
    }
    source = Source((BY_KIND,), {one.category("tenant") or "": {one: count} for one, count in counts.items()})
    cube = source.shaped(Shape({"tenant": {"north": "region", "south": "region"}}))
    assert cube.counts[Cell.of("started", {"tenant": "region"})] == source.shaped(Shape()).counts[Cell.of("started")] == 11
    assert Cell.of("started", {"tenant": "north"}) not in cube.counts
    parts = source.parts(Shape({"tenant": {"north": "region", "south": "region"}}))
    region = parts[Cell.of("started", {"tenant": "region", "kind": "wood", "sex": "men"})][0]
    assert {one.category("tenant") for one in region} == {"north", "south"}


def test_only_margins_are_cells_of_one_dimension_besides_the_tenant() -> None:
    counts = {leaf(BY_KIND, tenant="north", kind="wood", sex="men"): 5}
    cube = Source((BY_KIND,), {"north": counts}).shaped(Shape(depth=1))
    assert Cell.of("started", {"tenant": "north", "sex": "men"}) in cube.counts
    assert Cell.of("started", {"kind": "wood", "sex": "men"}) not in cube.counts
    assert all(cube.counts[parent] == sum(cube.counts[child] for child in children) for parent, children in cube.sums)


def test_a_tenant_counts_its_own_people_only() -> None:
    with pytest.raises(TableError, match="south counts"):
        Source((BY_KIND,), {"south": {leaf(BY_KIND, tenant="north", kind="wood", sex="men"): 5}})


def test_a_group_keeps_only_what_was_wholly_its_own() -> None:
    assert MONTHS.renamed({"02": "04"}).groups == {}
    assert Dimension("d", ("a", "b", "c"), {"g": ("a", "b", "c")}).renamed({"a": "b"}).groups == {"g": ("b", "c")}


def test_merges_follow_each_other() -> None:
    assert joined({"kind": {"wood": "other"}}, {"kind": {"other": "all", "office": "all"}}) == {
        "kind": {"wood": "all", "other": "all", "office": "all"}
    }


def test_bad_dimensions_and_categories_are_refused() -> None:
    for leaves, groups in ((("a", "a"), {}), (("a",), {"g": ("b",)}), (("a|b",), {}), (("a",), {"a": ("a",)})):
        with pytest.raises(TableError):
            Dimension("d", leaves, groups)
    with pytest.raises(TableError, match="kind has no stone"):
        leaf(BY_KIND, tenant="north", kind="stone", sex="men")


def test_bands_hold_every_age_once() -> None:
    policy = Policy(age_bands=(16, 30, 65))
    assert policy.band_names == ("16–29", "30–64", "65+")
    assert [policy.age_band(age) for age in (15, 16, 29, 30, 64, 65, 99)] == ["16–29"] * 3 + ["30–64"] * 2 + ["65+"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 2},
        {"k": 11},
        {"base": 4},
        {"base": 11},
        {"least_rate_base": 19},
        {"least_tenants": 1},
        {"least_changed": 4},
        {"age_bands": ()},
        {"age_bands": (30, 20)},
    ],
)
def test_the_county_may_not_weaken_the_policy(wrong: dict[str, object]) -> None:
    with pytest.raises(PolicyError):
        Policy(**wrong)  # type: ignore[arg-type]
