"""From a change to the facts: the right months are marked, a recount by marks equals a full one, and it is soon."""

import datetime as dt
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import queue, scheduler
from core.db import new_id, session
from core.participants.models import Code, Participation, Person
from core.rollup import releases, services
from core.rollup.models import COUNTY, DirtyMark, Fact
from core.rollup.queries import ReleaseRead, find_headline, latest_release
from core.rollup.terms import Figure
from tests.conftest import InTenant
from tests.house import OWN, PROJECT, House

D = dt.date


@pytest.fixture
def reasons(in_tenant: InTenant) -> dict[str, str]:
    """An exit reason of each kind, by what it counts as."""
    with in_tenant("roslagen"):
        rows = session.scalars(sa.select(Code).where(Code.list == "exit_reason").order_by(Code.position, Code.key)).all()
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault("death" if row.outside_goals else row.counts_as or "other", row.key)
    assert set(found) == {"death", "other", "work_or_studies", "regular_measures"}
    return found


@dataclass
class History:
    """What a test has written in one tenant, kept beside it to count by hand."""

    house: House
    slug: str = "roslagen"
    number: int = 0
    persons: list[Person] = field(default_factory=list)
    rows: list[Participation] = field(default_factory=list)

    def person(self, sex: str) -> Person:
        made = Person(id=new_id(), given_name="Kim", family_name="Prov", sex=sex, identity_kind="temporary")
        session.add(made)
        session.flush()
        self.persons.append(made)
        return made

    def start(self, person: Person | None, sex: str, started_on: D, activity_on: D | None) -> Participation:
        self.number += 1
        made = Participation(
            id=new_id(),
            subproject_id=self.house.subprojects[self.slug],
            person_id=person.id if person else None,
            number=f"T-{self.number:04}",
            grade="personal" if person else "anonymous",
            sex=sex,
            state="active",
            controller_id=self.house.authorities[self.slug, OWN],
            started_on=started_on,
            first_activity_on=activity_on,
        )
        session.add(made)
        session.flush()
        self.rows.append(made)
        return made

    def end(self, row: Participation, on: D, reason: str) -> None:
        row.state, row.ended_on, row.exit_reason = "ended", on, reason
        session.flush()


def facts(house: House, slug: str = "roslagen") -> dict[tuple[D, str, str], int]:
    table = Fact.__table__
    with house.operator.connect() as connection:
        rows = connection.execute(
            sa.select(table.c.month, table.c.figure, table.c.sex, table.c["count"]).where(
                table.c.tenant_id == house.tenant_ids[slug]
            )
        )
        return {(month, figure, sex): count for month, figure, sex, count in rows}


def marked() -> list[D]:
    return sorted(session.scalars(sa.select(DirtyMark.month).distinct()))


def recount(in_tenant: InTenant, slug: str = "roslagen") -> None:
    with in_tenant(slug):
        services.recount()


def counted_by_hand(history: History, counts_as: Callable[[str], str]) -> dict[tuple[D, str, str], int]:
    """product.md, "How we count", in plain words and without SQL."""
    sexes = {person.id: person.sex for person in history.persons}
    by_person: dict[uuid.UUID, list[Participation]] = {}
    for row in history.rows:
        if row.state != "misregistered":
            by_person.setdefault(row.person_id or row.id, []).append(row)
    result: Counter[tuple[D, str, str]] = Counter()
    for who, rows in by_person.items():
        sex = sexes.get(who, rows[0].sex)
        activities = [row.first_activity_on for row in rows if row.first_activity_on]
        if activities:
            result[min(activities).replace(day=1), "started", sex] += 1
        latest = max(rows, key=lambda row: row.started_on)
        if latest.state == "ended":
            assert latest.ended_on is not None
            assert latest.exit_reason is not None
            month = latest.ended_on.replace(day=1)
            kind = counts_as(latest.exit_reason)
            figures = {"death": "ended_outside_goals", "other": None}.get(kind, kind)
            for figure in ("ended", figures, None if activities else "ended_not_started"):
                if figure:
                    result[month, figure, sex] += 1
    return dict(result)


# -- marks ----------------------------------------------------------------------------------------------------------


