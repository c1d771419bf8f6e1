"""Plans in the browser: begun, written on one page and in the room, agreed, followed, taken home; nobody else's shown."""

import datetime as dt
import uuid

import pytest

from core.errors import Conflict
from core.handovers.queries import list_received
from core.handovers.services import open_received
from core.handovers.terms import ItemKind
from core.plans.queries import list_actions, list_goals, list_versions, read_plan
from core.plans.terms import ActionState
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OWN, House
from tests.integration.handover_makers import give, let_learn
from tests.integration.participation_makers import begin
from tests.integration.plan_makers import WORDS, add_action, add_goal, agreed, draft, names, opened, set_state
from tests.integration.referral_makers import applicant

MANAGER, WORKER = "subproject_manager", "case_worker"


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        return begin(two_tenants, applicant(given_name="Cecilia", family_name="Prov")).id


@pytest.fixture
def written(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A draft with a goal and an action."""
    with in_tenant("roslagen", MANAGER):
        plan = draft(begin(two_tenants, applicant(given_name="Amina", family_name="Prov")))
        add_action(plan, goal_id=add_goal(plan).id)
        return plan.id


@pytest.fixture
def holding(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A version that is agreed, with an action of Försäkringskassan that is overdue."""
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants, applicant(given_name="Berit", family_name="Prov"))
        who = f"authority:{two_tenants.authorities['roslagen', FK]}"
        return agreed(two_tenants, participation, text="Ge besked", who=who, due_on=dt.date(2022, 9, 14)).id


# The thread -------------------------------------------------------------------------------------------------------------


def test_from_the_first_words_to_an_agreed_plan_and_its_next_version(
    worker: Browser, two_tenants: House, started: uuid.UUID
) -> None:
    begun = worker.submit(f"/participants/{started}/plans/new", {"own_words": "Jag vill bli bagare."})
    assert begun.status_code == 303
    page = begun.headers["Location"]
    target, fields = opened(worker, page)
    assert fields["review_on"] == "2022-11-10"  # eight weeks on
    goal = next(name for name in names(fields, "text") if name.startswith("goal_"))
    actions = [name for name in names(fields, "text") if name.startswith("action_")]
    fk = f"authority:{two_tenants.authorities['roslagen', FK]}"
    fields |= {
        goal: "Praktik på ett bageri",
        actions[0]: "Ringa tre bagerier",
        actions[0].replace("_text", "_who"): "participant",
        actions[1]: "Ge besked om ersättning",
        actions[1].replace("_text", "_who"): fk,
        actions[1].replace("_text", "_due_on"): "2022-10-01",
    }
    saved = worker.post(target, fields)
    assert saved.status_code == 303
    shown = worker.follow(saved).text
    for text in ("Jag vill bli bagare.", "Praktik på ett bageri", "Ringa tre bagerier", "Försäkringskassan", "1 oktober 2022"):
        assert text in shown, text
    home = page.removesuffix("/edit")
    done = worker.submit(f"{home}/agreement", {"who": "y"})
    assert done.status_code == 303
    shown = worker.follow(done).text
    assert "Överenskommen" in shown
    assert "/edit" not in shown
    again = worker.submit(f"/participants/{started}/plans/new", {})
    assert again.status_code == 303
    copied = worker.follow(again).text
    for text in ("Jag vill bli bagare.", "Ringa tre bagerier", "Ge besked om ersättning"):
        assert text in copied, text


def test_a_goal_and_an_action_are_added_one_at_a_time(worker: Browser, written: uuid.UUID, in_tenant: InTenant) -> None:
    page = f"/plans/{written}/goals/new"
    target, fields = opened(worker, page)
    filled = fields | {"goal": "En bostad", "text": "Ställa sig i kö", "who": "participant"}
    assert [worker.post(target, filled).status_code for _ in range(2)] == [303, 303]
    page = f"/plans/{written}/actions/new"
    target, fields = opened(worker, page)
    filled = fields | {"text": "Söka bidrag", "who": "participant", "due_on": "2022-10-01"}
    assert [worker.post(target, filled).status_code for _ in range(2)] == [303, 303]
    with in_tenant("roslagen", MANAGER):
        assert [goal.text for goal in list_goals(written)] == ["Ett arbete", "En bostad"]
        assert [one.text for one in list_actions(written)] == ["Ringa gården", "Ställa sig i kö", "Söka bidrag"]
    answer = worker.submit(f"/plans/{written}/goals/new", {"goal": "", "due_on": "2022-10-01"})
    assert answer.status_code == 422
    for text in ("Skriv målet", "Skriv vad som ska göras", "Välj vem som gör det"):
        assert text in answer.text, text


