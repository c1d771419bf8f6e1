"""What /totals costs the database, beside asking all tenants live; what marks cost; a release with its audit."""

import datetime as dt
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.dialects import postgresql

import wsgi
from core.db import new_id, session
from core.disclosure.policy import Policy
from core.rollup import building
from core.rollup.asked import CATEGORIES
from core.rollup.cubes import FACT, VIEWS, CubeName
from core.rollup.models import count_state_built, headline_built, headline_month_built, month_status_built
from core.rollup.queries import headlines, latest_release
from core.rollup.reading import latest_tables, list_count_states, list_locks, list_months
from core.rollup.terms import BuildState
from tenants.scope import scopes_of
from tests.bench import registering
from tests.bench.results import Row, at_most
from tests.bench.town import PROJECT, Town, say

PAGE_MS, GROWTH, FASTER, MARKS, RELEASE_SECONDS = 5.0, 1.5, 1000.0, 0.85, 60.0
MONTHS = [dt.date(2020 + (m + 5) // 12, (m + 5) % 12 + 1, 1) for m in range(28)]
AT_A_PROJECT = 8
PEOPLE, JOINED = 300, 30
ROUNDS = 60
CLIENTS, SECONDS = 8, 4.0


def run(town: Town) -> list[Row]:
    """On a town of 80 tenants. The rows of the rollup are made up: what they cost to read does not depend on what they say."""
    app = wsgi.create_app()
    rows = registering.marks(town, app)
    say(f"registrations: {rows[0].value} with marks, {rows[0].floor} without")
    release, made = _release(town, app)
    rows += made
    pages = {count: _page(town, app, count, release) for count in (8, 80, 800)}
    rows += [_page_row(count, pages) for count in pages]
    live = _live(town)
    goal, reached = f"≥ {FASTER:.0f}", live / pages[80][0] >= FASTER
    shown = f"{live:.0f} ms"
    rows.append(
        Row("rollup", "times faster than asking 80 tenants live", f"{live / pages[80][0]:.0f}", shown, None, goal, reached)
    )
    rows.append(registering.staleness(town, app))
    return rows


def _page_row(count: int, pages: dict[int, tuple[float, float]]) -> Row:
    what = f"SQL of /totals, {AT_A_PROJECT} delprojekt, {count} tenants"
    (took, worked), (floor, _) = pages[count], pages[8]
    goal = at_most(PAGE_MS, took, " ms") if count < 800 else at_most(GROWTH, took / floor, " × that of 8")
    return Row("rollup", what, f"{took:.2f} ms, processor {worked:.2f} ms", f"{floor:.2f} ms", took / floor, *goal)


def _page(town: Town, app: Flask, count: int, release: uuid.UUID) -> tuple[float, float]:
    """Milliseconds for everything that /totals reads of one project, median, and those of the database's processor, mean."""
    _fill(town, count, release)
    found = []
    with scopes_of(app).county(), _watched() as took:
        server = session.scalar(sa.select(sa.func.pg_backend_pid()), bind_arguments={"bind_name": "rollup"})
        worked = _processor(server)
        for _ in range(ROUNDS):
            took.clear()
            found_now = headlines(PROJECT)
            latest_release(PROJECT), list_months(PROJECT), list_locks(PROJECT), list_count_states(found_now)
            assert latest_tables(PROJECT)
            found.append(sum(took) * 1000)
        worked = (_processor(server) - worked) / ROUNDS
    say(f"{count} tenants: {statistics.median(found):.2f} ms in {len(took)} statements, {worked:.2f} ms of the processor")
    return statistics.median(found), worked


def _processor(server: int | None) -> float:
    """Milliseconds that one of PostgreSQL's processes has had of the processor."""
    return int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e6


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Seconds of each statement."""
    took: list[float] = []
    began: list[float] = []

    def before(*_: Any) -> None:
        began.append(time.perf_counter())

    def after(*_: Any) -> None:
        took.append(time.perf_counter() - began.pop())

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    sa.event.listen(sa.Engine, "after_cursor_execute", after)
    yield took
    sa.event.remove(sa.Engine, "before_cursor_execute", before)
    sa.event.remove(sa.Engine, "after_cursor_execute", after)


def _fill(town: Town, count: int, release: uuid.UUID) -> None:
    """Headlines, months and releases of `count` tenants, eight a project; the first project's are the ones that are read."""
    real = sorted(village.tenant_id for village in town.villages[:AT_A_PROJECT])
    tenants = [*real, *(new_id() for _ in range(count - len(real)))]
    with town.operator.begin() as connection:
        connection.exec_driver_sql("TRUNCATE rollup.headline, rollup.headline_month, rollup.month_status, rollup.count_state")
        for number, tenant in enumerate(tenants):
            project = PROJECT if number < AT_A_PROJECT else f"project-{number // AT_A_PROJECT}"
            _fill_one(connection, tenant, project)
        for number in range(1, count // AT_A_PROJECT):
            _copy_release(connection, release, f"project-{number}")
        for table in (
            "headline",
            "headline_month",
            "month_status",
            "count_state",
            "release",
            "release_cell",
            "release_record",
            "release_table_cell",
        ):
            connection.exec_driver_sql(f"ANALYZE rollup.{table}")


def _fill_one(connection: sa.Connection, tenant: uuid.UUID, project: str) -> None:
    key = {"tenant_id": tenant, "project_key": project}
    numbers = {"started": 300, "active": 100, "ended": 200, "target": 300}
    period = {"starts_on": MONTHS[0], "ends_on": dt.date(2022, 12, 31), "as_of": dt.datetime(2022, 9, 15, tzinfo=dt.UTC)}
    connection.execute(sa.insert(headline_built), key | numbers | period)
    connection.execute(
        postgresql.insert(count_state_built).values(tenant_id=tenant, as_of=period["as_of"]).on_conflict_do_nothing()
    )
    flows = {"started": 11, "ended": 7, "ended_not_started": 0}
    connection.execute(sa.insert(headline_month_built), [key | flows | {"month": month} for month in MONTHS])
    lock = {"locked_at": dt.datetime(2022, 9, 5, tzinfo=dt.UTC), "comment": "Inga avvikelser."}
    connection.execute(sa.insert(month_status_built), [key | lock | {"month": month} for month in MONTHS])


def _copy_release(connection: sa.Connection, release: uuid.UUID, project: str) -> None:
    if connection.scalar(sa.text("SELECT 1 FROM rollup.release WHERE project_key = :project"), {"project": project}):
        return
    made = {"new": new_id(), "build": new_id(), "old": release, "project": project}
    for statement in (
        (
            "INSERT INTO rollup.release (id, project_key, number, provisional, made_at, as_of)"
            " SELECT :new, :project, 1, provisional, made_at, as_of FROM rollup.release WHERE id = :old"
        ),
        (
            "INSERT INTO rollup.release_record (release_id, build_id, month, digest, tables, parameters)"
            " SELECT :new, :build, month, digest, tables, parameters FROM rollup.release_record WHERE release_id = :old"
        ),
        (
            "INSERT INTO rollup.release_table_cell (release_id, code, value)"
            " SELECT :new, code, value FROM rollup.release_table_cell WHERE release_id = :old"
        ),
        (
            "INSERT INTO rollup.release_cell (release_id, tenant_id, figure, value, suppressed, counted_on)"
            " SELECT :new, tenant_id, figure, value, suppressed, counted_on FROM rollup.release_cell WHERE release_id = :old"
        ),
    ):
        connection.execute(sa.text(statement), made)


def _live(town: Town) -> float:
    """Milliseconds for the same counts asked of 80 tenants' views, best of two."""
    parts = [
        f"SELECT {'cube, key' if view in VIEWS else 'figure, project_key'}, sex, count FROM {village.place.schema}.{view}"
        for village in town.villages[:80]
        for view in (*VIEWS, "agg_month")
    ]
    statement = f"SELECT cube, key, sex, sum(count) FROM ({' UNION ALL '.join(parts)}) AS everything GROUP BY 1, 2, 3"
    with town.operator.connect() as connection:
        return min(_seconds(lambda: connection.exec_driver_sql(statement).all()) for _ in range(2)) * 1000


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def _release(town: Town, app: Flask) -> tuple[uuid.UUID, list[Row]]:
    """Crossed facts of eight tenants of 300 people each, made into a release; then, thirty more at each, into the next."""
    chance = random.Random(7)
    tenants = [village.tenant_id for village in town.villages[:AT_A_PROJECT]]
    with town.operator.begin() as connection:
        for tenant in tenants:
            _fill_one(connection, tenant, PROJECT)
            connection.execute(sa.insert(FACT), _facts(tenant, chance, PEOPLE))
    release, cells, first = _build(town, app)
    with town.operator.begin() as connection:
        connection.execute(sa.update(headline_built).values(started=headline_built.c.started + JOINED))
        for tenant in tenants:
            added = postgresql.insert(FACT).values(_facts(tenant, chance, JOINED))
            count = {"count": FACT.c.count + added.excluded.count}
            connection.execute(added.on_conflict_do_update(constraint="pk_cube_fact", set_=count))
    _, _, second = _build(town, app)
    what = f"a release of 8 tenants, {cells} cells, with its audit"
    return release, [_release_row(what, first), _release_row("… the next, read together with the first", second)]


def _release_row(what: str, took: tuple[float, float]) -> Row:
    seconds, processor = took
    return Row("rollup", what, f"{seconds:.1f} s", f"{processor:.1f} s processor", None, *at_most(RELEASE_SECONDS, seconds, " s"))


def _build(town: Town, app: Flask) -> tuple[uuid.UUID, int, tuple[float, float]]:
    """The release, its cells, and the seconds it took on the clock and of the processor (this process alone)."""
    build_id, begun, worked = new_id(), time.perf_counter(), time.process_time()
    with scopes_of(app).county(kind="job"):
        state = building.build(build_id=build_id, project_key=PROJECT, month=MONTHS[-1], cancelled=lambda: False, policy=Policy())
    took = time.perf_counter() - begun, time.process_time() - worked
    assert state is BuildState.PUBLISHED, state
    found = sa.text(
        "SELECT release_id, (SELECT count(*) FROM rollup.release_table_cell AS cell WHERE cell.release_id = record.release_id)"
        " FROM rollup.release_record AS record WHERE build_id = :build"
    )
    with town.operator.connect() as connection:
        release, cells = connection.execute(found, {"build": build_id}).one()
    say(f"a release of {cells} cells in {took[0]:.1f} s, {took[1]:.1f} s of the processor")
    return release, cells, took


_OF_CUBE = {
    CubeName.STARTED_PARTY: "party",
    CubeName.STARTED_SUPPORT: "support",
    CubeName.STARTED_ACTIVITY: "activity",
    CubeName.STARTED_WAIT: "wait",
    CubeName.INSATS: "insats",
    CubeName.REFERRED: "party",
}


def _facts(tenant: uuid.UUID, chance: random.Random, people: int) -> list[dict[str, object]]:
    """People, each in every cube of those who started; of those, two thirds in those of the ended, the others take part."""
    counts: dict[tuple[dt.date, str, str, str], int] = {}
    for number in range(people):
        month, sex = chance.choice(MONTHS), chance.choice(("woman", "man"))
        keys = {cube: chance.choice(CATEGORIES[name]) for cube, name in _OF_CUBE.items()}
        keys |= {CubeName.STARTED_AGE: chance.choice(("16", "20", "25", "30", "40", "55")), CubeName.STARTED_MUNICIPALITY: "0160"}
        if number % 3:
            before, after = chance.choice(CATEGORIES["support"]), chance.choice(CATEGORIES["support"])
            keys |= {CubeName.ENDED_SUPPORT: f"{before}>{after}", CubeName.ENDED_LENGTH: chance.choice(CATEGORIES["length"])}
            keys |= {CubeName.ENDED_GOAL: chance.choice(CATEGORIES["goal"]), CubeName.ENDED_ACTIVITY: "other>work"}
        else:
            keys |= {CubeName.ACTIVE_SINCE: ""}
        for cube, key in keys.items():
            counts[month, cube, key, sex] = counts.get((month, cube, key, sex), 0) + 1
    names = ("month", "cube", "key", "sex")
    same = {"tenant_id": tenant, "project_key": PROJECT, "apart": False}
    return [dict(zip(names, key, strict=True)) | same | {"count": count} for key, count in counts.items()]
