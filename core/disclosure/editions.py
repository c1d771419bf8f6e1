"""What a release is made of and what it says: true counts by tenant, the shape they were released in, and the numbers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.disclosure.attacker import Fact
from core.disclosure.tables import TENANT, Cell, Counts, Cube, Dimension, Merges, Table, TableError, merged, merged_leaf

Parts = Mapping[Cell, tuple[tuple[Cell, ...], ...]]
"""The leaves of the source each cell is the sum of; once for each table it lies in."""


@dataclass(frozen=True)
class Shape:
    """How coarse a release is: categories put together, and how many dimensions besides the tenant are crossed."""

    merges: Merges = field(default_factory=dict)
    depth: int | None = None


@dataclass(frozen=True)
class Source:
    """The finest counts, by tenant (and APART): what each tenant knows of itself. Raises TableError when they are not its own.

    `apart_of`: each tenant's part of those APART, which it knows as well.
    """

    tables: tuple[Table, ...]
    by_tenant: Mapping[str, Counts]
    apart_of: Mapping[str, Counts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {leaf for table in self.tables for leaf in table.leaves()}
        for tenant, counts in self.by_tenant.items():
            for leaf, count in counts.items():
                if leaf not in known or count < 0 or leaf.category(TENANT) not in (tenant, None):
                    raise TableError(f"{tenant} counts {count} in {leaf.code}")

    @cached_property
    def leaves(self) -> Counts:
        """All tenants together."""
        found: dict[Cell, int] = {}
        for counts in self.by_tenant.values():
            for leaf, count in counts.items():
                found[leaf] = found.get(leaf, 0) + count
        return found

    @cached_property
    def counts(self) -> Counts:
        """Of every cell of the tables as they are, before anything is merged."""
        return self.shaped(Shape()).counts

    @cached_property
    def fine_parts(self) -> Parts:
        """The leaves of every such cell."""
        return self.parts(Shape())

    def known_to(self, tenant: str) -> Counts:
        """A tenant's own people, those APART too."""
        found = dict(self.by_tenant.get(tenant, {}))
        for leaf, count in self.apart_of.get(tenant, {}).items():
            found[leaf] = found.get(leaf, 0) + count
        return found

    def shaped(self, shape: Shape) -> Cube:
        """The counts as they would be released."""
        leaves: dict[Cell, int] = {}
        for leaf, count in self.leaves.items():
            into = merged_leaf(leaf, shape.merges)
            leaves[into] = leaves.get(into, 0) + count
        return Cube(merged(self.tables, shape.merges), leaves, shape.depth)

    def parts(self, shape: Shape) -> Parts:
        """Which leaves every released cell holds."""
        cube = self.shaped(shape)
        found: dict[Cell, list[tuple[Cell, ...]]] = {}
        for table, released in zip(self.tables, cube.tables, strict=True):
            own: dict[Cell, list[Cell]] = {}
            for leaf in table.leaves():
                for cell in filter(cube.shows, released.above(merged_leaf(leaf, shape.merges))):
                    own.setdefault(cell, []).append(leaf)
            for cell, leaves in own.items():
                found.setdefault(cell, []).append(tuple(leaves))
        return {cell: tuple(dict.fromkeys(each)) for cell, each in found.items()}


@dataclass(frozen=True)
class Edition:
    """One release whole: what was published and the true counts behind it. For the builder alone; never for a reader.

    `exact`: cells of the unmerged tables whose true count is public (headlines, outcomes). `facts`: what else is public about
    leaves of the source, or about unknowns named by text. `certain`: every number that changed belongs to a count that changed
    (nothing was moved).
    """

    source: Source
    shape: Shape
    numbers: Mapping[Cell, int]
    slacks: tuple[int, int]
    """By how much the finest cells, and the margins, may differ from their true counts: public."""
    exact: Mapping[Cell, int] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    certain: bool = True

    @cached_property
    def cube(self) -> Cube:
        return self.source.shaped(self.shape)

    @cached_property
    def parts(self) -> Parts:
        return self.source.fine_parts if self.shape == Shape() else self.source.parts(self.shape)

    @cached_property
    def public(self) -> Mapping[Cell, int]:
        """The exact cells that are released cells too: not merged with anything."""
        fine = self.source.fine_parts
        return {cell: count for cell, count in self.exact.items() if cell in self.parts and self.parts[cell] == fine[cell]}

    def window(self, cell: Cell) -> tuple[int, int]:
        """What a reader knows of a true count from its own number."""
        slack = self.slacks[cell not in self.cube.finest]
        return max(0, self.numbers[cell] - slack), self.numbers[cell] + slack

    def as_json(self) -> str:
        """Everything, to be kept by the builder until the next release."""
        whole = {
            "tables": [_table_json(table) for table in self.source.tables],
            "by_tenant": {tenant: _codes(counts) for tenant, counts in self.source.by_tenant.items()},
            "apart_of": {tenant: _codes(counts) for tenant, counts in self.source.apart_of.items()},
            "merges": {name: dict(into) for name, into in self.shape.merges.items()},
            "depth": self.shape.depth,
            "numbers": _codes(self.numbers),
            "slacks": self.slacks,
            "exact": _codes(self.exact),
            "facts": [[_names(fact.plus), fact.low, fact.high, _names(fact.minus)] for fact in self.facts],
            "certain": self.certain,
        }
        return json.dumps(whole, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Edition":
        found = json.loads(text)
        tables = tuple(_table(one) for one in found["tables"])
        by_tenant = {tenant: _cells(counts) for tenant, counts in found["by_tenant"].items()}
        apart_of = {tenant: _cells(counts) for tenant, counts in found.get("apart_of", {}).items()}
        return cls(
            Source(tables, by_tenant, apart_of),
            Shape(found["merges"], found["depth"]),
            _cells(found["numbers"]),
            (found["slacks"][0], found["slacks"][1]),
            _cells(found["exact"]),
            tuple(Fact(_unknowns(plus), low, high, _unknowns(minus)) for plus, low, high, minus in found["facts"]),
            found["certain"],
        )


def _codes(counts: Mapping[Cell, int]) -> dict[str, int]:
    return {cell.code: count for cell, count in counts.items()}


def _cells(codes: Mapping[str, int]) -> dict[Cell, int]:
    return {Cell.parse(code): count for code, count in codes.items()}


def _names(unknowns: Iterable[object]) -> list[list[str]]:
    return [["cell", one.code] if isinstance(one, Cell) else ["name", str(one)] for one in unknowns]


def _unknowns(names: Iterable[tuple[str, str]]) -> tuple[Cell | str, ...]:
    return tuple(Cell.parse(name) if kind == "cell" else name for kind, name in names)


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "measure": table.measure,
        "told_apart": None if table.told_apart is None else sorted(table.told_apart),
        "dimensions": [
            {"name": one.name, "leaves": one.leaves, "groups": {name: list(leaves) for name, leaves in one.groups.items()}}
            | {"mergeable": one.mergeable, "rare_merged": one.rare_merged}
            for one in table.dimensions
        ],
    }


def _table(found: dict[str, Any]) -> Table:
    dimensions = tuple(
        Dimension(
            one["name"],
            tuple(one["leaves"]),
            {name: tuple(leaves) for name, leaves in one["groups"].items()},
            one["mergeable"],
            one["rare_merged"],
        )
        for one in found["dimensions"]
    )
    apart = found["told_apart"]
    return Table(found["name"], found["measure"], dimensions, None if apart is None else frozenset(apart))
