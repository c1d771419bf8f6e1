"""Referrals in the browser: the question first, nothing lost, nobody else's shown, nothing twice."""

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from core.referrals.services import offer_place
from core.referrals.terms import ReferralState
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.referral_makers import allow, applicant, refer

FORM = "/referrals/new/person"
TYPED: dict[str, Any] = {
    "has_number": "number",
    "identity_number": "19900101-2385",
    "given_name": "Maja",
    "family_name": "Ek",
    "municipality": "0160",
    "phone": "070-000 00 00",
    "kind": "referral",
    "arrival_way": "phone",
    "received_on": "2022-09-01",
    "referring_party": "fk",
    "referrer_name": "Anna Handläggare",
}


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    """A delprojektledare employed by the committee."""
    return browser("roslagen", "subproject_manager")


def answer(at: Browser, protected: str) -> str:
    """Answer the question; the address it leads to."""
    return at.submit("/referrals/new", {"protected": protected}).headers["Location"]


def rows_of(house: House, table: str) -> int:
    with house.operator.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT count(*) FROM {house.schemas['roslagen']}.{table}")
        return int(rows.scalar_one())


def logged(house: House) -> list[tuple[str, str]]:
    statement = f"SELECT action, fields FROM {house.schemas['roslagen']}.access_log ORDER BY at, id"
    with house.operator.connect() as connection:
        return [(row[0], row[1]) for row in connection.exec_driver_sql(statement)]


# The question before the first field ------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_protected_or_not_known_leads_to_a_stop(manager: Browser, said: str) -> None:
    assert answer(manager, said) == "/referrals/new/protected"
    page = manager.get("/referrals/new/protected").text
    assert "Skriv inget om personen här" in page
    assert "/participants/new-anonymous" in page
    assert 'name="given_name"' not in page
    assert manager.get(FORM).headers["Location"] == "/referrals/new"


def test_the_form_is_not_shown_before_the_question(manager: Browser) -> None:
    assert manager.get(FORM).status_code == 303
    assert 'name="given_name"' not in manager.get("/referrals/new").text
    assert manager.submit("/referrals/new", {"protected": None}).status_code == 422


# Registering ------------------------------------------------------------------------------------------------------------


def test_a_referral_is_registered_and_shown(manager: Browser, two_tenants: House) -> None:
    assert answer(manager, "no") == FORM
    sent = manager.submit(FORM, TYPED)
    page = manager.follow(sent).text
    for shown in ("Maja Ek", "19900101-2385", "070-000 00 00", "Anna Handläggare", "Försäkringskassan", "Inkommen"):
        assert shown in page, shown
    assert "Remissen är registrerad." in page
    listed = manager.get("/referrals").text
    assert "Maja Ek" in listed
    assert "19900101" not in listed
    assert logged(two_tenants)[-3:] == [("write", "referral"), ("read", "referral"), ("list", "list")]


def test_the_english_pages_stand(manager: Browser) -> None:
    manager.get("/referrals?lang=en")
    answer(manager, "no")
    page = manager.follow(manager.submit(FORM, TYPED)).text
    assert "Consent to share information" in page
    assert "1 September 2022" in page


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(manager: Browser, two_tenants: House) -> None:
    answer(manager, "no")
    wrong = {**TYPED, "identity_number": "19900101-2386", "received_on": "2022-13-01", "family_name": "", "kind": None}
    refused = manager.submit(FORM, wrong)
    assert refused.status_code == 422
    for fault in ("Sista siffran stämmer inte", "Skriv datumet som", "Skriv efternamnet", "Välj vad som har kommit in"):
        assert fault in refused.text, fault
    for kept in ("19900101-2386", "2022-13-01", "Maja", "070-000 00 00"):
        assert kept in refused.text, kept
    assert rows_of(two_tenants, "person") == 0


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("199013012385", "De första siffrorna är inget datum"),
        ("202612312386", "Födelsedatumet ligger i framtiden"),
        ("19900101\x00-2385", "tecken som inte går att visa"),
        ("\u202e199001012385", "dolda tecken"),
        ("1990", "tio eller tolv siffror"),
        ("", "Skriv numret eller välj tillfällig identitet"),
    ],
)
def test_a_wrong_number_is_explained(manager: Browser, number: str, said: str) -> None:
    answer(manager, "no")
    refused = manager.submit(FORM, {**TYPED, "identity_number": number})
    assert refused.status_code == 422
    assert said in refused.text


@pytest.mark.parametrize("name", ["Ma\x00ja", "Maja\u202e", "\x07", "M" * 201, "   "])
def test_names_that_cannot_be_kept_are_refused(manager: Browser, name: str, two_tenants: House) -> None:
    answer(manager, "no")
    assert manager.submit(FORM, {**TYPED, "given_name": name}).status_code == 422
    assert rows_of(two_tenants, "person") == 0


@pytest.mark.parametrize("name", ["Zoë \N{PARTY POPPER}", "O'Brien <b>", "Ng\N{LATIN SMALL LETTER O WITH HORN}c"])
def test_unusual_names_are_kept_as_they_are(manager: Browser, name: str) -> None:
    answer(manager, "no")
    sent = manager.submit(FORM, {**TYPED, "given_name": name})
    assert name.replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;") in manager.follow(sent).text


