"""What registrations cost with the marks that tell the county of them, and how soon the county's figures know."""

import datetime as dt
import logging
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import context, scheduler
from core.audit import Action, record_access
from core.context import Person, Scope, Site
from core.db import new_id, session
from core.outcomes.models import Situation, SituationSupport
from core.participants.models import Participation
from core.participants.models import Person as PersonRow
from core.referrals.models import Referral
from tenants.scope import tenant_scope
from tests.bench.results import Row, at_least, at_most
from tests.bench.town import PROJECT, Town, Village, say

MARKS, STALE = 0.85, 60.0
CLIENTS, SECONDS = 8, 4.0
WATCHED = 40
"""Registrations whose way to the county's figure is followed, spread over a minute and all tenants."""


def staleness(town: Town, app: Flask) -> Row:
    """Seconds from a registration's commit until the county's headline counts it, with the scheduler's loop as it is.

    Without a queue: the scheduler recounts by itself, one tenant after the other, which is the slower way.
    """
    chance = random.Random(5)
    stop = threading.Event()
    with town.operator.begin() as connection:  # of made-up releases, of which the scheduler would make files
        connection.exec_driver_sql(
            "TRUNCATE rollup.release, rollup.release_record, rollup.release_cell, rollup.release_table_cell"
        )
    with app.app_context(), _quiet():
        for _ in range(2):
            scheduler.run_round("bench")  # everything is counted once, then drawn
    loop = threading.Thread(target=_keep_scheduling, args=(app, stop))
    loop.start()
    found: list[float] = []
    try:
        _follow(town, app, chance, found)
    finally:
        stop.set()
        loop.join()
    found.sort()
    late = found[int(len(found) * 0.95)]
    say(f"stale for {found[0]:.1f} to {found[-1]:.1f} s")
    what = f"seconds until /totals knows of a registration, {len(town.villages)} tenants, 95 of 100"
    return Row("rollup", what, f"{late:.0f} s", f"median {statistics.median(found):.0f} s", None, *at_most(STALE, late, " s"))


@contextmanager
def _quiet() -> Iterator[None]:
    """These people were put there without marks, which the log would call an alarm."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _keep_scheduling(app: Flask, stop: threading.Event) -> None:
    with app.app_context():
        while not stop.is_set():
            begun = time.monotonic()
            scheduler.run_round("bench")
            stop.wait(max(0.0, scheduler.ROUND_SECONDS - (time.monotonic() - begun)))


def _follow(town: Town, app: Flask, chance: random.Random, found: list[float]) -> None:
    """Register now and then, and look twice a second which headlines have grown."""
    villages = chance.sample(town.villages[8:], WATCHED)
    waiting: dict[str, tuple[int, float]] = {}
    until = time.monotonic() + 300
    while len(found) < WATCHED and time.monotonic() < until:
        if villages:
            village = villages.pop()
            before = _started(town)[str(village.tenant_id)]
            _register_one(village, app)
            waiting[str(village.tenant_id)] = (before, time.monotonic())
        time.sleep(chance.uniform(0.5, 2.5) if villages else 0.5)
        now = _started(town)
        for tenant, (before, since) in list(waiting.items()):
            if now[tenant] > before:
                found.append(time.monotonic() - since)
                del waiting[tenant]
    assert len(found) == WATCHED, "the county's figures never came to know"


def _started(town: Town) -> dict[str, int]:
    statement = sa.text(
        "SELECT project_tenant.tenant_id::text, coalesce(headline.started, 0) FROM platform.project_tenant"
        " LEFT JOIN rollup.headline USING (tenant_id, project_key) WHERE project_key = :project"
    )
    with town.operator.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(statement, {"project": PROJECT})}


def _register_one(village: Village, app: Flask) -> None:
    with tenant_scope(village.slug, app) as tenant, context.entered(_scope(village, tenant)):
        _registration(village)


def _scope(village: Village, tenant: context.TenantRef) -> Scope:
    me = Person(village.account_id, "x", "x", frozenset({"subproject_manager"}), "", village.place.authority_id)
    return Scope(site=Site("tenant", tenant), person=me, request_id="bench", kind="job")


def marks(town: Town, app: Flask) -> list[Row]:
    """Registrations a second by eight clients with the marks' triggers and without them, in turn."""
    village = town.villages[-1]
    speeds: dict[bool, list[float]] = {True: [], False: []}
    for with_marks in (True, False, True, False, True, False):
        _switch(town, village.place.schema, on=with_marks)
        speeds[with_marks].append(_register(town, village, app))
    _switch(town, village.place.schema, on=True)
    ours, floor = (statistics.median(speeds[with_marks]) for with_marks in (True, False))
    return [
        Row("rollup", "registrations, 8 clients", f"{ours:.0f}/s", f"{floor:.0f}/s", ours / floor, *at_least(MARKS, ours / floor))
    ]


def _switch(town: Town, schema: str, *, on: bool) -> None:
    found = sa.text(
        "SELECT DISTINCT relname::text, tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = cast(:schema AS regnamespace) AND tgname LIKE 'mark!_%' ESCAPE '!'"
    )
    with town.operator.begin() as connection:
        for table, name in connection.execute(found, {"schema": schema}).all():
            connection.exec_driver_sql(f"ALTER TABLE {schema}.{table} {'ENABLE' if on else 'DISABLE'} TRIGGER {name}")


def _register(town: Town, village: Village, app: Flask) -> float:
    """A person, a referral, a start and the situation before with its row in the access log, each time, for some seconds.

    Through the product's session and the tenant's own role, as its services write; no HTTP, no form, no page after.
    """
    done = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        with tenant_scope(village.slug, app) as tenant:
            scope = _scope(village, tenant)
            while time.perf_counter() < until:
                with context.entered(scope):
                    _registration(village)
                done[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _registration(village: Village) -> None:
    place, day = village.place, dt.date(2022, 3, 4)
    person, referral, participation, situation = (new_id() for _ in range(4))
    record_access(Action.WRITE, subject_ids=[person], fields="participation")
    kept = {"id": person, "given_name": "Kim", "family_name": "Prov", "sex": "woman", "birth_date": dt.date(1990, 1, 31)}
    came = {"id": referral, "person_id": person, "owner_id": place.authority_id, "kind": "referral", "arrival_way": "phone"}
    took = {"id": participation, "person_id": person, "referral_id": referral, "grade": "personal", "sex": "woman"}
    took |= {"number": str(person), "controller_id": place.authority_id, "started_on": day, "first_activity_on": day}
    own = {"subproject_id": place.subproject_id}
    rows: list[Any] = [
        PersonRow(**kept, identity_kind="temporary"),
        Referral(**came, **own, received_on=day, referring_party="fk", created_by=village.account_id),
        Participation(**took, **own),
        Situation(id=situation, participation_id=participation, moment="before", observed_on=day, main_activity="other"),
        SituationSupport(situation_id=situation, source="forsorjningsstod", main=True),
    ]
    for row in rows:
        session.add(row)
        session.flush()
    session.commit()
    session.expunge_all()
