"""`mail.send`: the link is made when the mail is, once, and is nowhere but in the mail."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from flask import Flask

from core import jobs, mail
from core.accounts import queries, services
from core.accounts.jobs import ask_for_mail, follow_dates, send_mail
from core.accounts.models import OneTimeLink
from core.accounts.terms import MailKind
from core.config import forget_settings
from core.db import session
from core.errors import Unavailable
from tenants.scope import scopes_of
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.staff import end_roles, put_account

WORKER = "case_worker@roslagen.example"


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MIA_MAIL_FOLDER", str(tmp_path))
    monkeypatch.setenv("MIA_MAIL_FROM", "mia@county.example")
    forget_settings()
    yield tmp_path
    monkeypatch.undo()
    forget_settings()


def ask(app: Flask, house: House, email: str, kind: MailKind, slug: str | None = "roslagen") -> uuid.UUID:
    """Have it asked for as a request does; returns the id of the outbox row."""
    with scopes_of(app).county():
        ask_for_mail(house.accounts[email], house.tenant_ids[slug] if slug else None, kind)
        session.commit()
    return waiting(house)[-1]


def waiting(house: House) -> list[uuid.UUID]:
    with house.operator.connect() as connection:
        open_ = "SELECT id FROM platform.outbox WHERE done_at IS NULL ORDER BY id"
        return list(connection.execute(sa.text(open_)).scalars())


def links(house: House) -> list[sa.Row[tuple[object, ...]]]:
    with house.operator.connect() as connection:
        return list(connection.execute(sa.select(OneTimeLink.__table__).order_by(OneTimeLink.id)))


def mails(slug: str | None = "roslagen") -> list[mail.Written]:
    return mail.list_written(slug)


def link_in(written: mail.Written) -> str:
    return next(line for line in written.lines if line.startswith("http"))


def test_a_mail_carries_a_link_that_is_nowhere_else_and_works(
    app: Flask, two_tenants: House, folder: Path, browser: OpenBrowser
) -> None:
    row = ask(app, two_tenants, WORKER, MailKind.RESET_PASSWORD)
    assert links(two_tenants) == [], "the request makes no token"
    assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    (written,) = mails()
    assert (written.to, written.language) == (WORKER, "sv")
    assert written.subject == "Välj ett nytt lösenord i MIA"
    address = link_in(written)
    assert address.startswith("http://roslagen.localhost/welcome/")
    token = address.rpartition("/")[2]
    for table in ("outbox", "one_time_link", "security_event"):
        with two_tenants.operator.connect() as connection:
            rows = connection.execute(sa.text(f"SELECT t::text FROM platform.{table} t")).scalars().all()
        assert token not in "".join(rows)
    queue = redis.Redis.from_url(two_tenants.settings.redis_url)
    assert not any(token.encode() in (queue.dump(key) or b"") for key in queue.scan_iter())
    guest = browser("roslagen")
    path = address.removeprefix("http://roslagen.localhost")
    answer = guest.submit(path, {"password": "en lång mening om fåglar", "repeated": "en lång mening om fåglar"})
    assert answer.status_code == 303
    guest.sign_in(WORKER, "en lång mening om fåglar")


def test_the_mail_speaks_the_language_of_the_account(app: Flask, two_tenants: House, folder: Path) -> None:
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.account SET language = 'en' WHERE email = :email"), {"email": WORKER})
    assert jobs.run(None, str(ask(app, two_tenants, WORKER, MailKind.RESET_TOTP))) == jobs.Outcome.DONE
    (written,) = mails()
    assert written.subject == "Set up your sign-in to MIA again"
    assert link_in(written).startswith("http://roslagen.localhost/en/welcome/")
    assert written.language == "en"
    text = " ".join(written.lines)
    assert "within 72 hours" in text
    assert "Samordningsförbundet Roslagen" in text


@pytest.mark.parametrize("kind", [MailKind.ROLE_GIVEN, MailKind.SOMETHING_WAITS])
def test_what_needs_no_link_carries_none(app: Flask, two_tenants: House, folder: Path, kind: MailKind) -> None:
    assert jobs.run(None, str(ask(app, two_tenants, WORKER, kind))) == jobs.Outcome.DONE
    assert link_in(mails()[0]) == "http://roslagen.localhost/sign-in"
    assert links(two_tenants) == []


def test_the_county_has_mails_of_its_own(app: Flask, two_tenants: House, folder: Path) -> None:
    row = ask(app, two_tenants, "communicator@county.example", MailKind.INVITE, None)
    assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    assert link_in(mails(None)[0]).startswith("http://localhost/welcome/")
    assert "Stockholms län" in " ".join(mails(None)[0].lines)
    assert mails() == []


def test_sent_once_however_often_the_job_runs(app: Flask, two_tenants: House, folder: Path) -> None:
    row = ask(app, two_tenants, WORKER, MailKind.INVITE)
    assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    assert jobs.run(None, str(row)) == jobs.Outcome.NOT_TAKEN
    with scopes_of(app).county(kind="job"):
        send_mail(
            mail_id=links(two_tenants)[0].id,
            account=two_tenants.accounts[WORKER],
            kind="invite",
            site=two_tenants.tenant_ids["roslagen"],
        )
        session.commit()
    assert len(mails()) == len(links(two_tenants)) == 1


def test_a_newer_link_stops_the_older(app: Flask, two_tenants: House, folder: Path, browser: OpenBrowser) -> None:
    for _ in range(2):
        jobs.run(None, str(ask(app, two_tenants, WORKER, MailKind.INVITE)))
    newer, older = (link_in(written).removeprefix("http://roslagen.localhost") for written in mails())
    assert browser("roslagen").get(older).status_code == 404
    assert browser("roslagen").get(newer).status_code == 200


def test_without_a_mail_server_no_link_is_left_and_the_job_is_tried_again(
    app: Flask, two_tenants: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_mail: mail.Mail) -> None:
        raise Unavailable("the mail server: ConnectionRefusedError")

    with monkeypatch.context() as broken:
        broken.setattr(mail, "send", gone)
        row = ask(app, two_tenants, WORKER, MailKind.INVITE)
        assert jobs.run(None, str(row)) == jobs.Outcome.RETRY
    assert links(two_tenants) == []
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.outbox SET due_at = now()"))
        assert connection.execute(sa.text("SELECT error FROM platform.outbox")).scalar_one() == "Unavailable"
    assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    assert len(mails()) == 1


def test_who_has_no_role_there_any_more_gets_nothing(app: Flask, two_tenants: House, folder: Path) -> None:
    asked = [ask(app, two_tenants, WORKER, MailKind.INVITE), ask(app, two_tenants, WORKER, MailKind.INVITE, "hbs")]
    end_roles(two_tenants, WORKER)
    put_account(two_tenants, "closed@roslagen.example", active=False)
    asked.append(ask(app, two_tenants, "closed@roslagen.example", MailKind.INVITE))
    assert {jobs.run(None, str(row)) for row in asked} == {jobs.Outcome.DONE}
    assert (mails(), mails("hbs"), links(two_tenants)) == ([], [], [])


def test_an_outbox_row_about_a_mail_has_ids_and_kinds_only(app: Flask, two_tenants: House) -> None:
    ask(app, two_tenants, WORKER, MailKind.INVITE)
    with two_tenants.operator.connect() as connection:
        ids = connection.execute(sa.text("SELECT ids FROM platform.outbox")).scalar_one()
    assert set(ids) == {"mail_id", "account", "kind", "site"}
    assert uuid.UUID(ids["account"]) == two_tenants.accounts[WORKER]


def test_a_role_that_ends_by_its_date_leaves_the_tenants_list(app: Flask, two_tenants: House) -> None:
    with scopes_of(app).county():
        (held,) = queries.list_memberships(two_tenants.accounts[WORKER], two_tenants.tenant_ids["roslagen"])
        services.end_membership(membership=held, on=dt.date(2022, 9, 20))
        session.commit()
        assert queries.list_memberships(two_tenants.accounts[WORKER], two_tenants.tenant_ids["roslagen"]), "until that day"
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("DELETE FROM platform.outbox"))
        connection.execute(
            sa.text("UPDATE platform.membership SET ended_on = '2022-09-14' WHERE account_id = :worker"),
            {"worker": two_tenants.accounts[WORKER]},
        )
    with scopes_of(app).county(kind="job"):
        follow_dates()
        session.commit()
    for row in waiting(two_tenants):
        assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    with two_tenants.operator.connect() as connection:
        statement = sa.text(f"SELECT active FROM {two_tenants.schemas['roslagen']}.staff WHERE account_id = :worker")
        assert connection.execute(statement, {"worker": two_tenants.accounts[WORKER]}).scalar_one() is False


def test_the_page_of_mails_exists_in_the_demo_only(
    app: Flask, two_tenants: House, folder: Path, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.run(None, str(ask(app, two_tenants, WORKER, MailKind.INVITE)))
    assert browser("roslagen").get("/demo/mails").status_code == 404
    monkeypatch.setenv("MIA_ENV", "demo")
    forget_settings()
    shown = browser("roslagen").get("/demo/mails")
    assert shown.status_code == 200
    assert f'href="{link_in(mails()[0])}"' in shown.text
    assert WORKER not in browser("hbs").get("/demo/mails").text
    assert 'href="/demo/mails"' in browser("roslagen").get("/").text, "every page of the demo leads there"
    assert 'href="/en/demo/mails"' in browser(None).get("/en/").text
    assert "The demo sends no mail" in browser("roslagen").get("/en/demo/mails").text
