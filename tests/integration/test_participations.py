"""Participations through the services: the path from an offered place to the exit, every refusal, and who sees whom."""

import datetime as dt
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.constraints import SentTwice
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.identity_numbers import parse
from core.interventions.queries import list_periods
from core.interventions.services import end_intervention
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.queries import list_situations
from core.outcomes.situations import SituationValues
from core.outcomes.terms import Moment
from core.participants import services
from core.participants.choices import get_current_subproject
from core.participants.errors import AlreadyStarted, ChangedMeanwhile, MoveNotPossible, NotOffered
from core.participants.listing import Chosen, list_participations
from core.participants.models import Participation
from core.participants.queries import get_for_change, read_participation
from core.participants.search import searched
from core.participants.terms import ParticipationState, Sex
from core.referrals.queries import get_referral
from core.referrals.terms import ReferralState
from tests.conftest import InTenant
from tests.house import FK, LAPSED, OWN, TODAY, House
from tests.integration.participation_makers import BEFORE, STARTED, begin, leave, offer, take_part
from tests.integration.referral_makers import allow, applicant, refer

MANAGER, WORKER = "subproject_manager", "case_worker"
OFFICER_FK, OFFICER_OTHER = "party_representative.fk", "party_representative.kommun"
WOMAN = "199001012385"
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        deed()
    return set(caught.value.faults)


# Start ------------------------------------------------------------------------------------------------------------------


def test_a_start_has_number_baseline_and_moves_the_referral(as_manager: Any, two_tenants: House) -> None:
    referral = offer()
    made = begin(two_tenants, referral=referral)
    assert re.fullmatch(r"ROS-\d{4}", made.number)
    assert made.controller_id == two_tenants.authorities["roslagen", OWN]
    assert made.municipality_code == "0160"
    assert made.first_activity_on is None, "a start alone is no activity"
    assert get_referral(referral.id).state == ReferralState.STARTED
    before = list_situations(made)[Moment.BEFORE]
    assert before.sources[0] == before.main_source == "forsorjningsstod"
    assert set(before.sources) == set(BEFORE.sources)
    assert before.support_since == BEFORE.support_since


def test_numbers_follow_each_other(as_manager: Any, two_tenants: House) -> None:
    first, second = begin(two_tenants), begin(two_tenants)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1


def test_a_referral_starts_once(as_manager: Any, two_tenants: House) -> None:
    referral = offer()
    made = begin(two_tenants, referral=referral)
    with pytest.raises(AlreadyStarted) as caught:
        begin(two_tenants, referral=referral)
    assert caught.value.participation_id == made.id


def test_only_an_offered_place_is_started(as_manager: Any, two_tenants: House) -> None:
    with pytest.raises(NotOffered):
        begin(two_tenants, referral=refer())


def test_two_simultaneous_starts_give_one_row(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral_id = offer().id
    answers: list[str] = []

    def go() -> None:
        try:
            with in_tenant("roslagen", MANAGER):
                begin(two_tenants, referral=get_referral(referral_id))
            answers.append("started")
        except Conflict as error:
            answers.append(type(error).__name__)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["AlreadyStarted", "AlreadyStarted", "started"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"started_on": None}, "started_on"),
        ({"started_on": TOMORROW}, "started_on"),
        ({"started_on": dt.date(2022, 8, 31)}, "started_on"),
        ({"started_on": dt.date(2020, 4, 30)}, "started_on"),
        ({"next_contact_on": dt.date(2022, 9, 4)}, "next_contact_on"),
        ({"key_worker_id": None}, "key_worker_id"),
        ({"controller_id": None}, "controller_id"),
        ({"baseline": SituationValues(sources=(), main_source=None, main_activity="other", education="okant")}, "sources"),
    ],
)
def test_a_wrong_start_says_where(as_manager: Any, two_tenants: House, changes: dict[str, Any], field: str) -> None:
    referral = offer()
    assert faults_of(lambda: begin(two_tenants, referral=referral, **changes)) == {field}
    assert get_referral(referral.id).state == ReferralState.OFFERED


