"""Two people on one plan, in the browser: no word of either is lost."""

import uuid

import pytest

from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.participation_makers import begin
from tests.integration.plan_makers import add_action, add_goal, draft, names, opened


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "case_worker")


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "subproject_manager")


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", "subproject_manager"):
        return begin(two_tenants).id


@pytest.fixture
def written(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A draft with a goal and an action."""
    with in_tenant("roslagen", "subproject_manager"):
        plan = draft(begin(two_tenants))
        add_action(plan, goal_id=add_goal(plan).id)
        return plan.id


def test_two_who_write_in_different_places_both_keep_theirs(worker: Browser, manager: Browser, written: uuid.UUID) -> None:
    page = f"/plans/{written}/edit"
    target, mine = opened(worker, page)
    _target, theirs = opened(manager, page)
    goal, first, *_rest = names(mine, "text")
    new_of_mine = names(mine, "text")[-1]
    theirs |= {goal: "Ett arbete med hästar", names(theirs, "text")[-1]: "Deras nya"}
    theirs |= {names(theirs, "who")[-1]: "participant"}
    mine |= {first: "Ringa två gårdar", new_of_mine: "Min nya", new_of_mine.replace("_text", "_who"): "participant"}
    assert manager.post(target, theirs).status_code == 303
    assert worker.post(target, mine).status_code == 303
    shown = worker.get(f"/plans/{written}").text
    for text in ("Ett arbete med hästar", "Ringa två gårdar", "Deras nya", "Min nya"):
        assert text in shown, text


def test_two_who_write_in_one_field_see_both_versions(worker: Browser, manager: Browser, written: uuid.UUID) -> None:
    page = f"/plans/{written}/edit"
    target, mine = opened(worker, page)
    _target, theirs = opened(manager, page)
    goal = names(mine, "text")[0]
    assert manager.post(target, theirs | {goal: "Deras mål", "own_words": "Deras ord"}).status_code == 303
    answer = worker.post(target, mine | {goal: "Mitt mål", "own_words": "Mina ord"})
    assert answer.status_code == 409
    for text in ("Deras mål", "Mitt mål", "Deras ord", "Mina ord"):
        assert text in answer.text, text
    _target, both = find_form(answer.text, page, target)
    assert worker.post(target, both | {"use-own_words": "y"}).status_code == 303
    shown = worker.get(f"/plans/{written}").text
    assert "Mitt mål" in shown
    assert "Deras ord" in shown


def test_a_row_that_somebody_took_away_is_not_lost_while_another_writes_in_it(
    worker: Browser, manager: Browser, written: uuid.UUID
) -> None:
    page = f"/plans/{written}/edit"
    target, mine = opened(worker, page)
    _target, theirs = opened(manager, page)
    action = names(mine, "text")[1]
    assert manager.post(target, theirs | {action: ""}).status_code == 303
    answer = worker.post(target, mine | {action: "Ringa fler gårdar"})
    assert answer.status_code == 409
    _target, both = find_form(answer.text, page, target)
    assert worker.post(target, both).status_code == 303
    assert "Ringa fler gårdar" in worker.get(f"/plans/{written}").text


def test_nobody_agrees_to_a_text_that_has_changed(worker: Browser, manager: Browser, written: uuid.UUID) -> None:
    page = f"/plans/{written}/agreement"
    target, fields = opened(worker, page)
    manager.submit(f"/plans/{written}/actions/new", {"text": "Något nytt", "who": "participant"})
    answer = worker.post(target, fields | {"who": "y"})
    assert answer.status_code == 409
    assert "Något nytt" in answer.text
    _target, fields = find_form(answer.text, page, target)
    assert worker.post(target, fields).status_code == 303


def test_two_who_begin_at_once_lose_no_words(worker: Browser, manager: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/plans/new"
    target, mine = opened(worker, page)
    assert manager.submit(page, {"own_words": "Deras ord"}).status_code == 303
    answer = worker.post(target, mine | {"own_words": "Mina ord"})
    assert answer.status_code == 409
    assert "Deras ord" in answer.text
    _target, both = find_form(answer.text, page, target)
    assert worker.post(target, both).status_code == 303


def test_a_draft_is_dropped_by_whoever_has_seen_it(worker: Browser, manager: Browser, written: uuid.UUID) -> None:
    page = f"/plans/{written}/drop"
    target, fields = opened(worker, page)
    manager.submit(f"/plans/{written}/actions/new", {"text": "Något nytt", "who": "participant"})
    assert worker.post(target, fields).status_code == 409
    assert worker.submit(page, {}).status_code == 303
    assert worker.get(f"/plans/{written}/edit").status_code == 409
    assert "Avskriven" in worker.get(f"/plans/{written}").text