def test_a_late_registration_and_its_correction_change_the_right_months(
    in_tenant: InTenant, two_tenants: House, reasons: dict[str, str]
) -> None:
    history = History(two_tenants)
    recount(in_tenant)
    with in_tenant("roslagen"):
        row = history.start(history.person("woman"), "woman", D(2021, 3, 4), D(2021, 3, 10))
        history.end(row, D(2021, 11, 20), reasons["other"])
        session.commit()
        assert marked() == [D(2021, 3, 1), D(2021, 11, 1)]
    recount(in_tenant)
    assert facts(two_tenants) == {(D(2021, 3, 1), "started", "woman"): 1, (D(2021, 11, 1), "ended", "woman"): 1}
    with in_tenant("roslagen"):
        row = session.get_one(Participation, row.id)
        row.ended_on, row.exit_reason = D(2022, 1, 3), reasons["work_or_studies"]
        session.commit()
        assert marked() == [D(2021, 3, 1), D(2021, 11, 1), D(2022, 1, 1)]
    recount(in_tenant)
    assert facts(two_tenants) == {
        (D(2021, 3, 1), "started", "woman"): 1,
        (D(2022, 1, 1), "ended", "woman"): 1,
        (D(2022, 1, 1), "work_or_studies", "woman"): 1,
    }
    with in_tenant("roslagen"):
        assert marked() == []


def test_a_return_counts_once_and_takes_the_person_out_of_the_ended(
    in_tenant: InTenant, two_tenants: House, reasons: dict[str, str]
) -> None:
    history = History(two_tenants)
    with in_tenant("roslagen"):
        person = history.person("man")
        history.end(history.start(person, "man", D(2021, 1, 4), D(2021, 1, 4)), D(2021, 6, 30), reasons["work_or_studies"])
        history.start(person, "man", D(2022, 2, 1), D(2022, 2, 1))
    recount(in_tenant)
    assert facts(two_tenants) == {(D(2021, 1, 1), "started", "man"): 1}
    with in_tenant("roslagen"):
        headline = find_headline(two_tenants.tenant_ids["roslagen"], PROJECT)
        assert headline is not None
        assert (headline.started, headline.active, headline.ended, headline.target) == (1, 1, 0, 300)


def test_what_counts_for_nothing_leaves_no_mark(in_tenant: InTenant, two_tenants: House) -> None:
    history = History(two_tenants)
    with in_tenant("roslagen"):
        row = history.start(None, "woman", D(2021, 3, 4), D(2021, 3, 10))
        session.commit()
        services.recount()
        session.commit()
        row.next_contact_on = D(2022, 10, 1)
        row.key_worker_id = two_tenants.accounts["case_worker@roslagen.example"]
        session.commit()
        assert marked() == []


def test_a_mark_that_commits_late_with_a_low_id_is_not_lost(in_tenant: InTenant, two_tenants: House) -> None:
    schema = two_tenants.schemas["roslagen"]
    recount(in_tenant)
    insert = f"INSERT INTO {schema}.dirty_mark (subproject_id, month) VALUES (gen_random_uuid(), '2021-05-01')"
    with two_tenants.operator.connect() as slow:
        slow.exec_driver_sql(insert)
        with two_tenants.operator.begin() as quick:
            quick.exec_driver_sql(insert.replace("-05-", "-06-"))
        recount(in_tenant)
        slow.commit()
    with in_tenant("roslagen"):
        assert marked() == [D(2021, 5, 1)]


def test_two_thousand_rows_leave_a_mark_a_month(in_tenant: InTenant, two_tenants: House) -> None:
    dice = random.Random(3)
    with in_tenant("roslagen"):
        services.recount()
        session.commit()
        rows = []
        for n in range(2000):
            day = D(2020, 5, 1) + dt.timedelta(days=dice.randrange(800))
            rows.append(
                {
                    "id": new_id(),
                    "subproject_id": two_tenants.subprojects["roslagen"],
                    "number": f"B-{n}",
                    "grade": "anonymous",
                    "sex": "man",
                    "controller_id": two_tenants.authorities["roslagen", OWN],
                    "started_on": day,
                    "first_activity_on": day,
                }
            )
        began = time.perf_counter()
        session.execute(sa.insert(Participation), rows)
        session.commit()
        took = time.perf_counter() - began
        marks = session.scalar(sa.select(sa.func.count()).select_from(DirtyMark)) or 0
    assert took < 5
    assert marks <= 27 * 3, "SQLAlchemy sends the rows in a few statements"
    recount(in_tenant)
    assert sum(facts(two_tenants).values()) == 2000


# -- incremental equals full ----------------------------------------------------------------------------------------

