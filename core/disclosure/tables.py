"""The fixed hierarchy of released tables: dimensions, cells, and which cells are the same number in several tables.

A count is kept by leaf (the finest cell of a table). Every cell is a sum of leaves; a cell that lies in two tables of the same
measure is one cell, with one true count and one published number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import NamedTuple

TENANT = "tenant"
"""The dimension whose categories are the tenants: the insiders."""
APART = "apart"
"""Category of those who are not told by tenant: protected persons, who are counted in the county's sums only."""
OTHER = "other"
"""Category that takes what too few tenants use."""
REGION = "region"
"""The row that takes the tenants too small for one of their own."""


class TableError(ValueError):
    """Counts or tables that contradict each other; says which cell."""


class Cell(NamedTuple):
    """A measure and the categories it is counted for, by dimension; what is not named is the total."""

    measure: str
    at: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, measure: str, categories: Mapping[str, str] | None = None) -> "Cell":
        return cls(measure, tuple(sorted((categories or {}).items())))

    def category(self, dimension: str) -> str | None:
        """None for the total."""
        return dict(self.at).get(dimension)

    @property
    def code(self) -> str:
        """One line that says which cell it is, the same in every release: "started|sex=women|tenant=…"."""
        return "|".join([self.measure, *(f"{dimension}={category}" for dimension, category in self.at)])

    @classmethod
    def parse(cls, code: str) -> "Cell":
        """The cell of a `code`."""
        measure, *parts = code.split("|")
        return cls(measure, tuple((one, two) for one, _, two in (part.partition("=") for part in parts)))


Counts = Mapping[Cell, int]
"""True counts by leaf; a leaf that is missing is 0."""


@dataclass(frozen=True)
class Dimension:
    """Leaves, and groups of leaves where the hierarchy has a level in the middle (months in quarters)."""

    name: str
    leaves: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mergeable: bool = False
    """Its categories may be put together when the audit asks for it (not: months, sexes)."""
    rare_merged: bool = False
    """What fewer tenants use than the policy asks for is counted as OTHER (insatser; not: municipalities)."""

    def __post_init__(self) -> None:
        grouped = [leaf for leaves in self.groups.values() for leaf in leaves]
        if len(set(self.leaves)) != len(self.leaves) or len(set(grouped)) != len(grouped) or not set(grouped) <= set(self.leaves):
            raise TableError(f"{self.name}: a leaf stands once, and in one group at most")
        if set(self.groups) & set(self.leaves) or any(
            "|" in one or "=" in one for one in (self.name, *self.leaves, *self.groups)
        ):
            raise TableError(f"{self.name}: a name is used twice or holds | or =")

    def chain(self, leaf: str) -> tuple[str | None, ...]:
        """A leaf and what it is part of, up to the total (None)."""
        return (leaf, *(group for group, leaves in self.groups.items() if leaf in leaves), None)

    def children(self, category: str | None) -> tuple[str, ...]:
        """What a group or the total (None) is the sum of."""
        if category is not None:
            return self.groups.get(category, ())
        grouped = {leaf for leaves in self.groups.values() for leaf in leaves}
        return (*self.groups, *(leaf for leaf in self.leaves if leaf not in grouped))

    def renamed(self, into: Mapping[str, str]) -> "Dimension":
        """With leaves merged: those that share a new name are one leaf, and leave their group when they come from several."""
        leaves = tuple(dict.fromkeys(into.get(leaf, leaf) for leaf in self.leaves))
        whole = {name: {into.get(leaf, leaf) for leaf in old} for name, old in self.groups.items()}
        spread = {leaf for leaf in leaves if sum(leaf in new for new in whole.values()) > 1}
        outside = {into.get(leaf, leaf) for leaf in self.leaves if not any(leaf in old for old in self.groups.values())}
        groups = {name: tuple(leaf for leaf in leaves if leaf in new - spread - outside) for name, new in whole.items()}
        return replace(self, leaves=leaves, groups={name: new for name, new in groups.items() if len(new) > 1})


