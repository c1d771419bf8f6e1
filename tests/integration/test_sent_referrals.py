"""A remiss from one authority to another: who receives it, what the sender sees of it, what both may write."""

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.db import session
from core.errors import Invalid, NotFound
from core.identity_numbers import parse
from core.participants.models import Person
from core.persons.services import ContactDetails
from core.referrals.answers import Answer, answer_officer, list_answers, list_answers_to_sender
from core.referrals.errors import MoveNotPossible, ReferralChanged
from core.referrals.models import Referral, ReferralEvent
from core.referrals.queries import Chosen, get_referral, list_events, list_referrals
from core.referrals.sent import complete, get_sent, list_sent, list_talk, open_written
from core.referrals.services import Sending, move, offer_place, register_referral
from core.referrals.terms import AnswerAbout, AnswerWay, ArrivalWay, ReferralState
from tests.conftest import InTenant
from tests.house import FK, LAPSED, OTHER, OWN, TODAY, House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import allow, applicant, arrival, refer

MANAGER, REFERRER, OFFICER_FK, COLLEAGUE = (
    "subproject_manager",
    "referrer",
    "party_representative.fk",
    "party_representative.kommun",
)
WOMAN = "199001012385"


@pytest.fixture
def intake(two_tenants: House) -> uuid.UUID:
    """The committee takes in what others send to Roslagen."""
    own = two_tenants.authorities["roslagen", OWN]
    take_in(two_tenants, own)
    return own


def take_in(house: House, authority_id: uuid.UUID) -> None:
    with house.operator.begin() as connection:
        table = f"{house.schemas['roslagen']}.subproject"
        connection.exec_driver_sql(f"UPDATE {table} SET intake_authority_id = '{authority_id}'")


def send(to: uuid.UUID, *, agrees: bool = True, number: str | None = None, **names: Any) -> Referral:
    """A remiss that the person in scope writes here for the authority `to`."""
    who = applicant(**({"identity": parse(number)} if number else {}), **names)
    sending = Sending(receiver_id=to, person_agrees=agrees)
    return register_referral(applicant=who, arrival=arrival(arrival_way=ArrivalWay.SYSTEM), sending=sending)


def answer(about: AnswerAbout, says: str = "", **changes: Any) -> Answer:
    values: dict[str, Any] = {"on_date": TODAY, "way": AnswerWay.SYSTEM, "to_whom": "Handläggaren"}
    return Answer(about=about, says=says, **values | changes)


# Sending ----------------------------------------------------------------------------------------------------------------


def test_another_authority_receives_it_and_only_the_sender_follows_it(
    in_tenant: InTenant, two_tenants: House, intake: uuid.UUID
) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake, family_name="Sänd")
        assert (made.owner_id, made.author_id) == (intake, two_tenants.authorities["roslagen", OTHER])
        assert made.referrer_account == two_tenants.accounts["referrer@roslagen.example"]
        assert made.received_on == TODAY
        assert "sagt ja" in list_events(made.id)[0].reason
        with pytest.raises(NotFound):
            get_referral(made.id)
        assert list_referrals(Chosen(every_state=True)).total == 0
        assert [row.written.family_name for row in list_sent().rows] == ["Sänd"]
    with in_tenant("roslagen", MANAGER):
        assert get_referral(made.id).state == ReferralState.RECEIVED
        with pytest.raises(NotFound):
            get_sent(made.id)
    with in_tenant("roslagen", COLLEAGUE):
        assert get_sent(made.id).reference == made.reference
    for role in (OFFICER_FK, "case_worker", "association_office"):
        with in_tenant("roslagen", role):
            assert list_sent().total == 0, role
            with pytest.raises(NotFound):
                get_sent(made.id)


