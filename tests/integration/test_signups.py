"""Readers sign up for an event and cancel; editors see who comes, close, remove and save the list; time takes it away."""

import datetime as dt
import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from python_calamine import CalamineWorkbook

from core import clock
from core.audit import AccessLog
from core.db import session
from core.jobs import scopes
from core.sheets import XLSX
from core.signups.jobs import dispose as dispose_tenant
from core.signups.jobs import dispose_county
from core.signups.models import CountySignup, SignupReading
from core.signups.sealing import unseal
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, carry
from tests.integration.signup_makers import REFERENCE, SIGN_UP, VISITOR, arrange, signups

SLUG = "roslagen"


@pytest.fixture
def editor(browser: OpenBrowser) -> Browser:
    return browser(SLUG, EDITOR)


@pytest.fixture
def reader(browser: OpenBrowser) -> Browser:
    return browser(SLUG)


def test_a_reader_signs_up_and_gets_a_receipt(editor: Browser, reader: Browser, two_tenants: House, in_tenant: InTenant) -> None:
    arrange(editor, places="2")
    event = reader.get("/news/jobbskuggning")
    assert "2 platser kvar" in event.text
    assert f'href="{SIGN_UP}"' in event.text
    shown = reader.get(SIGN_UP)
    assert "Samordningsförbundet Roslagen sparar det du skriver" in shown.text
    assert "4 november 2022" in shown.text, "30 days after the last day"
    sent = reader.submit(SIGN_UP, VISITOR)
    receipt = reader.follow(sent)
    assert REFERENCE.search(receipt.text)
    assert "3 oktober 2022" in receipt.text
    for answer in (shown, sent, receipt):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    row = signups(two_tenants)[0]
    for secret in ("Åsa", "asa@example.org", "hiss"):
        assert secret not in receipt.text + sent.headers["Location"]
        assert secret.encode() not in bytes(row.sealed)
    with in_tenant(SLUG):
        assert "Åsa Öberg" in unseal(bytes(row.sealed), row.id)
    assert "1 plats kvar" in reader.get("/news/jobbskuggning").text
    assert "Job shadowing" in reader.get("/en/events/job-shadowing/sign-up").text
    assert reader.get("/en" + SIGN_UP).headers["Location"] == "/en/events/job-shadowing/sign-up"


def test_everything_wrong_is_said_at_once_and_nothing_written_is_lost(
    editor: Browser, reader: Browser, two_tenants: House
) -> None:
    arrange(editor)
    answer = reader.submit(SIGN_UP, {"name": "", "email": "", "phone": "", "question": "Kväll?"})
    assert answer.status_code == 422
    for said in ("Skriv ditt namn", "Skriv en e-postadress eller ett telefonnummer", "Kväll?"):
        assert said in answer.text
    for name, value, said in (
        ("email", "åsa@", "Skriv en e-postadress"),
        ("phone", "12", "hela telefonnumret"),
        ("question", "Jag är 19900101-2385", "personnummer"),
        ("name", "19900101-2385", "personnummer"),
    ):
        answer = reader.submit(SIGN_UP, {**VISITOR, name: value})
        assert answer.status_code == 422
        assert said in answer.text
    assert signups(two_tenants) == []


def test_the_last_place_full_and_a_place_that_is_free_again(editor: Browser, reader: Browser, two_tenants: House) -> None:
    arrange(editor, places="1")
    first = reader.submit(SIGN_UP, VISITOR).headers["Location"]
    assert "Evenemanget är fullt" in reader.get("/news/jobbskuggning").text
    assert 'name="name"' not in reader.get(SIGN_UP).text
    asked = reader.get(f"{first}/cancel")
    assert "Det du skrev tas bort direkt" in asked.text
    assert reader.submit(f"{first}/cancel", {}).headers["Location"] == first
    assert signups(two_tenants) == []
    assert "Du är inte längre anmäld" in reader.get(first).text
    assert reader.post(f"{first}/cancel").status_code == 303, "cancelled twice is cancelled"
    assert reader.submit(SIGN_UP, VISITOR).status_code == 303


