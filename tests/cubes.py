"""Random cubes of tenants, insatser and groups, sparse and dense, and what may happen to them between two releases."""

import random
from collections.abc import Callable, Mapping

from core.disclosure.editions import Edition, Shape, Source
from core.disclosure.policy import Policy
from core.disclosure.rounding import round_cube
from core.disclosure.tables import Cell, Dimension, Table
from core.disclosure.telling import unchanged

POLICY = Policy()
SECRET = b"a key of the tests, of thirty-two"
TOPS = (2, 4, 8, 20, 60)
"""The largest count of a leaf, in turn: from nearly empty to well filled."""


def draw(tenants: int, seed: int, *, kinds: int = 5, groups: int = 4, top: int | None = None) -> Source:
    """Counts that are mostly small, as they are where things are crossed."""
    chance = random.Random(seed)
    most = TOPS[seed % len(TOPS)] if top is None else top
    dimensions = (
        Dimension("tenant", tuple(f"t{number:02}" for number in range(tenants))),
        Dimension("insats", tuple(f"i{number}" for number in range(kinds)), rare_merged=True),
        Dimension("group", tuple(f"g{number}" for number in range(groups))),
    )
    return of_leaves(Table("crossed", "started", dimensions), lambda _leaf: round(chance.random() ** 2 * most))


def of_leaves(table: Table, count: Callable[[Cell], int]) -> Source:
    by_tenant: dict[str, dict[Cell, int]] = {}
    for leaf in table.leaves():
        by_tenant.setdefault(leaf.category("tenant") or "", {})[leaf] = count(leaf)
    return Source((table,), by_tenant)


def participants(source: Source) -> dict[str, int]:
    return {tenant: sum(counts.values()) for tenant, counts in source.by_tenant.items()}


def changed(source: Source, seed: int) -> Source:
    """One person of one tenant has joined, left or moved to another cell, in turn."""
    chance = random.Random(seed)
    joins, leaves = ((True, False), (False, True), (True, True))[seed % 3]
    by_tenant = {name: dict(counts) for name, counts in source.by_tenant.items()}
    tenant = chance.choice([name for name in sorted(by_tenant) if any(by_tenant[name].values())])
    counts = by_tenant[tenant]
    gone = chance.choice([leaf for leaf in sorted(counts) if counts[leaf]])
    come = chance.choice([leaf for leaf in sorted(counts) if leaf != gone])
    counts[gone] -= leaves
    counts[come] += joins
    return Source(source.tables, by_tenant)


def rounded(source: Source, *, release: str = "1", former: Edition | None = None, shape: Shape | None = None) -> Edition:
    """Rounded and nothing else: no merging, no rows that stand."""
    draft = Edition(source, shape or Shape(), {}, (0, 0))
    kept = unchanged(former, draft) if former else {}
    found = round_cube(draft.cube, POLICY, secret=SECRET, release=release, kept=kept)
    return Edition(source, draft.shape, found.numbers, POLICY.slacks(wide=found.wide), certain=not found.moved)


def published(source: Source, numbers: Mapping[Cell, int], slack: int, exact: Mapping[Cell, int] | None = None) -> Edition:
    """What a careless publisher would release."""
    return Edition(source, Shape(), numbers, (slack, slack), exact or {})


def county(tenants: int, people: int, seed: int = 0) -> Source:
    """A county as it is released: persons with all their properties, counted into six tables that share their margins."""
    chance = random.Random(seed)
    places = Dimension("tenant", tuple(f"t{number:02}" for number in range(tenants)))
    sexes = Dimension("sex", ("women", "men"))
    months = tuple(f"2022-{month:02}" for month in range(1, 13))
    quarters = {f"2022-Q{number + 1}": months[number * 3 : number * 3 + 3] for number in range(4)}
    drawn = {
        "age": Dimension("age", POLICY.band_names),
        "insats": Dimension("insats", tuple(f"i{number}" for number in range(12)), rare_merged=True),
        "party": Dimension("party", tuple(f"p{number}" for number in range(7)), mergeable=True),
        "month": Dimension("month", months, quarters),
        "before": Dimension("before", tuple(f"s{number}" for number in range(6)), mergeable=True),
    }
    tables = tuple(Table(f"by {name}", "started", (places, one, sexes)) for name, one in drawn.items())
    crossed = (*tables, Table("by age and party", "started", (places, drawn["age"], drawn["party"])))
    by_tenant: dict[str, dict[Cell, int]] = {tenant: {} for tenant in places.leaves}
    for _ in range(people):
        tenant = places.leaves[min(int(chance.expovariate(3.0 / tenants)), tenants - 1)]
        person = {"tenant": tenant, "sex": chance.choice(sexes.leaves)}
        person |= {name: one.leaves[int(chance.random() ** 2 * len(one.leaves))] for name, one in drawn.items()}
        for table in crossed:
            leaf = table.leaf(person)
            by_tenant[tenant][leaf] = by_tenant[tenant].get(leaf, 0) + 1
    return Source(crossed, by_tenant)
