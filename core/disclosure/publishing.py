"""The way in: from counts to a release of tier three that no attacker has broken, or to a refusal.

Merged, rounded and audited; when the audit finds something, made coarser and tried again; then margins only; then nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from core.disclosure.attacker import Fact
from core.disclosure.audit import Audit, Progress, audit, silent
from core.disclosure.editions import Edition, Shape, Source
from core.disclosure.merging import coarser, first_shape
from core.disclosure.policy import Policy
from core.disclosure.renewal import Renewal, facts_that_hold, renew
from core.disclosure.rounding import CannotRound, round_cube
from core.disclosure.tables import TENANT, Cell, Cube, Merges, TableError
from core.disclosure.telling import unchanged

ROUNDS = 10


class Cancelled(Exception):
    """Somebody stopped the work. Nothing was published."""


class Reading(StrEnum):
    """How a number of tier three is shown."""

    FEWER = "fewer"
    """The rounded number is 0: "färre än 5", be it nobody or a few. A written 0 means nobody, and stands in exact tiers only."""
    NUMBER = "number"


@dataclass(frozen=True)
class Published:
    """A release of tier three. `kept`: tenants that stand as they did in the former release."""

    edition: Edition
    kept: frozenset[str]
    audit: Audit
    steps: tuple[str, ...]
    """What was tried, in words for the log: rounding attempts and how each audit ended."""

    @property
    def numbers(self) -> Mapping[Cell, int]:
        """Every released cell: a multiple of the base, and every sum holds."""
        return self.edition.numbers

    @property
    def exact(self) -> Mapping[Cell, int]:
        """Cells whose true count at the time of this release's counts is public: shown instead of the rounded number."""
        return self.edition.public

    @property
    def cube(self) -> Cube:
        """The tables as released, merged."""
        return self.edition.cube

    @property
    def merges(self) -> Merges:
        return self.edition.shape.merges

    @property
    def only_margins(self) -> bool:
        return self.edition.shape.depth is not None


@dataclass(frozen=True)
class Refused:
    """Nothing may be published: the last release stays. `audit` is that of the last attempt, up to the first attacker who found
    something; None when none could be rounded."""

    audit: Audit | None
    steps: tuple[str, ...]


def publish(
    source: Source,
    *,
    policy: Policy,
    secret: bytes,
    release: str,
    participants: Mapping[str, int],
    exact: Mapping[Cell, int] | None = None,
    facts: Iterable[Fact] = (),
    former: Edition | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Published | Refused:
    """Make a release, or say why there is none.

    `participants`: of each tenant, from the headlines. `exact`: true counts that are public, of cells of the unmerged tables.
    `facts`: what else is public about leaves. `progress` gets a step ("renew", "round", "audit") and 0 … 1. Raises Cancelled, and
    TableError when `exact` contradicts the counts.
    """
    watched = partial(_watched, progress, cancelled)
    watched("renew", 0.0)
    renewal = renew(source, former, policy)
    known = _still_true(renewal, exact or {}, former)
    public = facts_that_hold(renewal, facts, former)
    first = first_shape(renewal.source, policy, participants, former.shape if former else None)
    ladder = _Ladder(renewal.source, first)
    steps: list[str] = []
    last: Audit | None = None
    while ladder.shape is not None:
        draft = Edition(renewal.source, ladder.shape, {}, (0, 0), known, public)
        watched("round", 0.0)
        edition = _rounded(draft, former, policy, secret, release, partial(watched, "round", 0.5), steps)
        if edition is not None:
            last = audit(edition, policy, former=former, until_found=True, progress=watched)
            steps.append(f"audit: {last.small} small, {last.alone} alone, {last.exact} exact")
            if last.holds:
                return Published(edition, renewal.kept, last, tuple(steps))
        ladder.descend(last)
    return Refused(last, tuple(steps))


def _watched(progress: Progress, cancelled: Callable[[], bool], step: str, done: float) -> None:
    if cancelled():
        raise Cancelled
    progress(step, done)


class _Ladder:
    """From fine to coarse, ten steps at most, then the margins of the first shape, then of the coarsest, then nothing."""

    def __init__(self, source: Source, first: Shape) -> None:
        self.shape: Shape | None = first
        self._source = source
        self._coarsest = first
        self._margins = [replace(first, depth=1)]
        self._left = ROUNDS

    def descend(self, last: Audit | None) -> None:
        """Go to the next shape; what the last audit found says which categories."""
        following = coarser(self._source, self._coarsest, last.worst if last else ()) if self._left > 0 else None
        if following is not None:
            self._left -= 1
            self._coarsest = self.shape = following
            return
        if self._left >= 0:
            self._left = -1
            self._margins.append(replace(self._coarsest, depth=1))
        self.shape = self._margins.pop(0) if self._margins else None


def _rounded(
    draft: Edition,
    former: Edition | None,
    policy: Policy,
    secret: bytes,
    release: str,
    check: Callable[[], None],
    steps: list[str],
) -> Edition | None:
    before = unchanged(former, draft) if former else {}
    kept = before if former is None or former.slacks[0] == policy.slacks(wide=False)[0] else _of_this_base(before, draft, policy)
    try:
        found = round_cube(draft.cube, policy, secret=secret, release=release, kept=kept, check=check)
    except CannotRound as fault:
        steps.append(str(fault))
        return None
    steps.append(f"rounded: {found.tried[-1]}, {len(found.moved)} moved")
    certain = not found.moved and kept == before
    return replace(draft, numbers=found.numbers, slacks=policy.slacks(wide=found.wide), certain=certain)


def _of_this_base(before: Mapping[Cell, int], draft: Edition, policy: Policy) -> dict[Cell, int]:
    """Where the release before was rounded to another base: the numbers that might as well be of this one."""
    counts, base = draft.cube.counts, policy.base
    return {
        cell: number for cell, number in before.items() if number % base == 0 and abs(number - counts.get(cell, number)) < base
    }


def _still_true(renewal: Renewal, exact: Mapping[Cell, int], former: Edition | None) -> dict[Cell, int]:
    """Public counts that belong to these counts: of today, or for a tenant that stands as it was, those of then."""
    counts = renewal.source.counts
    old = former.exact if former else {}
    found: dict[Cell, int] = {}
    for cell, value in exact.items():
        if cell not in counts:
            raise TableError(f"{cell.code} is no cell of the tables")
        if counts[cell] == value:
            found[cell] = value
        elif cell in old and counts[cell] == old[cell]:
            found[cell] = old[cell]
        elif not renewal.kept or cell.category(TENANT) not in {None, *renewal.kept}:
            raise TableError(f"{cell.code} is {counts[cell]}, said to be exactly {value}")
    return found


def reading(number: int) -> Reading:
    """How a rounded number is shown."""
    return Reading.NUMBER if number else Reading.FEWER


def rate(part: int, whole: int, policy: Policy) -> int | None:
    """Whole per cent of two rounded numbers, half up; None below the base a rate needs."""
    if whole < policy.least_rate_base:
        return None
    return min(100, (200 * part + whole) // (2 * whole))
