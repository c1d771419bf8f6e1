"""Every tenant in one table, for those who administer the platform: status, revision, freshness, work given up.

Three statements whatever the number of tenants: the registry lies in memory, the scheduler has written how each place
stands (core/oversight.py), and the rollup says when its figures were last counted.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from core import clock, oversight
from core.alphabet import swedish_key
from core.oversight import PLATFORM, PlaceState
from core.rollup.queries import list_counted
from tenants.migrations import runner

FRESH = dt.timedelta(minutes=5)
"""The scheduler goes round every 15 s; what it saw longer ago than this is said to be old."""


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant, or the platform itself (slug "")."""

    id: uuid.UUID
    slug: str
    name: str
    status: str
    revision: str | None
    lags: bool
    waiting: int
    seen_at: dt.datetime | None
    is_stale: bool
    counted_at: dt.datetime | None
    failed: Sequence[tuple[str, int]]


def list_places() -> list[Place]:
    """The platform first, then every tenant in Swedish order, suspended ones too."""
    seen, counted = oversight.list_places(), list_counted()
    places = [_place(PLATFORM, "", "", "active", runner.head("platform"), seen.get(PLATFORM), None)]
    head = runner.head("tenant")
    entries = current_app.registry.list_all()  # type: ignore[attr-defined]
    for entry in sorted(entries, key=lambda entry: swedish_key(entry.ref.name)):
        ref = entry.ref
        places.append(_place(ref.id, ref.slug, ref.name, entry.status, head, seen.get(ref.id), counted.get(ref.id)))
    return places


def _place(
    place_id: uuid.UUID,
    slug: str,
    name: str,
    status: str,
    head: str,
    state: PlaceState | None,
    counted_at: dt.datetime | None,
) -> Place:
    stale = state is None or clock.now() - state.seen_at > FRESH
    return Place(
        id=place_id,
        slug=slug,
        name=name,
        status=status,
        revision=state.revision if state else None,
        lags=state is not None and state.revision != head,
        waiting=state.waiting if state else 0,
        seen_at=state.seen_at if state else None,
        is_stale=stale and status == "active",
        counted_at=counted_at,
        failed=sorted(state.failed.items()) if state else [],
    )
