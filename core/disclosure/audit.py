"""The gate: the attacker reads a release as an outsider and as every tenant, alone and together with the release before."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial

from core.disclosure.attacker import Attacker, Claim, Fact, Proven
from core.disclosure.editions import Edition
from core.disclosure.policy import Policy
from core.disclosure.tables import APART
from core.disclosure.telling import AFTER, BEFORE, JOINED, LEFT, Reader, Suspicion, between, block_of, link

WORST = 20
"""So many findings are written out."""
Progress = Callable[[str, float], None]
"""What is being done, and how much of it from 0 to 1. May raise to cancel."""


def silent(_step: str, _done: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an attacker has proven about others than itself. Only codes and bounds; for the builder."""

    attacker: str
    """A tenant, or "" for an outsider."""
    kind: str
    """"small" (known to be 1 … k-1), or "alone" (all of a row in one category)."""
    release: str
    """"before" or "after", when two are read together."""
    cell: str
    low: int
    high: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Audit:
    """What all attackers found. It holds when they found nothing."""

    attackers: int
    claims: int
    exact: int
    small: int
    alone: int
    uncertain: int
    """Claims whose programme ran out of time: they count as found."""
    programmes: int
    seconds: float
    worst: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return not (self.small or self.alone)

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"holds": self.holds}, ensure_ascii=False, sort_keys=True)


def audit(
    edition: Edition,
    policy: Policy,
    *,
    former: Edition | None = None,
    insiders: Iterable[str] | None = None,
    until_found: bool = False,
    progress: Progress = silent,
) -> Audit:
    """Let an outsider and every tenant (or `insiders`) try the release, alone and with the former one.

    `until_found`: who has found something is the last; to prove a finding takes much longer than to find nothing.
    """
    began = time.monotonic()
    names = sorted(set(edition.source.by_tenant) - {APART}) if insiders is None else list(insiders)
    readers: list[str | None] = [None, *names]
    found: list[Finding] = []
    claims = programmes = 0
    for number, insider in enumerate(readers):
        if found and until_found:
            readers = readers[:number]
            break
        progress("audit", number / len(readers))
        for trial in _trials(edition, former, insider, policy, partial(progress, "audit", number / len(readers))):
            found += trial.findings
            claims += trial.claims
            programmes += trial.programmes
    found.sort(key=lambda one: (one.high - one.low, one.kind, one.attacker, one.cell))
    small = [one for one in found if one.kind == "small"]
    return Audit(
        attackers=len(readers),
        claims=claims,
        exact=sum(one.low == one.high for one in small),
        small=len(small),
        alone=len(found) - len(small),
        uncertain=sum(not one.certain for one in found),
        programmes=programmes,
        seconds=round(time.monotonic() - began, 2),
        worst=tuple(found[:WORST]),
    )


@dataclass(slots=True)
class _Trial:
    findings: list[Finding]
    claims: int
    programmes: int


def _trials(
    edition: Edition, former: Edition | None, insider: str | None, policy: Policy, check: Callable[[], None]
) -> Iterator[_Trial]:
    after = Reader(edition, AFTER, insider)
    yield _one(after, policy, check)
    if former is not None:
        yield _pair(Reader(former, BEFORE, insider), after, policy, check)


def _one(reader: Reader, policy: Policy, check: Callable[[], None]) -> _Trial:
    small, alone = list(reader.small(policy)), list(reader.alone())
    claims = [*small, *(claim for claim, _ in alone)]
    attacker = Attacker(reader.facts(), others=_named(claims), check=check, block=block_of, start=reader.truth())
    rows = {claim.name: whole for claim, whole in alone}
    proven = [one for one in attacker.proven(claims) if one.claim.name not in rows or _somebody(attacker, rows[one.claim.name])]
    return _Trial([_finding(reader, one) for one in proven], len(claims), attacker.solved)


def _somebody(attacker: Attacker, whole: tuple[object, ...]) -> bool:
    """Whether the row is known to have anybody at all: else there is nobody to tell something about."""
    return attacker.span(whole)[0] > 0


def _pair(before: Reader, after: Reader, policy: Policy, check: Callable[[], None]) -> _Trial:
    claims = [*before.small(policy), *after.small(policy)]
    facts = [*before.facts(), *after.facts(), *link(before, after)]
    attacker = Attacker(facts, others=_named(claims), check=check, block=block_of, start=between(before, after))
    return _Trial([_finding(after, one) for one in attacker.proven(claims)], len(claims), attacker.solved)


def _named(claims: Iterable[Claim]) -> Iterator[object]:
    return (unknown for claim in claims for unknown in claim.plus)


def _finding(reader: Reader, proven: Proven) -> Finding:
    name = proven.claim.name
    assert isinstance(name, Suspicion)  # noqa: S101 - these claims are telling.py's
    return Finding(reader.insider or "", name.kind, name.label, name.cell.code, proven.low, proven.high, proven.certain)


def count_candidates(before: Edition, after: Edition, *, strict: bool, insider: str | None = None, enough: int = 10) -> int:
    """In how many of the finest cells one person may be who joined, left or moved between two editions; at most `enough`.

    The attacker knows that exactly one did; when `strict` also at which tenant, and that a number changes only with its count.
    """
    old, new = Reader(before, BEFORE, insider), Reader(after, AFTER, insider)
    facts = [*old.facts(), *new.facts(), *link(old, new, strict=strict)]
    leaves = [leaf for _, leaf in new.unknowns(leaf for table in after.source.tables for leaf in table.leaves())]
    changes = [new.others([leaf]) - old.others([leaf]) for leaf in leaves]
    label = JOINED if max(changes, default=0) > 0 else LEFT
    ways = tuple((label, leaf) for leaf in leaves)
    claims = [Claim(leaf, ((label, leaf),), 0, 0) for leaf in leaves]
    return Attacker([*facts, Fact(ways, 1, 1)], others=ways).count_refuted(claims, enough)