DAY = st.integers(0, 700).map(lambda days: D(2020, 6, 1) + dt.timedelta(days=days))
KINDS = st.sampled_from(["work_or_studies", "regular_measures", "death", "other"])
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["start", "start", "anonymous", "end", "end", "return", "wrong", "sex", "move", "delete"]),
        st.integers(0, 10**6),
        DAY,
        KINDS,
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(DEEDS)
def test_counting_what_changed_equals_counting_everything_and_counting_by_hand(
    in_tenant: InTenant, two_tenants: House, reasons: dict[str, str], deeds: list[tuple[str, int, D, str]]
) -> None:
    _clear(two_tenants)
    kinds = {key: kind for kind, key in reasons.items()}
    history = History(two_tenants)
    with in_tenant("roslagen"):
        for at, (deed, pick, day, kind) in enumerate(deeds):
            _do(history, deed, pick, day, reasons[kind])
            session.commit()
            if at % 3 == 0:
                services.recount()
                session.commit()
        services.recount()
        session.commit()
        assert facts(two_tenants) == counted_by_hand(history, kinds.__getitem__)
        assert services.recount_all() == 0, "a full recount finds nothing to correct"
        session.commit()
        assert facts(two_tenants) == counted_by_hand(history, kinds.__getitem__)


def _do(history: History, deed: str, pick: int, day: D, reason: str) -> None:
    sex = "woman" if pick % 2 else "man"
    activity = day + dt.timedelta(days=pick % 40) if pick % 5 else None
    if deed == "start":
        history.start(history.person(sex), sex, day, activity)
    elif deed == "anonymous":
        history.start(None, sex, day, activity)
    elif deed == "sex" and history.persons:
        person = history.persons[pick % len(history.persons)]
        person.sex = "man" if person.sex == "woman" else "woman"
    elif history.rows and deed in ("end", "wrong", "move", "return", "delete"):
        _change(history, deed, history.rows[pick % len(history.rows)], pick, reason)
    session.flush()


def _change(history: History, deed: str, row: Participation, pick: int, reason: str) -> None:
    if deed == "end" and row.state == "active":
        history.end(row, max(row.started_on, row.first_activity_on or row.started_on) + dt.timedelta(pick % 90 + 1), reason)
    elif deed == "wrong":
        row.state = "misregistered"
    elif deed == "move" and row.first_activity_on:
        row.first_activity_on = row.started_on + dt.timedelta(days=pick % 60)
    elif deed == "delete" and row.referral_id is None:
        history.rows.remove(row)
        session.delete(row)
    elif deed == "return" and row.person_id:
        theirs = [one for one in history.rows if one.person_id == row.person_id and one.state != "misregistered"]
        if all(one.ended_on for one in theirs):
            last = max([one.ended_on or row.started_on for one in theirs] or [row.started_on])
            person = next(one for one in history.persons if one.id == row.person_id)
            history.start(person, person.sex, last + dt.timedelta(days=pick % 50 + 1), None)


def _clear(house: House) -> None:
    schema = house.schemas["roslagen"]
    with house.operator.begin() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM {schema}.participation; DELETE FROM {schema}.person; DELETE FROM {schema}.dirty_mark;"
            " DELETE FROM rollup.fact; DELETE FROM rollup.headline; DELETE FROM rollup.cube_fact"
        )


def test_a_reason_that_counts_otherwise_moves_every_month_it_was_used(
    in_tenant: InTenant, two_tenants: House, reasons: dict[str, str]
) -> None:
    history = History(two_tenants)
    with in_tenant("roslagen"):
        for month in (3, 7):
            row = history.start(None, "woman", D(2021, 1, 1), D(2021, 1, 1))
            history.end(row, D(2021, month, 9), reasons["other"])
        session.commit()
        services.recount()
        session.commit()
        code = session.get_one(Code, ("exit_reason", reasons["other"]))
        code.counts_as = "regular_measures"
        session.commit()
        assert marked() == [D(2021, 3, 1), D(2021, 7, 1)]
        services.recount()
        session.commit()
        assert facts(two_tenants)[D(2021, 7, 1), "regular_measures", "woman"] == 1
        code.counts_as = None
        session.commit()


def test_a_fact_that_drifted_is_corrected_at_night_and_the_alarm_is_logged(
    in_tenant: InTenant, two_tenants: House, caplog: pytest.LogCaptureFixture
) -> None:
    history = History(two_tenants)
    with in_tenant("roslagen"):
        history.start(None, "woman", D(2021, 1, 1), D(2021, 1, 1))
    recount(in_tenant)
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql("UPDATE rollup.fact SET count = 9")
    with in_tenant("roslagen"):
        assert services.recount_all() > 0
    assert "differed from the incremental count" in caplog.text
    assert facts(two_tenants) == {(D(2021, 1, 1), "started", "woman"): 1}


# -- releases -------------------------------------------------------------------------------------------------------


def _fill(history: History, women: int, men: int, kinds: list[str], reasons: dict[str, str]) -> None:
    for at in range(women + men):
        row = history.start(None, "woman" if at < women else "man", D(2021, 1, 1), D(2021, 1, 1))
        if at < len(kinds):
            history.end(row, D(2021, 9, 9), reasons[kinds[at]])


