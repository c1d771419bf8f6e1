"""Mail that something waits: how many kinds of things and nothing else, once a day or at once, to those who want it."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from core import clock, jobs, mail
from core.config import forget_settings
from core.db import session
from core.errors import Unavailable
from core.jobs import enqueue
from core.web import telling
from tenants.scope import scopes_of
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant, refer

MANAGER, WORKER = "subproject_manager", "case_worker"
MONDAY = dt.datetime(2022, 9, 12, 7, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MIA_MAIL_FOLDER", str(tmp_path))
    monkeypatch.setenv("MIA_MAIL_FROM", "mia@county.example")
    forget_settings()
    yield tmp_path
    monkeypatch.undo()
    forget_settings()


@pytest.fixture
def somebody(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant without a next contact, whom the manager and the case worker see."""
    with in_tenant("roslagen", MANAGER):
        return begin(two_tenants, applicant(given_name="Kanariefors", family_name="Prov")).id


def run(app: Flask, house: House, name: str = "work.digest") -> str:
    """As the scheduler has it done."""
    tenant = house.tenant_ids["roslagen"]
    with scopes_of(app).open(tenant):
        row = enqueue(name)
        session.commit()
    return jobs.run(str(tenant), str(row))


def sent() -> dict[str, mail.Written]:
    return {written.to.partition("@")[0]: written for written in mail.list_written("roslagen")}


def choose(reader: Browser, **kinds: str) -> None:
    assert reader.submit("/work/mail", kinds).status_code == 303


def test_the_digest_tells_how_many_kinds_and_where_once(
    app: Flask, two_tenants: House, folder: Path, somebody: uuid.UUID
) -> None:
    assert run(app, two_tenants) == jobs.Outcome.DONE
    mails = sent()
    assert {MANAGER, WORKER} <= set(mails)
    assert {"log_reviewer", "communicator", "referrer", "association_office"}.isdisjoint(mails), "nothing waits for them"
    written = mails[WORKER]
    assert (written.subject, written.language) == ("Du har något att titta på i MIA", "sv")
    text = "\n".join(written.lines)
    assert "http://roslagen.localhost/work\n" in text
    assert "http://roslagen.localhost/work/mail" in text
    for hidden in ("Kanariefors", "Prov", "ROS-", "kontakt saknas"):
        assert hidden not in text
    for _again in range(2):
        assert run(app, two_tenants) == jobs.Outcome.DONE
    assert len(mail.list_written("roslagen")) == len(mails), "not twice on a day"
    assert mail.list_written("hbs") == []


def test_each_gets_it_in_their_own_language_and_only_while_they_work_there(
    app: Flask, two_tenants: House, folder: Path, somebody: uuid.UUID
) -> None:
    with two_tenants.operator.begin() as connection:
        said = "UPDATE platform.account SET language = 'en' WHERE email = 'case_worker@roslagen.example'"
        connection.exec_driver_sql(said)
        gone = two_tenants.accounts["subproject_manager@roslagen.example"]
        connection.execute(sa.text("UPDATE platform.membership SET ended_on = '2022-09-15' WHERE account_id = :id"), {"id": gone})
    run(app, two_tenants)
    mails = sent()
    assert mails[WORKER].subject == "You have something to see to in MIA"
    assert MANAGER not in mails


def test_what_nobody_wants_is_not_sent(
    app: Flask, two_tenants: House, folder: Path, browser: OpenBrowser, somebody: uuid.UUID
) -> None:
    reader = browser("roslagen", WORKER)
    assert reader.submit("/work/mail", {}, action="/work/mail/none").status_code == 303
    page = reader.get("/work/mail").text
    assert page.count("selected") == page.count("<select")
    run(app, two_tenants)
    assert WORKER not in sent()
    assert MANAGER in sent()


def test_a_mail_that_could_not_go_out_is_tried_again_and_the_others_are_not(
    app: Flask, two_tenants: House, folder: Path, somebody: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = mail.send
    refused: list[str] = []

    def down_for_the_worker(one: mail.Mail) -> None:
        if one.to.startswith(WORKER) and not refused:
            refused.append(one.to)
            raise Unavailable("the mail server")
        send(one)

    monkeypatch.setattr(mail, "send", down_for_the_worker)
    assert run(app, two_tenants) == jobs.Outcome.RETRY
    assert WORKER not in sent()
    before = len(mail.list_written("roslagen"))
    assert run(app, two_tenants) == jobs.Outcome.DONE
    assert WORKER in sent()
    assert len(mail.list_written("roslagen")) == before + 1


def test_at_once_tells_what_has_come_since_it_was_chosen(
    app: Flask, two_tenants: House, folder: Path, browser: OpenBrowser, in_tenant: InTenant
) -> None:
    with in_tenant("roslagen", MANAGER):
        refer(applicant(given_name="Bo", family_name="Förr"))
    choose(browser("roslagen", MANAGER), referrals_received="at_once")
    run(app, two_tenants, "work.at_once")
    assert sent() == {}, "what waited already is known"
    with in_tenant("roslagen", MANAGER):
        refer(applicant(given_name="Bo", family_name="Nyss"))
    for _again in range(2):
        run(app, two_tenants, "work.at_once")
    (written,) = mail.list_written("roslagen")
    assert written.to == "subproject_manager@roslagen.example"
    assert "Något nytt har kommit in" in "\n".join(written.lines)
    assert "Nyss" not in "\n".join(written.lines)


def test_the_choices_are_of_ones_own_kinds_and_two_windows_meet(browser: OpenBrowser) -> None:
    reader, other = browser("roslagen", WORKER), browser("roslagen", WORKER)
    page = reader.get("/work/mail").text
    assert 'name="follow_ups"' in page
    assert 'name="months"' not in page, "who does not lock months hears nothing of them"
    assert 'value="at_once"' in page
    choose(reader, follow_ups="never")
    answer = other.submit("/work/mail", {"version": "0", "stalled": "never"})
    assert answer.status_code == 409
    assert "two-versions" in answer.text
    refused = other.submit("/work/mail", {"follow_ups": "hourly"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("hour", "day", "last", "due"),
    [(7, 0, None, True), (6, 0, None, False), (18, 0, None, False), (12, 5, None, False), (12, 0, -1, True), (12, 0, 0, False)],
)
def test_the_digest_is_due_once_on_working_days(
    monkeypatch: pytest.MonkeyPatch, hour: int, day: int, last: int | None, due: bool
) -> None:
    now = MONDAY.replace(hour=hour) + dt.timedelta(days=day)
    monkeypatch.setattr(clock, "now", lambda: now.astimezone(dt.UTC))
    before = None if last is None else (now + dt.timedelta(days=last)).astimezone(dt.UTC)
    assert telling.is_digest_due(before) is due
