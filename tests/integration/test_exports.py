"""Exports: what leaves is written down, its file is one person's, and it goes again."""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from core import jobs
from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.db import session
from core.exports import services
from core.identity_numbers import parse
from core.jobs import Outbox
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.crowd import Place, gather
from tests.house import FK, OWN, House
from tests.integration.participation_makers import begin, offer, take_part
from tests.integration.referral_makers import allow, applicant

MANAGER, WORKER, AT_FK = "subproject_manager", "case_worker", "party_representative.fk"
ASKED = {"columns": ["given_name", "family_name", "number"], "format": "csv", "why": "check"}
Gather = Callable[[int], None]


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def two(in_tenant: InTenant, two_tenants: House) -> list[uuid.UUID]:
    """Two participations, the second of somebody with a number and a name that looks like a formula."""
    with in_tenant("roslagen", MANAGER):
        first = begin(two_tenants, applicant(given_name="Åke", family_name="Ärlig"))
        second = begin(two_tenants, applicant(given_name="=1+1", family_name="Öberg", identity=parse("199001012385")))
        return [first.id, second.id]


def order(who: Browser, query: str = "", **changes: Any) -> str:
    """The address of the export."""
    answer = who.submit(f"/exports/new?kind=participants{query}", ASKED | changes)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def fetch(who: Browser, address: str) -> Any:
    return who.submit(address, {}, action=f"{address}/download")


def facts(house: House, statement: str) -> list[Any]:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        found = connection.exec_driver_sql(statement)
        return [tuple(row) for row in found] if found.returns_rows else []


def work(house: House, in_tenant: InTenant) -> str:
    """What the worker makes of the latest order."""
    with in_tenant("roslagen"):
        row = session.scalar(sa.select(Outbox.id).where(Outbox.job == "exports.make", jobs.is_open(Outbox)))
        session.rollback()
    return jobs.run(str(house.tenant_ids["roslagen"]), str(row))


@pytest.mark.usefixtures("two")
def test_the_file_holds_what_was_asked_for_and_the_log_says_who_is_in_it(manager: Browser, two_tenants: House) -> None:
    address = order(manager, reason="Inför avstämning")
    assert "Klar att ladda ner" in manager.get(address).text
    answer = fetch(manager, address)
    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Förnamn;Efternamn;Nummer"
    assert [line.split(";")[:2] for line in lines[1:]] == [["Åke", "Ärlig"], ["'=1+1", "Öberg"]]
    logged = facts(two_tenants, "SELECT cardinality(subject_ids), fields, reason FROM access_log WHERE action = 'export'")
    assert logged == [(2, "list", "Kontroll och rättning av det som är registrerat: Inför avstämning")] * 2, (
        "made, and downloaded"
    )


@pytest.mark.usefixtures("two")
def test_a_workbook_can_be_read_by_another_program(manager: Browser) -> None:
    address = order(
        manager, format="xlsx", columns=["number", "started_on", "given_name", "identity_number"], numbers_confirmed="y"
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetch(manager, address).data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Förnamn", "Nummer", "Sedan", "Personnummer"]
    assert rows[2][0] == "'=1+1"
    assert isinstance(rows[1][2], dt.date)
    assert [row[3] for row in rows[1:]] == ["", "19900101-2385"]
    assert "Personuppgifter" in str(book.get_sheet_by_index(1).to_python())


def test_nobody_else_finds_it(manager: Browser, browser: OpenBrowser, two: list[uuid.UUID], two_tenants: House) -> None:
    address = order(manager)
    for other in (browser("roslagen", "party_representative.kommun"), browser("roslagen", WORKER), browser("hbs", MANAGER)):
        assert other.get(address).status_code == 404
        assert other.get("/exports").status_code in (200, 404)
        assert address not in other.get("/exports").text
    (file_id,) = facts(two_tenants, "SELECT id FROM file WHERE purpose = 'export'")[0]
    assert manager.get(f"/files/{file_id}").status_code == 404, "no other way leads to it"
    sealed = facts(two_tenants, "SELECT content FROM file WHERE purpose = 'export'")[0][0]
    assert "Ärlig".encode() not in bytes(sealed)
    assert len(two) == 2


@pytest.mark.usefixtures("two")
def test_the_file_goes_after_five_downloads(manager: Browser, two_tenants: House) -> None:
    address = order(manager)
    assert [fetch(manager, address).status_code for _ in range(5)] == [200] * 5
    assert "laddats ner fem gånger" in manager.get(address).text
    assert facts(two_tenants, "SELECT count(*) FROM file WHERE purpose = 'export'") == [(0,)]
    assert facts(two_tenants, "SELECT count(*) FROM export_subjects") == [(0,)]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE export SET expires_at = now()", "expired"),
        ("UPDATE staff SET reads_persons = false", "right_lost"),
        ("UPDATE staff SET active = false", "right_lost"),
    ],
)
def test_the_sweep_removes_what_nobody_may_have(
    manager: Browser, in_tenant: InTenant, two_tenants: House, change: str, why: str
) -> None:
    order(manager)
    with in_tenant("roslagen"):
        services.sweep()
        session.commit()
    assert facts(two_tenants, "SELECT state FROM export") == [("ready",)], "there is a reason to keep it"
    facts(two_tenants, change)
    with in_tenant("roslagen"):
        services.sweep()
        session.commit()
    assert facts(two_tenants, "SELECT state, removed FROM export") == [("removed", why)]
    assert facts(two_tenants, "SELECT count(*) FROM file WHERE purpose = 'export'") == [(0,)]