def test_without_a_yes_nothing_is_sent(in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        with pytest.raises(Invalid) as caught:
            send(intake, agrees=False)
        assert list(caught.value.faults) == ["person_agrees"]
        with pytest.raises(Invalid):
            refer()
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_it_goes_nowhere_but_where_the_delprojekt_takes_in(in_tenant: InTenant, two_tenants: House, intake: uuid.UUID) -> None:
    for key in (FK, OTHER, LAPSED):
        with in_tenant("roslagen", REFERRER), pytest.raises(Invalid) as caught:
            send(two_tenants.authorities["roslagen", key])
        assert list(caught.value.faults) == ["receiver"]
    take_in(two_tenants, two_tenants.authorities["roslagen", LAPSED])
    with in_tenant("roslagen", REFERRER), pytest.raises(Invalid) as caught:
        send(two_tenants.authorities["roslagen", LAPSED])
    assert list(caught.value.faults) == ["receiver"]


def test_who_takes_in_at_their_own_authority_may_register_there(
    in_tenant: InTenant, two_tenants: House, intake: uuid.UUID
) -> None:
    with in_tenant("roslagen", OFFICER_FK):
        assert refer().owner_id == two_tenants.authorities["roslagen", FK]
        assert send(intake).owner_id == intake


def test_the_sender_is_told_nothing_of_whom_is_known(in_tenant: InTenant, intake: uuid.UUID) -> None:
    """The same answer, and of what others have written about the person not a word."""
    with in_tenant("roslagen", MANAGER):
        known = refer(applicant(identity=parse(WOMAN), family_name="Hemlig", contact=ContactDetails(phone="08-1")))
    with in_tenant("roslagen", REFERRER):
        made = send(intake, number=WOMAN, family_name="Skriven", contact=ContactDetails(phone="08-2"))
        sent = get_sent(made.id)
        assert made.person_id == known.person_id
        assert (sent.written.family_name, sent.written.phone) == ("Skriven", "08-2")
        assert "Hemlig" not in str(sent)
    with in_tenant("roslagen", MANAGER):
        found = get_referral(made.id)
        assert found.person.family_name == "Hemlig"
        assert open_written(found.id, found.as_written).family_name == "Skriven"


def test_what_the_receiver_corrects_does_not_come_back(in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake, family_name="Före")
    with in_tenant("roslagen", MANAGER):
        get_referral(made.id).person.family_name = "Efter"
    with in_tenant("roslagen", REFERRER):
        assert get_sent(made.id).written.family_name == "Före"


def test_who_has_changed_employer_follows_it_no_more(in_tenant: InTenant, two_tenants: House, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        session.execute(sa.update(Referral).values(author_id=two_tenants.authorities["roslagen", FK]))
    with in_tenant("roslagen", REFERRER), pytest.raises(NotFound):
        get_sent(made.id)


# Asking for more --------------------------------------------------------------------------------------------------------


def test_the_sender_is_asked_and_completes_it(in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        move(referral_id=made.id, to_state=ReferralState.TO_BE_COMPLETED, on_date=TODAY, reason="Telefonnummer saknas")
    with in_tenant("roslagen", REFERRER):
        sent = get_sent(made.id)
        assert [(asked, text) for _day, asked, text in list_talk(made.id)] == [(True, "Telefonnummer saknas")]
        with pytest.raises(Invalid):
            complete(referral_id=made.id, text=" ", version=sent.version)
        with pytest.raises(ReferralChanged):
            complete(referral_id=made.id, text="070", version=sent.version - 1)
        complete(referral_id=made.id, text="070-000 00 00", version=sent.version)
        assert get_sent(made.id).state == ReferralState.RECEIVED
        with pytest.raises(MoveNotPossible):
            complete(referral_id=made.id, text="en gång till", version=get_sent(made.id).version)
    with in_tenant("roslagen", MANAGER):
        move(referral_id=made.id, to_state=ReferralState.BEING_ASSESSED, on_date=TODAY, reason="Bara för oss")
        assert "070-000 00 00" in [event.reason for event in list_events(made.id)]
    with in_tenant("roslagen", REFERRER):
        assert [text for _day, _asked, text in list_talk(made.id)] == ["070-000 00 00", "Telefonnummer saknas"]


def test_nobody_else_completes_it(in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        asked = move(referral_id=made.id, to_state=ReferralState.TO_BE_COMPLETED, on_date=TODAY, reason="Vad?")
        version = asked.version
    for role in (OFFICER_FK, MANAGER, "case_worker"):
        with in_tenant("roslagen", role), pytest.raises(NotFound):
            complete(referral_id=made.id, text="x", version=version)
    with in_tenant("roslagen", REFERRER):
        assert session.scalar(sa.select(sa.func.count()).select_from(ReferralEvent)) == 2


# Answers ----------------------------------------------------------------------------------------------------------------


def test_that_it_arrived_may_always_be_said_and_more_only_on_consent(
    in_tenant: InTenant, two_tenants: House, intake: uuid.UUID
) -> None:
    author = two_tenants.authorities["roslagen", OTHER]
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED))
        with pytest.raises(Invalid) as caught:
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED, "Mer än så"))
        assert list(caught.value.faults) == ["says"]
        allow(made.person_id, two_tenants.authorities["roslagen", FK])
        for about in (AnswerAbout.REFERRAL, AnswerAbout.RESULT):
            with pytest.raises(Invalid) as caught:
                answer_officer(referral_id=made.id, answer=answer(about, "Vi har träffats"))
            assert list(caught.value.faults) == ["about"]
        consent = allow(made.person_id, author)
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "Står på väntelistan"))
        with pytest.raises(Invalid):
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.RESULT, "Har börjat"))
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "Per telefon", way=AnswerWay.PHONE))
    with in_tenant("roslagen", REFERRER):
        assert [one.says for one in list_answers_to_sender(made.id)] == ["Står på väntelistan", ""]
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(Invalid):
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "Mer"))
        assert len(list_answers(made.id)) == 3
    with in_tenant("roslagen", OFFICER_FK):
        assert list_answers_to_sender(made.id) == []