def test_all_faults_of_a_start_come_at_once(as_manager: Any, two_tenants: House) -> None:
    empty = SituationValues(sources=(), main_source=None, main_activity=None)
    found = faults_of(lambda: begin(two_tenants, started_on=TOMORROW, controller_id=None, baseline=empty))
    assert found == {"started_on", "controller_id", "sources", "main_activity", "education"}


def test_an_authority_without_agreement_cannot_be_controller(as_manager: Any, two_tenants: House) -> None:
    lapsed = two_tenants.authorities["roslagen", LAPSED]
    assert faults_of(lambda: begin(two_tenants, controller_id=lapsed)) == {"controller_id"}


def test_another_authority_is_controller_only_on_consent(as_manager: Any, two_tenants: House) -> None:
    fk = two_tenants.authorities["roslagen", FK]
    referral = offer()
    officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
    wanted: dict[str, Any] = {"referral": referral, "controller_id": fk, "key_worker_id": officer}
    assert faults_of(lambda: begin(two_tenants, **wanted)) == {"controller_id"}
    allow(referral.person_id, fk, kind=DataKind.PLAN)
    assert begin(two_tenants, **wanted).controller_id == fk


def test_a_contact_person_elsewhere_needs_a_consent(as_manager: Any, two_tenants: House) -> None:
    officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
    referral = offer()
    assert faults_of(lambda: begin(two_tenants, referral=referral, key_worker_id=officer)) == {"key_worker_id"}
    allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
    assert begin(two_tenants, referral=referral, key_worker_id=officer).key_worker_id == officer


@pytest.mark.parametrize("who", ["association_office", "referrer"])
def test_the_association_and_referrers_are_nobodys_contact_person(as_manager: Any, two_tenants: House, who: str) -> None:
    account = two_tenants.accounts[f"{who}@roslagen.example"]
    assert faults_of(lambda: begin(two_tenants, key_worker_id=account)) == {"key_worker_id"}


def test_overlapping_participations_are_refused_in_words(as_manager: Any, two_tenants: House) -> None:
    first = begin(two_tenants)
    again = offer(received_on=dt.date(2022, 9, 6), who=None)
    again_for_same = get_referral(again.id)
    session.execute(
        sa.text("UPDATE referral SET person_id = :p WHERE id = :r"),
        {"p": first.person_id, "r": again.id},
        bind_arguments={"bind_name": "tenant"},
    )
    session.refresh(again_for_same)
    with pytest.raises(Invalid) as caught:
        begin(two_tenants, referral=again_for_same, started_on=dt.date(2022, 9, 7))
    assert list(caught.value.faults) == ["started_on"]
    assert "redan" in str(caught.value.faults["started_on"])


def test_a_return_is_a_new_participation_of_the_same_person(as_manager: Any, two_tenants: House) -> None:
    first = begin(two_tenants)
    leave(first.id, ended_on=dt.date(2022, 9, 8))
    again = offer(received_on=dt.date(2022, 9, 9))
    session.execute(
        sa.text("UPDATE referral SET person_id = :p WHERE id = :r"),
        {"p": first.person_id, "r": again.id},
        bind_arguments={"bind_name": "tenant"},
    )
    session.refresh(again)
    second = begin(two_tenants, referral=again, started_on=dt.date(2022, 9, 10))
    assert second.person_id == first.person_id
    assert second.number != first.number


# Anonymous --------------------------------------------------------------------------------------------------------------


def test_an_anonymous_row_says_nothing_of_anybody(as_manager: Any, two_tenants: House) -> None:
    made = services.register_anonymous(participation_id=new_id(), sex=Sex.WOMAN, started_on=STARTED)
    row = session.execute(sa.select(Participation.__table__).where(Participation.id == made.id)).mappings().one()
    silent = ("person_id", "referral_id", "municipality_code", "key_worker_id", "handed_to", "next_contact_on", "exit_reason")
    assert [name for name in silent if row[name] is not None] == []
    assert row["first_activity_on"] == STARTED
    assert session.scalar(sa.select(sa.func.count()).select_from(Situation)) == 0


def test_an_anonymous_form_sent_twice_is_one_row(as_manager: Any) -> None:
    token = new_id()
    services.register_anonymous(participation_id=token, sex=Sex.MAN, started_on=STARTED)
    session.expunge_all()
    with pytest.raises(SentTwice):
        services.register_anonymous(participation_id=token, sex=Sex.MAN, started_on=STARTED)


