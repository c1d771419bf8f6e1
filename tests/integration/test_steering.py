"""The monthly meeting, what is due, the money and the rules of disclosure control: each change seen, none weaker than five."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from core.disclosure.policy import Policy
from core.rollup.models import month_status_built
from core.steering import queries, services
from core.steering.models import DisclosureDecision
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import PROJECT, TODAY, House
from tests.integration.made_releases import MONTH, PEOPLE, count, county
from tests.integration.test_participant_pages import statements

COMMENT = "Två nya remisser från vården."


@pytest.fixture
def chief(browser: OpenBrowser) -> Browser:
    return browser(None, "programme_manager")


def _lock(house: House, slug: str, comment: str) -> None:
    values = {"tenant_id": house.tenant_ids[slug], "project_key": PROJECT, "month": MONTH, "comment": comment}
    with house.operator.begin() as connection:
        connection.execute(sa.insert(month_status_built).values(**values, locked_at=sa.func.now()))


def test_the_meeting_shows_who_has_locked_what_they_said_and_exact_figures(
    chief: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    count(two_tenants, in_tenant)
    _lock(two_tenants, "roslagen", COMMENT)
    page = chief.get("/steering").text
    assert "augusti 2022" in page
    assert COMMENT in page
    assert "1 delprojekt har inte låst månaden" in page
    assert f">{PEOPLE['roslagen']} av 2" in page, "started, against the plan of that month"
    assert f">{sum(PEOPLE.values())}<" in page
    assert "juli 2022" in chief.get("/steering?month=2022-07").text
    assert chief.get("/steering?month=2022-13").status_code == 404
    with statements() as seen:
        chief.get("/steering")
    assert len(seen) <= 14, len(seen)


def test_what_is_due_comes_by_itself_is_noted_and_marked(app: Flask, chief: Browser, browser: OpenBrowser) -> None:
    with county(app):
        services.write_due_days()
        services.write_due_days()
        (row,) = queries.list_deadlines(PROJECT)
        assert (row.Deadline.period, row.Deadline.due_on) == (MONTH, dt.date(2022, 9, 28))
    made = {"kind": "other", "title": "", "due_on": "2022-10-01"}
    assert chief.submit("/deadlines/new", made).status_code == 422, "what is due has no words"
    assert chief.submit("/deadlines/new", made | {"title": "Styrgruppens handlingar"}).status_code == 303
    page = chief.get("/deadlines").text
    assert "Rapport till SCB, augusti 2022" in page
    assert "Styrgruppens handlingar" in page
    reporter = browser(None, "esf_reporter")
    done = f"/deadlines/{row.Deadline.id}/done"
    assert reporter.submit("/deadlines", {}, action=done).status_code == 303
    with county(app):
        found = queries.get_deadline(row.Deadline.id)
        assert (found.done_on, found.done_by is not None) == (TODAY, True)
        services.write_due_days()
        assert [one.Deadline.kind for one in queries.list_deadlines(PROJECT)] == ["other"], "what is done does not come again"
    assert chief.submit("/deadlines", {}, action=done).status_code == 303, "it was not done after all"
    with county(app):
        assert queries.get_deadline(row.Deadline.id).done_on is None


def test_a_day_that_two_move_is_seen_by_both(app: Flask, chief: Browser, browser: OpenBrowser) -> None:
    with county(app):
        services.write_due_days()
        (row,) = queries.list_deadlines(PROJECT)
    home = f"/deadlines/{row.Deadline.id}"
    target, fields = find_form(chief.get(home).text, home, None)
    assert browser(None, "programme_controller").submit(home, {"due_on": "2022-09-27"}).status_code == 303
    assert chief.post(target, {**fields, "due_on": "2022-09-26"}).status_code == 409


def test_money_is_one_line_a_delprojekt(chief: Browser, browser: OpenBrowser) -> None:
    home = f"/spending/{PROJECT}/roslagen"
    typed = {"budget_sek": "12 000 000", "spent_sek": "9 000 000 kr", "spent_until": "2022-08-31", "note": ""}
    target, fields = find_form(chief.get(home).text, home, None)
    assert chief.submit(home, typed | {"spent_until": "2023-01-01"}).status_code == 422
    assert browser(None, "programme_controller").submit(home, typed).status_code == 303
    page = chief.get("/spending").text
    assert "9\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000" in page
    assert "75\N{NO-BREAK SPACE}%" in page
    assert chief.post(target, {**fields, **typed, "spent_sek": "1"}).status_code == 409
    assert browser(None, "esf_reporter").get(home).status_code == 404
    assert chief.get(f"/spending/{PROJECT}/nowhere").status_code == 404


RULES = {"decided_on": "2022-09-14", "decision": "Styrgruppen, för att fler ska våga svara."}


def test_stricter_rules_are_decided_with_their_reason_and_hold_for_the_next_release(app: Flask, chief: Browser) -> None:
    assert "Ingen har beslutat något annat" in chief.get("/disclosure").text
    stricter = RULES | {"base": "10", "least_rate_base": "40", "age_bands": "16, 30, 50"}
    assert chief.submit("/disclosure/new", stricter | {"decision": ""}).status_code == 422
    assert chief.submit("/disclosure/new", stricter).status_code == 303
    with county(app):
        assert queries.policy_in_force() == Policy(base=10, least_rate_base=40, age_bands=(16, 30, 50))
    page = chief.get("/disclosure").text
    assert RULES["decision"] in page
    assert "14 september 2022" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("k", "4"),
        ("base", "4"),
        ("base", "11"),
        ("least_rate_base", "19"),
        ("least_tenants", "2"),
        ("least_participants", "19"),
        ("least_changed", "4"),
        ("age_bands", "16, 17, 18"),
        ("age_bands", "20, 30"),
        ("age_bands", ""),
        ("decided_on", "2023-01-01"),
    ],
)
def test_no_decision_is_weaker_than_the_product(app: Flask, chief: Browser, name: str, value: str) -> None:
    assert chief.submit("/disclosure/new", RULES | {name: value}).status_code == 422
    with county(app):
        assert queries.find_decision() is None


def test_the_database_refuses_weaker_rules_too(app: Flask, two_tenants: House) -> None:
    row = {
        "id": uuid.uuid4(),
        "number": 1,
        **dict(services.LEAST),
        "k": 4,
        "age_bands": [16],
        "decision": "x",
        "decided_on": TODAY,
        "made_by": two_tenants.accounts["programme_manager@county.example"],
        "made_at": dt.datetime(2022, 9, 15, tzinfo=dt.UTC),
    }
    with pytest.raises(IntegrityError, match="never_weaker"), two_tenants.operator.begin() as connection:
        connection.execute(sa.insert(DisclosureDecision).values(**row))


def test_only_the_chief_decides(browser: OpenBrowser) -> None:
    controller = browser(None, "programme_controller")
    assert controller.get("/disclosure").status_code == 200
    assert controller.get("/disclosure/new").status_code == 404
    assert browser(None, "communicator").get("/steering").status_code == 404


def test_the_same_rules_again_are_no_decision(chief: Browser) -> None:
    assert chief.submit("/disclosure/new", RULES).status_code == 422
