"""Team days in the browser: planned, agenda, held, on the wall, closed, taken home; nobody named to whom it may not be."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from core.teams.calendar import get_meeting
from core.teams.candidates import list_candidates
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.referral_makers import applicant, refer
from tests.integration.team_makers import ask, bring_up, meet
from tests.integration.test_team_sight import AT_FK, AT_OTHER, MANAGER, WORKER


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note_one(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note_one)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note_one)


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def fk(browser: OpenBrowser) -> Browser:
    return browser("roslagen", AT_FK)


@pytest.fixture
def meeting_id(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        return meet(two_tenants).id


@pytest.fixture
def item_id(in_tenant: InTenant, meeting_id: uuid.UUID) -> uuid.UUID:
    """A referral of Amina on the agenda; OWN has received it."""
    with in_tenant("roslagen", MANAGER):
        referral = refer(applicant(given_name="Amina", family_name="Prov"))
        return bring_up(get_meeting(meeting_id), referral.id).id


def outcome(**changes: Any) -> dict[str, Any]:
    return {"outcome": "wait", "outcome_line": "Väntar på läkarbesked", "participant_present": "no"} | changes


# The thread -------------------------------------------------------------------------------------------------------------


def test_from_the_calendar_to_the_minutes(manager: Browser, fk: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral_id = refer(applicant(given_name="Amina", family_name="Prov")).id
    called = [str(two_tenants.accounts[f"{role}@roslagen.example"]) for role in (MANAGER, AT_FK)]
    planned = manager.submit(
        "/team/new",
        {"name": "Samverkansteam", "on_date": "2022-09-15", "called": called, "every_weeks": "2", "until": "2022-10-20"},
    )
    assert planned.status_code == 303
    home = planned.headers["Location"]
    assert fk.get("/team").text.count("Du är kallad") == 1 + 3
    added = manager.submit(f"{home}/items/new", {"who": f"referral:{referral_id}", "question": "Vad behövs?"})
    assert added.status_code == 303
    assert "1 punkt på dagordningen" in fk.get("/work").text
    assert "Amina" in manager.get(home).text
    theirs = fk.get(home).text
    assert all(text in theirs for text in ("Person A", "Kvinna, 30–39 år", "Vad behövs?"))
    assert "Amina" not in theirs
    assert manager.submit(f"{home}/during", {"present": called[:1]}).status_code == 303
    item = re.search(r"/agenda-items/([0-9a-f-]{36})/outcome", manager.get(f"{home}/during").text)
    assert item
    page = f"/agenda-items/{item[1]}/outcome"
    assert find_form(manager.get(page).text, page, None)[1]["next_review_on"] == "2022-11-10"
    assert manager.submit(page, outcome()).status_code == 303
    closed = manager.submit(f"{home}/close", {"remarks": "Vi ses oftare.", "sure": "y"})
    assert closed.status_code == 303
    shown = manager.follow(closed).text
    assert f"/referrals/{referral_id}" in shown
    assert "Anteckna vad som händer med remissen" in shown
    theirs = fk.get(home).text
    assert "Väntelista" in theirs
    assert "Amina" not in theirs
    assert "/referrals/" not in theirs
    for path in (*(f"{home}/{one}" for one in ("edit", "cancel", "close", "during", "items/new")), page):
        assert manager.get(path).status_code == 409, path
    with in_tenant("roslagen", MANAGER):
        [proposed] = list_candidates(meet(two_tenants))
        assert (proposed.row_id, str(proposed.due_on)) == (referral_id, "2022-11-10")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_page_speaks_both_languages(
    manager: Browser, fk: Browser, in_tenant: InTenant, meeting_id: uuid.UUID, item_id: uuid.UUID, lang: str
) -> None:
    with in_tenant("roslagen", MANAGER):
        ask(get_meeting(meeting_id))
    for browser in (manager, fk):
        browser.get(f"/work?lang={lang}")
    ours = ["", "/items/new", "/during", f"/room/{item_id}", "/close", "/edit", "/cancel"]
    pages = [f"/team/{meeting_id}{path}" for path in ours] + ["/team", "/team/new", "/team?past=1"]
    pages += [f"/agenda-items/{item_id}/{path}" for path in ("edit", "remove", "outcome", "plan")]
    for page in pages:
        shown = manager.get(page)
        assert shown.status_code == 200, page
        assert f'lang="{lang}"' in shown.text
    for page in [f"/team/{meeting_id}{path}" for path in ours[:4]] + ["/team"]:
        shown = fk.get(page)
        assert shown.status_code == 200, page
        assert "Amina" not in shown.text


# Texts that everybody reads ---------------------------------------------------------------------------------------------


def test_a_question_with_the_name_is_warned_about_and_one_with_a_number_refused(
    manager: Browser, meeting_id: uuid.UUID, item_id: uuid.UUID, in_tenant: InTenant
) -> None:
    page = f"/agenda-items/{item_id}/edit"
    assert "keep_name" not in manager.get(page).text
    warned = manager.submit(page, {"question": "Vad vill Aminas chef?"})
    assert warned.status_code == 422
    assert "Personens namn står i texten" in warned.text
    target, fields = find_form(warned.text, page, None)
    assert manager.post(target, fields | {"keep_name": "y"}).status_code == 303
    number = manager.submit(page, {"question": "Gäller 19850517-0000", "keep_name": "y"})
    assert number.status_code == 422
    assert "inget personnummer" in number.text
    said = manager.submit(f"/agenda-items/{item_id}/outcome", outcome(outcome_line="Amina väntar"))
    assert said.status_code == 422
    assert "Personens namn" in said.text


def test_who_may_not_know_the_name_cannot_find_it_out_by_the_warning(
    browser: OpenBrowser, manager: Browser, in_tenant: InTenant, meeting_id: uuid.UUID
) -> None:
    with in_tenant("roslagen", AT_OTHER):
        theirs = bring_up(get_meeting(meeting_id), refer(applicant(given_name="Cecilia"), referring_party="kommun").id).id
    answer = manager.submit(f"/agenda-items/{theirs}/outcome", outcome(outcome_line="Cecilia väntar"))
    assert answer.status_code == 303
    for path in ("edit", "remove", "plan"):
        assert manager.get(f"/agenda-items/{theirs}/{path}").status_code == 404, path
    owner = browser("roslagen", AT_OTHER)
    assert "Cecilia väntar" in owner.get(f"/team/{meeting_id}").text


# Two at once ------------------------------------------------------------------------------------------------------------


def test_two_who_write_what_was_said_see_both_versions(
    manager: Browser, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    page = f"/agenda-items/{item_id}/outcome"
    worker = browser("roslagen", WORKER)
    target, theirs = find_form(worker.get(page).text, page, None)
    assert manager.submit(page, outcome()).status_code == 303
    answer = worker.post(target, theirs | outcome(outcome="plan", outcome_line="Plats i höst"))
    assert answer.status_code == 409
    for text in ("Väntar på läkarbesked", "Plats i höst", "Väntelista"):
        assert text in answer.text, text
    _target, both = find_form(answer.text, page, target)
    assert worker.post(target, both | {"use-outcome": "y"}).status_code == 303
    shown = manager.get(f"/team/{meeting_id}").text
    assert "Plats i höst" in shown
    assert "Väntelista" in shown


def test_two_who_tick_who_is_here_both_keep_theirs_and_a_move_disturbs_nobody(
    manager: Browser, fk: Browser, in_tenant: InTenant, two_tenants: House, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        second = ask(get_meeting(meeting_id)).id
    page, writing = f"/team/{meeting_id}/during", f"/agenda-items/{item_id}/outcome"
    here = {role: str(two_tenants.accounts[f"{role}@roslagen.example"]) for role in (MANAGER, AT_FK)}
    target, mine = find_form(manager.get(page).text, page, None)
    _target, theirs = find_form(fk.get(page).text, page, None)
    _writing, said = find_form(manager.get(writing).text, writing, None)
    assert fk.post(target, theirs | {"present": [here[AT_FK]]}).status_code == 303
    assert manager.post(target, mine | {"present": [here[MANAGER]]}).status_code == 303
    assert set(find_form(fk.get(page).text, page, None)[1]["present"]) == set(here.values())
    moved = fk.submit(f"/team/{meeting_id}", {}, action=f"/agenda-items/{second}/move/up")
    assert moved.status_code == 303
    shown = fk.get(f"/team/{meeting_id}").text
    assert shown.index(f"item-{second}") < shown.index(f"item-{item_id}")
    assert manager.post(writing, said | outcome()).status_code == 303


def test_a_meeting_that_two_change_shows_both_versions_and_one_that_was_closed_keeps_what_was_typed(
    manager: Browser, browser: OpenBrowser, two_tenants: House, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    page = f"/team/{meeting_id}/edit"
    target, mine = find_form(manager.get(page).text, page, None)
    second = browser("roslagen", MANAGER)
    assert second.submit(page, {"place": "Biblioteket", "ends_at": "12"}).status_code == 303
    answer = manager.post(target, mine | {"place": "Rådhuset"})
    assert answer.status_code == 409
    assert "Biblioteket" in answer.text
    assert "12:00" in answer.text
    writing = f"/agenda-items/{item_id}/outcome"
    target, said = find_form(manager.get(writing).text, writing, None)
    second.submit(f"/team/{meeting_id}/during", {"present": [str(two_tenants.accounts[f"{MANAGER}@roslagen.example"])]})
    assert second.submit(f"/team/{meeting_id}/close", {"sure": "y"}).status_code == 303
    late = manager.post(target, said | outcome())
    assert late.status_code == 409
    assert "Väntar på läkarbesked" in late.text


# The plan in the room ---------------------------------------------------------------------------------------------------


def test_a_plan_is_begun_from_the_item_and_gone_on_with_in_the_room(manager: Browser, item_id: uuid.UUID) -> None:
    page = f"/agenda-items/{item_id}/plan"
    begun = manager.submit(page, {"own_words": "Jag vill bli bagare."})
    assert begun.status_code == 303
    assert "Jag vill bli bagare." in manager.follow(begun).text
    again = manager.get(page)
    assert again.status_code == 302
    assert again.headers["Location"] == begun.headers["Location"]


# Who, and how much ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "role"), [("roslagen", "referrer"), ("roslagen", "association_office"), ("roslagen", "communicator")]
)
def test_what_is_not_theirs_does_not_exist(
    browser: OpenBrowser, meeting_id: uuid.UUID, item_id: uuid.UUID, slug: str, role: str
) -> None:
    visitor = browser(slug, role)
    for page in ("/team", f"/team/{meeting_id}", f"/team/{meeting_id}/room/{item_id}", f"/agenda-items/{item_id}/outcome"):
        answer = visitor.get(page)
        assert answer.status_code == 404, page
        assert b"Amina" not in answer.data


def test_only_who_leads_plans_and_closes(fk: Browser, meeting_id: uuid.UUID) -> None:
    for page in ("/team/new", *(f"/team/{meeting_id}/{path}" for path in ("edit", "cancel", "close"))):
        assert fk.get(page).status_code == 404, page


@pytest.mark.parametrize("role", [MANAGER, WORKER, AT_FK, "referrer", "association_office", "tenant_admin", "communicator"])
def test_nobodys_menu_has_more_than_five_entries(browser: OpenBrowser, role: str) -> None:
    visitor = browser("roslagen", role)
    page = visitor.get("/help").text
    menu = page.partition('class="site-nav')[2].partition("</nav>")[0]
    assert 1 <= menu.count("<a ") <= 5


def test_a_page_asks_the_database_as_often_for_many_items_as_for_few(
    manager: Browser, in_tenant: InTenant, meeting_id: uuid.UUID
) -> None:
    def bring(count: int) -> None:
        with in_tenant("roslagen", MANAGER):
            for _one in range(count):
                bring_up(get_meeting(meeting_id), refer().id)

    counted = []
    for more in (2, 6):
        bring(more)
        with statements() as seen:
            assert manager.get(f"/team/{meeting_id}").status_code == 200
            assert manager.get(f"/team/{meeting_id}/during").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]
