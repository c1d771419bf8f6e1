"""Noted without persons, read by a second one; and nobody else sees it before that."""

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from core.db import session
from core.deviations.errors import NotReadYet
from core.deviations.lifting import list_moves, move, steer
from core.deviations.models import Deviation, DeviationReading, LiftedDeviation
from core.deviations.queries import (
    TO_READ,
    get_text,
    read_deviation,
)
from core.deviations.services import note_deviation, rewrite
from core.deviations.terms import State
from core.errors import Invalid, NotAllowed, NotFound
from core.participants.errors import ChangedMeanwhile
from tests.conftest import InTenant
from tests.house import OWN, House
from tests.integration.deviation_makers import (
    WORDS,
    approve,
    go_on,
    note,
    state_of,
    titles,
    waiting,
    written,
)
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant

MANAGER, WORKER, FK_REP, KOMMUN_REP = (
    "subproject_manager",
    "case_worker",
    "party_representative.fk",
    "party_representative.kommun",
)
OFFICE, REFERRER = "association_office", "referrer"


@pytest.fixture
def noted(in_tenant: InTenant) -> uuid.UUID:
    """By the committee's case worker; nobody else has read it."""
    with in_tenant("roslagen", WORKER):
        return note()


def row_of(app: Flask, deviation_id: uuid.UUID) -> LiftedDeviation | None:
    with app.extensions["mia.scopes"].county():
        return session.get(LiftedDeviation, deviation_id)


def test_unread_words_are_their_authoritys_alone(in_tenant: InTenant, noted: uuid.UUID) -> None:
    for role in (WORKER, MANAGER):
        with in_tenant("roslagen", role):
            assert titles() == ["Lång väntan på beslut"]
    for role in (FK_REP, KOMMUN_REP, OFFICE, REFERRER):
        with in_tenant("roslagen", role):
            assert titles() == []
            with pytest.raises(NotFound):
                read_deviation(noted)
    with in_tenant("hbs", MANAGER), pytest.raises(NotFound):
        read_deviation(noted)