def test_of_a_start_nothing_is_told_on_a_consent_to_the_referral_alone(
    in_tenant: InTenant, two_tenants: House, intake: uuid.UUID
) -> None:
    author = two_tenants.authorities["roslagen", OTHER]
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        offer_place(referral_id=made.id, on_date=TODAY)
        begin(two_tenants, referral=get_referral(made.id), started_on=TODAY)
        allow(made.person_id, author)
        with pytest.raises(Invalid):
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "Allt går bra"))
        allow(made.person_id, author, kind=DataKind.OUTCOME)
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "Allt går bra"))


def test_an_officer_who_wrote_a_letter_is_answered_by_the_same_rule(in_tenant: InTenant, two_tenants: House) -> None:
    fk, own = two_tenants.authorities["roslagen", FK], two_tenants.authorities["roslagen", OWN]
    with in_tenant("roslagen", MANAGER):
        made = refer()
        with pytest.raises(Invalid) as caught:
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED))
        assert list(caught.value.faults) == ["way"], "nobody reads it here"
        by_phone = {"way": AnswerWay.PHONE}
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED, **by_phone))
        for authority, fault in ((None, "authority"), (fk, "about")):
            with pytest.raises(Invalid) as caught:
                answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "x", authority_id=authority, **by_phone))
            assert list(caught.value.faults) == [fault]
        answer_officer(referral_id=made.id, answer=answer(AnswerAbout.REFERRAL, "x", authority_id=own, **by_phone))


def test_an_answer_sent_twice_is_kept_once_and_only_the_receiver_answers(in_tenant: InTenant, intake: uuid.UUID) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
        with pytest.raises(NotFound):
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED))
    with in_tenant("roslagen", MANAGER):
        for _ in range(2):
            answer_officer(referral_id=made.id, answer=answer(AnswerAbout.ARRIVED, form_token=token))
        assert len(list_answers(made.id)) == 1


def test_everything_missing_in_an_answer_is_told_at_once(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
        with pytest.raises(Invalid) as caught:
            answer_officer(referral_id=made.id, answer=Answer(on_date=None, way=None, to_whom=" ", about=None))
        assert set(caught.value.faults) == {"on_date", "way", "to_whom", "about"}