@dataclass(frozen=True)
class Table:
    """One released table. `told_apart`: dimensions by which those APART may be told; None when they are not counted here."""

    name: str
    measure: str
    dimensions: tuple[Dimension, ...]
    told_apart: frozenset[str] | None = None

    def leaf(self, categories: Mapping[str, str]) -> Cell:
        """The cell of one category per dimension. Raises TableError for a category the table does not have."""
        for dimension in self.dimensions:
            if categories.get(dimension.name) not in dimension.leaves:
                raise TableError(f"{self.name}: {dimension.name} has no {categories.get(dimension.name)}")
        return Cell.of(self.measure, {dimension.name: categories[dimension.name] for dimension in self.dimensions})

    def leaves(self) -> Iterator[Cell]:
        """Every leaf, whether somebody is in it or not: the code list is the same for all."""
        names = [dimension.name for dimension in self.dimensions]
        for categories in product(*(dimension.leaves for dimension in self.dimensions)):
            if self._may_be(dict(zip(names, categories, strict=True))):
                yield Cell.of(self.measure, dict(zip(names, categories, strict=True)))

    def _may_be(self, categories: Mapping[str, str]) -> bool:
        """Those APART stand in no other category but the ones by which they may be told; nobody else stands APART."""
        apart = [categories[name] == APART for name in categories if name not in (self.told_apart or ())]
        return all(apart) if self.told_apart is not None and any(apart) else not any(apart)

    def above(self, leaf: Cell) -> Iterator[Cell]:
        """Every cell of this table that a leaf is part of, itself first."""
        chains = [dimension.chain(leaf.category(dimension.name) or "") for dimension in self.dimensions]
        names = [dimension.name for dimension in self.dimensions]
        for categories in product(*chains):
            yield Cell.of(self.measure, {name: one for name, one in zip(names, categories, strict=True) if one is not None})


Merges = Mapping[str, Mapping[str, str]]
"""By dimension: a category and the one it is counted with."""


@dataclass(frozen=True)
class Cube:
    """All tables of a release with their true counts. Raises TableError when two tables disagree about a cell they share.

    `depth`: only cells of so many dimensions besides the tenant are released; None: all.
    """

    tables: tuple[Table, ...]
    leaves: Counts
    depth: int | None = None

    def shows(self, cell: Cell) -> bool:
        """Whether a cell is released."""
        return self.depth is None or sum(name != TENANT for name, _ in cell.at) <= self.depth

    @cached_property
    def counts(self) -> Mapping[Cell, int]:
        """The true count of every cell, margins too."""
        found: dict[Cell, int] = {}
        for table in self.tables:
            own: dict[Cell, int] = {}
            for leaf in table.leaves():
                count = self.leaves.get(leaf, 0)
                for cell in filter(self.shows, table.above(leaf)):
                    own[cell] = own.get(cell, 0) + count
            for cell, count in own.items():
                if found.setdefault(cell, count) != count:
                    raise TableError(f"{table.name}: {cell.code} is {count} here and {found[cell]} in a table before it")
        return found

    @cached_property
    def sums(self) -> tuple[tuple[Cell, tuple[Cell, ...]], ...]:
        """Every equation between released cells: a parent and its children."""
        found = {}
        for table in self.tables:
            known = {cell for leaf in table.leaves() for cell in filter(self.shows, table.above(leaf))}
            for cell, dimension in product(known, table.dimensions):
                children = [_with(cell, dimension.name, one) for one in dimension.children(cell.category(dimension.name))]
                there = tuple(child for child in children if child in known)
                if there:  # those APART stand under some parents only
                    found[cell, dimension.name] = (cell, there)
        return tuple(found[key] for key in sorted(found))

    @cached_property
    def finest(self) -> frozenset[Cell]:
        """The cells that no other released cell is a part of."""
        return frozenset(self.counts) - {parent for parent, _ in self.sums}


def merged(tables: tuple[Table, ...], merges: Merges) -> tuple[Table, ...]:
    """The same tables with categories put together."""
    return tuple(
        replace(table, dimensions=tuple(one.renamed(merges.get(one.name, {})) for one in table.dimensions)) for table in tables
    )


def merged_leaf(leaf: Cell, merges: Merges) -> Cell:
    """The leaf that a leaf is counted in."""
    return Cell(leaf.measure, tuple((name, merges.get(name, {}).get(one, one)) for name, one in leaf.at))


def joined(first: Merges, then: Merges) -> Merges:
    """First one, then the other."""
    found = {name: dict(into) for name, into in first.items()}
    for name, into in then.items():
        before = found.setdefault(name, {})
        before.update({one: into.get(two, two) for one, two in before.items()})
        before.update({one: two for one, two in into.items() if one not in before})
    return found


def _with(cell: Cell, dimension: str, category: str) -> Cell:
    return Cell.of(cell.measure, dict(cell.at) | {dimension: category})
