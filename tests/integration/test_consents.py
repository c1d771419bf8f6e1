"""What a consent may be, who may register it, what is said when it ends, and what may be published."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.consents.ending import list_ending, mark_reminded, proposed_end
from core.consents.matrix import Answer, Row, read_matrix
from core.consents.models import Consent
from core.consents.queries import consents_in_force, find_publicity, list_consents
from core.consents.services import Publicity, register_publicity, withdraw_consent
from core.consents.terms import DataKind, GivenBy
from core.db import session
from core.errors import Invalid, NotFound
from core.handovers.terms import ItemKind
from core.participants.queries import get_for_change
from core.participants.services import set_key_worker
from tests.conftest import InTenant
from tests.house import FK, LAPSED, OTHER, OWN, TODAY, House
from tests.integration.handover_makers import give, let_learn, note
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import allow, refer

SLUG, MANAGER, WORKER = "roslagen", "subproject_manager", "case_worker"
FK_REP, OTHER_REP = "party_representative.fk", "party_representative.kommun"
SOON = TODAY + dt.timedelta(days=10)


def id_of(house: House, key: str) -> uuid.UUID:
    return house.authorities[SLUG, key]


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant of the committee, with its case worker as contact person."""
    with in_tenant(SLUG, MANAGER):
        made = begin(two_tenants).person_id
    assert made is not None
    return made


