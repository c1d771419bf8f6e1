"""Referrals through the services: registering, doubles, who sees what, and every path of the state table."""

import dataclasses
import datetime as dt
import itertools
import threading
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import context
from core.consents.queries import authorities_allowed, consents_in_force
from core.consents.services import withdraw_consent
from core.consents.terms import DataKind, GivenBy
from core.db import session
from core.errors import Invalid, NotFound
from core.identity_numbers import parse
from core.participants.models import Person, Staff
from core.persons.errors import PersonKnown, PersonMayBeKnown
from core.persons.queries import identity_number
from core.persons.services import AnotherPerson, SamePerson, TheRegistered
from core.referrals.errors import MoveNotPossible, NoAgreement, ReferralChanged
from core.referrals.models import Referral, ReferralEvent
from core.referrals.queries import Chosen, get_referral, list_events, list_referrals
from core.referrals.services import move, offer_place, refer_on, withdraw
from core.referrals.terms import REFERRAL_MOVES, ReferralState
from tests.conftest import InTenant, persona
from tests.house import FK, LAPSED, OTHER, OWN, TODAY, House
from tests.integration.arrival_makers import receive_at
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import RECEIVED, allow, applicant, refer, someone

WOMAN, MAN = "199001012385", "200002292399"
MANAGER, OFFICER_FK, OFFICER_OTHER = "subproject_manager", "party_representative.fk", "party_representative.kommun"


def count(model: Any) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def visible(in_tenant: InTenant, role: str, slug: str = "roslagen") -> set[uuid.UUID]:
    with in_tenant(slug, role):
        return {row.id for row in list_referrals(Chosen(every_state=True)).rows}


# Registering ------------------------------------------------------------------------------------------------------------