def test_nothing_more_is_written_about_an_anonymous_participant(as_manager: Any, two_tenants: House) -> None:
    made = services.register_anonymous(participation_id=new_id(), sex=Sex.MAN, started_on=STARTED)
    with pytest.raises(NotAllowed):
        take_part(two_tenants, made)
    with pytest.raises(NotAllowed):
        services.set_next_contact(participation=made, version=made.version, next_contact_on=TOMORROW)


def test_an_anonymous_exit_keeps_reason_and_day_only(as_manager: Any) -> None:
    made = services.register_anonymous(participation_id=new_id(), sex=Sex.MAN, started_on=STARTED)
    gone = leave(made.id, handed_to="Lokalkontoret", after=SituationValues(sources=(), main_source=None, main_activity=None))
    assert (gone.state, gone.exit_reason, gone.handed_to) == (ParticipationState.ENDED, "arbete_utan_stod", None)
    assert session.scalar(sa.select(sa.func.count()).select_from(Situation)) == 0


def test_the_association_registers_nobody(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "association_office"), pytest.raises(NotAllowed):
        services.register_anonymous(participation_id=new_id(), sex=Sex.MAN, started_on=STARTED)


# Insatser ---------------------------------------------------------------------------------------------------------------


def test_the_first_insats_makes_the_person_counted(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    take_part(two_tenants, made, "supported_employment", starts_on=dt.date(2022, 9, 12))
    assert made.first_activity_on == dt.date(2022, 9, 12)
    take_part(two_tenants, made, "course", starts_on=dt.date(2022, 9, 8))
    assert made.first_activity_on == dt.date(2022, 9, 8)


@pytest.mark.parametrize(("counts", "expected"), [(True, STARTED), (False, None)])
def test_the_mapping_counts_where_the_delprojekt_says_so(
    in_tenant: InTenant, two_tenants: House, counts: bool, expected: dt.date | None
) -> None:
    with in_tenant("roslagen", MANAGER):
        get_current_subproject(TODAY).mapping_counts = counts
        session.flush()
        made = begin(two_tenants)
        take_part(two_tenants, made, "mapping")
        assert made.first_activity_on == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": TOMORROW}, "starts_on"),
        ({"starts_on": dt.date(2022, 9, 4)}, "starts_on"),
        ({"starts_on": None}, "starts_on"),
        ({"intervention_id": None}, "intervention_id"),
        ({"intervention_id": new_id()}, "intervention_id"),
        ({"extent_percent": 101}, "extent_percent"),
    ],
)
def test_a_wrong_insats_says_where(as_manager: Any, two_tenants: House, changes: dict[str, Any], field: str) -> None:
    made = begin(two_tenants)
    assert faults_of(lambda: take_part(two_tenants, made, **changes)) == {field}