def test_who_comes_too_late_for_the_last_place_keeps_what_they_wrote(editor: Browser, reader: Browser) -> None:
    arrange(editor, places="1")
    opened = find_form(reader.get(SIGN_UP).text, SIGN_UP, None)[1]
    assert reader.submit(SIGN_UP, VISITOR).status_code == 303
    late = reader.post(SIGN_UP, opened | VISITOR | {"name": "Sen Ankomst"})
    assert late.status_code == 409
    for words in ("Evenemanget är fullt", "Det du har skrivit finns kvar här", 'value="Sen Ankomst"'):
        assert words in late.text, words


def test_nobody_signs_up_when_the_day_has_passed_or_the_event_is_over(
    editor: Browser, reader: Browser, two_tenants: House
) -> None:
    page = arrange(editor)
    for until, first, last, said in (
        ("2022-09-14", "2022-10-03", "2022-10-05", "Sista dagen att anmäla sig har passerat"),
        ("2022-09-01", "2022-09-01", "2022-09-02", "Evenemanget är över"),
    ):
        changed = editor.submit(f"{page}/edit", {"signup_until": until, "happens_on": first, "last_day": last})
        assert changed.status_code == 303
        assert said in reader.get(SIGN_UP).text
        assert said in reader.get("/news/jobbskuggning").text
    assert "Evenemanget är över" in reader.get("/news").text
    assert "Kommande" not in reader.get("/news").text
    assert reader.get("/events/jobbskuggning.ics").status_code == 200
    assert carry(editor, page, "take_down") == 303
    for path in (SIGN_UP, "/events/jobbskuggning.ics"):
        assert reader.get(path).status_code == 404
    assert signups(two_tenants) == []


def test_coming_events_stand_first_in_the_news(editor: Browser, reader: Browser) -> None:
    arrange(editor, title_sv="Sist", happens_on="2022-11-20", last_day="", signup_until="")
    arrange(editor, title_sv="Utan första dag", happens_on="", last_day="2022-10-01", signup_until="")
    arrange(editor, title_sv="Först", happens_on="2022-09-15", last_day="", signup_until="")
    shown = reader.get("/news").text
    box = shown.partition('aria-labelledby="coming"')[2].partition("</section>")[0]
    assert box.index("Först") < box.index("Sist")
    assert "Utan första dag" not in box
    assert reader.get("/news/utan-forsta-dag").status_code == 200
    assert 'aria-labelledby="coming"' not in reader.get("/news?kind=event").text
    assert "Anmäl dig" not in reader.get("/news/forst").text
    assert reader.get("/events/forst/sign-up").status_code == 404


def test_editors_see_who_comes_and_the_log_knows(editor: Browser, reader: Browser, two_tenants: House) -> None:
    page = arrange(editor, places="5")
    assert "0 av 5 platser är tagna" in editor.get(page).text
    reader.submit(SIGN_UP, VISITOR)
    reader.submit(SIGN_UP, {**VISITOR, "name": "=HYPERLINK(1)", "email": "", "phone": "070-174 06 05"})
    assert "1 av 5" not in editor.get(page).text
    assert "2 av 5 platser är tagna" in editor.get(page).text
    assert "Åsa" not in editor.get(page).text
    listed = editor.get(f"{page}/sign-ups")
    for said in ("Åsa Öberg", "asa@example.org", "Finns det hiss?", "070-174 06 05", "=HYPERLINK(1)"):
        assert said in listed.text
    reasonless = editor.submit(f"{page}/sign-ups/file", {"reason": ""})
    assert reasonless.status_code == 422
    book = editor.submit(f"{page}/sign-ups/file", {"reason": "Namnskyltar"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows if row[4] and str(row[4]).startswith("E-")] == ["Åsa Öberg", "'=HYPERLINK(1)"]
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas[SLUG]}")
        log = connection.execute(sa.select(AccessLog.__table__).where(AccessLog.fields == "signup")).all()
    assert {(row.action, row.reason, len(row.subject_ids)) for row in log} == {("list", "", 2), ("export", "Namnskyltar", 2)}


def test_editors_close_and_open_again_and_remove_somebody(editor: Browser, reader: Browser, two_tenants: House) -> None:
    page = arrange(editor)
    receipt = reader.submit(SIGN_UP, VISITOR).headers["Location"]
    closing = f"{page}/sign-ups/closing"
    assert editor.submit(f"{page}/sign-ups", {"closed": "yes"}, action=closing).status_code == 303
    assert "tar vi inte emot fler" in reader.get(SIGN_UP).text
    assert editor.submit(f"{page}/sign-ups", {"closed": "no"}, action=closing).status_code == 303
    assert 'name="name"' in reader.get(SIGN_UP).text
    remove = f"{page}/sign-ups/{signups(two_tenants)[0].id}/remove"
    assert "Åsa Öberg" in editor.get(remove).text
    assert editor.submit(remove, {}).status_code == 303
    assert editor.get(remove).status_code == 404
    assert signups(two_tenants) == []
    assert "Du är inte längre anmäld" in reader.get(receipt).text


