"""Somebody who took part before comes back: a new referral, a new participation of the same person, counted once."""

import datetime as dt

import pytest

from core.errors import Invalid
from core.followups.queries import Which, list_follow_ups
from core.identity_numbers import parse
from core.participants.listing import Chosen, list_participations
from core.participants.queries import read_participation
from core.participants.timeline import list_entries
from core.persons.errors import PersonMayBeKnown
from core.persons.services import SamePerson
from core.referrals.services import offer_place
from core.reporting.queries import count_own_events
from core.rollup.terms import Flow
from tests.conftest import InTenant, OpenBrowser
from tests.house import PROJECT, House
from tests.integration.participation_makers import begin, leave, offer, take_part
from tests.integration.referral_makers import applicant, refer

MANAGER, WORKER, NUMBER = "subproject_manager", "case_worker", "199001012385"


def test_a_return_is_a_new_participation_from_the_referral_to_the_list(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    who = applicant(given_name="Amina", family_name="Prov", identity=parse(NUMBER))
    with in_tenant("roslagen", MANAGER):
        first = begin(two_tenants, referral=offer(who, received_on=dt.date(2022, 6, 1)), started_on=dt.date(2022, 6, 20))
        take_part(two_tenants, first, starts_on=dt.date(2022, 6, 21))
        leave(first.id, ended_on=dt.date(2022, 8, 15))
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(PersonMayBeKnown) as known:
            refer(who)
        assert known.value.certain
        assert first.person_id is not None
        again = refer(who, answer=SamePerson(person_id=first.person_id))
        offer_place(referral_id=again.id, on_date=dt.date(2022, 9, 1))
        with pytest.raises(Invalid) as overlapping:
            begin(two_tenants, referral=again, started_on=dt.date(2022, 8, 10))
        assert "started_on" in overlapping.value.faults
        second = begin(two_tenants, referral=again, started_on=dt.date(2022, 9, 5), next_contact_on=dt.date(2022, 9, 20))
        take_part(two_tenants, second, starts_on=dt.date(2022, 9, 6))
        assert (second.person_id, second.number != first.number) == (first.person_id, True)
    manager = browser("roslagen", MANAGER)
    for number, status in ((first.number, "ended"), (second.number, "active")):
        assert number in manager.get(f"/participants?status={status}").text
    assert manager.get("/participants?status=all").text.count('<th role="rowheader"') == 2
    page = manager.get(f"/participants/{second.id}/timeline").text
    assert first.number in page
    assert second.number in page
    with in_tenant("roslagen", WORKER):
        assert list_participations(Chosen()).total == 2
        assert [row.participation_id for row in list_follow_ups(Which.DUE).rows] == [first.id]
        starts = [
            entry for entry in list_entries(read_participation(second.id).person_id or second.id).rows if entry.kind == "start"
        ]
        assert len(starts) == 2
        started = sum(count for (flow, _sex), count in count_own_events(PROJECT).items() if flow == Flow.STARTED)
        assert started == 1, "a return counts once"
