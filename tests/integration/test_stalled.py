"""Who stands still: found when nothing is to come and nothing was noted for a while, with whose turn it is and since when."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.notes.services import Written, write_note
from core.participants.queries import get_for_change
from core.participants.services import pause, set_next_contact
from core.participants.stalled import Stalled, count_stalled, list_stalled
from core.plans.terms import Responsible
from core.steps.services import Noted, note_step
from tests.conftest import InTenant, OpenBrowser
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, offer
from tests.integration.plan_makers import agreed
from tests.integration.referral_makers import applicant
from tests.integration.test_participant_pages import statements

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"
LONG_AGO = dt.date(2022, 6, 20)


@pytest.fixture
def quiet(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """Somebody who began in June, and nothing has been noted since."""
    with in_tenant("roslagen", MANAGER):
        return quiet_one(two_tenants, "Amina")


def quiet_one(house: House, name: str, **changes: Any) -> uuid.UUID:
    referral = offer(applicant(given_name=name, family_name="Prov"), received_on=dt.date(2022, 6, 1))
    return begin(house, referral=referral, started_on=LONG_AGO, **changes).id


def found() -> list[Stalled]:
    rows = list(list_stalled().rows)
    assert count_stalled() == len(rows)
    return rows


def test_whoever_is_quiet_is_found_with_whose_turn_and_since_when(in_tenant: InTenant, quiet: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        (row,) = found()
        assert (row.id, row.since, row.last_noted_on) == (quiet, LONG_AGO, LONG_AGO)
        assert row.turn == row.worker
        assert row.worker


def test_a_next_contact_to_come_is_enough_and_one_that_has_passed_is_not(
    in_tenant: InTenant, two_tenants: House, quiet: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        late = quiet_one(two_tenants, "Sent", next_contact_on=dt.date(2022, 7, 1))
        participation = get_for_change(quiet)
        set_next_contact(participation=participation, version=participation.version, next_contact_on=TODAY)
        (row,) = found()
        assert (row.id, row.since) == (late, dt.date(2022, 7, 1))


def test_something_noted_lately_is_enough(in_tenant: InTenant, two_tenants: House, quiet: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        another = quiet_one(two_tenants, "Annan")
        note_step(participation=get_for_change(quiet), noted=Noted(kind="other", on_date=TODAY, words=""))
        person = get_for_change(another).person_id
        assert person is not None
        write_note(person_id=person, written=Written(on_date=dt.date(2022, 8, 3), text="x"))
        (row,) = found()
        assert (row.id, row.last_noted_on) == (another, dt.date(2022, 8, 3))
        write_note(person_id=person, written=Written(on_date=dt.date(2022, 8, 5), text="x"))
        assert found() == []


def test_a_pause_is_agreed_and_no_standing_still(in_tenant: InTenant, quiet: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = get_for_change(quiet)
        pause(participation=participation, version=participation.version)
        assert found() == []


def test_an_overdue_action_says_whose_turn_it_is_and_one_to_come_is_a_next_step(
    in_tenant: InTenant, two_tenants: House, quiet: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        plan = agreed(two_tenants, get_for_change(quiet))
    _let_plan_grow_old(two_tenants)
    with in_tenant("roslagen", MANAGER):
        (row,) = found()
        assert row.since < TODAY
        assert (row.action is not None, row.since) == (True, dt.date(2022, 7, 4))
        assert row.is_participants_turn == (row.responsible == Responsible.PARTICIPANT)
        assert plan.person_id == row.person_id
    _set_due(two_tenants, TODAY)
    with in_tenant("roslagen", MANAGER):
        assert found() == []


def _let_plan_grow_old(house: House) -> None:
    with house.operator.begin() as connection:
        schema = house.schemas["roslagen"]
        connection.exec_driver_sql(f"UPDATE {schema}.plan SET written_on = '2022-06-27', agreed_on = '2022-06-27'")
        connection.exec_driver_sql(
            f"""INSERT INTO {schema}.plan_action (id, plan_id, position, text, responsible, authority_id, due_on, state)
                SELECT gen_random_uuid(), id, 9, 'Ringa', 'authority', owner_id, '2022-07-04', 'planned' FROM {schema}.plan"""
        )
        connection.exec_driver_sql(f"UPDATE {schema}.plan_action SET due_on = '2022-07-04' WHERE due_on IS NOT NULL")


def _set_due(house: House, day: dt.date) -> None:
    with house.operator.begin() as connection:
        connection.execute(sa.text(f"UPDATE {house.schemas['roslagen']}.plan_action SET due_on = :day"), {"day": day})


def test_the_list_is_one_statement_and_each_reads_their_own(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, quiet: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        counts = []
        for number in range(3):
            with statements() as sent:
                list_stalled()
            counts.append(len(sent))
            quiet_one(two_tenants, f"Till{'abc'[number]}")
        assert len(set(counts)) == 1
    page = browser("roslagen", WORKER).get("/stalled").text
    assert "Amina Prov" in page
    assert "Amina Prov" not in browser("roslagen", FK_REP).get("/stalled").text
    work = browser("roslagen", WORKER).get("/work").text
    assert '<a href="/stalled">Står stilla</a><b>4</b>' in work