@pytest.fixture
def led_by_fk(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant of the committee whose contact person works at Försäkringskassan, on a consent."""
    with in_tenant(SLUG, MANAGER):
        participation = begin(two_tenants)
        assert participation.person_id is not None
        allow(participation.person_id, id_of(two_tenants, FK), data_kinds=frozenset(DataKind))
        held = get_for_change(participation.id)
        set_key_worker(participation=held, version=held.version, key_worker_id=two_tenants.accounts[f"{FK_REP}@{SLUG}.example"])
    return participation.person_id


# Who may register what ------------------------------------------------------------------------------------------------


def test_a_consent_says_who_took_it_and_who_keeps_it(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant(SLUG, WORKER):
        allow(person, id_of(two_tenants, FK))
        (row,) = list_consents(person)
        assert row.holder_id == id_of(two_tenants, OWN)
        assert row.authority_ids == (id_of(two_tenants, FK),)
        assert row.registered_by == "Case Worker Roslagen"


def test_nobody_opens_another_authoritys_data_to_themselves(
    in_tenant: InTenant, two_tenants: House, led_by_fk: uuid.UUID
) -> None:
    with in_tenant(SLUG, FK_REP):
        with pytest.raises(Invalid) as refused:
            allow(led_by_fk, id_of(two_tenants, FK), id_of(two_tenants, OTHER))
        assert "Arbetsmarknadsnämnden" in str(refused.value.faults["authorities"])
        allow(led_by_fk, id_of(two_tenants, OTHER))
    with in_tenant(SLUG, MANAGER):
        allow(led_by_fk, id_of(two_tenants, FK), id_of(two_tenants, OWN))


@pytest.mark.parametrize("role", [FK_REP, OTHER_REP, "referrer"])
def test_somebody_unseen_can_be_given_no_consent(in_tenant: InTenant, two_tenants: House, person: uuid.UUID, role: str) -> None:
    with in_tenant(SLUG, role):
        with pytest.raises(NotFound):
            allow(person, id_of(two_tenants, FK))
        with pytest.raises(NotFound):
            register_publicity(person_id=person, given=publicity())


def test_the_end_proposed_follows_the_setting(in_tenant: InTenant) -> None:
    with in_tenant(SLUG, MANAGER):
        assert proposed_end() == dt.date(2023, 9, 15)


# To publish -------------------------------------------------------------------------------------------------------------


def publicity(**changes: Any) -> Publicity:
    values: dict[str, Any] = {
        "scope": "Förnamn och bild i nyhetsbrevet",
        "given_by": GivenBy.WRITTEN,
        "given_on": TODAY,
        "until": dt.date(2023, 9, 15),
    }
    return Publicity(**values | changes)


def test_what_may_be_published_opens_nothing_between_authorities(in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant(SLUG, WORKER):
        made = register_publicity(person_id=person, given=publicity())
        assert consents_in_force(person) == []
        found = find_publicity(person)
        assert found is not None
        assert found.scope == "Förnamn och bild i nyhetsbrevet"
        withdraw_consent(consent_id=made.id, how="Per telefon")
        assert find_publicity(person) is None
        with pytest.raises(Invalid) as refused:
            register_publicity(person_id=person, given=publicity(scope=" ", given_by=None, until=None))
        assert set(refused.value.faults) == {"scope", "given_by", "until"}


def test_sharing_is_no_leave_to_publish(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant(SLUG, WORKER):
        let_learn(two_tenants, person, FK)
        assert find_publicity(person) is None


# Before it ends ---------------------------------------------------------------------------------------------------------


def seen_by(in_tenant: InTenant, role: str) -> list[uuid.UUID]:
    with in_tenant(SLUG, role):
        return [row.person_id for row in list_ending()]


def test_who_is_reminded_of_a_consent_that_soon_ends(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant(SLUG, MANAGER):
        allow(person, id_of(two_tenants, FK), until=SOON)
        allow(refer().person_id, id_of(two_tenants, FK), until=dt.date(2022, 12, 31))
    assert seen_by(in_tenant, WORKER) == [person]
    assert seen_by(in_tenant, MANAGER) == [person]
    assert seen_by(in_tenant, FK_REP) == []
    assert seen_by(in_tenant, OTHER_REP) == []
    assert seen_by(in_tenant, "association_office") == []


def test_what_is_renewed_is_not_brought_up_and_what_is_left_out_is(
    in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant(SLUG, MANAGER):
        allow(person, id_of(two_tenants, FK), id_of(two_tenants, OTHER), until=SOON)
        allow(person, id_of(two_tenants, FK))
        assert [row.person_id for row in list_ending()] == [person], "the other committee would be left out"
        later = allow(person, id_of(two_tenants, OTHER))
        assert list_ending() == []
        withdraw_consent(consent_id=later.id)
        assert [row.person_id for row in list_ending()] == [person]


def test_each_is_marked_once(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant(SLUG, MANAGER):
        allow(person, id_of(two_tenants, FK), until=SOON)
        allow(person, id_of(two_tenants, OTHER), until=dt.date(2022, 12, 31))
    with in_tenant(SLUG):
        assert [mark_reminded(), mark_reminded()] == [1, 0]
    with in_tenant(SLUG, MANAGER):
        assert session.scalars(sa.select(Consent.reminded_on).order_by(Consent.until)).all() == [TODAY, None]


# The matrix -------------------------------------------------------------------------------------------------------------


def answers(rows: list[Row], authority_id: uuid.UUID) -> dict[DataKind, Answer]:
    found = [row for row in rows if row.id == authority_id]
    return {cell.kind: cell.answer for row in found for cell in row.cells}


def test_the_matrix_follows_the_consent_at_once(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    fk = id_of(two_tenants, FK)
    with in_tenant(SLUG, WORKER):
        consent = let_learn(two_tenants, person, FK, kinds=frozenset({DataKind.NOTE, DataKind.CONTACT}))
        give(two_tenants, ItemKind.NOTE, note(person))
        given = answers(read_matrix(person), fk)
        assert given == {**dict.fromkeys(DataKind, Answer.NO), DataKind.NOTE: Answer.PART, DataKind.CONTACT: Answer.PART}
        ours = answers(read_matrix(person), id_of(two_tenants, OWN))
        assert ours[DataKind.NOTE] is Answer.YES
        assert ours[DataKind.MAPPING] is Answer.NO
        assert answers(read_matrix(person), id_of(two_tenants, LAPSED)) == {}
        withdraw_consent(consent_id=consent.id)
        after = answers(read_matrix(person), fk)
        assert (after[DataKind.NOTE], after[DataKind.CONTACT]) == (Answer.PART, Answer.NO)


def test_the_matrix_tells_nobody_of_anothers_own_writing(in_tenant: InTenant, two_tenants: House, led_by_fk: uuid.UUID) -> None:
    with in_tenant(SLUG, FK_REP):
        note(led_by_fk, "Bara vårt.")
        assert answers(read_matrix(led_by_fk), id_of(two_tenants, FK))[DataKind.NOTE] is Answer.YES
    with in_tenant(SLUG, MANAGER):
        seen = answers(read_matrix(led_by_fk), id_of(two_tenants, FK))
        assert seen[DataKind.NOTE] is Answer.NO
        assert seen[DataKind.PLAN] is Answer.PART, "the contact person reads it on consent"
