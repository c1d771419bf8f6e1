"""A full release: one snapshot of facts, rounded and audited (core/disclosure), then stored whole or not at all. Worker only.

It goes on for minutes: no transaction of the builder's is open meanwhile, and the attempt (`build`) says how far it has come.
Whoever waits may cancel. When the attacker finds something even in the coarsest tables, the release before stays and says so.
"""

import datetime as dt
import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import clock, crypto
from core.config import get_settings
from core.db import engine_for
from core.disclosure.audit import Audit
from core.disclosure.editions import Edition
from core.disclosure.policy import Policy
from core.disclosure.publishing import Cancelled, Published, Refused, publish
from core.disclosure.tables import APART
from core.rollup.asked import ASKED, HEADLINES, CrossedCount, Frame, exact_cells, make_source, public_facts
from core.rollup.cubes import FACT, UNKNOWN, CubeName
from core.rollup.models import COUNTY, ReleaseMade, headline_built
from core.rollup.progress import month_of
from core.rollup.releases import make_release
from core.rollup.services import lock_facts
from core.rollup.stored import BuildMade, ReleaseAuditMade, ReleaseEdition, ReleaseRecordMade, ReleaseTableCellMade
from core.rollup.terms import BuildState

log = logging.getLogger("mia.rollup")

STEPS = 100
_SHARE = {"renew": (0, 2), "round": (2, 20), "audit": (20, 95)}
"""Where each step lies on the way from 0 to STEPS."""
SECONDS_BETWEEN_WORDS = 1.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a release is made of, read in one transaction."""

    frame: Frame
    participants: Mapping[str, int]
    counts: Sequence[CrossedCount]
    former: Edition | None


def build(*, build_id: uuid.UUID, project_key: str, month: dt.date, cancelled: Callable[[], bool], policy: Policy) -> BuildState:
    """Make a full release of a project, or keep the last. Safe to run again with the same id. Returns how it ended."""
    if not _begin(build_id, project_key, month):
        return _state_of(build_id) or BuildState.REFUSED
    watch = _Watch(build_id, cancelled)
    try:
        snapshot = _read(project_key, policy)
        if not snapshot.frame.tenants:
            return _end(build_id, BuildState.REFUSED, "nothing_counted")
        found = _publish(snapshot, policy, build_id, watch)
    except Cancelled:
        return _end(build_id, BuildState.CANCELLED)
    except Exception:
        _end(build_id, BuildState.FAILED)
        raise
    if isinstance(found, Refused):
        log.warning("project %s: no release, the attacker found something in every shape", project_key)
        return _end(build_id, BuildState.REFUSED, "attacker", found.audit)
    _store(build_id, project_key, month, found, policy)
    return BuildState.PUBLISHED


def _begin(build_id: uuid.UUID, project_key: str, month: dt.date) -> bool:
    """False when this attempt has ended already, or another of the project goes on."""
    values = {"id": build_id, "project_key": project_key, "month": month, "asked_at": clock.now(), "steps": STEPS}
    try:
        with engine_for("rollup_builder").begin() as connection:
            known = connection.scalar(sa.select(BuildMade.state).where(BuildMade.id == build_id))
            if known is None:
                connection.execute(sa.insert(BuildMade).values(**values, state=BuildState.BUILDING))
            return known in (None, BuildState.BUILDING)
    except IntegrityError:
        log.warning("project %s: another release is being made", project_key)
        return False


def _state_of(build_id: uuid.UUID) -> BuildState | None:
    with engine_for("rollup_builder").begin() as connection:
        found = connection.scalar(sa.select(BuildMade.state).where(BuildMade.id == build_id))
    return BuildState(found) if found else None


class _Watch:
    """Tells how far it has come, at most once a second, and asks whether it is to go on."""

    def __init__(self, build_id: uuid.UUID, cancelled: Callable[[], bool]) -> None:
        self._build_id = build_id
        self._ask = cancelled
        self._told = 0.0
        self._stopped = False

    def progress(self, step: str, done: float) -> None:
        first, last = _SHARE[step]
        if self._is_time():
            self._told = time.monotonic()
            at = first + round((last - first) * min(max(done, 0.0), 1.0))
            with engine_for("rollup_builder").begin() as connection:
                mine = sa.update(BuildMade).where(BuildMade.id == self._build_id, BuildMade.state == BuildState.BUILDING)
                connection.execute(mine.values(done=at))

    def cancelled(self) -> bool:
        if self._is_time():
            self._stopped = self._ask()
        return self._stopped

    def _is_time(self) -> bool:
        return time.monotonic() - self._told >= SECONDS_BETWEEN_WORDS


def _read(project_key: str, policy: Policy) -> Snapshot:
    with engine_for("rollup_builder").connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        of_project = headline_built.c.project_key == project_key
        parts = connection.execute(sa.select(headline_built).where(of_project).order_by(headline_built.c.tenant_id)).all()
        tenants = {part.tenant_id for part in parts}
        rows = connection.execute(
            sa.select(FACT).where(FACT.c.project_key == project_key, FACT.c.month <= month_of(clock.today()))
        )
        counts = [
            CrossedCount(row.tenant_id, row.month, row.cube, row.key, row.sex, row.apart, row._mapping["count"])
            for row in rows
            if row.tenant_id in tenants
        ]
        former = connection.scalar(
            sa.select(ReleaseEdition.edition)
            .join(ReleaseMade, ReleaseMade.id == ReleaseEdition.release_id)
            .where(ReleaseMade.project_key == project_key)
            .order_by(ReleaseMade.number.desc())
            .limit(1)
        )
        before = Edition.from_json(former) if former else None
        people = {str(part.tenant_id): part.started for part in parts}
        return Snapshot(_frame(parts, counts, before, policy), people, counts, before)


def _frame(parts: Sequence[sa.Row[Any]], counts: Sequence[CrossedCount], former: Edition | None, policy: Policy) -> Frame:
    """A municipality that once had a row keeps it."""
    known = {row.key for row in counts if row.cube == CubeName.STARTED_MUNICIPALITY} - {UNKNOWN}
    for dimension in (one for table in former.source.tables for one in table.dimensions) if former else ():
        if dimension.name == "municipality":
            known |= set(dimension.leaves) - {UNKNOWN, APART}
    starts, ends = [part.starts_on for part in parts], [part.ends_on for part in parts]
    period = (min(starts, default=dt.date.min), max(ends, default=dt.date.min))
    return Frame([part.tenant_id for part in parts], sorted(known), *period, policy, clock.today())


def _publish(snapshot: Snapshot, policy: Policy, build_id: uuid.UUID, watch: _Watch) -> Published | Refused:
    source = make_source(snapshot.counts, snapshot.frame, ASKED)
    apart: dict[tuple[str, str], int] = {}
    measures = {cube: measure for measure, cube in HEADLINES.items()}
    for row in snapshot.counts:
        measure = measures.get(CubeName(row.cube))
        if row.apart and measure:
            apart[measure, str(row.tenant_id)] = apart.get((measure, str(row.tenant_id)), 0) + row.count
    return publish(
        source,
        policy=policy,
        secret=crypto.derive(get_settings().worker_key, "rounding"),
        release=str(build_id),
        participants=snapshot.participants,
        exact=exact_cells(source),
        facts=public_facts(source, apart),
        former=snapshot.former,
        progress=watch.progress,
        cancelled=watch.cancelled,
    )


def _store(build_id: uuid.UUID, project_key: str, month: dt.date, found: Published, policy: Policy) -> None:
    """Header, outcomes, tables, audit and the exact counts behind them: one transaction."""
    numbers = {cell.code: value for cell, value in sorted(found.numbers.items())}
    with engine_for("rollup_builder").begin() as connection:
        lock_facts(connection, COUNTY)
        release_id = make_release(connection, project_key, provisional=False)
        connection.execute(
            sa.insert(ReleaseRecordMade).values(
                release_id=release_id,
                build_id=build_id,
                month=month,
                digest=digest_of(numbers),
                tables=_tables(found),
                parameters=_parameters(found, policy),
            )
        )
        rows = [{"release_id": release_id, "code": code, "value": value} for code, value in numbers.items()]
        connection.execute(sa.insert(ReleaseTableCellMade), rows)
        connection.execute(sa.insert(ReleaseEdition).values(release_id=release_id, edition=found.edition.as_json()))
        _write_audit(connection, build_id, found.audit)
        _write_end(connection, build_id, BuildState.PUBLISHED, "")


def digest_of(numbers: Mapping[str, int]) -> str:
    """Of every cell of tier three, by code: whoever has a table can prove that it is the released one."""
    return hashlib.sha256("\n".join(f"{code}={numbers[code]}" for code in sorted(numbers)).encode()).hexdigest()


def _tables(found: Published) -> list[dict[str, object]]:
    return [
        {
            "name": table.name,
            "measure": table.measure,
            "dimensions": [
                {"name": one.name, "leaves": list(one.leaves), "groups": {name: list(of) for name, of in one.groups.items()}}
                for one in table.dimensions
            ],
            "told_apart": None if table.told_apart is None else sorted(table.told_apart),
        }
        for table in found.cube.tables
    ]


def _parameters(found: Published, policy: Policy) -> dict[str, object]:
    return {
        "policy": asdict(policy),
        "merges": {name: dict(into) for name, into in found.merges.items()},
        "kept": sorted(found.kept),
        "exact": sorted(cell.code for cell in found.exact),
        "only_margins": found.only_margins,
        "wide": found.edition.slacks[1] != policy.slacks(wide=False)[1],
    }


def _write_audit(connection: sa.Connection, build_id: uuid.UUID, audit: Audit) -> None:
    """Numbers of attackers and findings; never which cell, which is the builder's alone."""
    rows = [("alone", audit.attackers, audit.claims, audit.small), ("groups", audit.attackers, audit.claims, audit.alone)]
    connection.execute(
        sa.insert(ReleaseAuditMade),
        [
            {
                "build_id": build_id,
                "position": position,
                "attacker": kind,
                "cells": claims,
                "found": found,
                "words": f"attackers={attackers} programmes={audit.programmes} seconds={audit.seconds}",
            }
            for position, (kind, attackers, claims, found) in enumerate(rows)
        ],
    )


def _end(build_id: uuid.UUID, state: BuildState, reason: str = "", audit: Audit | None = None) -> BuildState:
    with engine_for("rollup_builder").begin() as connection:
        if audit is not None:
            _write_audit(connection, build_id, audit)
        _write_end(connection, build_id, state, reason)
    return state


def _write_end(connection: sa.Connection, build_id: uuid.UUID, state: BuildState, reason: str) -> None:
    ended = {"state": state, "reason": reason, "ended_at": clock.now()}
    ended |= {"done": STEPS} if state is BuildState.PUBLISHED else {}
    connection.execute(sa.update(BuildMade).where(BuildMade.id == build_id).values(**ended))
