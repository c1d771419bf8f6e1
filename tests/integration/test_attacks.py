"""What a hostile stranger has tried on the running product, and must go on failing at."""

import uuid

import pytest
import sqlalchemy as sa

from core.audit import AccessLog, Action
from core.auth import slow_down
from core.errors import NotFound
from core.identity_numbers import parse
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from core.referrals.queries import get_referral
from core.referrals.services import move, withdraw
from core.referrals.terms import ReferralState
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OWN, House
from tests.integration.participation_makers import STARTED, begin
from tests.integration.referral_makers import RECEIVED, allow, applicant, refer

MANAGER, OFFICER_FK = "subproject_manager", "party_representative.fk"
NUL = "a\x00b"


@pytest.mark.parametrize("address", ["/participants?municipality=%00", "/referrals?state=%00", "/figures?project=%00"])
def test_a_sign_that_no_column_can_hold_is_no_fault_of_ours(browser: OpenBrowser, address: str) -> None:
    assert browser("roslagen", MANAGER).get(address).status_code in (200, 404)


def test_a_search_for_it_finds_nobody(browser: OpenBrowser) -> None:
    manager = browser("roslagen", MANAGER)
    answer = manager.submit("/participants", {"q": NUL}, action="/participants/search")
    assert answer.status_code == 200


def test_a_form_with_it_is_shown_again(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    """The domain is asked about a form with faults as well, so it must not get what the field has refused."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov", identity=parse("199001012385")))
    course = str(two_tenants.interventions["roslagen", "course"])
    answer = browser("roslagen", MANAGER).submit(
        f"/participants/{made.id}/interventions/new", {"intervention_id": course, "starts_on": str(STARTED), "place": NUL}
    )
    assert answer.status_code == 422
    assert NUL not in answer.text


@pytest.mark.parametrize("path", ["/%0d%0aX-Evil:1", "/x%0aSet-Cookie:a=b", "//evil.example/", "/\\evil.example/"])
def test_the_language_link_puts_nothing_into_the_headers(browser: OpenBrowser, path: str) -> None:
    answer = browser(None).client.get(f"{path}?lang=en", base_url="http://localhost")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/en/")
    assert not {"\r", "\n", "\\"} & set(answer.headers["Location"])
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("host", ["roslagen.localhost:9000", "Roslagen.LOCALHOST", "roslagen.localhost"])
def test_another_spelling_of_the_host_begins_no_new_count(app: object, host: str) -> None:
    named = {counter.key for counter in slow_down.counters("a@b.example", host="roslagen.localhost", address="192.0.2.1")}
    assert {counter.key for counter in slow_down.counters("a@b.example", host=host, address="192.0.2.1")} == named


def test_a_name_and_a_birth_date_tell_no_other_authority_that_somebody_is_known(in_tenant: InTenant) -> None:
    """Only the same number is refused, for there can be no second row with it; nothing is said of whose it is."""
    with in_tenant("roslagen", MANAGER):
        earlier = refer(applicant(given_name="Maja", family_name="Prov"))
    with in_tenant("roslagen", OFFICER_FK):
        made = refer(applicant(given_name="Maja", family_name="Prov"))
        assert made.person_id != earlier.person_id


def test_an_anonymous_registration_stands_in_the_access_log(in_tenant: InTenant, two_tenants: House) -> None:
    row_id = uuid.uuid4()
    with in_tenant("roslagen", MANAGER):
        register_anonymous(participation_id=row_id, sex=Sex.WOMAN, started_on=STARTED)
    written = sa.select(AccessLog.subject_ids).where(AccessLog.action == Action.WRITE)
    schema = two_tenants.schemas["roslagen"]
    with two_tenants.operator.connect() as connection:
        rows = connection.execute(written, execution_options={"schema_translate_map": {None: schema}}).scalars().all()
    assert [row_id] in rows


def test_a_consent_lets_another_authority_neither_read_nor_move_a_referral(in_tenant: InTenant, two_tenants: House) -> None:
    """Försäkringskassan once withdrew a municipality's offered referral through a consent to read it."""
    with in_tenant("roslagen", "party_representative.kommun"):
        made = refer()
        allow(made.person_id, two_tenants.authorities["roslagen", FK], two_tenants.authorities["roslagen", OWN])
    for role in (OFFICER_FK, MANAGER):
        with in_tenant("roslagen", role):
            with pytest.raises(NotFound):
                get_referral(made.id)
            with pytest.raises(NotFound):
                withdraw(referral_id=made.id, on_date=RECEIVED, reason="x")
    with in_tenant("roslagen", "party_representative.kommun"):
        assert move(referral_id=made.id, to_state=ReferralState.BEING_ASSESSED, on_date=RECEIVED).state == "being_assessed"
