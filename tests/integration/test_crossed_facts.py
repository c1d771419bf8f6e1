"""Crossed counts: whatever is done, in whatever order, counting what was marked equals counting everything."""

import datetime as dt
import uuid
from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.db import engine_for, session
from core.rollup import services
from core.rollup.cubes import COLUMNS, FACT
from core.rollup.models import DirtyMark, month_status_built
from tests.conftest import InTenant
from tests.house import OWN, House
from tests.integration.crossed_deeds import DAY, SOURCES, Deeds

TABLES = (
    *("attendance", "activity", "follow_up", "intervention_period", "situation_support", "situation", "participation"),
    *("referral", "person", "month_lock", "volume_count", "dirty_mark"),
)


def deeds_of(house: House) -> Deeds:
    kinds = [house.interventions["roslagen", kind] for kind in ("mapping", "course", "supported_employment")]
    return Deeds(house.subprojects["roslagen"], house.authorities["roslagen", OWN], kinds)


def empty(house: House) -> None:
    schema = house.schemas["roslagen"]
    with house.operator.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = 'replica'")
        connection.exec_driver_sql("; ".join(f"DELETE FROM {schema}.{table}" for table in TABLES))
        connection.exec_driver_sql("DELETE FROM rollup.fact; DELETE FROM rollup.cube_fact; DELETE FROM rollup.month_status")


def stored(house: House) -> dict[tuple[str, str, dt.date], int]:
    """Sums by cube, key and month."""
    found: Counter[tuple[str, str, dt.date]] = Counter()
    with house.operator.connect() as connection:
        for row in connection.execute(sa.select(*(FACT.c[name] for name in COLUMNS))):
            found[row.cube, row.key, row.month] += row[-1]
    return dict(found)


_ANY = Deeds(uuid.UUID(int=1), uuid.UUID(int=1), [])
STORY = st.lists(
    st.tuples(
        st.sampled_from([*_ANY.by_name, "person", "start", "start", "end"]),
        st.integers(0, 10**6),
        st.integers(0, 700).map(lambda days: DAY + dt.timedelta(days=days)),
    ),
    min_size=15,
    max_size=45,
)


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a story of forty deeds takes minutes to make shorter
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STORY)
def test_whatever_is_done_counting_what_was_marked_equals_counting_everything(
    in_tenant: InTenant, two_tenants: House, story: list[tuple[str, int, dt.date]]
) -> None:
    empty(two_tenants)
    deeds = deeds_of(two_tenants)
    with in_tenant("roslagen"):
        for at, (name, pick, day) in enumerate([("person", 1, DAY), ("start", 6, DAY), *story]):
            deeds.do(name, pick, day)
            if at % 4 == 0:
                services.recount()
                session.commit()
        services.recount()
        session.commit()
        assert services.recount_all() == 0, "a full recount finds nothing to correct"
        session.commit()


@pytest.fixture
def one_life(in_tenant: InTenant, two_tenants: House) -> House:
    """A woman of 31 from the referral to the follow-up, an anonymous man who is paused, and one who was never to be here."""
    deeds = deeds_of(two_tenants)
    with in_tenant("roslagen"):
        _live(deeds)
        services.recount()
    return two_tenants


def _told(*ids: uuid.UUID) -> dict[object, dict[str, object]]:
    """The days and codes of each row of the life below."""
    person, referral, life, paused, wrong, before, after, course, meeting = ids
    day = dt.date
    return {
        person: {"birth_date": day(1990, 1, 31)},
        referral: {"received_on": day(2021, 2, 20), "referring_party": "fk"},
        life: {"started_on": day(2021, 3, 4), "first_activity_on": day(2021, 3, 10), "referral_id": referral}
        | {"municipality_code": "0160", "state": "ended", "ended_on": day(2021, 11, 20), "exit_reason": "studier"},
        paused: {"started_on": day(2021, 4, 1), "first_activity_on": day(2021, 4, 1)},
        wrong: {"started_on": day(2021, 5, 1), "first_activity_on": day(2021, 5, 1), "state": "misregistered"},
        before: {"observed_on": day(2021, 3, 4)},
        after: {"observed_on": day(2021, 11, 20)},
        course: {"starts_on": day(2021, 4, 6), "ends_on": day(2021, 6, 1)},
        meeting: {"on_date": day(2021, 4, 6)},
        uuid.UUID(int=31): {"on_date": day(2021, 4, 6), "state": "present", "attended_minutes": 150},
        uuid.UUID(int=32): {"on_date": day(2021, 4, 6)},
        uuid.UUID(int=33): {"due_on": day(2022, 5, 20)},
        uuid.UUID(int=34): {"month": day(2021, 4, 1)},
    }