def test_the_same_insats_is_not_open_twice_but_may_be_returned_to(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    first = take_part(two_tenants, made)
    assert faults_of(lambda: take_part(two_tenants, made)) == {"intervention_id"}
    end_intervention(period=first, version=first.version, ends_on=YESTERDAY)
    take_part(two_tenants, made, starts_on=TODAY)
    assert len(list_periods(made)) == 2


def test_a_form_of_an_insats_sent_twice_is_one_row(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    token = new_id()
    take_part(two_tenants, made, period_id=token)
    session.expunge_all()
    again = get_for_change(made.id)
    with pytest.raises((SentTwice, Invalid)):
        take_part(two_tenants, again, period_id=token)
    assert len(list_periods(again)) == 1


@pytest.mark.parametrize("day", [TOMORROW, dt.date(2022, 9, 4), None])
def test_an_insats_ends_between_its_beginning_and_today(as_manager: Any, two_tenants: House, day: dt.date | None) -> None:
    period = take_part(two_tenants, begin(two_tenants))
    assert faults_of(lambda: end_intervention(period=period, version=period.version, ends_on=day)) == {"ends_on"}


# Exit -------------------------------------------------------------------------------------------------------------------


def test_an_exit_ends_open_insatser_and_keeps_the_situation_after(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants, next_contact_on=TOMORROW)
    take_part(two_tenants, made)
    gone = leave(made.id, handed_to="Lokalkontoret i Täby")
    assert (gone.state, gone.ended_on, gone.next_contact_on) == (ParticipationState.ENDED, YESTERDAY, None)
    assert [period.ends_on for period in list_periods(gone)] == [YESTERDAY]
    after = list_situations(gone)[Moment.AFTER]
    assert (after.sources, after.main_activity, after.work_subsidised) == (("lon",), "work", False)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"ended_on": dt.date(2022, 9, 4)}, {"ended_on"}),
        ({"ended_on": TOMORROW}, {"ended_on"}),
        ({"ended_on": None}, {"ended_on"}),
        ({"ended_on": dt.date(2022, 9, 6)}, {"ended_on"}),
        ({"exit_reason": ""}, {"exit_reason"}),
        ({"exit_reason": "bortsprungen"}, {"exit_reason"}),
        ({"exit_reason": "arbete_subventionerat"}, {"work_subsidised"}),
        ({"after": SituationValues(sources=("lon",), main_source=None, main_activity="work")}, {"work_subsidised"}),
        (
            {"exit_reason": "", "after": SituationValues(sources=(), main_source=None, main_activity=None)},
            {"exit_reason", "sources", "main_activity"},
        ),
    ],
)
def test_a_wrong_exit_says_where(as_manager: Any, two_tenants: House, changes: dict[str, Any], fields: set[str]) -> None:
    made = begin(two_tenants)
    period = take_part(two_tenants, made)
    end_intervention(period=period, version=period.version, ends_on=dt.date(2022, 9, 7))
    assert faults_of(lambda: leave(made.id, **changes)) == fields
    assert read_participation(made.id).state == ParticipationState.ACTIVE