def _release(app: Flask, in_tenant: InTenant, house: House, *slugs: str) -> list[str]:
    from tenants.scope import scopes_of

    for slug in slugs:
        recount(in_tenant, slug)
    with scopes_of(app).county():
        return releases.make_releases()


KINDS_OF_ROSLAGEN = ["work_or_studies"] * 6 + ["regular_measures"] * 8 + ["other"] * 9 + ["death"]
KINDS_OF_HBS = ["work_or_studies"] * 5 + ["regular_measures"] * 7 + ["other"] * 8


def test_outcomes_are_released_and_renewed_only_when_enough_have_ended(
    app: Flask, in_tenant: InTenant, two_tenants: House, reasons: dict[str, str]
) -> None:
    histories = {slug: History(two_tenants, slug) for slug in ("roslagen", "hbs")}
    with in_tenant("roslagen"):
        _fill(histories["roslagen"], 20, 15, KINDS_OF_ROSLAGEN, reasons)
    with in_tenant("hbs"):
        _fill(histories["hbs"], 12, 10, KINDS_OF_HBS, reasons)
    assert _release(app, in_tenant, two_tenants, "roslagen", "hbs") == [PROJECT]
    ids = two_tenants.tenant_ids
    with in_tenant("roslagen"):
        first = latest_release(PROJECT)
        assert first is not None
        assert _values(first, ids["roslagen"]) == {
            "started_women": 20,
            "started_men": 15,
            "work_or_studies": 6,
            "regular_measures": 8,
            "work_or_studies_percent": 26,
            "regular_measures_percent": 35,
            "hours": None,
            "hours_months": 0,
        }
        assert _values(first, COUNTY)["work_or_studies"] == 11
        assert _values(first, COUNTY)["work_or_studies_percent"] == 26

        _end_active(histories["roslagen"], 4, reasons["work_or_studies"])
    assert _release(app, in_tenant, two_tenants, "roslagen") == [], "four more are too few"
    with in_tenant("roslagen"):
        _end_active(histories["roslagen"], 1, reasons["work_or_studies"])
    assert _release(app, in_tenant, two_tenants, "roslagen") == [PROJECT]
    with in_tenant("roslagen"):
        second = latest_release(PROJECT)
        assert second is not None
        assert second.number == 2
        assert _values(second, ids["roslagen"])["work_or_studies"] == 11
        assert _values(second, ids["hbs"]) == _values(first, ids["hbs"])


def _end_active(history: History, how_many: int, reason: str) -> None:
    active = session.scalars(sa.select(Participation).where(Participation.state == "active").order_by(Participation.id))
    for row in active.all()[:how_many]:
        history.end(row, D(2022, 9, 1), reason)


def test_a_small_cell_has_no_value_anywhere(app: Flask, in_tenant: InTenant, two_tenants: House, reasons: dict[str, str]) -> None:
    with in_tenant("roslagen"):
        _fill(History(two_tenants), 20, 3, ["work_or_studies"] * 2 + ["other"] * 12, reasons)
    with in_tenant("hbs"):
        _fill(History(two_tenants, "hbs"), 12, 10, KINDS_OF_HBS, reasons)
    _release(app, in_tenant, two_tenants, "roslagen", "hbs")
    with in_tenant("hbs"):
        release = latest_release(PROJECT)
        assert release is not None
        small = release.cells[two_tenants.tenant_ids["roslagen"], Figure.STARTED_MEN]
        assert (small.value, small.suppressed) == (None, True)
        assert _values(release, two_tenants.tenant_ids["roslagen"])["work_or_studies_percent"] is None
        assert _values(release, COUNTY)["started_men"] is None, "the other tenant could subtract its own"
        assert _values(release, two_tenants.tenant_ids["hbs"])["started_men"] == 10


def _values(release: ReleaseRead, tenant: uuid.UUID) -> dict[str, int | None]:
    return {figure: cell.value for (of, figure), cell in release.cells.items() if of == tenant}


# -- how soon -------------------------------------------------------------------------------------------------------


def test_a_change_is_a_fact_and_a_headline_after_one_round_of_the_scheduler(
    app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "list_waiting", lambda: None)
    scheduler.run_round("only")
    with in_tenant("roslagen"):
        History(two_tenants).start(None, "woman", D(2022, 9, 14), D(2022, 9, 14))
    assert scheduler.run_round("only")
    with in_tenant("roslagen"):
        headline = find_headline(two_tenants.tenant_ids["roslagen"], PROJECT)
    assert headline is not None
    assert headline.started == 1