def test_only_those_who_edit_content_see_the_list(browser: OpenBrowser, editor: Browser) -> None:
    page = arrange(editor)
    for role in ("subproject_manager", "communicator"):
        assert browser(SLUG, role).get(f"{page}/sign-ups").status_code == 200
    for role in ("case_worker", "party_representative.fk", "referrer", "tenant_admin", "log_reviewer"):
        for path in ("/sign-ups", "/sign-ups/file"):
            assert browser(SLUG, role).get(page + path).status_code == 404
    assert browser("hbs", EDITOR).get(f"{page}/sign-ups").status_code == 404


def test_the_county_has_events_as_well_with_a_log_of_its_own(browser: OpenBrowser, two_tenants: House) -> None:
    editor, reader = browser(None, "communicator"), browser(None)
    page = arrange(editor, places="1")
    assert "Samordningsförbundet Östra Södertörn sparar" in reader.get(SIGN_UP).text
    receipt = reader.submit(SIGN_UP, VISITOR)
    assert "Set-Cookie" not in receipt.headers
    assert "Evenemanget är fullt" in reader.get(SIGN_UP).text
    assert "Åsa Öberg" in editor.get(f"{page}/sign-ups").text
    assert editor.submit(f"{page}/sign-ups/file", {"reason": "Namnskyltar"}).mimetype == XLSX
    with two_tenants.operator.connect() as connection:
        read = connection.execute(sa.select(SignupReading.action, SignupReading.signups, SignupReading.reason)).all()
        sealed = connection.execute(sa.select(CountySignup.sealed)).scalar_one()
    assert set(read) == {("list", 1, ""), ("export", 1, "Namnskyltar")}
    assert b"asa@example" not in bytes(sealed)
    for role in ("programme_manager", "platform_admin"):
        assert browser(None, role).get(f"{page}/sign-ups").status_code == 404
    assert reader.submit(f"{receipt.headers['Location']}/cancel", {}).status_code == 303
    assert 'name="name"' in reader.get(SIGN_UP).text


def test_what_was_written_is_gone_a_month_after_the_event(
    app: Flask, browser: OpenBrowser, editor: Browser, reader: Browser, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = browser(None)
    for host, who in ((reader, editor), (county, browser(None, "communicator"))):
        arrange(who)
        host.submit(SIGN_UP, VISITOR)
    gone = reader.submit(SIGN_UP, VISITOR).headers["Location"]
    reader.submit(f"{gone}/cancel", {})

    def left() -> tuple[int, int]:
        with two_tenants.operator.connect() as connection:
            at_county = connection.execute(sa.select(sa.func.count()).select_from(CountySignup)).scalar_one()
        return len(signups(two_tenants)), at_county

    def dispose(day: dt.date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)
        for tenant_id, work in ((two_tenants.tenant_ids[SLUG], dispose_tenant), (None, dispose_county)):
            with scopes().open(tenant_id):
                work()
                session.commit()

    dispose(dt.date(2022, 11, 4))
    assert left() == (1, 1)
    dispose(dt.date(2022, 11, 5))
    assert left() == (0, 0)


def test_the_file_for_a_calendar_is_everybodys(editor: Browser, reader: Browser) -> None:
    arrange(editor)
    answer = reader.get("/events/jobbskuggning.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jobbskuggning.ics"'
    for line in ("DTSTART;VALUE=DATE:20221003\r\n", "DTEND;VALUE=DATE:20221006\r\n", "SUMMARY:Jobbskuggning\r\n"):
        assert line in answer.text
    assert "Följ någon i arbetet\\; en dag\\, på ön." in answer.text
    assert re.search(r"URL:http://roslagen\.localhost\S*/news/jobbskuggning\r\n", answer.text)
    assert reader.get("/events/jobbskuggning.ics", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "SUMMARY:Job shadowing" in reader.get("/en/events/job-shadowing.ics").text
