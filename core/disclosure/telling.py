"""What a reader is told by releases, as facts for the attacker, and what it must not be able to prove.

Unknowns are the counts of the others: whoever reads as a tenant knows its own part of every leaf and takes it away.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from core.disclosure.attacker import Claim, Fact
from core.disclosure.editions import Edition
from core.disclosure.policy import Policy
from core.disclosure.tables import TENANT, Cell, Counts

Label = str
BEFORE, AFTER = "before", "after"
JOINED, LEFT = "joined", "left"


class Suspicion(NamedTuple):
    """What a claim is about."""

    label: Label
    kind: str
    cell: Cell


class Reader:
    """One edition, read by an outsider (None) or by a tenant."""

    def __init__(self, edition: Edition, label: Label, insider: str | None) -> None:
        self.edition, self.label, self.insider = edition, label, insider
        self.own: Counts = edition.source.known_to(insider) if insider else {}

    def unknowns(self, leaves: Iterable[Cell]) -> tuple[tuple[Label, Cell], ...]:
        """The others' counts in some leaves. In a leaf that is the reader's own there is nobody else."""
        return tuple((self.label, leaf) for leaf in leaves if self.insider is None or leaf.category(TENANT) != self.insider)

    def knows(self, leaves: Iterable[Cell]) -> int:
        """The reader's own people in some leaves."""
        return sum(self.own.get(leaf, 0) for leaf in leaves) if self.own else 0

    def others(self, leaves: Iterable[Cell]) -> int:
        """The truth: everybody else in some leaves."""
        leaves = tuple(leaves)
        return sum(self.edition.source.leaves.get(leaf, 0) for leaf in leaves) - self.knows(leaves)

    def facts(self) -> Iterator[Fact]:
        """Every number of the edition, that the same cell in two tables is the same people, and what else is public."""
        for cell, (leaves, *again) in self.edition.parts.items():
            low, high = self.edition.window(cell)
            own = self.knows(leaves)
            yield Fact(self.unknowns(leaves), low - own, high - own)
            for others in again:
                yield Fact(self.unknowns(leaves), 0, 0, self.unknowns(others))
        for cell, value in self.edition.exact.items():
            leaves = self.edition.source.fine_parts[cell][0]
            others_exactly = value - self.knows(leaves)
            yield Fact(self.unknowns(leaves), others_exactly, others_exactly)
        for fact in self.edition.facts:
            taken = self._own(fact.plus) - self._own(fact.minus)
            most = None if fact.high is None else fact.high - taken
            yield Fact(self._names(fact.plus), fact.low - taken, most, self._names(fact.minus))

    def _own(self, unknowns: Iterable[object]) -> int:
        return self.knows(one for one in unknowns if isinstance(one, Cell))

    def _names(self, unknowns: Iterable[object]) -> tuple[object, ...]:
        cells = [one for one in unknowns if isinstance(one, Cell)]
        return (*self.unknowns(cells), *((self.label, one) for one in unknowns if not isinstance(one, Cell)))

    def truth(self) -> dict[object, int]:
        """Everybody else, leaf by leaf: a table to begin with. What it cannot refute is tried without it."""
        leaves = (leaf for table in self.edition.source.tables for leaf in table.leaves())
        return {unknown: self.others([unknown[1]]) for unknown in self.unknowns(leaves)}

    def small(self, policy: Policy) -> Iterator[Claim]:
        """For every released cell with 1 … k-1 others: that it has."""
        for cell, (leaves, *_) in self.edition.parts.items():
            if cell not in self.edition.public and 0 < self.others(leaves) < policy.k:
                yield Claim(Suspicion(self.label, "small", cell), self.unknowns(leaves), 1, policy.k - 1)

    def alone(self) -> Iterator[tuple[Claim, tuple[object, ...]]]:
        """For every row whose people are all in one category: that nobody is in another; and the unknowns of the whole row."""
        parts, empty = self.edition.parts, self._empty()
        for parent, children in self.edition.cube.sums:
            whole = parts[parent][0]
            inside = [(child, _within(whole, parts[child])) for child in children]
            used = [(child, leaves) for child, leaves in inside if self.others(leaves)]
            if len(used) == 1 and len(children) > 1:
                rest = self.unknowns(sorted(set(whole) - set(used[0][1]) - empty))
                if rest:  # else there is no other category anybody could be in, and everybody knows
                    yield Claim(Suspicion(self.label, "alone", used[0][0]), rest, 0, 0), self.unknowns(whole)

    def _empty(self) -> frozenset[Cell]:
        """Leaves of which exact public numbers say that nobody is in them, in whichever table: of a tenant without anybody."""
        nobody = (fact.plus for fact in self.edition.facts if fact.high == 0 and not fact.minus)
        empty = {one for plus in nobody for one in plus if isinstance(one, Cell)}
        again = (tables for tables in self.edition.parts.values() if empty and any(empty.issuperset(one) for one in tables))
        return frozenset(empty.union(*(leaves for tables in list(again) for leaves in tables)))


