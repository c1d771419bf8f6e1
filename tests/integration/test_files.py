"""Papers of a referral: put there by the receiver, saved by whoever may read it, opened by nobody else, hidden when misfiled."""

import io
import re
import uuid
from typing import Any

import pytest

from core import files
from core.errors import NotFound
from core.file_kinds import Examined
from core.referrals.attachments import list_attachments
from core.referrals.queries import get_referral
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.arrival_makers import PDF
from tests.integration.referral_makers import allow, refer

SLUG, MANAGER, OFFICER_FK = "roslagen", "subproject_manager", "party_representative.fk"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser(SLUG, MANAGER)


@pytest.fixture
def referral_id(in_tenant: InTenant) -> uuid.UUID:
    with in_tenant(SLUG, MANAGER):
        made: uuid.UUID = refer().id
    return made


def add(at: Browser, referral_id: uuid.UUID, name: str = "Brev från Åsa.pdf", content: bytes = PDF) -> Any:
    return at.submit(f"/referrals/{referral_id}/files/new", {"file": (io.BytesIO(content), name)})


def address_of(page: str) -> str:
    found = re.search(r'href="(/files/[0-9a-f-]{36})"', page)
    assert found
    return found[1]


def test_a_paper_is_added_listed_and_saved(manager: Browser, referral_id: uuid.UUID, two_tenants: House) -> None:
    page = manager.follow(add(manager, referral_id)).text
    assert "Brev från Åsa.pdf" in page
    saved = manager.get(address_of(page))
    assert saved.data == PDF
    assert saved.mimetype == "application/pdf"
    assert saved.headers["Content-Disposition"] == (
        "attachment; filename=\"Brev fran Asa.pdf\"; filename*=UTF-8''Brev%20fr%C3%A5n%20%C3%85sa.pdf"
    )
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert saved.headers["Cache-Control"] == "no-store"
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas[SLUG]
        kept = connection.exec_driver_sql(f"SELECT name, content FROM {schema}.file").one()
        last = connection.exec_driver_sql(
            f"SELECT action, fields FROM {schema}.access_log ORDER BY at DESC, id DESC LIMIT 1"
        ).one()
    assert b"Brev" not in bytes(kept.name)
    assert b"%PDF" not in bytes(kept.content)
    assert tuple(last) == ("read", "file")


def test_what_may_not_be_kept_is_a_fault_of_the_field(manager: Browser, referral_id: uuid.UUID) -> None:
    for name, content in (("brev.pdf", b"<html>"), ("tom.pdf", b""), ("x.exe", b"MZ")):
        answer = add(manager, referral_id, name, content)
        assert answer.status_code == 422
        assert 'href="#file"' in answer.text
    missing = manager.submit(f"/referrals/{referral_id}/files/new", {})
    assert missing.status_code == 422
    assert "Välj en fil" in missing.text
    assert "Ingen fil hör till den." in manager.get(f"/referrals/{referral_id}").text


@pytest.mark.parametrize("role", [OFFICER_FK, "party_representative.kommun", "case_worker", "referrer", "tenant_admin"])
def test_a_file_is_read_by_who_reads_its_referral_and_nobody_else(
    browser: OpenBrowser, manager: Browser, referral_id: uuid.UUID, role: str
) -> None:
    address = address_of(manager.follow(add(manager, referral_id)).text)
    other = browser(SLUG, role)
    for path in (address, f"{address}/hide", f"/referrals/{referral_id}/files/new"):
        assert other.get(path).status_code == 404, path
    assert browser("hbs", MANAGER).get(address).status_code == 404
    assert browser(SLUG).get(address).status_code == 302


def test_a_consent_opens_no_file(
    browser: OpenBrowser, manager: Browser, referral_id: uuid.UUID, in_tenant: InTenant, two_tenants: House
) -> None:
    address = address_of(manager.follow(add(manager, referral_id)).text)
    with in_tenant(SLUG, MANAGER):
        allow(get_referral(referral_id).person_id, two_tenants.authorities[SLUG, FK])
    assert browser(SLUG, OFFICER_FK).get(address).status_code == 404


def test_a_misfiled_paper_is_shown_to_nobody_any_more(manager: Browser, referral_id: uuid.UUID, in_tenant: InTenant) -> None:
    address = address_of(manager.follow(add(manager, referral_id)).text)
    assert manager.submit(f"{address}/hide", {}).status_code == 422
    page = manager.follow(manager.submit(f"{address}/hide", {"reason": "another_person"})).text
    assert "Brev från Åsa.pdf" not in page
    assert manager.get(address).status_code == 404
    assert manager.get(f"{address}/hide").status_code == 404
    with in_tenant(SLUG, MANAGER):
        get_referral(referral_id)
        assert list_attachments(referral_id) == []


def test_sent_twice_it_is_one_file(manager: Browser, referral_id: uuid.UUID, in_tenant: InTenant) -> None:
    page = f"/referrals/{referral_id}/files/new"
    token = re.search(r'name="form_token"[^>]*value="([^"]+)"', manager.get(page).text)
    assert token
    for _time in range(2):
        sent = manager.submit(page, {"file": (io.BytesIO(PDF), "a.pdf"), "form_token": token[1]})
        assert sent.status_code == 303
    with in_tenant(SLUG, MANAGER):
        get_referral(referral_id)
        assert len(list_attachments(referral_id)) == 1


def test_a_purpose_that_nobody_guards_is_opened_for_nobody(in_tenant: InTenant, referral_id: uuid.UUID) -> None:
    with in_tenant(SLUG, MANAGER):
        stored = files.store(purpose="minutes", subject_id=referral_id, file=Examined("a.pdf", "application/pdf", PDF))
        guarded = files._guards.pop("minutes", None)
        try:
            with pytest.raises(NotFound):
                files.open_file(stored.id)
        finally:
            if guarded:
                files.guard("minutes", guarded)
