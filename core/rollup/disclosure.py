"""Disclosure control of outcomes: a published table from which no figure about fewer than five people can be worked out.

Pure: counts in, hidden cells out. The attacker that is reckoned with knows every row's total (headlines are public), every
shown cell and the county's sums; or is one of the tenants and knows its own row exactly. For each hidden cell the interval
of values that fit all of this must be at least five wide (or as wide as the row itself, when that has fewer than five people).

The table is a flow from rows (their totals are the supply) through columns to the county. A cell can be changed, all totals
kept, exactly as far as flow can be sent around through cells that are hidden too: so the interval is exact, by maximum flow.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from core.rollup.network import Network
from core.rollup.terms import ENOUGH

Row = Hashable
Cell = tuple[Row, int]
"""A row and the position of its column."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A row: exclusive counts that add up to its public total. The last columns may be of the kind that is never published.

    `sensitive`: columns that may not be found out for a reason the counts do not show (a complement inside a part).
    """

    values: tuple[int, ...]
    sensitive: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return sum(self.values)


@dataclass(slots=True)
class Protection:
    """What must not be shown: cells of rows, and the county's sums by column."""

    cells: set[Cell] = field(default_factory=set)
    sums: set[int] = field(default_factory=set)


def is_small(count: int) -> bool:
    """A count that could tell of somebody. Nobody at all may be said."""
    return 0 < count < ENOUGH


def protect(rows: Mapping[Row, Counts], published: int, frozen: Mapping[Row, frozenset[int]] | None = None) -> Protection:
    """Which cells of the first `published` columns to hide, sums among them.

    `frozen`: rows shown as they were in an earlier release, with the columns hidden then. They stay as they were, for what was
    once shown is known, and what was hidden then must not be shown for the same day now.
    """
    return _Publisher(rows, published, frozen or {}).protect()


class _Publisher:
    def __init__(self, rows: Mapping[Row, Counts], published: int, frozen: Mapping[Row, frozenset[int]]) -> None:
        self.rows = rows
        self.published = published
        self.frozen = frozen
        self.columns = max((len(row.values) for row in rows.values()), default=0)
        self.sums = tuple(sum(row.values[column] for row in rows.values()) for column in range(self.columns))
        self.hidden = Protection()

    def protect(self) -> Protection:
        self._hide_small()
        must = Protection(set(self.hidden.cells), set(self.hidden.sums))
        while (breach := self._find_breach()) is not None:
            if not self._hide_for(breach):
                self._hide_everything()
                return self.hidden
        self._show_needless(must)
        return self.hidden

    def _hide_small(self) -> None:
        for row, counts in self.rows.items():
            if row in self.frozen:
                self.hidden.cells |= {(row, column) for column in self.frozen[row]}
            else:
                self.hidden.cells |= {(row, column) for column in self._small(counts) if column < self.published}
        total = sum(self.sums)
        self.hidden.sums |= {
            column for column in range(self.published) if is_small(self.sums[column]) or is_small(total - self.sums[column])
        }

    def _small(self, counts: Counts) -> set[int]:
        return set(counts.sensitive) | {
            column
            for column, value in enumerate(counts.values)
            if is_small(value) or (column < self.published and is_small(counts.total - value))
        }

    def _find_breach(self) -> Cell | None:
        """A cell that somebody could find out, or None."""
        guarded = sorted(self._guarded(), key=lambda cell: (str(cell[0]), cell[1]))
        insiders = {row for row, _ in self.hidden.cells}
        for cell in guarded:
            row, column = cell
            need = min(ENOUGH, self.rows[row].total)
            for insider in [None, *sorted(insiders - {row}, key=str)]:
                if not Flow(self, insider).is_wide(row, column, need):
                    return cell
        return None

    def _guarded(self) -> Iterator[Cell]:
        yield from self.hidden.cells
        for row, counts in self.rows.items():
            if row not in self.frozen:
                yield from ((row, column) for column in self._small(counts) if column >= self.published)

    def _hide_for(self, breach: Cell) -> bool:
        """Hide one more cell that gives room to the breached one. False when there is none left."""
        row, column = breach
        candidates = self._in_row(row) or self._in_columns(row, column)
        if candidates:
            self.hidden.cells.add(min(candidates, key=self._loss))
            return True
        shown = set(range(self.published)) - self.hidden.sums
        if not shown:
            return False
        self.hidden.sums.add(column if column in shown else min(shown))
        return True

    def _in_row(self, row: Row) -> list[Cell]:
        """Shown cells of a row in which nothing could give way: one hidden cell alone is found by subtraction."""
        loose = sum(cell[0] == row for cell in self.hidden.cells) + (self.columns - self.published)
        if loose > 1 or row in self.frozen:
            return []
        return [(row, column) for column in range(self.published) if (row, column) not in self.hidden.cells]

    def _in_columns(self, row: Row, column: int) -> list[Cell]:
        wanted = {column} if column < self.published else {c for r, c in self.hidden.cells if r == row}
        return [
            (other, one)
            for other in self.rows
            for one in wanted
            if other != row and other not in self.frozen and (other, one) not in self.hidden.cells
        ]

    def _loss(self, cell: Cell) -> tuple[bool, int, str]:
        """Prefer the smallest cell that has room for five."""
        value = self.rows[cell[0]].values[cell[1]]
        return value < ENOUGH, value, str(cell)

    def _show_needless(self, must: Protection) -> None:
        """What a later step made superfluous is shown after all: sums first, then whole rows, the largest first."""
        spare = self.hidden.sums - must.sums
        for some in (spare, *({column} for column in sorted(spare))):
            self._show_if_safe(set(), some)
        by_row: dict[Row, set[Cell]] = {}
        for cell in self.hidden.cells - must.cells:
            by_row.setdefault(cell[0], set()).add(cell)
        for cells in sorted(by_row.values(), key=lambda row: max(map(self._loss, row)), reverse=True):
            for part in (cells, *({cell} for cell in sorted(cells, key=self._loss, reverse=True))):
                self._show_if_safe(part, set())

    def _show_if_safe(self, cells: set[Cell], sums: set[int]) -> None:
        before = self.hidden
        self.hidden = Protection(before.cells - cells, before.sums - sums)
        if self._find_breach() is not None:
            self.hidden = before

    def _hide_everything(self) -> None:
        self.hidden.sums |= set(range(self.published))
        self.hidden.cells |= {(row, c) for row in self.rows if row not in self.frozen for c in range(self.published)}


_COUNTY = ("county",)


class Flow(Network):
    """One table as a network: row → column → county. Cells that an attacker knows cannot give way."""

    def __init__(self, table: _Publisher, insider: Row | None) -> None:
        super().__init__()
        for row, counts in table.rows.items():
            for column, value in enumerate(counts.values):
                known = row == insider or (column < table.published and (row, column) not in table.hidden.cells)
                if not known:
                    self.arc(("row", row), ("column", column), value)
        for column, value in enumerate(table.sums):
            if column >= table.published or column in table.hidden.sums:
                self.arc(("column", column), _COUNTY, value)

    def is_wide(self, row: Row, column: int, need: int) -> bool:
        """Whether the values of a cell that fit everything known span at least `need`."""
        return self.spans(("row", row), ("column", column), need)