def test_every_fault_on_the_page_is_said_at_once_and_nothing_typed_is_lost(worker: Browser, written: uuid.UUID) -> None:
    target, fields = opened(worker, f"/plans/{written}/edit")
    actions = [name for name in names(fields, "text") if name.startswith("action_")]
    goals = [name for name in names(fields, "text") if name.startswith("goal_")]
    typed = {
        "own_words": "",
        "review_on": "2022-09-14",
        goals[0]: "",
        actions[1].replace("_text", "_due_on"): "nästa vecka",
        actions[-1]: "Utan någon som gör det",
    }
    answer = worker.post(target, fields | typed)
    assert answer.status_code == 422
    for text in ("med deltagarens egna ord", "i dag är", "Skriv målet, eller töm", "Skriv datumet som", "Välj vem som gör det"):
        assert text in answer.text, text
    for kept in ("2022-09-14", "nästa vecka", "Utan någon som gör det", "Ringa gården"):
        assert kept in answer.text
    assert "Ett arbete" in worker.get(f"/plans/{written}").text


def test_an_emptied_row_is_taken_away(worker: Browser, written: uuid.UUID) -> None:
    target, fields = opened(worker, f"/plans/{written}/edit")
    emptied = dict.fromkeys([name for name in names(fields, "text") if fields[name]], "")
    assert worker.post(target, fields | emptied).status_code == 303
    shown = worker.get(f"/plans/{written}").text
    assert "Ringa gården" not in shown
    assert "Ett arbete" not in shown


# Along the way ----------------------------------------------------------------------------------------------------------