def test_nothing_is_asked_after_a_death(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    leave(made.id, exit_reason="avliden", after=SituationValues(sources=(), main_source=None, main_activity=None))
    assert set(list_situations(made)) == {Moment.BEFORE}


def test_an_exit_is_registered_once(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    leave(made.id)
    with pytest.raises(MoveNotPossible):
        leave(made.id)
    assert session.scalar(sa.select(sa.func.count()).select_from(SituationSupport)) == 3


# Changes ----------------------------------------------------------------------------------------------------------------


def test_pause_resume_and_close_a_mistake(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    services.pause(participation=made, version=made.version)
    services.resume(participation=made, version=made.version)
    services.misregister(participation=made, version=made.version)
    assert made.state == ParticipationState.MISREGISTERED
    with pytest.raises(MoveNotPossible):
        services.resume(participation=made, version=made.version)


def test_the_second_of_two_editors_is_told(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    opened = made.version
    services.set_next_contact(participation=made, version=opened, next_contact_on=TOMORROW)
    with pytest.raises(ChangedMeanwhile):
        services.set_next_contact(participation=made, version=opened, next_contact_on=TODAY)
    assert made.next_contact_on == TOMORROW


def test_the_next_contact_is_not_in_the_past(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    deed = services.set_next_contact
    assert faults_of(lambda: deed(participation=made, version=made.version, next_contact_on=YESTERDAY)) == {"next_contact_on"}


def test_handing_over_to_a_contact_person_elsewhere_needs_a_consent(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
    deed = services.set_key_worker
    found = faults_of(lambda: deed(participation=made, version=made.version, key_worker_id=officer))
    assert found == {"key_worker_id"}


# Who sees whom ----------------------------------------------------------------------------------------------------------


def seen(in_tenant: InTenant, role: str, slug: str = "roslagen") -> int:
    with in_tenant(slug, role):
        return list_participations(Chosen()).total


def test_the_controllers_staff_see_it_and_nobody_else(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        theirs = begin(two_tenants).id
        begin(two_tenants, key_worker_id=two_tenants.accounts["subproject_manager@roslagen.example"])
    assert seen(in_tenant, MANAGER) == 2
    assert seen(in_tenant, WORKER) == 1, "a case worker sees only those whose contact person they are"
    for role in (OFFICER_FK, OFFICER_OTHER, "referrer", "association_office", "log_reviewer", "tenant_admin", "communicator"):
        assert seen(in_tenant, role) == 0, role
    assert seen(in_tenant, MANAGER, "hbs") == 0
    for role in (OFFICER_FK, "association_office"):
        with in_tenant("roslagen", role), pytest.raises(NotFound):
            read_participation(theirs)


@pytest.mark.parametrize("kind", list(DataKind))
def test_a_consent_by_itself_opens_no_participation(in_tenant: InTenant, two_tenants: House, kind: DataKind) -> None:
    with in_tenant("roslagen", MANAGER):
        person_id = begin(two_tenants).person_id
        assert person_id is not None
        allow(person_id, two_tenants.authorities["roslagen", FK], kind=kind)
    assert seen(in_tenant, OFFICER_FK) == 0


def test_a_withdrawal_closes_it_at_the_next_request(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer()
        consent = allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
        officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
        made = begin(two_tenants, referral=referral, key_worker_id=officer)
    with in_tenant("roslagen", OFFICER_FK):
        read_participation(made.id)
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    with in_tenant("roslagen", OFFICER_FK), pytest.raises(NotFound):
        read_participation(made.id)


def test_a_contact_person_elsewhere_stops_reading_when_the_consent_ends(in_tenant: InTenant, two_tenants: House) -> None:
    officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
    with in_tenant("roslagen", MANAGER):
        referral = offer()
        consent = allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
        begin(two_tenants, referral=referral, key_worker_id=officer)
    assert seen(in_tenant, OFFICER_FK) == 1
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    assert seen(in_tenant, OFFICER_FK) == 0


# The list ---------------------------------------------------------------------------------------------------------------


def test_the_list_follows_the_swedish_alphabet(as_manager: Any, two_tenants: House) -> None:
    for family in ("Öberg", "Zetterlund", "Åberg", "Ärlig", "Aal"):
        begin(two_tenants, applicant(family_name=family))
    services.register_anonymous(participation_id=new_id(), sex=Sex.MAN, started_on=STARTED)
    names = [row.family_name for row in list_participations(Chosen()).rows]
    assert names == ["Aal", "Zetterlund", "Åberg", "Ärlig", "Öberg", None]


def test_the_filters_narrow(as_manager: Any, two_tenants: House) -> None:
    manager = two_tenants.accounts["subproject_manager@roslagen.example"]
    here = begin(two_tenants)
    there = begin(two_tenants, applicant(municipality_code="0188"), key_worker_id=manager)
    services.pause(participation=there, version=there.version)
    gone = begin(two_tenants)
    services.misregister(participation=gone, version=gone.version)

    def ids(**chosen: Any) -> list[Any]:
        return [row.id for row in list_participations(Chosen(**chosen)).rows]

    assert set(ids()) == {here.id, there.id}, "mistakes are shown only when asked for"
    assert ids(status=ParticipationState.PAUSED) == [there.id]
    assert ids(status=ParticipationState.MISREGISTERED) == [gone.id]
    assert ids(worker=manager) == [there.id]
    assert ids(municipality="0188") == [there.id]


def test_somebody_is_found_by_name_number_or_identity_number(as_manager: Any, two_tenants: House) -> None:
    wanted = begin(two_tenants, applicant(given_name="Åsa", family_name="Öhman", identity=parse(WOMAN)))
    begin(two_tenants)
    for text in ("åsa", "ÖHMAN åsa", "Öhm", wanted.number, wanted.number[-4:], "19900101-2385", "900101-2385"):
        assert [row.id for row in list_participations(searched(text)).rows] == [wanted.id], text
    for text in ("%", "_", "Åsa Nobody", "200002292399"):
        assert list_participations(searched(text)).rows == [], text


def test_the_access_log_knows_whom_a_list_showed(as_manager: Any, two_tenants: House) -> None:
    made = begin(two_tenants)
    list_participations(searched(made.number))
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        found = connection.exec_driver_sql(
            f"SELECT action, subject_ids FROM {schema}.access_log ORDER BY at DESC, id DESC LIMIT 1"
        ).one()
    assert found.action == "search"
    assert found.subject_ids == [made.person_id]