@pytest.mark.usefixtures("two")
def test_what_has_expired_is_not_given_out_though_no_sweep_has_been(manager: Browser, two_tenants: House) -> None:
    address = order(manager)
    _target, form = find_form(manager.get(address).text, address, f"{address}/download")
    facts(two_tenants, "UPDATE export SET expires_at = now()")
    assert manager.post(f"{address}/download", form).status_code == 303
    assert "24 timmar" in manager.get(address).text


@pytest.fixture
def crowd(two_tenants: House) -> None:
    """More than are exported while one waits."""
    authority = two_tenants.authorities["roslagen", OWN]
    worker = two_tenants.accounts["case_worker@roslagen.example"]
    place = Place(two_tenants.schemas["roslagen"], two_tenants.subprojects["roslagen"], authority, worker, "0160")
    with two_tenants.operator.begin() as connection:
        gather(connection, place, 620)


@pytest.mark.usefixtures("crowd")
def test_a_long_list_is_made_beside_with_the_rights_its_owner_has_by_then(
    manager: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    address = order(manager, "&status=all")
    assert "0 av 620 rader" in manager.get(address).text
    assert work(two_tenants, in_tenant) == "done"
    assert len(fetch(manager, address).data.decode().splitlines()) == 621
    logged = facts(two_tenants, "SELECT max(cardinality(subject_ids)) FROM access_log WHERE action = 'export'")
    assert logged == [(620,)]

    waiting = order(manager, "&status=all")
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql("UPDATE platform.membership SET ended_on = '2022-01-01'")
    assert work(two_tenants, in_tenant) == "done"
    state = facts(two_tenants, f"SELECT state, fault FROM export WHERE id = '{waiting.rpartition('/')[2]}'")
    assert state == [("failed", "right_lost")]


@pytest.mark.usefixtures("crowd")
def test_what_is_cancelled_leaves_nothing(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    address = order(manager, "&status=all")
    assert manager.submit(address, {}, action=f"{address}/cancel").status_code == 303
    assert work(two_tenants, in_tenant) == "done"
    assert "Avbruten innan" in manager.get(address).text
    assert facts(two_tenants, "SELECT count(*) FROM file WHERE purpose = 'export'") == [(0,)]


def test_a_consent_decides_what_is_in_the_file_and_its_end_closes_it(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer(applicant(given_name="Åke", family_name="Ärlig"))
        consent = allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.MAPPING)
        fk_worker = two_tenants.accounts["party_representative.fk@roslagen.example"]
        take_part(two_tenants, begin(two_tenants, referral=referral, key_worker_id=fk_worker))
    fk = browser("roslagen", AT_FK)
    columns = ["family_name", "insats", "support_before", "identity_number"]
    address = order(fk, columns=columns, numbers_confirmed="y")
    assert fetch(fk, address).data.decode("utf-8-sig").splitlines()[1] == "Ärlig;;;", "the consent is about the mapping alone"
    own = order(browser("roslagen", MANAGER), columns=columns[:2])
    assert fetch(browser("roslagen", MANAGER), own).data.decode().splitlines()[1] != "Ärlig;"
    with in_tenant("roslagen", MANAGER):
        withdraw_consent(consent_id=consent.id)
    assert fetch(fk, address).status_code == 303
    assert "inte längre läsa om alla" in fk.get(address).text
    removed = facts(two_tenants, "SELECT removed FROM export WHERE state = 'removed'")
    assert removed == [("person_closed",)]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "changes",
    [
        {"columns": None},
        {"columns": ["password"]},
        {"why": None},
        {"why": "other"},
        {"format": "exe"},
        {"columns": ["identity_number"]},
        {"reason": "x" * 501},
    ],
)
def test_what_is_not_said_is_asked_for(manager: Browser, two_tenants: House, changes: dict[str, Any]) -> None:
    answer = manager.submit("/exports/new?kind=participants", ASKED | changes)
    assert answer.status_code == 422
    assert facts(two_tenants, "SELECT count(*) FROM export") == [(0,)]


@pytest.mark.usefixtures("two")
def test_hidden_fields_that_were_tampered_with_open_nothing(manager: Browser) -> None:
    assert manager.submit("/exports/new?kind=participants", ASKED | {"kind": "person"}).status_code == 404
    address = order(manager, choices="status=all&words=x&number=1&identity_index=x&worker=no-id&started_from=soon")
    assert len(fetch(manager, address).data.decode().splitlines()) == 3


@pytest.mark.usefixtures("two")
def test_a_form_sent_twice_makes_one_file(manager: Browser, two_tenants: House) -> None:
    token = str(uuid.uuid4())
    assert order(manager, token=token) == order(manager, token=token)
    assert facts(two_tenants, "SELECT count(*) FROM export") == [(1,)]


@pytest.mark.usefixtures("two")
def test_referrals_are_exported_too(manager: Browser) -> None:
    answer = manager.submit(
        "/exports/new?kind=referrals&state=all", {"columns": ["family_name", "state"], "format": "xlsx", "why": "follow_up"}
    )
    file = fetch(manager, answer.headers["Location"])
    with zipfile.ZipFile(io.BytesIO(file.data)) as parts:
        assert "Öberg" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_without_an_authority_nothing_is_exported(browser: OpenBrowser) -> None:
    for role in ("association_office", "tenant_admin", WORKER, "referrer"):
        assert browser("roslagen", role).get("/exports/new?kind=participants").status_code == 404