def test_what_is_overdue_is_said_everywhere_until_it_is_done(worker: Browser, in_tenant: InTenant, holding: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        [action] = list_actions(holding)
        participation_id = _participation_of(holding)
    assert "1 åtgärd är försenad" in worker.get(f"/plans/{holding}").text
    assert "1 åtgärd är försenad" in worker.get(f"/participants/{participation_id}").text
    assert "/plan-actions/overdue" in worker.get("/work").text
    late = worker.get("/plan-actions/overdue").text
    assert "Ge besked" in late
    assert "1 dag sen" in late
    page = f"/plan-actions/{action.id}/state"
    target, fields = opened(worker, page)
    assert worker.post(target, fields | {"state": "done", "done_on": "2022-09-16"}).status_code == 422
    assert worker.post(target, fields | {"state": "done", "done_on": "2022-09-15"}).status_code == 303
    assert worker.post(target, fields | {"state": "begun"}).status_code == 409
    assert "försenad" not in worker.get(f"/plans/{holding}").text
    assert "Ge besked" not in worker.get("/plan-actions/overdue").text


def _participation_of(plan_id: uuid.UUID) -> uuid.UUID:
    found = read_plan(plan_id).participation_id
    assert found
    return found


# In the room, and on paper ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_room_shows_this_plan_and_nothing_of_others(
    worker: Browser, in_tenant: InTenant, two_tenants: House, written: uuid.UUID, lang: str
) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Bertil", family_name="Annan"))
    worker.get(f"/work?lang={lang}")
    page = worker.get(f"/plans/{written}/room").text
    assert f'lang="{lang}"' in page
    assert "Amina" in page
    for text in ("Bertil", "/participants", "/referrals", "site-nav"):
        assert text not in page, text
    assert "data-draft=" in page
    target, fields = find_form(page, f"/plans/{written}/room", None)
    saved = worker.post(target, fields | {"own_words": "Nya ord"})
    assert saved.headers["Location"].endswith("/room")
    assert "Nya ord" in worker.follow(saved).text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_participants_copy_is_a_logged_download(
    worker: Browser, two_tenants: House, holding: uuid.UUID, language: str
) -> None:
    answer = worker.get(f"/plans/{holding}/{language}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert f"/Lang({language})".encode() in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Berit" not in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    with two_tenants.operator.connect() as connection:
        log = f"SELECT count(*) FROM {two_tenants.schemas['roslagen']}.access_log WHERE action = 'export'"
        assert connection.exec_driver_sql(log).scalar_one() == 1
    assert worker.get(f"/plans/{holding}/fi.pdf").status_code == 404


def test_an_agreed_version_is_handed_over_and_a_draft_is_not(
    worker: Browser, in_tenant: InTenant, two_tenants: House, holding: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        let_learn(two_tenants, read_plan(holding).plan.person_id, FK)
        give(two_tenants, ItemKind.PLAN, holding)
        with pytest.raises(Conflict):
            give(two_tenants, ItemKind.PLAN, written)
        set_state(list_actions(holding)[0].id, ActionState.BEGUN)
        give(two_tenants, ItemKind.PLAN, holding)  # the receiver has not seen how far it has come since
    assert worker.get(f"/hand-over/plan/{holding}").status_code == 200
    with in_tenant("roslagen", "party_representative.fk"):
        copies = [open_received(row.id) for row in list_received(page=1).rows]
        assert ["Påbörjad" in str(copy) for copy in copies] == [True, False]
        assert all(WORDS in str(copy) for copy in copies)


# Who sees what ----------------------------------------------------------------------------------------------------------

PAGES = ("", "/edit", "/room", "/goals/new", "/actions/new", "/agreement", "/drop", "/sv.pdf", "/en.pdf")


@pytest.mark.parametrize(
    ("slug", "role"),
    [
        ("roslagen", "party_representative.fk"),
        ("roslagen", "party_representative.kommun"),
        ("roslagen", "referrer"),
        ("roslagen", "association_office"),
        ("roslagen", "communicator"),
        ("hbs", MANAGER),
        ("hbs", WORKER),
    ],
)
def test_what_is_not_theirs_does_not_exist(browser: OpenBrowser, holding: uuid.UUID, slug: str, role: str) -> None:
    visitor = browser(slug, role)
    for path in PAGES:
        answer = visitor.get(f"/plans/{holding}{path}")
        assert answer.status_code == 404, path
        assert b"Berit" not in answer.data
    late = visitor.get("/plan-actions/overdue")
    assert "Berit" not in late.text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_page_speaks_both_languages(
    worker: Browser, in_tenant: InTenant, written: uuid.UUID, holding: uuid.UUID, started: uuid.UUID, lang: str
) -> None:
    with in_tenant("roslagen", MANAGER):
        action = list_actions(holding)[0].id
    worker.get(f"/work?lang={lang}")
    pages = [f"/plans/{written}{path}" for path in PAGES[:-2]] + [f"/plans/{holding}", f"/plans/{holding}/room"]
    pages += [f"/participants/{started}/plans/new", f"/plan-actions/{action}/state", "/plan-actions/overdue"]
    for page in pages:
        shown = worker.get(page)
        assert shown.status_code == 200, page
        assert f'lang="{lang}"' in shown.text
    assert WORDS in worker.get(f"/plans/{written}").text


def test_every_read_is_in_the_access_log(worker: Browser, two_tenants: House, holding: uuid.UUID) -> None:
    def rows() -> int:
        with two_tenants.operator.connect() as connection:
            counted = f"SELECT count(*) FROM {two_tenants.schemas['roslagen']}.access_log"
            return int(connection.exec_driver_sql(counted).scalar_one())

    before = rows()
    for path in (f"/plans/{holding}", f"/plans/{holding}/room", "/plan-actions/overdue"):
        worker.get(path)
    assert rows() == before + 3


def test_an_anonymous_participation_has_no_plan_here(manager: Browser) -> None:
    answer = manager.submit("/participants/new-anonymous", {"sex": "man", "started_on": "2022-09-05"})
    assert manager.get(f"{answer.headers['Location']}/plans/new").status_code == 404


def test_the_agreed_authorities_are_noted(worker: Browser, in_tenant: InTenant, two_tenants: House, written: uuid.UUID) -> None:
    fk = str(two_tenants.authorities["roslagen", FK])
    own = str(two_tenants.authorities["roslagen", OWN])
    assert worker.submit(f"/plans/{written}/agreement", {"who": "y", "authorities": [fk, own]}).status_code == 303
    shown = worker.get(f"/plans/{written}").text
    assert "Deltagaren, Arbetsmarknadsnämnden, Täby kommun, Försäkringskassan" in shown
    with in_tenant("roslagen", MANAGER):
        assert len(list_versions(read_plan(written).plan.person_id)) == 1