def test_a_referral_is_the_registering_authoritys_own(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer(applicant(identity=parse(WOMAN)), referrer_name="Anna Handläggare")
        found = get_referral(made.id)
        assert found.owner_id == two_tenants.authorities["roslagen", OWN]
        assert found.state == ReferralState.RECEIVED
        assert [event.to_state for event in list_events(made.id)] == [ReferralState.RECEIVED]
        assert identity_number(found.person) == "19900101-2385"


def test_the_number_lies_sealed(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        refer(applicant(identity=parse(WOMAN)))
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        row = connection.exec_driver_sql(f"SELECT identity_number, identity_index FROM {schema}.person").one()
    assert WOMAN.encode() not in bytes(row[0])
    assert WOMAN[2:].encode() not in bytes(row[0])
    assert len(row[1]) == 32


def test_the_same_form_sent_twice_makes_one_referral(in_tenant: InTenant) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", MANAGER):
        first = refer(applicant(identity=parse(WOMAN)), form_token=token)
    with in_tenant("roslagen", MANAGER):
        assert refer(applicant(identity=parse(WOMAN)), form_token=token).id == first.id
        assert (count(Referral), count(Person)) == (1, 1)


@pytest.mark.parametrize("number", [WOMAN, None])
def test_a_double_click_makes_one_referral(in_tenant: InTenant, number: str | None) -> None:
    token, made, together = uuid.uuid4(), [], threading.Barrier(2)
    who = applicant(identity=parse(number)) if number else applicant()

    def click() -> None:
        with in_tenant("roslagen", MANAGER):
            together.wait(5)
            made.append(refer(who, form_token=token).id)

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(20)
    assert len(made) == 2
    assert made[0] == made[1]
    with in_tenant("roslagen", MANAGER):
        assert (count(Referral), count(Person)) == (1, 1)


def test_two_who_register_the_same_number_at_once_make_one_person(in_tenant: InTenant) -> None:
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def register() -> None:
        with in_tenant("roslagen", MANAGER):
            together.wait(5)
            try:
                refer(applicant(identity=parse(MAN)), form_token=uuid.uuid4())
                outcomes.append("made")
            except (PersonKnown, PersonMayBeKnown):
                outcomes.append("told")

    both = [threading.Thread(target=register) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(outcomes) == ["made", "told"]
    with in_tenant("roslagen", MANAGER):
        assert (count(Referral), count(Person)) == (1, 1)


def test_outside_the_rule_a_reason_is_asked_for(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(Invalid) as caught:
            refer(applicant(municipality_code=None))
        assert list(caught.value.faults) == ["exception_reason"]
        made = refer(applicant(municipality_code=None), exception_reason="Flyttar till Täby i oktober")
        assert made.exception_reason == "Flyttar till Täby i oktober"


def test_all_faults_are_told_at_once(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER), pytest.raises(Invalid) as caught:
        refer(applicant(municipality_code=None), received_on=TODAY + dt.timedelta(days=1))
    assert set(caught.value.faults) == {"received_on", "exception_reason"}


def test_without_a_processing_agreement_nothing_is_registered(in_tenant: InTenant, two_tenants: House) -> None:
    schema, lapsed = two_tenants.schemas["roslagen"], two_tenants.authorities["roslagen", OWN]
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {schema}.authority SET agreement_until = '2022-01-01' WHERE id = '{lapsed}'")
    with in_tenant("roslagen", MANAGER), pytest.raises(NoAgreement):
        refer()


# Doubles ----------------------------------------------------------------------------------------------------------------


def test_a_known_number_is_found_before_anything_is_created(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        earlier = refer(applicant(identity=parse(WOMAN)))
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(PersonMayBeKnown) as caught:
            refer(applicant(identity=parse("900101-2385")))
        match = caught.value.matches[0]
        assert (match.person_id, match.referral_id) == (earlier.person_id, earlier.id)
        assert (caught.value.certain, caught.value.hidden) == (True, False)
        assert count(Referral) == 1
        with pytest.raises(PersonMayBeKnown):
            refer(applicant(identity=parse(WOMAN)), answer=AnotherPerson())
        again = refer(applicant(identity=parse(WOMAN)), answer=SamePerson(person_id=match.person_id))
        assert again.person_id == earlier.person_id
        assert (count(Referral), count(Person)) == (2, 1)


def test_same_name_and_birth_date_may_be_another_person(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        refer(applicant(given_name="André", family_name="Åberg-Öst"))
        with pytest.raises(PersonMayBeKnown) as caught:
            refer(applicant(given_name="ANDRE", family_name="åberg öst"))
        assert not caught.value.certain
        refer(applicant(given_name="Andre", family_name="Åberg-Öst"), answer=AnotherPerson())
        assert count(Person) == 2


def test_a_temporary_identity_gets_its_number_when_it_is_the_same_person(in_tenant: InTenant) -> None:
    names = {"given_name": "Maja", "family_name": "Ek"}
    with in_tenant("roslagen", MANAGER):
        earlier = refer(applicant(**names, identity=someone(dt.date(1990, 1, 1))))
        refer(applicant(**names, identity=parse(WOMAN)), answer=SamePerson(person_id=earlier.person_id))
        assert identity_number(get_referral(earlier.id).person) == "19900101-2385"
        with pytest.raises(PersonMayBeKnown) as caught:
            refer(applicant(identity=parse(WOMAN)))
        assert caught.value.certain


def test_somebody_of_another_authority_is_neither_shown_nor_chosen(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        earlier = refer(applicant(identity=parse(WOMAN)))
    with in_tenant("roslagen", OFFICER_FK):
        for answer in (None, SamePerson(person_id=earlier.person_id), AnotherPerson()):
            with pytest.raises(PersonMayBeKnown) as caught:
                refer(applicant(identity=parse(WOMAN)), answer=answer)
            assert (caught.value.matches, caught.value.hidden) == ((), True)
        assert count(Referral) == 1


def test_intake_staff_may_let_a_referral_belong_to_somebody_they_are_not_shown(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        earlier = refer(applicant(identity=parse(WOMAN)))
    with in_tenant("roslagen", OFFICER_FK), pytest.raises(PersonMayBeKnown):
        refer(applicant(identity=parse(WOMAN)), answer=TheRegistered())
    receive_at(two_tenants, "roslagen", FK)
    with in_tenant("roslagen", OFFICER_FK):
        made = refer(applicant(identity=parse(WOMAN)), answer=TheRegistered())
        assert made.person_id == earlier.person_id
        assert count(Person) == 1


def test_another_tenant_does_not_know_the_number(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        refer(applicant(identity=parse(WOMAN)))
    with in_tenant("hbs", MANAGER):
        refer(applicant(identity=parse(WOMAN), municipality_code="0126"))
        assert count(Person) == 1


# Who sees it ------------------------------------------------------------------------------------------------------------


def test_only_the_receiving_authority_sees_it_without_consent(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
    assert visible(in_tenant, MANAGER) == {made.id}
    for role in ("case_worker", OFFICER_FK, OFFICER_OTHER, "referrer", "association_office", "tenant_admin"):
        assert visible(in_tenant, role) == set(), role
        with in_tenant("roslagen", role), pytest.raises(NotFound):
            get_referral(made.id)
    assert visible(in_tenant, MANAGER, "hbs") == set()


def test_a_consent_by_itself_opens_no_referral_to_another_authority(in_tenant: InTenant, two_tenants: House) -> None:
    """It says what may be handed over; who is handed nothing reads nothing."""
    fk = two_tenants.authorities["roslagen", FK]
    with in_tenant("roslagen", MANAGER):
        made = refer()
        consent = allow(made.person_id, fk)
        assert authorities_allowed(made.person_id, DataKind.REFERRAL) == {fk}
        assert authorities_allowed(made.person_id, DataKind.PLAN) == set()
    for officer in (OFFICER_FK, OFFICER_OTHER):
        assert visible(in_tenant, officer) == set()
        with in_tenant("roslagen", officer):
            with pytest.raises(NotFound):
                get_referral(made.id)
            with pytest.raises(NotFound):
                withdraw_consent(consent_id=consent.id)
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    with in_tenant("roslagen", MANAGER):
        assert consents_in_force(made.person_id) == []


def test_who_only_refers_reads_what_they_wrote_and_nothing_else_of_their_authority(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", OFFICER_OTHER):
        of_a_colleague = refer()
    with in_tenant("roslagen", "referrer"):
        own = refer()
        with pytest.raises(NotFound):
            get_referral(of_a_colleague.id)
    assert visible(in_tenant, "referrer") == {own.id}
    assert visible(in_tenant, OFFICER_OTHER) == {own.id, of_a_colleague.id}


def test_a_contact_person_elsewhere_reads_it_while_a_consent_to_the_referral_holds(
    in_tenant: InTenant, two_tenants: House
) -> None:
    fk = two_tenants.authorities["roslagen", FK]
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        assert participation.person_id is not None
        worker = session.get_one(Staff, two_tenants.accounts["case_worker@roslagen.example"])
        worker.authority_id = fk
        participation.key_worker_id = worker.account_id
    elsewhere = dataclasses.replace(persona(two_tenants, "roslagen", "case_worker"), authority_id=fk)

    def reads() -> bool:
        with in_tenant("roslagen"):
            context.set_person(elsewhere)
            return list_referrals(Chosen(every_state=True)).total == 1

    assert not reads()
    with in_tenant("roslagen", MANAGER):
        allow(participation.person_id, fk, kind=DataKind.OUTCOME)
    assert not reads()
    with in_tenant("roslagen", MANAGER):
        consent = allow(participation.person_id, fk)
    assert reads()
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    assert not reads()


def test_a_consent_says_everything_that_is_wrong(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
        with pytest.raises(Invalid) as caught:
            allow(
                made.person_id,
                two_tenants.authorities["roslagen", LAPSED],
                given_by=GivenBy.ORAL,
                purpose=" ",
                given_on=TODAY + dt.timedelta(days=1),
                until=TODAY,
            )
        assert set(caught.value.faults) == {"authorities", "witness", "purpose", "given_on", "until"}


def test_a_consent_sent_twice_is_one(in_tenant: InTenant, two_tenants: House) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", MANAGER):
        made = refer()
        ids = {allow(made.person_id, two_tenants.authorities["roslagen", OTHER], form_token=token).id for _ in range(2)}
        assert len(ids) == 1


# The list ---------------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_counted_and_searched(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        ek = refer(applicant(given_name="Åsa", family_name="Ek_holm"))
        gone = refer(applicant(given_name="Bo", family_name="Alm"), received_on=dt.date(2022, 8, 1))
        withdraw(referral_id=gone.id, on_date=RECEIVED, reason="Personen har fått arbete")
        assert [row.id for row in list_referrals(Chosen()).rows] == [ek.id]
        assert [row.id for row in list_referrals(Chosen(every_state=True)).rows] == [ek.id, gone.id]
        assert [row.id for row in list_referrals(Chosen(state=ReferralState.WITHDRAWN)).rows] == [gone.id]
        assert [row.id for row in list_referrals(Chosen(words=("åsa", "EK_H"))).rows] == [ek.id]
        assert list_referrals(Chosen(words=("b_",))).total == 0
        assert list_referrals(Chosen(words=("%",))).total == 0


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_asks_the_same_number_of_questions(in_tenant: InTenant, rows: int, two_tenants: House) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with in_tenant("roslagen", MANAGER):
        for _ in range(rows):
            refer()
    with in_tenant("roslagen", MANAGER):
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        found = list_referrals(Chosen())
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert (found.total, len(found.rows)) == (rows, rows)
    assert len([one for one in asked if one.startswith("SELECT referral")]) == 1
    assert len([one for one in asked if "access_log" in one]) == 1


# Moves ------------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_who_move_it_is_told(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
        seen = made.version
    with in_tenant("roslagen", MANAGER):
        offer_place(referral_id=made.id, on_date=TODAY, version=seen)
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(ReferralChanged):
            withdraw(referral_id=made.id, on_date=TODAY, reason="Ångrade sig", version=seen)
        assert get_referral(made.id).state == ReferralState.OFFERED


def test_a_move_needs_what_it_is_about(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
        with pytest.raises(Invalid) as caught:
            refer_on(referral_id=made.id, on_date=RECEIVED - dt.timedelta(days=1), referred_to=" ")
        assert set(caught.value.faults) == {"on_date", "referred_to"}
        with pytest.raises(Invalid):
            withdraw(referral_id=made.id, on_date=TODAY, reason="")
        with pytest.raises(Invalid):
            offer_place(referral_id=made.id, on_date=TODAY + dt.timedelta(days=1))
        assert refer_on(referral_id=made.id, on_date=TODAY, referred_to="Vuxenutbildningen").referred_to


def test_history_is_only_appended(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = refer()
        event = session.scalars(sa.select(ReferralEvent).where(ReferralEvent.referral_id == made.id)).one()
        event.reason = "ändrad"
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            session.flush()
        session.rollback()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(list(ReferralState)), max_size=8))
def test_every_walk_follows_the_table(in_tenant: InTenant, steps: list[ReferralState]) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer()
        state, walked = ReferralState.RECEIVED, 1
        for step in steps:
            allowed = step in REFERRAL_MOVES[state] and step != ReferralState.STARTED
            if allowed:
                move(referral_id=referral.id, to_state=step, on_date=TODAY, reason="skäl", referred_to="någon")
                state, walked = step, walked + 1
            else:
                with pytest.raises(MoveNotPossible):
                    move(referral_id=referral.id, to_state=step, on_date=TODAY, reason="skäl", referred_to="någon")
            assert referral.state == state
        events = list_events(referral.id)
        assert len(events) == walked
        assert events[0].to_state == state
        assert all(later.from_state == earlier.to_state for later, earlier in itertools.pairwise(events))
