"""What is put together before rounding, and what is put together when the attacker has found something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.disclosure.audit import Finding
from core.disclosure.editions import Shape, Source
from core.disclosure.policy import Policy
from core.disclosure.tables import APART, OTHER, REGION, TENANT, Cell, Dimension, Merges, joined, merged


def first_shape(source: Source, policy: Policy, participants: Mapping[str, int], former: Shape | None = None) -> Shape:
    """Rare categories in OTHER, small tenants in REGION. What was put together in the former release stays so.

    A tenant without participants keeps its row: everybody may know that it is empty.
    """
    begun = former.merges if former is not None else {}
    rare = {
        dimension.name: _with_company(dimension, begun, _rare(source, dimension, policy), _use(source, dimension), OTHER)
        for dimension in _dimensions(source)
        if dimension.rare_merged
    }
    shape = Shape(joined(begun, {name: into for name, into in rare.items() if into}))
    tenants = next((one for one in _dimensions(source) if one.name == TENANT), None)
    if tenants is None:
        return shape
    small = {one for one in tenants.leaves if one != APART and 0 < participants.get(one, 0) < policy.least_participants}
    into = _region(tenants, begun.get(TENANT, {}), small, participants, policy)
    return replace(shape, merges=joined(shape.merges, {TENANT: into} if into else {}))


def _dimensions(source: Source) -> list[Dimension]:
    return list({one.name: one for table in source.tables for one in table.dimensions}.values())


def _use(source: Source, dimension: Dimension) -> dict[str, int]:
    """How many people each category holds, in the table where they are most."""
    found: dict[tuple[str, str], int] = {}
    for leaf, count in source.leaves.items():
        category = leaf.category(dimension.name)
        if category is not None:
            found[category, leaf.measure] = found.get((category, leaf.measure), 0) + count
    return {one: max((count for (other, _), count in found.items() if other == one), default=0) for one in dimension.leaves}


def _rare(source: Source, dimension: Dimension, policy: Policy) -> set[str]:
    users: dict[str, set[str]] = {category: set() for category in dimension.leaves}
    for tenant, counts in source.by_tenant.items():
        for leaf, count in counts.items():
            category = leaf.category(dimension.name)
            if count and category is not None and tenant != APART:
                users[category].add(tenant)
    return {one for one, tenants in users.items() if one not in (OTHER, APART) and 0 < len(tenants) < policy.least_tenants}


def _with_company(dimension: Dimension, begun: Merges, rare: set[str], use: Mapping[str, int], into: str) -> dict[str, str]:
    """Merged into one; alone it would still be itself, so that it takes the least used category along."""
    already = set(begun.get(dimension.name, {}))
    rare = rare - already
    if len(rare) == 1 and not already and into not in dimension.leaves:
        others = [one for one in dimension.leaves if one not in rare and one != APART and use[one]]
        rare = rare | set(sorted(others, key=lambda one: (use[one], one))[:1])
    return dict.fromkeys(sorted(rare), into)


def _region(
    tenants: Dimension, begun: Mapping[str, str], small: set[str], participants: Mapping[str, int], policy: Policy
) -> dict[str, str]:
    """Small tenants together, and larger ones with them until the row is large enough and holds at least two."""
    inside = small | {one for one, into in begun.items() if into == REGION}
    if not inside:
        return {}
    rest = sorted(
        (one for one in tenants.leaves if one not in inside and one != APART and participants.get(one, 0)),
        key=lambda one: (participants[one], one),
    )
    while rest and (len(inside) < 2 or sum(participants.get(one, 0) for one in inside) < policy.least_participants):
        inside = inside | {rest.pop(0)}
    return dict.fromkeys(sorted(inside - set(begun)), REGION)


def coarser(source: Source, shape: Shape, findings: Iterable[Finding]) -> Shape | None:
    """The cheapest step that takes the worst cells away: the smallest category in them put together. None when there is none."""
    cells = [Cell.parse(finding.cell) for finding in findings if finding.release == "after"]
    steps = sorted(_steps(source, shape, cells))
    if not steps:
        return None
    _, _, name, pair, into = steps[0]
    return replace(shape, merges=joined(shape.merges, {name: dict.fromkeys(pair, into)}))


def _steps(source: Source, shape: Shape, cells: list[Cell]) -> Iterator[tuple[bool, int, str, tuple[str, ...], str]]:
    """Price (tenants last, then people), dimension, categories, and what they become."""
    tables = merged(source.tables, shape.merges)
    for dimension in {one.name: one for table in tables for one in table.dimensions}.values():
        is_tenant = dimension.name == TENANT
        into = REGION if is_tenant else OTHER
        use = _use_of(source, shape, dimension)
        mergeable = [one for one in dimension.leaves if one not in (APART, into) and use[one]]
        if not (dimension.mergeable or dimension.rare_merged or is_tenant) or len(mergeable) + (into in dimension.leaves) < 3:
            continue  # two categories put together are the total
        worst = {cell.category(dimension.name) for cell in cells}
        for category in [one for one in mergeable if one in worst] or mergeable:
            company = min((one for one in mergeable if one != category), key=lambda one: (use[one], one))
            pair = (category,) if into in dimension.leaves else (category, company)
            yield is_tenant, sum(use[one] for one in pair), dimension.name, tuple(sorted(pair)), into


def _use_of(source: Source, shape: Shape, dimension: Dimension) -> dict[str, int]:
    counts = source.shaped(shape).counts
    measures = {table.measure for table in source.tables}
    cells = {one: [Cell.of(measure, {dimension.name: one}) for measure in measures] for one in dimension.leaves}
    return {one: max(counts.get(cell, 0) for cell in each) for one, each in cells.items()}
