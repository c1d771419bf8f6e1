"""Follow-ups: made at the exit by the settings, tried, answered once, given up and opened again."""

import datetime as dt
import uuid

import pytest

from core.audit import Action
from core.db import session
from core.errors import Invalid
from core.followups.figures import list_intervals
from core.followups.queries import Followed, Which, list_follow_ups, list_of_participation, read_follow_up
from core.followups.services import Answer, answer_follow_up, months_after, note_try, set_state
from core.followups.terms import FollowUpState
from core.ids import new_id
from core.outcomes.situations import SituationValues
from core.participants.errors import ChangedMeanwhile, MoveNotPossible
from core.participants.queries import get_for_change, read_participation
from core.participants.services import misregister, register_anonymous
from core.participants.terms import Sex
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import PROJECT, TODAY, House
from tests.integration.participation_makers import begin, leave, offer
from tests.integration.referral_makers import applicant

MANAGER, WORKER = "subproject_manager", "case_worker"
LEFT = dt.date(2022, 8, 15)
WORKS = SituationValues(sources=("lon",), main_source=None, main_activity="work", work_subsidised=True)


@pytest.fixture
def due(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A follow-up of somebody who left a month ago: due today."""
    with in_tenant("roslagen", MANAGER):
        return left_a_month_ago(two_tenants)


def left_a_month_ago(house: House, name: str = "Amina") -> uuid.UUID:
    referral = offer(applicant(given_name=name, family_name="Prov"), received_on=dt.date(2022, 6, 1))
    made = begin(house, referral=referral, started_on=dt.date(2022, 6, 20))
    leave(made.id, ended_on=LEFT)
    return list_of_participation(made)[0].id


def locked(follow_up_id: uuid.UUID) -> Followed:
    return read_follow_up(follow_up_id, action=Action.WRITE)


def answer(**changes: object) -> Answer:
    values: dict[str, object] = {"answered_on": TODAY, "way": "phone", "values": WORKS, "words": "Trivs bra"}
    return Answer(**values | changes)  # type: ignore[arg-type]


def test_the_exit_makes_those_that_the_settings_ask_for(in_tenant: InTenant, two_tenants: House, due: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        participation = read_follow_up(due).participation
        made = list_of_participation(participation)
        assert [(one.months, one.due_on) for one in made] == [(1, dt.date(2022, 9, 15)), (6, dt.date(2023, 2, 15))]
        assert [row.id for row in list_follow_ups(Which.DUE).rows] == [due]
        assert [row.months for row in list_follow_ups(Which.COMING).rows] == [6]


def test_nobody_asks_the_dead_or_the_anonymous(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        dead = begin(two_tenants)
        nothing = SituationValues(sources=(), main_source=None, main_activity=None)
        leave(dead.id, exit_reason="avliden", after=nothing)
        hidden = register_anonymous(participation_id=new_id(), sex=Sex.MAN, started_on=dt.date(2022, 9, 1))
        leave(hidden.id, after=nothing)
        assert list_of_participation(dead) == list_of_participation(hidden) == []


def test_a_mistake_is_followed_by_nobody(in_tenant: InTenant, due: uuid.UUID, browser: OpenBrowser) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = get_for_change(read_follow_up(due).participation.id)
        misregister(participation=participation, version=participation.version)
        assert list_follow_ups(Which.DUE).rows == []
    assert browser("roslagen", WORKER).get(f"/follow-ups/{due}").status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2022, 8, 31), 1, dt.date(2022, 9, 30)),
        (dt.date(2022, 8, 31), 6, dt.date(2023, 2, 28)),
        (dt.date(2023, 12, 15), 1, dt.date(2024, 1, 15)),
        (dt.date(2023, 8, 31), 6, dt.date(2024, 2, 29)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int, later: dt.date) -> None:
    assert months_after(day, months) == later


def test_tried_given_up_opened_again_and_answered(browser: OpenBrowser, due: uuid.UUID) -> None:
    worker = browser("roslagen", WORKER)
    home = f"/follow-ups/{due}"
    assert "Amina Prov" in worker.get("/follow-ups").text
    assert worker.submit(f"{home}/state", {"state": "unreachable"}).status_code == 422
    assert worker.submit(f"{home}/tries/new", {"way": "letter", "reached": "no"}).status_code == 303
    assert worker.submit(f"{home}/state", {"state": "unreachable"}).status_code == 303
    page = worker.get(home).text
    assert "Brev" in page
    assert "Inte nådd" in page
    typed = {
        "way": "phone",
        "sources": ["lon"],
        "main_activity": "work",
        "work_subsidised": "yes",
        "words": "Trivs bra",
    }
    answered = worker.submit(f"{home}/answer", typed)
    assert answered.status_code == 303
    page = worker.follow(answered).text
    for words in ("Besvarad", "Trivs bra", "Telefon"):
        assert words in page, words
    assert worker.get("/follow-ups?show=closed").text.count("Amina Prov") == 1


def test_every_fault_of_an_answer_is_said_at_once(in_tenant: InTenant, due: uuid.UUID) -> None:
    nothing = SituationValues(sources=(), main_source=None, main_activity="work")
    with in_tenant("roslagen", WORKER):
        wrong = answer(way="pigeon", values=nothing, words="x" * 1001, answered_on=dt.date(2022, 8, 1))
        with pytest.raises(Invalid) as refused:
            answer_follow_up(followed=locked(due), version=1, answer=wrong)
        assert set(refused.value.faults) == {"way", "sources", "work_subsidised", "words", "answered_on"}
        coming = list_of_participation(read_follow_up(due).participation)[1]
        with pytest.raises(Invalid) as early:
            answer_follow_up(followed=locked(coming.id), version=1, answer=answer())
        assert set(early.value.faults) == {"answered_on"}


def test_an_answer_that_lost_a_race_shows_the_one_that_stands(browser: OpenBrowser, in_tenant: InTenant, due: uuid.UUID) -> None:
    worker: Browser = browser("roslagen", WORKER)
    address = f"/follow-ups/{due}/answer"
    values = find_form(worker.get(address).text, address, address)[1]
    with in_tenant("roslagen", MANAGER):
        answer_follow_up(followed=locked(due), version=1, answer=answer())
        session.commit()
    lost = worker.post(
        address, values | {"way": "phone", "sources": ["a_kassa"], "main_activity": "job_seeking", "words": "Söker jobb"}
    )
    assert lost.status_code == 409
    for words in ("Trivs bra", "Söker jobb"):
        assert words in lost.text


def test_an_answer_is_put_right_in_the_open(browser: OpenBrowser, in_tenant: InTenant, due: uuid.UUID) -> None:
    worker, home = browser("roslagen", WORKER), f"/follow-ups/{due}"
    assert worker.get(f"{home}/correction").status_code == 409
    with in_tenant("roslagen", WORKER):
        answer_follow_up(followed=locked(due), version=1, answer=answer())
    form = find_form(worker.get(f"{home}/correction").text, f"{home}/correction", None)[1]
    assert (form["main_activity"], form["work_subsidised"], form["words"]) == (["work"], ["yes"], "Trivs bra")
    assert "way" not in form
    wrong = worker.submit(f"{home}/correction", {"main_activity": "work", "work_subsidised": "", "sources": ["lon"]})
    assert wrong.status_code == 422
    right = {"main_activity": "studies", "work_subsidised": "", "sources": ["studiestod"], "words": "Läser nu"}
    done = worker.submit(f"{home}/correction", right)
    assert done.status_code == 303
    page = worker.follow(done).text
    assert "Läser nu" in page
    assert "Trivs bra" not in page
    assert "Rättat den" in page
    assert page.count("Nådd") == 1, "the try stays as it was, and there is no other"
    late = worker.submit(f"{home}/correction", right | {"version": "1", "words": "Något annat"})
    assert late.status_code == 409


def test_a_double_click_is_one_try(in_tenant: InTenant, due: uuid.UUID) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", WORKER):
        for _ in range(2):
            note_try(followed=locked(due), on_date=TODAY, way="phone", reached=False, form_token=token)
        assert len(read_follow_up(due).tries) == 1


def test_an_answer_is_not_given_up_afterwards(in_tenant: InTenant, due: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        answer_follow_up(followed=locked(due), version=1, answer=answer())
        followed = locked(due)
        with pytest.raises(ChangedMeanwhile):
            set_state(followed=followed, version=1, to=FollowUpState.DECLINED)
        with pytest.raises(MoveNotPossible):
            set_state(followed=followed, version=followed.follow_up.version, to=FollowUpState.DECLINED)
        with pytest.raises(MoveNotPossible):
            note_try(followed=followed, on_date=TODAY, way="phone", reached=False)
        assert read_participation(followed.participation.id).ended_on == LEFT


def test_the_figures_tell_the_rate_and_where_those_who_answered_are(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, due: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        answer_follow_up(followed=locked(due), version=1, answer=answer())
        given_up, waits = left_a_month_ago(two_tenants, "Bo"), left_a_month_ago(two_tenants, "Cia")
        note_try(followed=locked(given_up), on_date=TODAY, way="letter", reached=False)
        set_state(followed=locked(given_up), version=1, to=FollowUpState.UNREACHABLE)
        first, later = list_intervals(PROJECT)
        assert (first.months, first.answered, first.asked, first.rate, first.waiting) == (1, 1, 2, 50, 1)
        assert (later.months, later.asked, later.rate, later.waiting) == (6, 0, None, 0)
        assert first.bars() == [("before", 0), ("after", 100), ("now", 100)]
        assert (first.before["other"], first.after["work"], first.now["work"]) == (1, 1, 1)
        session.commit()
    for role in (MANAGER, "association_office"):
        page = browser("roslagen", role).get("/figures").text
        assert "1 av 2 som har tillfrågats har svarat" in page
        assert "Amina" not in page
        assert str(waits) not in page