def test_approved_words_are_read_by_all_who_work_with_them_and_new_ones_are_not(in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        approve(noted)
    with in_tenant("roslagen", WORKER):
        deviation = read_deviation(noted, lock=True)
        rewrite(deviation=deviation, version=deviation.version, written=written(title="Något annat"))
    for role in (FK_REP, OFFICE):
        with in_tenant("roslagen", role):
            assert titles() == ["Lång väntan på beslut"]
    with in_tenant("roslagen", MANAGER):
        assert titles() == ["Något annat"]
    with in_tenant("roslagen", REFERRER):
        assert titles() == []


def test_whoever_is_asked_reads_it_before_the_others(in_tenant: InTenant, two_tenants: House) -> None:
    asked = two_tenants.accounts["party_representative.fk@roslagen.example"]
    with in_tenant("roslagen", REFERRER):
        number = note(reader_id=asked)
        assert waiting(TO_READ) == 0
    with in_tenant("roslagen", KOMMUN_REP):
        assert waiting(TO_READ) == 0, "the same authority reads it, but another was asked"
    with in_tenant("roslagen", FK_REP):
        assert waiting(TO_READ) == 1
        approve(number)
        assert waiting(TO_READ) == 0


def test_nobody_approves_their_own_words(in_tenant: InTenant, two_tenants: House, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        with pytest.raises(NotFound):
            approve(noted)
        session.rollback()
        own = DeviationReading(
            deviation_id=noted, number=1, verdict="approved", by_account=two_tenants.accounts["case_worker@roslagen.example"]
        )
        session.add(own)
        with pytest.raises(IntegrityError, match="another than its writer"):
            session.flush()
        session.rollback()


def test_the_database_lifts_nothing_that_nobody_has_approved(in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(NotReadYet):
            go_on(noted, "lifted_locally")
        session.rollback()
        with pytest.raises(IntegrityError, match="lifted_read"):
            session.execute(sa.update(Deviation).values(state="lifted_locally"))
        session.rollback()
        session.execute(sa.update(Deviation).values(approved_number=1))
        with pytest.raises(IntegrityError, match="nobody has approved"):
            session.commit()
        session.rollback()


def test_new_words_need_a_new_reader_before_they_are_lifted(app: Flask, in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        approve(noted)
        go_on(noted, "lifted_locally")
    with in_tenant("roslagen", WORKER):
        deviation = read_deviation(noted, lock=True)
        rewrite(deviation=deviation, version=deviation.version, written=written(words="Annat som ingen har läst."))
    with in_tenant("roslagen", MANAGER):
        assert state_of(noted) == "analysed"
        assert State.LIFTED_REGIONALLY not in list_moves(read_deviation(noted))
        with pytest.raises(NotReadYet):
            go_on(noted, "lifted_regionally")
        session.rollback()
    assert row_of(app, noted) is None


def test_names_numbers_and_addresses_are_refused_or_asked_about(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Quirin", family_name="Prov"))
        with pytest.raises(Invalid) as refused:
            note(words="Ärendet ROS-0001 och quirin fick vänta. Ring 08-123 456 00.")
        assert set(refused.value.faults) == {"words", "sure"}
        assert "ROS-0001" in str(refused.value.faults["words"])
        assert all(word in str(refused.value.faults["sure"]) for word in ("quirin", "08-123 456 00"))
        with pytest.raises(Invalid):
            note(words="Ärendet ROS-0001", sure_of=["ROS-0001"])
        note(words="Vi kallar det Quirin efter en trädsort.", sure_of=["Quirin"])


def test_the_check_does_not_tell_who_takes_part_elsewhere(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Quirin", family_name="Prov"))
    with in_tenant("roslagen", FK_REP):
        note(words="Det gällde quirin.")
    with in_tenant("roslagen", MANAGER), pytest.raises(Invalid):
        note(words="Det gällde quirin.")


def test_the_same_form_sent_twice_notes_one(in_tenant: InTenant) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", WORKER):
        first = note_deviation(written=written(), form_token=token)
        assert note_deviation(written=written(), form_token=token).id == first.id


def test_two_who_change_it_do_not_overwrite_each_other(in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        before = read_deviation(noted).version
    with in_tenant("roslagen", MANAGER):
        steer(deviation=read_deviation(noted, lock=True), version=before, holder_id=None, next_step="Ta upp", next_step_on=None)
    with in_tenant("roslagen", WORKER), pytest.raises(ChangedMeanwhile):
        steer(deviation=read_deviation(noted, lock=True), version=before, holder_id=None, next_step="Vänta", next_step_on=None)


def test_another_authority_neither_writes_nor_steers(in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        approve(noted)
    with in_tenant("roslagen", FK_REP):
        deviation = read_deviation(noted, lock=True)
        assert list_moves(deviation) == []
        with pytest.raises(NotFound):
            rewrite(deviation=deviation, version=deviation.version, written=written())
        with pytest.raises(NotAllowed):
            steer(deviation=deviation, version=deviation.version, holder_id=None, next_step="x", next_step_on=None)
        with pytest.raises(NotAllowed):
            move(deviation=deviation, version=deviation.version, to="analysed", words="")


def test_staff_whose_authority_has_no_agreement_any_more_note_nothing(in_tenant: InTenant, two_tenants: House) -> None:
    from dataclasses import replace

    from core import context

    with in_tenant("roslagen", WORKER):
        context.set_person(replace(context.current_person(), authority_id=None))
        with pytest.raises(NotAllowed):
            note()
        assert two_tenants.authorities["roslagen", OWN]


def test_the_office_notes_its_own_and_reads_them(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", OFFICE):
        found = note()
        assert titles() == ["Lång väntan på beslut"]
        assert get_text(read_deviation(found), 1).words == WORDS
    with in_tenant("roslagen", WORKER):
        assert titles() == []