def test_a_megabyte_in_a_name_is_refused(manager: Browser, two_tenants: House) -> None:
    answer(manager, "no")
    assert manager.submit(FORM, {**TYPED, "given_name": "M" * 1_000_000}).status_code in (413, 422)
    assert rows_of(two_tenants, "person") == 0


def test_a_temporary_identity_needs_birth_date_and_sex(manager: Browser) -> None:
    answer(manager, "no")
    temporary = {**TYPED, "has_number": "temporary", "identity_number": ""}
    assert "behöver födelsedatum och kön" in manager.submit(FORM, temporary).text
    sent = manager.submit(FORM, {**temporary, "birth_date": "1985-05-17", "sex": "man"})
    assert "Tillfällig identitet" in manager.follow(sent).text


def test_outside_the_rule_of_admission_asks_for_the_reason(manager: Browser) -> None:
    answer(manager, "no")
    first = manager.submit(FORM, {**TYPED, "municipality": "elsewhere"})
    assert first.status_code == 422
    assert "Personen bor utanför delprojektets kommuner" in first.text
    answer(manager, "no")
    sent = manager.submit(FORM, {**TYPED, "municipality": "elsewhere", "exception_reason": "Flyttar hit i oktober"})
    assert "Flyttar hit i oktober" in manager.follow(sent).text


def test_the_same_sending_twice_leads_to_the_same_page(manager: Browser, two_tenants: House) -> None:
    answer(manager, "no")
    page = manager.get(FORM).text
    fields = dict(re.findall(r'name="(csrf_token|form_token)"[^>]*value="([^"]+)"', page))
    sent = [manager.post(FORM, {**TYPED, **fields}) for _ in range(2)]
    assert sent[0].status_code == 303
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert rows_of(two_tenants, "referral") == 1


# Somebody who is known --------------------------------------------------------------------------------------------------


def test_a_known_person_is_asked_about_and_then_chosen(manager: Browser, two_tenants: House) -> None:
    answer(manager, "no")
    manager.submit(FORM, TYPED)
    answer(manager, "no")
    asked = manager.submit(FORM, TYPED)
    assert asked.status_code == 409
    assert "Se den tidigare remissen för Maja Ek" in asked.text
    assert "det är en annan person" not in asked.text
    chosen = re.search(r'name="answer"[^>]*value="([0-9a-f-]{36})"', asked.text)
    assert chosen is not None
    assert manager.submit(FORM, {**TYPED, "answer": chosen[1]}).status_code == 303
    assert (rows_of(two_tenants, "person"), rows_of(two_tenants, "referral")) == (1, 2)


def test_somebody_of_another_authority_is_not_shown(manager: Browser, browser: OpenBrowser, two_tenants: House) -> None:
    answer(manager, "no")
    manager.submit(FORM, {**TYPED, "family_name": "Hemlighet"})
    officer = browser("roslagen", "party_representative.fk")
    answer(officer, "no")
    told = officer.submit(FORM, TYPED)
    assert told.status_code == 409
    assert "Kontakta delprojektledaren" in told.text
    assert "Hemlighet" not in told.text
    assert "finns redan här" not in told.text
    assert logged(two_tenants)[-1] == ("search", "identity")


# Who opens it -----------------------------------------------------------------------------------------------------------


def test_others_do_not_find_it(in_tenant: InTenant, browser: OpenBrowser) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        made = refer(applicant(family_name="Kanariefågel"))
    for role in ("party_representative.fk", "party_representative.kommun", "referrer", "case_worker", "association_office"):
        opened = browser("roslagen", role)
        assert opened.get(f"/referrals/{made.id}").status_code == 404, role
        listed = opened.get("/referrals")
        assert "Kanariefågel" not in listed.text, role
        assert listed.status_code == (404 if role in ("case_worker", "association_office") else 200), role
    assert browser("hbs", "subproject_manager").get(f"/referrals/{made.id}").status_code == 404
    assert browser("roslagen").get(f"/referrals/{made.id}").status_code in (302, 303)


def test_a_referrer_sees_own_referrals_without_the_deeds_of_the_delprojekt(browser: OpenBrowser) -> None:
    referrer = browser("roslagen", "referrer")
    answer(referrer, "no")
    page = referrer.follow(referrer.submit(FORM, TYPED)).text
    assert "Maja Ek" in page
    assert "Nästa steg" not in page
    assert "/moves" not in page


def test_search_finds_by_name_and_number_and_only_by_post(manager: Browser, two_tenants: House) -> None:
    answer(manager, "no")
    manager.submit(FORM, TYPED)
    for sought in ("maja", "EK", "900101-2385", "199001012385"):
        found = manager.submit("/referrals", {"sought": sought}, action="/referrals/search")
        assert "Maja Ek" in found.text, sought
    assert logged(two_tenants)[-1] == ("search", "list")
    assert "Ingen hittades" in manager.submit("/referrals", {"sought": "%"}, action="/referrals/search").text
    assert manager.submit("/referrals", {"sought": " "}, action="/referrals/search").status_code == 422
    assert manager.get("/referrals/search?sought=maja").status_code in (404, 405)