def _live(deeds: Deeds) -> None:
    person, referral, life, paused, wrong, before, after, course, meeting = (uuid.UUID(int=n) for n in range(11, 20))
    owner = {"subproject_id": deeds.subproject, "owner_id": deeds.authority, "created_by": deeds.authority}
    taking_part = {"subproject_id": deeds.subproject, "controller_id": deeds.authority}
    rows: list[tuple[str, dict[str, object]]] = [
        ("person", {"id": person, "given_name": "Kim", "family_name": "Prov", "sex": "woman", "identity_kind": "temporary"}),
        ("referral", owner | {"id": referral, "person_id": person, "kind": "referral", "arrival_way": "phone"}),
        ("participation", taking_part | {"id": life, "person_id": person, "grade": "personal", "sex": "woman", "number": "T-1"}),
        ("participation", taking_part | {"id": paused, "grade": "anonymous", "sex": "man", "number": "T-2", "state": "paused"}),
        ("participation", taking_part | {"id": wrong, "grade": "anonymous", "sex": "man", "number": "T-3"}),
        ("situation", {"id": before, "participation_id": life, "moment": "before", "main_activity": "other"}),
        ("situation", {"id": after, "participation_id": life, "moment": "after", "main_activity": "studies"}),
        ("situation_support", {"situation_id": before, "source": SOURCES[0], "main": True}),
        ("situation_support", {"situation_id": before, "source": SOURCES[1], "main": False}),
        ("situation_support", {"situation_id": after, "source": SOURCES[2], "main": True}),
        ("intervention_period", {"id": course, "participation_id": life, "intervention_id": deeds.interventions[1]}),
        ("activity", owner | {"id": meeting, "name": "Kurs", "begins_at": dt.time(9), "ends_at": dt.time(12)}),
        ("attendance", {"id": uuid.UUID(int=31), "activity_id": meeting, "participation_id": life, "planned_minutes": 180}),
        ("attendance", {"id": uuid.UUID(int=32), "activity_id": meeting, "participation_id": paused, "planned_minutes": 180}),
        ("follow_up", {"id": uuid.UUID(int=33), "participation_id": life, "months": 6}),
        ("volume_count", {"id": uuid.UUID(int=34), "subproject_id": deeds.subproject, "activity": "Möte", "count": 7}),
    ]
    told = _told(person, referral, life, paused, wrong, before, after, course, meeting)
    with engine_for("tenant").begin() as deeds.connection:
        for table, values in rows:
            deeds.insert(table, **values, **told.get(values.get("id"), {}))


MARCH, APRIL, NOVEMBER = dt.date(2021, 3, 1), dt.date(2021, 4, 1), dt.date(2021, 11, 1)