def _within(whole: tuple[Cell, ...], parts: tuple[tuple[Cell, ...], ...]) -> tuple[Cell, ...]:
    """The leaves of a child in the same table as its parent's."""
    known = set(whole)
    return next((leaves for leaves in parts if known.issuperset(leaves)), parts[0])


def link(before: Reader, after: Reader, *, strict: bool = True) -> Iterator[Fact]:
    """How two editions hang together: every leaf is what it was, plus those who joined, minus those who left.

    The reader is reckoned to know how many of the others joined and left each table, of each tenant when `strict`; and then also
    that a number changes only when its count did.
    """
    known = {leaf for table in before.edition.source.tables for leaf in table.leaves()}
    for table in after.edition.source.tables:
        flows: dict[str | None, list[Cell]] = {}
        for leaf in table.leaves():
            if after.unknowns([leaf]):
                flows.setdefault(leaf.category(TENANT) if strict else None, []).append(leaf)
                was = ((BEFORE, leaf),) if leaf in known else ()  # nobody was in a month that had not come
                yield Fact((*was, (JOINED, leaf)), 0, 0, ((AFTER, leaf), (LEFT, leaf)))
        for leaves in flows.values():
            changes = [after.others([leaf]) - before.others([leaf]) for leaf in leaves]
            for label, way in ((JOINED, 1), (LEFT, -1)):
                most = sum(max(0, way * change) for change in changes)
                yield Fact(tuple((label, leaf) for leaf in leaves), 0, most)
    if strict and after.edition.certain:
        yield from _changed(before, after)


def _changed(before: Reader, after: Reader) -> Iterator[Fact]:
    """That somebody joined or left wherever a number changed and nothing was taken out."""
    for cell, (leaves, *_) in after.edition.parts.items():
        number = before.edition.numbers.get(cell)
        same = number is not None and set(before.edition.parts[cell][0]) <= set(leaves)
        if same and number != after.edition.numbers[cell] and before.knows(leaves) == after.knows(leaves):
            named = [leaf for _, leaf in after.unknowns(leaves)]
            yield Fact(tuple((label, leaf) for label in (JOINED, LEFT) for leaf in named), 1, None)


def block_of(unknown: object) -> object:
    """The tenant an unknown belongs to."""
    leaf = unknown[1] if isinstance(unknown, tuple) else None
    return leaf.category(TENANT) if isinstance(leaf, Cell) else None


def between(before: Reader, after: Reader) -> dict[object, int]:
    """Both truths and what lies between them: a table to begin with."""
    old, new = before.truth(), after.truth()
    found = old | new
    for label, leaf in after.unknowns(leaf for table in after.edition.source.tables for leaf in table.leaves()):
        change = new[label, leaf] - old.get((before.label, leaf), 0)
        found[JOINED, leaf], found[LEFT, leaf] = max(0, change), max(0, -change)
    return found


def unchanged(before: Edition, after: Edition) -> Mapping[Cell, int]:
    """The published numbers of cells that hold as many people as then."""
    old, new = before.cube.counts, after.cube.counts
    return {cell: number for cell, number in before.numbers.items() if cell in new and new[cell] == old[cell]}
