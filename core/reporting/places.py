"""Questions of a full release by delprojekt. Small ones may share a row, and a row may stand as it was. Pure."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from core.disclosure.tables import REGION, TENANT
from core.reporting.categories import Category
from core.reporting.crossed import PLACES, Count, categories, count
from core.reporting.terms import ChartName
from core.rollup.reading import TablesRead


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A delprojekt, or several that are told together. `since`: the row stands as it was on that day."""

    names: tuple[str, ...]
    slug: str
    counts: tuple[Count, ...]
    total: Count
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The same question by delprojekt."""

    columns: tuple[Category, ...]
    rows: tuple[PlaceRow, ...]
    totals: tuple[Count, ...]
    total: Count


def places_of(read: TablesRead, name: ChartName, tenants: Mapping[uuid.UUID, tuple[str, str]]) -> Places | None:
    """A question of PLACES by delprojekt. `tenants`: slug and name of each, in the county's order."""
    asked = PLACES.get(name)
    if asked is None or asked.table not in read.tables:
        return None
    columns = categories(read, asked.table, asked.dimension)
    rows = [
        PlaceRow(
            names,
            slug,
            tuple(count(read, asked.measure, {TENANT: key, asked.dimension: one.key}, {TENANT: key}) for one in columns),
            Count(read.value(asked.measure, **{TENANT: key})),
            since(read, key),
        )
        for key, slug, names in rows_of(read, tenants)
    ]
    totals = tuple(count(read, asked.measure, {asked.dimension: one.key}) for one in columns)
    return Places(columns, tuple(rows), totals, Count(read.value(asked.measure)))


def of_place(read: TablesRead, name: ChartName, key: str) -> list[tuple[Category, Count]]:
    """A question of PLACES in one row of `tenant`; empty where the release has no such table or tells nothing of the row."""
    asked = PLACES[name]
    if asked.table not in read.tables or not read.value(asked.measure, **{TENANT: key}):
        return []
    of = {TENANT: key}
    known = categories(read, asked.table, asked.dimension)
    return [(one, count(read, asked.measure, of | {asked.dimension: one.key}, of)) for one in known]


def rows_of(read: TablesRead, tenants: Mapping[uuid.UUID, tuple[str, str]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(category of `tenant`, slug, names) in the county's order; those told together share a row and have no slug."""
    found: dict[str, list[tuple[str, str]]] = {}
    for tenant_id, told in tenants.items():
        found.setdefault(read.row_of(tenant_id), []).append(told)
    return [(key, "" if key == REGION else of[0][0], tuple(name for _, name in of)) for key, of in found.items()]


def since(read: TablesRead, key: str) -> dt.date | None:
    """A shared row is as old as its oldest part."""
    if key in read.since:
        return read.since[key]
    inside = [one for one, into in read.merges.get(TENANT, {}).items() if into == key]
    return min((read.since[one] for one in inside if one in read.since), default=None)


def response_rate(read: TablesRead, of: Mapping[str, str]) -> int | None:
    """Answers in per cent of those who were asked: answered, not reached, did not want to. From rounded numbers."""
    asked = [read.value("follow_up", answer=one, **of) for one in ("answered", "unreachable", "declined")]
    if None in asked:
        return None
    base = sum(one or 0 for one in asked)
    return None if base < read.policy.least_rate_base else min(100, (200 * (asked[0] or 0) + base) // (2 * base))
