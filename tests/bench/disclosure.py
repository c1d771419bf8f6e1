"""Disclosure control: 200 random cubes and pairs of releases against the attacker, and what a release costs. No database."""

import sys
import time
from collections.abc import Iterator

from core.disclosure.audit import Audit, audit, count_candidates
from core.disclosure.editions import Source
from core.disclosure.publishing import Published, Refused, publish
from core.disclosure.rounding import round_cube
from tests.bench.results import Row, at_most
from tests.cubes import POLICY, SECRET, changed, county, draw, participants, rounded

CUBES = 200
FEW, MANY = 8, 80
RELEASE_SECONDS, ROUNDING_SECONDS, AUDIT_SECONDS = 60.0, 5.0, 1800.0
CANDIDATES = 10


def run() -> list[Row]:
    """Random cubes, random pairs, eight tenants with tables as they are released, eighty with one cube."""
    return [*_cubes(), *_pairs(), _county(), *_many()]


def _cubes() -> list[Row]:
    """8 × 5 × 4, from nearly empty to well filled: the rounding alone, without merging or a second try."""
    found = [audit(rounded(draw(FEW, seed)), POLICY) for seed in _watched("cubes", CUBES)]
    claims = sum(one.claims for one in found)
    return [
        _none(f"{CUBES} cubes, 9 attackers each: counts of 1–4 found exactly, of {claims}", sum(one.exact for one in found)),
        _none("… known to be 1–4", sum(one.small for one in found)),
        _none("… rows known to be all in one category", sum(one.alone for one in found)),
        _none("… where time ran out", sum(one.uncertain for one in found)),
    ]


def _pairs() -> list[Row]:
    """One person joined, left or moved. By rounding alone, and by whole releases, where rows stand until five have changed."""
    loose, strict, told = [], [], []
    for seed in _watched("pairs", CUBES):
        source = draw(FEW, seed)
        following = changed(source, seed)
        before = rounded(source)
        after = rounded(following, release="2", former=before)
        loose.append(count_candidates(before, after, strict=False))
        strict.append(count_candidates(before, after, strict=True))
        if seed % 9 == 0:  # every size in turn
            first = _release(source)
            told.append(first.numbers != _release(following, first).numbers)
    fewest = min(loose)
    seen = sum(one < CANDIDATES for one in strict)
    return [
        Row(
            "disclosure",
            f"{CUBES} pairs: cells the one person may be in, fewest",
            f"{fewest} or more",
            "",
            None,
            "≥ 10",
            fewest >= 10,
        ),
        Row("disclosure", "… fewer than 10 for who knows tenant and rule, by rounding alone", f"{seen} of {CUBES}"),
        _none(f"… releases that changed at all, of {len(told)}", sum(told)),
    ]


def _release(source: Source, former: Published | None = None) -> Published:
    found = _publish(source, former)
    assert isinstance(found, Published), found.steps
    return found


def _publish(source: Source, former: Published | None = None) -> Published | Refused:
    edition = former.edition if former else None
    number = "2" if former else "1"
    people = participants(source)
    return publish(source, policy=POLICY, secret=SECRET, release=number, participants=people, former=edition, progress=_show)


def _county() -> Row:
    """Merged, rounded, audited by nine attackers."""
    source = county(FEW, 1200)
    begun = time.perf_counter()
    found = _release(source)
    seconds = time.perf_counter() - begun
    what = f"a release of {FEW} tenants, six tables, {len(found.numbers)} cells, with its audit"
    return Row("disclosure", what, f"{seconds:.1f} s", "", None, *at_most(RELEASE_SECONDS, seconds, " s"))


def _many() -> list[Row]:
    source = draw(MANY, 2)
    edition = rounded(source)
    begun = time.perf_counter()
    round_cube(edition.cube, POLICY, secret=SECRET, release="1")
    seconds = time.perf_counter() - begun
    found: Audit = audit(edition, POLICY, progress=_show)
    what = f"{MANY} tenants, {len(edition.numbers)} cells"
    return [
        Row("disclosure", f"{what}: rounding", f"{seconds:.2f} s", "", None, *at_most(ROUNDING_SECONDS, seconds, " s")),
        Row(
            "disclosure",
            f"{what}: audit by {found.attackers} attackers, {found.small} found",
            f"{found.seconds:.0f} s",
            "",
            None,
            *at_most(AUDIT_SECONDS, found.seconds, " s"),
        ),
    ]


def _none(what: str, count: int) -> Row:
    return Row("disclosure", what, str(count), "", None, "0", count == 0)


def _watched(what: str, count: int) -> Iterator[int]:
    for number in range(count):
        _show(what, number / count)
        yield number


def _show(step: str, done: float) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{step} {done:.0%} ")
