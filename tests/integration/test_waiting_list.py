"""The waiting list: its order, its places, who may change it, and how long people have waited."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator

import pytest

from core.db import session
from core.errors import Invalid, NotFound
from core.participants.choices import get_current_subproject
from core.participants.models import Code
from core.participants.services import pause
from core.referrals.errors import MoveNotPossible, ReferralChanged
from core.referrals.models import Referral
from core.referrals.queries import find_latest_move, get_referral, list_events
from core.referrals.services import move, offer_place, withdraw
from core.referrals.terms import ReferralState
from core.referrals.waiting import (
    Times,
    count_places,
    list_waiting,
    median_times,
    note_first_contact,
    set_priority,
    times_of,
)
from tests.conftest import InTenant, OpenBrowser
from tests.house import TODAY, House
from tests.integration.code_lists import put_back
from tests.integration.participation_makers import STARTED, begin
from tests.integration.referral_makers import RECEIVED, applicant, refer

MANAGER, OFFICER_FK = "subproject_manager", "party_representative.fk"


@pytest.fixture(autouse=True)
def lists(two_tenants: House) -> Iterator[None]:
    """The lists of words are put back after each test."""
    with put_back(two_tenants):
        yield


def wait(day: int, name: str = "Testa") -> Referral:
    """Somebody who was put on the list on that day of September."""
    made = refer(applicant(given_name=name))
    return move(referral_id=made.id, to_state=ReferralState.WAITING_LIST, on_date=dt.date(2022, 9, day))


def names() -> list[str]:
    return [row.given_name for row in list_waiting().rows]


def prioritise(referral: Referral, priority: str, reason: str = "Ersättningen upphör") -> None:
    set_priority(referral_id=referral.id, priority=priority, reason=reason, version=referral.version)


def test_priority_goes_before_the_day_and_the_day_before_the_rest(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        late, early, young = wait(12, "Sen"), wait(3, "Tidig"), wait(14, "Ung")
        assert names() == ["Tidig", "Sen", "Ung"]
        prioritise(young, "young")
        prioritise(late, "first")
        assert names() == ["Sen", "Ung", "Tidig"]
        assert list_events(young.id)[0].reason == "Prioritet: Under 25 år. Ersättningen upphör"
        assert list_events(young.id)[0].from_state == ReferralState.WAITING_LIST
        session.get_one(Code, ("waiting_priority", "ordinary")).position = 1
        session.flush()
        assert names() == ["Tidig", "Sen", "Ung"]
        assert early.priority == "ordinary"


def test_who_comes_back_to_the_list_stands_by_the_latest_day(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        back, _other = wait(2, "Åter"), wait(5, "Kvar")
        offer_place(referral_id=back.id, on_date=dt.date(2022, 9, 6))
        move(referral_id=back.id, to_state=ReferralState.WAITING_LIST, on_date=dt.date(2022, 9, 8))
        assert names() == ["Kvar", "Åter"]
        assert {row.listed_on.day for row in list_waiting().rows} == {5, 8}


def test_a_note_is_no_move(in_tenant: InTenant) -> None:
    """A contact noted later than a move does not forbid to enter an earlier move."""
    with in_tenant("roslagen", MANAGER):
        waiting = wait(3)
        note_first_contact(referral_id=waiting.id, on_date=TODAY, version=waiting.version)
        prioritise(waiting, "first")
        assert find_latest_move(waiting.id) == dt.date(2022, 9, 3)


def test_a_priority_needs_a_reason_a_line_in_use_and_the_version_that_stands(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        waiting = wait(3)
        session.get_one(Code, ("waiting_priority", "young")).active = False
        session.flush()
        for priority in ("young", "hittepå"):
            with pytest.raises(Invalid) as caught:
                prioritise(waiting, priority, " ")
            assert set(caught.value.faults) == {"priority", "reason"}
        with pytest.raises(ReferralChanged):
            set_priority(referral_id=waiting.id, priority="first", reason="x", version=waiting.version - 1)
        withdraw(referral_id=waiting.id, on_date=TODAY, reason="Flyttar")
        with pytest.raises(MoveNotPossible):
            prioritise(waiting, "first")


def test_nobody_of_another_authority_sees_or_changes_the_list(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        waiting = wait(3)
        version = waiting.version
    for role in (OFFICER_FK, "case_worker", "referrer", "association_office"):
        with in_tenant("roslagen", role):
            assert names() == [], role
            with pytest.raises(NotFound):
                set_priority(referral_id=waiting.id, priority="first", reason="x", version=version)
            with pytest.raises(NotFound):
                note_first_contact(referral_id=waiting.id, on_date=TODAY, version=version)


def test_free_places_are_the_places_minus_those_who_take_part(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        assert count_places().free is None
        get_current_subproject(TODAY).places = 2
        resting = begin(two_tenants)
        begin(two_tenants)
        pause(participation=resting, version=resting.version)
        offer_place(referral_id=refer().id, on_date=TODAY)
        found = count_places()
        assert (found.places, found.active, found.offered, found.free) == (2, 1, 1, 1)
        begin(two_tenants)
        begin(two_tenants)
        assert count_places().free == 0
    with in_tenant("roslagen", OFFICER_FK):
        assert (count_places().active, count_places().offered) == (3, 0)


def test_times_are_counted_from_the_arrival(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        first = refer()
        for wrong in (RECEIVED - dt.timedelta(days=1), TODAY + dt.timedelta(days=1), None):
            with pytest.raises(Invalid):
                note_first_contact(referral_id=first.id, on_date=wrong, version=first.version)
        note_first_contact(referral_id=first.id, on_date=RECEIVED + dt.timedelta(days=3), version=first.version)
        assert times_of(first) == Times(3, None)
        started = begin(two_tenants)
        assert started.referral_id is not None
        assert times_of(get_referral(started.referral_id)) == Times(None, (STARTED - RECEIVED).days)
        second = refer()
        note_first_contact(referral_id=second.id, on_date=RECEIVED + dt.timedelta(days=8), version=second.version)
        assert median_times() == Times(6, 4, contacts=2, starts=1)
    with in_tenant("roslagen", OFFICER_FK):
        assert median_times() == Times(None, None, contacts=0, starts=0)


# In the browser ---------------------------------------------------------------------------------------------------------


def test_the_list_offers_a_place_and_tells_who_was_late(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        waiting = wait(3, "Första")
        wait(5, "Andra")
        seen = waiting.version
    manager = browser("roslagen", MANAGER)
    page = manager.get("/referrals/waiting").text
    assert page.index("Första") < page.index("Andra")
    assert "12 dagar" in page
    assert page.count("Näst på tur") <= 1
    target = f"/referrals/{waiting.id}/offers"
    assert manager.submit("/referrals/waiting", {"version": str(seen)}, action=target).status_code == 303
    assert "Första" not in manager.get("/referrals/waiting").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', manager.get("/referrals/waiting").text)
    assert token is not None
    late = manager.post(target, {"csrf_token": token[1], "version": str(seen)})
    assert late.status_code == 409
    assert "Så här ser listan ut nu" in late.text


def test_priority_and_first_contact_stand_on_the_page(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        path = f"/referrals/{wait(3).id}"
    manager = browser("roslagen", MANAGER)
    assert manager.submit(f"{path}/priority", {"priority": "first", "reason": ""}).status_code == 422
    page = manager.follow(manager.submit(f"{path}/priority", {"priority": "first", "reason": "Snart utan ersättning"})).text
    assert "Först i kön" in page
    assert "Snart utan ersättning" in page
    page = manager.follow(manager.submit(f"{path}/first-contact", {"first_contact_on": "2022-09-04"})).text
    assert "3 dagar" in page
    assert "Mediantid till första kontakt" in manager.get("/referrals").text


def test_two_who_change_the_priority_see_each_other(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        waiting = wait(3)
    manager, path = browser("roslagen", MANAGER), f"/referrals/{waiting.id}/priority"
    fields = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]+)"', manager.get(path).text))
    with in_tenant("roslagen", MANAGER):
        prioritise(get_referral(waiting.id), "young")
    late = manager.post(path, {**fields, "priority": "first", "reason": "Mitt skäl"})
    assert late.status_code == 409
    assert "Under 25 år" in late.text
    assert "Mitt skäl" in late.text


def test_only_those_who_assess_open_it(browser: OpenBrowser) -> None:
    for role, status in ((MANAGER, 200), (OFFICER_FK, 200), ("referrer", 404), ("case_worker", 404)):
        assert browser("roslagen", role).get("/referrals/waiting").status_code == status, role
    assert browser("roslagen", "referrer").get(f"/referrals/{uuid.uuid4()}/priority").status_code == 404
