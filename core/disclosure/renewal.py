"""Whose rows are counted anew: a tenant's stand as they were until enough of its people have changed.

A number that changes because one person joined would tell about that person, however it was rounded.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.disclosure.attacker import Fact
from core.disclosure.editions import Edition, Source
from core.disclosure.policy import Policy
from core.disclosure.tables import APART, TENANT, Cell, Counts


@dataclass(frozen=True, slots=True)
class Renewal:
    """The counts a release is made of, and the tenants that stand as in the release before."""

    source: Source
    kept: frozenset[str]


def renew(source: Source, former: Edition | None, policy: Policy) -> Renewal:
    """Take each tenant's new counts when at least `least_changed` people of it joined, left or moved since they were taken.

    Categories may have come since (a month, another tenant). A tenant that is new, or was counted in other tables or in a
    category that is gone, is counted anew: there is nothing that could stand as it was.
    """
    if former is None or _make(former.source) != _make(source):
        return Renewal(source, frozenset())
    known = {leaf for table in source.tables for leaf in table.leaves()}
    taken: dict[str, Counts] = {}
    kept = set()
    for tenant, counts in source.by_tenant.items():
        old = former.source.by_tenant.get(tenant)
        if old is not None and known.issuperset(old) and _changed(source, old, counts) < policy.least_changed:
            kept.add(tenant)
            taken[tenant] = old
        else:
            taken[tenant] = counts
    apart_of = former.source.apart_of if APART in kept else source.apart_of
    return Renewal(Source(source.tables, taken, apart_of), frozenset(kept))


def _make(source: Source) -> list[tuple[object, ...]]:
    """What tables there are and what is crossed in them, whatever the categories."""
    return [(one.name, one.measure, [dimension.name for dimension in one.dimensions], one.told_apart) for one in source.tables]


def _changed(source: Source, old: Counts, new: Counts) -> int:
    """At least so many people changed: the most of any table, where one who moved leaves one cell and joins another."""
    most = 0
    for table in source.tables:
        changes = [new.get(leaf, 0) - old.get(leaf, 0) for leaf in table.leaves()]
        most = max(most, sum(change for change in changes if change > 0), -sum(change for change in changes if change < 0))
    return most


def facts_that_hold(renewal: Renewal, facts: Iterable[Fact], former: Edition | None) -> tuple[Fact, ...]:
    """What is public of the counts a release is made of: of today, and of a tenant that stands as it was, of then."""
    new = [fact for fact in facts if not renewal.kept or _tenants(fact).isdisjoint({None, *renewal.kept})]
    old = [fact for fact in former.facts if (about := _tenants(fact)) and about <= renewal.kept] if former else []
    return (*new, *old)


def _tenants(fact: Fact) -> set[str | None]:
    """The tenants whose leaves a fact is about; None for leaves that do not tell."""
    return {one.category(TENANT) for one in (*fact.plus, *fact.minus) if isinstance(one, Cell)}
