"""The contact card: on consent, that help exists and whom to call; otherwise one answer for everybody."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from core.auth.limits import CONTACT_CARD_LIMIT, limiter
from core.consents.card import NOTHING, SHOWN
from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.identity_numbers import parse
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import allow, applicant

SLUG, MANAGER = "roslagen", "subproject_manager"
ASKERS = {"party_representative.fk": FK, "party_representative.kommun": OTHER, "referrer": OTHER}
KNOWN, UNKNOWN = "19900101-2385", "20000229-2399"
PHONE = "08-123 45 67"
NONCE = re.compile(r'nonce="[^"]+"|value="[\w.-]{40,}"')
NOT_THERE = "Det finns inget att visa."


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant(SLUG, MANAGER):
        who = applicant(given_name="Amina", family_name="Prov", identity=parse(KNOWN))
        made = begin(two_tenants, who).person_id
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {two_tenants.schemas[SLUG]}.staff SET phone = '{PHONE}' WHERE name LIKE 'Case%%'")
    assert made is not None
    return made


def ask(asker: Browser, number: str = KNOWN, reason: str = "Inför ett möte") -> Any:
    return asker.submit("/contact-card", {"number": number, "reason": reason})


def log_of(house: House) -> list[Any]:
    with house.operator.connect() as connection:
        rows = f"SELECT * FROM {house.schemas[SLUG]}.access_log WHERE fields LIKE 'contact_card%%' ORDER BY at, id"
        return list(connection.exec_driver_sql(rows))


@pytest.mark.parametrize("role", ASKERS)
def test_on_consent_whom_to_call_and_nothing_else(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, role: str
) -> None:
    with in_tenant(SLUG, MANAGER):
        consent = allow(person, two_tenants.authorities[SLUG, ASKERS[role]], kind=DataKind.CONTACT)
    asker = browser(SLUG, role)
    shown = ask(asker).text
    for text in ("Personen har hjälp här", "Case Worker Roslagen", PHONE, "MIA Vidare"):
        assert text in shown, text
    for hidden in ("Amina", "Prov", "2385", "ROS-", "Arbetsmarknadsnämnden"):
        assert hidden not in shown, hidden
    (row,) = log_of(two_tenants)
    assert row.subject_ids == [person]
    assert (row.fields, row.reason) == (SHOWN, "Inför ett möte")
    assert row.account_id == two_tenants.accounts[f"{role}@{SLUG}.example"]
    with in_tenant(SLUG, MANAGER):
        withdraw_consent(consent_id=consent.id)
    assert NOT_THERE in ask(asker).text


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_unknown_and_known_without_consent_are_one_answer_and_the_same_statements(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant(SLUG, MANAGER):
        allow(person, two_tenants.authorities[SLUG, FK], kind=DataKind.NOTE)
        allow(person, two_tenants.authorities[SLUG, OTHER], kind=DataKind.CONTACT)
    asker = browser(SLUG, "party_representative.fk")
    ask(asker, UNKNOWN)
    found = {}
    for number in (KNOWN, UNKNOWN):
        with counted() as statements:
            found[number] = (ask(asker, number), list(statements))
    (known, said), (unknown, also_said) = found[KNOWN], found[UNKNOWN]
    assert NOT_THERE in known.text
    assert NONCE.sub("", known.text) == NONCE.sub("", unknown.text)
    assert (known.status_code, said) == (unknown.status_code, also_said)
    assert [(row.subject_ids, row.fields) for row in log_of(two_tenants)] == [([], NOTHING), ([person], NOTHING), ([], NOTHING)]


def test_a_record_that_was_put_together_with_another_is_found(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant(SLUG, MANAGER):
        kept = begin(two_tenants).person_id
        assert kept is not None
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas[SLUG]
        connection.exec_driver_sql(f"UPDATE {schema}.person SET merged_into = '{kept}' WHERE id = '{person}'")
    with in_tenant(SLUG, MANAGER):
        allow(kept, two_tenants.authorities[SLUG, FK], kind=DataKind.CONTACT)
    assert "Personen har hjälp här" in ask(browser(SLUG, "party_representative.fk")).text


def test_the_answer_in_english(browser: OpenBrowser) -> None:
    asker = browser(SLUG, "referrer")
    asker.get("/contact-card?lang=en")
    assert "There is nothing to show." in ask(asker, UNKNOWN).text


@pytest.mark.parametrize(
    ("number", "reason"),
    [("", "x"), ("1990-01", "x"), ("Amina Prov", "x"), (KNOWN, ""), (KNOWN, f"Gäller {KNOWN}"), (KNOWN, "a\x00")],
)
def test_what_is_no_number_or_no_reason_is_no_question(
    browser: OpenBrowser, two_tenants: House, number: str, reason: str
) -> None:
    asker = browser(SLUG, "party_representative.fk")
    assert ask(asker, number, reason).status_code == 422
    assert log_of(two_tenants) == []


@pytest.mark.parametrize("role", ["association_office", "log_reviewer", "tenant_admin", "communicator"])
def test_who_may_ask_nothing_finds_no_page(browser: OpenBrowser, role: str) -> None:
    assert browser(SLUG, role).get("/contact-card").status_code == 404


def test_one_account_may_ask_only_so_often(browser: OpenBrowser) -> None:
    asker, colleague = browser(SLUG, "party_representative.fk"), browser(SLUG, "party_representative.kommun")
    most = int(CONTACT_CARD_LIMIT.partition(" ")[0])
    limiter.enabled = True
    try:
        limiter.reset()
        answers = [ask(asker, UNKNOWN).status_code for _ in range(most + 1)]
        assert answers == [200] * most + [429]
        assert ask(colleague, UNKNOWN).status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False
