"""One record of a person is known to several authorities: none of them learns by it what another wrote or does."""

import uuid

import pytest

from core.errors import NotFound
from core.handovers.terms import ItemKind
from core.identity_numbers import parse
from core.participants.queries import get_for_change
from core.participants.services import misregister
from core.persons import merging
from core.persons.errors import MergeNotPossible
from core.persons.queries import list_merges
from core.persons.services import ContactDetails, TheRegistered
from core.plans.queries import list_versions, read_plan
from core.referrals.queries import get_referral
from core.referrals.sent import contact_of
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, OWN, House
from tests.integration.arrival_makers import receive_at
from tests.integration.handover_makers import give, let_learn, note
from tests.integration.participation_makers import begin, offer
from tests.integration.plan_makers import agreed, draft
from tests.integration.referral_makers import applicant, refer
from tests.integration.test_sent_referrals import send

MANAGER, REFERRER, OFFICER_FK = "subproject_manager", "referrer", "party_representative.fk"
WOMAN, OTHER_WOMAN = "199001012385", "200002292399"
THEIRS = ContactDetails(address="Den andras gata 1", phone="08-123", email="den-andras@example.org")


@pytest.fixture
def known_elsewhere(in_tenant: InTenant, two_tenants: House) -> None:
    """Försäkringskassan knows somebody, and how to reach them; the committee takes in what others send."""
    receive_at(two_tenants, "roslagen", OWN)
    with in_tenant("roslagen", OFFICER_FK):
        refer(applicant(identity=parse(WOMAN), contact=THEIRS))


@pytest.mark.usefixtures("known_elsewhere")
def test_who_receives_a_referral_does_not_read_how_another_authority_reaches_the_person(
    in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", REFERRER):
        sent_id = send(two_tenants.authorities["roslagen", OWN], number=WOMAN, contact=ContactDetails(phone="08-777")).id
    page = browser("roslagen", MANAGER).get(f"/referrals/{sent_id}").text
    assert "08-777" in page
    assert not [one for one in ("Den andras gata", "08-123", "den-andras@") if one in page]


@pytest.mark.usefixtures("known_elsewhere")
def test_nor_does_intake_staff_who_write_a_number_that_somebody_has(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        mine = applicant(identity=parse(WOMAN), contact=ContactDetails(phone="08-777"))
        made = refer(mine, answer=TheRegistered()).id
    with in_tenant("roslagen", MANAGER):
        assert contact_of(get_referral(made)) == {"address": "", "phone": "08-777", "email": ""}
    with in_tenant("roslagen", MANAGER):
        own = refer(applicant(contact=ContactDetails(phone="08-1"))).id
        assert contact_of(get_referral(own)) == {"phone": "08-1"}


def test_what_a_record_was_called_is_told_to_who_knew_it(in_tenant: InTenant, two_tenants: House, browser: OpenBrowser) -> None:
    """Försäkringskassan once read the other record's name and the committee's reason, and could take them apart."""
    with in_tenant("roslagen", MANAGER):
        kept = refer(applicant(identity=parse(WOMAN))).person_id
        gone = refer(applicant(family_name="Efternamn-Förr")).person_id
    receive_at(two_tenants, "roslagen", FK)
    with in_tenant("roslagen", OFFICER_FK):
        refer(applicant(identity=parse(WOMAN)), answer=TheRegistered())
    with in_tenant("roslagen", MANAGER):
        merge_id = merging.merge(kept_id=kept, gone_id=gone, reason="Skälet är vårt").id
        assert [row.PersonMerge.id for row in list_merges(kept)] == [merge_id]
    page = browser("roslagen", OFFICER_FK).get(f"/persons/{kept}/doubles").text
    assert not [one for one in ("Efternamn-Förr", "Skälet är vårt") if one in page]
    with in_tenant("roslagen", OFFICER_FK), pytest.raises(NotFound):
        merging.take_apart(merge_id=merge_id, kept_id=kept)
    with in_tenant("roslagen", MANAGER):
        merging.take_apart(merge_id=merge_id, kept_id=kept)


@pytest.mark.parametrize("has", ["participation", "plan"])
def test_a_merge_tells_nothing_of_what_another_authority_does(in_tenant: InTenant, two_tenants: House, has: str) -> None:
    """Two records that are both known here were put together to learn whether the persons take part elsewhere."""
    with in_tenant("roslagen", MANAGER):
        both = [_somebody_with(two_tenants, number, has) for number in (WOMAN, OTHER_WOMAN)]
        with pytest.raises(MergeNotPossible, match="Båda registreringarna har"):
            merging.merge(kept_id=both[0], gone_id=both[1], reason="x")
    receive_at(two_tenants, "roslagen", FK)
    with in_tenant("roslagen", OFFICER_FK):
        for number in (WOMAN, OTHER_WOMAN):
            refer(applicant(identity=parse(number)), answer=TheRegistered())
        with pytest.raises(MergeNotPossible, match="som de är"):
            merging.merge(kept_id=both[0], gone_id=both[1], reason="x")


def _somebody_with(house: House, number: str, has: str) -> uuid.UUID:
    made = begin(house, referral=offer(applicant(identity=parse(number))))
    assert made.person_id is not None
    if has == "plan":
        draft(made)
        misregister(participation=get_for_change(made.id), version=made.version)
    return made.person_id


def test_a_contact_person_by_mistake_reads_no_plan(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants)
        plan_id = agreed(two_tenants, made).id
        assert made.person_id is not None
    with in_tenant("roslagen", "case_worker"):
        assert read_plan(plan_id).plan.id == plan_id
    with in_tenant("roslagen", MANAGER):
        misregister(participation=get_for_change(made.id), version=made.version)
    with in_tenant("roslagen", "case_worker"):
        assert list_versions(made.person_id) == []
        with pytest.raises(NotFound):
            read_plan(plan_id)


def test_what_was_handed_over_before_is_not_looked_through_again(
    in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        person_id = begin(two_tenants).person_id
        assert person_id is not None
        let_learn(two_tenants, person_id, FK, OTHER)
        note_id = note(person_id)
        give(two_tenants, ItemKind.NOTE, note_id)
    again = {"to_authority_id": str(two_tenants.authorities["roslagen", FK])}
    assert browser("roslagen", MANAGER).submit(f"/hand-over/note/{note_id}", again).status_code == 409
