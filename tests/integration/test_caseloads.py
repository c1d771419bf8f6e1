"""Who works with a participant beside the contact person, and caseloads that change hands."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.caseloads.errors import CaseloadChanged
from core.caseloads.queries import get_worker_for_change, list_caseloads, list_workers
from core.caseloads.services import Beside, CaseloadMove, add_worker, end_worker, move_caseload, take_away_worker
from core.caseloads.terms import CaseloadDeed, WorkerPart
from core.consents.terms import DataKind
from core.db import new_id
from core.errors import Invalid, NotAllowed
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Participation
from core.participants.queries import get_for_change, participation_exists, read_participation
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.participation_makers import STARTED, begin
from tests.integration.referral_makers import allow
from tests.integration.test_participant_pages import rows_of

MANAGER, WORKER, OFFICER_FK = "subproject_manager", "case_worker", "party_representative.fk"


def who(house: House, role: str) -> uuid.UUID:
    return house.accounts[f"{role}@roslagen.example"]


def beside(house: House, role: str = WORKER, **changes: Any) -> Beside:
    said: dict[str, Any] = {"account_id": who(house, role), "part": WorkerPart.WORKER, "starts_on": TODAY}
    return Beside(**said | changes)


def work_with(house: House, participation: Participation, role: str = WORKER, **changes: Any) -> uuid.UUID:
    held = get_for_change(participation.id)
    return add_worker(participation=held, worker_id=new_id(), beside=beside(house, role, **changes)).id


def led_by(house: House, role: str = MANAGER) -> Participation:
    return begin(house, key_worker_id=who(house, role))


def faults_of(caught: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(caught.value.faults)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account_id": None}, "account_id"),
        ({"part": None}, "part"),
        ({"starts_on": None}, "starts_on"),
        ({"starts_on": STARTED - dt.timedelta(days=1)}, "starts_on"),
        ({"ends_on": TODAY - dt.timedelta(days=1)}, "ends_on"),
        ({"part": WorkerPart.DEPUTY}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said(in_tenant: InTenant, two_tenants: House, changes: dict[str, Any], field: str) -> None:
    with in_tenant("roslagen", MANAGER):
        made = led_by(two_tenants)
        with pytest.raises(Invalid) as caught:
            work_with(two_tenants, made, **changes)
        assert faults_of(caught) == {field}
        assert rows_of(two_tenants, "participation_worker") == 0


def test_the_contact_person_is_not_beside_themselves_and_nobody_is_there_twice(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = led_by(two_tenants)
        with pytest.raises(Invalid) as caught:
            work_with(two_tenants, made, MANAGER)
        assert faults_of(caught) == {"account_id"}
        work_with(two_tenants, made, ends_on=TODAY + dt.timedelta(days=5))
        with pytest.raises(Invalid) as caught:
            work_with(two_tenants, made, starts_on=TODAY + dt.timedelta(days=5))
        assert faults_of(caught) == {"account_id"}
        work_with(two_tenants, made, starts_on=TODAY + dt.timedelta(days=6))


def test_a_colleague_elsewhere_takes_a_consent(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = led_by(two_tenants)
        with pytest.raises(Invalid) as caught:
            work_with(two_tenants, made, OFFICER_FK)
        assert faults_of(caught) == {"account_id"}
        assert made.person_id is not None
        allow(made.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
        work_with(two_tenants, made, OFFICER_FK)
    with in_tenant("roslagen", OFFICER_FK):
        assert participation_exists(made.id)


def test_nobody_works_beside_with_the_anonymous(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = register_anonymous(participation_id=new_id(), sex=Sex.WOMAN, started_on=STARTED)
        with pytest.raises(NotAllowed):
            add_worker(participation=made, worker_id=new_id(), beside=beside(two_tenants))


def test_the_last_day_is_set_and_a_mistake_is_taken_away_at_once(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = led_by(two_tenants)
        row_id = work_with(two_tenants, made, starts_on=TODAY - dt.timedelta(days=3))
        row, _participation, _name = get_worker_for_change(row_id)
        with pytest.raises(ChangedMeanwhile):
            end_worker(row=row, version=row.version + 1, ends_on=TODAY)
        end_worker(row=row, version=row.version, ends_on=TODAY)
    with in_tenant("roslagen", WORKER):
        assert participation_exists(made.id), "the last day is worked"
        take_away_worker(row=get_worker_for_change(row_id)[0])
    with in_tenant("roslagen", WORKER):
        assert not participation_exists(made.id)
    with in_tenant("roslagen", MANAGER):
        assert [one.ends_on for one in list_workers(made.id)] == [TODAY - dt.timedelta(days=1)]
        row_id = work_with(two_tenants, made)
        take_away_worker(row=get_worker_for_change(row_id)[0])
        assert len(list_workers(made.id)) == 1


# A caseload changes hands -----------------------------------------------------------------------------------------------


def move(house: House, chosen: list[uuid.UUID], to: str = MANAGER, **changes: Any) -> CaseloadMove:
    said: dict[str, Any] = {
        "from_id": who(house, WORKER),
        "chosen_ids": chosen,
        "to_id": who(house, to),
        "deed": CaseloadDeed.HAND_OVER,
    }
    return CaseloadMove(**said | changes)


def test_a_caseload_goes_to_a_colleague_and_is_logged(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = [begin(two_tenants) for _ in range(3)]
        persons = {one.person_id for one in made[:2]}
        assert move_caseload(move(two_tenants, [one.id for one in made[:2]])) == 2
    with in_tenant("roslagen", MANAGER):
        led = [read_participation(one.id).key_worker_id for one in made]
        assert led == [who(two_tenants, MANAGER), who(two_tenants, MANAGER), who(two_tenants, WORKER)]
        counts = {row.account_id: row.open_count for row in list_caseloads()}
        assert (counts[who(two_tenants, MANAGER)], counts[who(two_tenants, WORKER)]) == (2, 1)
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        logged = sa.text(f"SELECT unnest(subject_ids) FROM {schema}.access_log WHERE reason = 'caseload hand_over'")
        assert set(connection.scalars(logged)) == persons


def test_one_that_may_not_go_stops_all(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        open_, closed = begin(two_tenants), begin(two_tenants)
        assert open_.person_id is not None
        allow(open_.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
        with pytest.raises(Invalid) as caught:
            move_caseload(move(two_tenants, [open_.id, closed.id], OFFICER_FK))
        assert faults_of(caught) == {"to_id"}
        assert closed.number in str(caught.value.faults["to_id"])
        assert open_.number not in str(caught.value.faults["to_id"])
    assert rows_of(two_tenants, f"participation WHERE key_worker_id = '{who(two_tenants, WORKER)}'") == 2


def test_a_caseload_that_has_changed_is_handed_over_by_nobody(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        theirs, other = begin(two_tenants), led_by(two_tenants)
        with pytest.raises(CaseloadChanged):
            move_caseload(move(two_tenants, [theirs.id, other.id]))
        with pytest.raises(CaseloadChanged):
            move_caseload(move(two_tenants, [theirs.id, new_id()]))


def test_a_deputy_stands_in_for_a_whole_caseload(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = [led_by(two_tenants) for _ in range(2)]
        days = {"starts_on": TODAY, "ends_on": TODAY + dt.timedelta(days=14)}
        leave = {"from_id": who(two_tenants, MANAGER), "deed": CaseloadDeed.STAND_IN}
        with pytest.raises(Invalid) as caught:
            move_caseload(move(two_tenants, [one.id for one in made], WORKER, **leave))
        assert faults_of(caught) == {"starts_on", "ends_on"}
        move_caseload(move(two_tenants, [one.id for one in made], WORKER, **leave, **days))
        assert [row.part for one in made for row in list_workers(one.id)] == ["deputy", "deputy"]
    with in_tenant("roslagen", WORKER):
        assert all(participation_exists(one.id) for one in made)


def test_the_pages_from_a_colleague_to_a_caseload(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants)
        two_tenants_settings(two_tenants)
    manager = browser("roslagen", MANAGER)
    page = f"/participants/{made.id}"
    assert f"{page}/workers/new" in manager.get(page).text
    typed = {
        "account_id": str(who(two_tenants, MANAGER)),
        "part": "worker",
        "task": "Arbetscoach",
        "starts_on": TODAY.isoformat(),
    }
    assert manager.submit(f"{page}/workers/new", typed, action=f"{page}/workers").status_code == 303
    assert "Arbetscoach" in manager.get(page).text
    address = f"/caseloads/{who(two_tenants, WORKER)}"
    assert address in manager.get("/caseloads").text
    chosen = {"to_id": str(who(two_tenants, MANAGER)), "deed": "hand_over"}
    preview = manager.submit(address, chosen, action=address)
    assert preview.status_code == 200
    assert rows_of(two_tenants, f"participation WHERE key_worker_id = '{who(two_tenants, MANAGER)}'") == 0, "only looked through"
    done = confirm(manager, address, preview.text)
    assert done.status_code == 303
    assert rows_of(two_tenants, f"participation WHERE key_worker_id = '{who(two_tenants, MANAGER)}'") == 1


def two_tenants_settings(house: House) -> None:
    with house.operator.begin() as connection:
        connection.execute(sa.text(f"UPDATE {house.schemas['roslagen']}.subproject SET caseload_limit = 1"))


def confirm(manager: Browser, address: str, page: str) -> Any:
    from tests.browsing import find_form

    return manager.post(address, {**find_form(page, address, address)[1], "step": "confirm"})