def test_one_life_is_counted_as_by_hand(one_life: House) -> None:
    assert stored(one_life) == {
        ("started_age", "30", MARCH): 1,
        ("started_municipality", "0160", MARCH): 1,
        ("started_party", "fk", MARCH): 1,
        ("started_support", SOURCES[0], MARCH): 1,
        ("started_activity", "other", MARCH): 1,
        ("started_wait", "15_30", MARCH): 1,
        ("ended_goal", "work_or_studies", NOVEMBER): 1,
        ("ended_support", f"{SOURCES[0]}>{SOURCES[2]}", NOVEMBER): 1,
        ("ended_activity", "other>studies", NOVEMBER): 1,
        ("ended_length", "6_8", NOVEMBER): 1,
        ("insats", "course", APRIL): 1,
        ("minutes", SOURCES[0], APRIL): 150,
        ("attendees", SOURCES[0], APRIL): 1,
        ("hours", "few", APRIL): 150,
        ("missing", "attendance", APRIL): 1,
        ("referred", "fk", dt.date(2021, 2, 1)): 1,
        ("follow_up", "6>due", dt.date(2022, 5, 1)): 1,
        ("volume", "", APRIL): 7,
        ("started_age", "unknown", APRIL): 1,
        ("started_municipality", "unknown", APRIL): 1,
        ("started_party", "unknown", APRIL): 1,
        ("started_support", "unknown", APRIL): 1,
        ("started_activity", "unknown", APRIL): 1,
        ("started_wait", "unknown", APRIL): 1,
        ("active_since", "", APRIL): 1,
        ("paused", "", APRIL): 1,
        ("missing", "baseline", APRIL): 1,
    }


def test_a_locked_month_tells_its_comment_and_an_opened_one_nothing(in_tenant: InTenant, two_tenants: House) -> None:
    deeds = deeds_of(two_tenants)
    for name in ("lock", "volume"):
        with in_tenant("roslagen"):
            deeds.do(name, 4, MARCH)
            services.recount()
    with two_tenants.operator.connect() as connection:
        assert connection.execute(sa.select(month_status_built.c.month, month_status_built.c.comment)).all() == [(MARCH, "Ord 4")]
    with in_tenant("roslagen"):
        deeds.do("lock", 5, MARCH)
        services.recount()
    with two_tenants.operator.connect() as connection:
        assert connection.execute(sa.select(month_status_built.c.month)).all() == []


def test_what_is_not_counted_leaves_no_mark(in_tenant: InTenant, one_life: House) -> None:
    with in_tenant("roslagen"), engine_for("tenant").begin() as connection:
        for statement in (
            "UPDATE situation SET education = 'gymnasial'",
            "UPDATE intervention_period SET place = 'Verkstan', ends_on = ends_on - 1",
            "UPDATE attendance SET noted_at = now()",
            "UPDATE follow_up SET words = 'x'",
            "UPDATE referral SET referrer_name = 'x', state = 'offered'",
            "UPDATE person SET family_name = 'Annat'",
            "UPDATE activity SET name = 'Annan kurs'",
            "UPDATE intervention SET name_sv = name_sv || '!'",
        ):
            connection.exec_driver_sql(statement)
    with in_tenant("roslagen"):
        assert session.scalars(sa.select(DirtyMark.month)).all() == []


def test_a_fact_that_drifted_is_found_at_night(in_tenant: InTenant, one_life: House) -> None:
    with one_life.operator.begin() as connection:
        connection.exec_driver_sql("UPDATE rollup.cube_fact SET count = 9 WHERE cube = 'insats'")
    with in_tenant("roslagen"):
        assert services.recount_all() == 2
        assert services.recount_all() == 0


def test_a_tenant_a_revision_behind_keeps_its_marks_and_its_headlines_go_on(in_tenant: InTenant, one_life: House) -> None:
    schema = one_life.schemas["roslagen"]
    state = sa.text("SELECT behind FROM rollup.count_state")
    with one_life.operator.begin() as connection:
        connection.exec_driver_sql(f"ALTER VIEW {schema}.agg_insats RENAME TO not_yet")
    try:
        with in_tenant("roslagen"):
            deeds_of(one_life).do("anonymous", 4, MARCH)
            assert services.recount() == 0
        with one_life.operator.connect() as connection:
            assert connection.scalars(state).all() == [True]
            assert connection.scalar(sa.text("SELECT started FROM rollup.headline")) == 3
    finally:
        with one_life.operator.begin() as connection:
            connection.exec_driver_sql(f"ALTER VIEW {schema}.not_yet RENAME TO agg_insats")
    with in_tenant("roslagen"):
        assert services.recount() > 0
    with one_life.operator.connect() as connection:
        assert connection.scalars(state).all() == [False]