def test_the_list_has_pages_of_fifty(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        for _ in range(51):
            refer()
    first = manager.get("/referrals").text
    assert first.count('role="rowheader"') == 50
    assert "51 totalt" in first
    assert manager.get("/referrals?page=2").text.count('role="rowheader"') == 1
    assert manager.get("/referrals?page=3").status_code == 404
    assert manager.get("/referrals?page=x&state=nothing").status_code == 200


@pytest.mark.parametrize("rows", [3, 30])
def test_the_page_of_the_list_asks_the_same_number_of_questions(
    manager: Browser, in_tenant: InTenant, two_tenants: House, rows: int
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        for _ in range(rows):
            refer()
    asked: list[str] = []

    def note(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if connection.engine.url.username != "postgres":
            asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    manager.get("/referrals")
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
    business = [one for one in asked if "platform." not in one and one.startswith(("SELECT", "INSERT"))]
    # the agreement, the list kept as one's own, the list, its log, the counts, the codes, the delprojekt, the medians
    assert len(business) == 8, business


# Moves and consents -----------------------------------------------------------------------------------------------------


def test_from_received_to_an_offered_place(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        path = f"/referrals/{refer().id}"
    refused = manager.submit(path, {"to_state": "referred_on"}, action=f"{path}/moves")
    assert refused.status_code == 422
    assert "Skriv vart personen hänvisas vidare" in refused.text
    sent = manager.submit(path, {"to_state": "offered", "reason": "Plats från oktober"}, action=f"{path}/moves")
    page = manager.follow(sent).text
    assert "Erbjuden plats" in page
    assert "Plats från oktober" in page
    assert f"{path}/start" in page


def test_the_second_of_two_sees_what_the_first_did_and_loses_nothing(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        made = refer()
    path = f"/referrals/{made.id}"
    fields = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]+)"', manager.get(path).text))
    with in_tenant("roslagen", "subproject_manager"):
        offer_place(referral_id=made.id, on_date=TODAY)
    typed = {**fields, "to_state": "withdrawn", "on_date": TODAY.isoformat(), "reason": "Vill inte längre"}
    late = manager.post(f"{path}/moves", typed)
    assert late.status_code == 409
    assert "Någon annan har ändrat remissen" in late.text
    assert "Vill inte längre" in late.text
    assert "Erbjuden plats" in late.text
    fields = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]+)"', late.text))
    assert manager.post(f"{path}/moves", {**typed, **fields}).status_code == 303


def test_a_consent_is_registered_and_withdrawn_and_lets_no_other_authority_in(
    manager: Browser, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        path = f"/referrals/{refer().id}"
    officer = browser("roslagen", "party_representative.fk")
    fk = str(two_tenants.authorities["roslagen", FK])
    oral: dict[str, Any] = {
        "authorities": [fk],
        "data_kinds": ["referral", "plan"],
        "purpose": "Planera tillsammans",
        "given_by": "oral",
        "until": "2022-12-31",
    }
    old = manager.get(f"{path}/consents/new")
    assert old.status_code == 301
    form = old.headers["Location"]
    refused = manager.submit(form, oral)
    assert refused.status_code == 422
    assert "Skriv vem som hörde personen lämna samtycket" in refused.text
    assert "Region Stockholm" not in refused.text
    page = manager.follow(manager.submit(form, {**oral, "witness": "Bo Vittne"})).text
    assert "Gäller till och med 31 december 2022" in page
    assert "Gäller till och med 31 december 2022" in manager.get(path).text
    assert officer.get(path).status_code == 404
    action = re.search(r"/consents/[0-9a-f-]{36}/withdrawal", page)
    assert action is not None
    assert manager.submit(action[0], {"how": ""}).status_code == 422
    assert manager.submit(action[0], {"how": "Per telefon"}).status_code == 303
    assert officer.get(path).status_code == 404
    assert "Återkallat 15 september 2022" in manager.get(path).text


def test_consent_of_somebody_unseen_is_not_found(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        made = refer()
        consent = allow(made.person_id, two_tenants.authorities["roslagen", FK])
    officer = browser("roslagen", "party_representative.kommun")
    assert officer.get(f"/referrals/{made.id}/consents/new").status_code == 404
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', officer.get("/referrals").text)
    assert token is not None
    sent = officer.post(f"/consents/{consent.id}/withdrawal", {"csrf_token": token[1], "how": "Per brev"})
    assert sent.status_code == 404


def test_dates_of_the_page_are_the_business_days(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        made = refer()
    page = manager.get(f"/referrals/{made.id}").text
    assert f'value="{TODAY.isoformat()}"' in page
    assert dt.date(2022, 9, 15) == TODAY
    assert ReferralState.STARTED not in re.findall(r'name="to_state"[^>]*value="([a-z_]+)"', page)
