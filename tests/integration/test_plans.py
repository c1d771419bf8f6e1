"""Plans through the services: versions, agreement, actions along the way, and who sees whose."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.constraints import SentTwice
from core.db import new_id
from core.errors import Conflict, Invalid, NotFound
from core.participants.errors import ChangedMeanwhile
from core.participants.queries import get_for_change as get_participation
from core.participants.services import set_key_worker
from core.plans import services
from core.plans.contents import read_contents
from core.plans.errors import ActionCannotMove, NotDraft
from core.plans.models import Plan
from core.plans.queries import (
    count_overdue_actions,
    get_for_change,
    list_actions,
    list_goals,
    list_overdue_actions,
    list_versions,
    read_plan,
)
from core.plans.terms import ACTION_MOVES, PLAN_MOVES, ActionState, PlanState
from tests.conftest import InTenant
from tests.house import FK, OWN, TODAY, House
from tests.integration.participation_makers import begin, leave
from tests.integration.plan_makers import REVIEW, WORDS, add_action, add_goal, agree, agreed, draft, set_state
from tests.integration.referral_makers import allow

MANAGER, WORKER = "subproject_manager", "case_worker"
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        deed()
    return set(caught.value.faults)


def content_of(plan: Plan) -> tuple[Any, ...]:
    """Everything that an agreement is about."""
    goals = [(goal.id, goal.text) for goal in list_goals(plan.id)]
    actions = [(one.id, one.goal_id, one.text, one.authority_id, one.worker_id, one.due_on) for one in list_actions(plan.id)]
    return plan.own_words, plan.review_on, plan.agreed_on, plan.number, goals, actions


# Versions ---------------------------------------------------------------------------------------------------------------


def test_a_new_version_copies_the_agreed_one_and_replaces_it_when_agreed(as_manager: Any, two_tenants: House) -> None:
    participation = begin(two_tenants)
    first = agreed(two_tenants, participation, text="Ringa", due_on=YESTERDAY)
    before = content_of(first)
    second = draft(participation, own_words="Jag vill arbeta ute.")
    assert (second.number, second.state) == (2, PlanState.DRAFT)
    assert [goal.text for goal in list_goals(second.id)] == ["Ett arbete"]
    [copied] = list_actions(second.id)
    assert (copied.text, copied.due_on, copied.goal_id) == ("Ringa", YESTERDAY, list_goals(second.id)[0].id)
    add_goal(second, "En bostad")
    agree(two_tenants, second)
    assert (first.state, second.state) == (PlanState.REPLACED, PlanState.AGREED)
    assert content_of(first) == before
    versions = list_versions(first.person_id)
    assert [(one.number, one.state, one.overdue) for one in versions] == [(2, "agreed", 1), (1, "replaced", 0)]


def test_there_is_one_draft_and_nobodys_words_are_lost(as_manager: Any, two_tenants: House) -> None:
    participation = begin(two_tenants)
    mine = draft(participation)
    with pytest.raises(SentTwice):
        draft(participation)
    with pytest.raises(ChangedMeanwhile):
        draft(participation, own_words="Något annat")
    assert draft(participation, own_words="Något annat", version=mine.version).id == mine.id
    assert mine.own_words == "Något annat"


def test_what_a_plan_must_hold_is_said_at_once(as_manager: Any, two_tenants: House) -> None:
    participation = begin(two_tenants)
    assert faults_of(lambda: draft(participation, own_words="", review_on=None)) == {"own_words", "review_on"}
    assert faults_of(lambda: draft(participation, review_on=YESTERDAY)) == {"review_on"}
    plan = draft(participation)
    wrong = {"agreed_on": TOMORROW, "with_participant": False, "authority_ids": []}
    assert faults_of(lambda: agree(two_tenants, plan, **wrong)) == {"", "agreed_on", "who", "authorities"}
    assert faults_of(lambda: agree(two_tenants, plan, authority_ids=[new_id()])) == {"", "authorities"}
    assert faults_of(lambda: add_action(plan, "", who="authority:x", goal_id=new_id())) == {"text", "who", "goal_id"}
    assert faults_of(lambda: add_goal(plan, "")) == {"text"}


def test_nobody_agrees_to_what_they_have_not_read(as_manager: Any, two_tenants: House) -> None:
    plan = draft(begin(two_tenants))
    add_goal(plan)
    read = plan.version
    add_action(plan)
    with pytest.raises(ChangedMeanwhile):
        agree(two_tenants, plan, version=read)
    with pytest.raises(ChangedMeanwhile):
        services.drop_plan(plan=plan, version=read)
    agree(two_tenants, plan)
    assert [name for name, _day in read_plan(plan.id).agreements] == [None, "Arbetsmarknadsnämnden, Täby kommun"]


def test_an_agreed_version_takes_no_more_words(as_manager: Any, two_tenants: House) -> None:
    plan = agreed(two_tenants, begin(two_tenants))
    for deed in (lambda: add_goal(plan), lambda: add_action(plan), lambda: agree(two_tenants, plan)):
        with pytest.raises(NotDraft):
            deed()
    with pytest.raises(NotDraft):
        services.drop_plan(plan=plan, version=plan.version)


# Random walks -----------------------------------------------------------------------------------------------------------

DEEDS = ("begin", "write", "agree", "drop")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(DEEDS), max_size=10))
def test_every_walk_of_versions_follows_the_table(in_tenant: InTenant, two_tenants: House, steps: list[str]) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        kept: dict[uuid.UUID, tuple[Any, ...]] = {}
        plans: list[Plan] = []
        for step in steps:
            before = {plan.id: PlanState(plan.state) for plan in plans}
            last = plans[-1] if plans else None
            try:
                _take(step, two_tenants, participation, plans)
            except Conflict:
                assert step == "begin" or last is None or last.state not in (PlanState.DRAFT,)
            for plan in plans:
                now = PlanState(plan.state)
                was = before.get(plan.id, PlanState.DRAFT)
                assert now == was or now in PLAN_MOVES[was]
                if now in (PlanState.AGREED, PlanState.REPLACED):
                    assert kept.setdefault(plan.id, content_of(plan)) == content_of(plan)
            states = [plan.state for plan in plans]
            assert states.count(PlanState.DRAFT) <= 1
            assert states.count(PlanState.AGREED) <= 1
            assert [plan.number for plan in plans] == list(range(1, len(plans) + 1))


def _take(step: str, house: House, participation: Any, plans: list[Plan]) -> None:
    if step == "begin":
        plans.append(draft(participation))
    elif plans and step == "write":
        add_action(plans[-1], goal_id=add_goal(plans[-1]).id)
    elif plans and step == "agree":
        if plans[-1].state == PlanState.DRAFT and not list_goals(plans[-1].id):
            add_goal(plans[-1])
        agree(house, plans[-1])
    elif plans:
        services.drop_plan(plan=plans[-1], version=plans[-1].version)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.sampled_from(list(ActionState))), max_size=10))
def test_every_walk_of_an_action_follows_the_table_and_its_copy_comes_along(
    in_tenant: InTenant, two_tenants: House, steps: list[tuple[bool, ActionState]]
) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        first = agreed(two_tenants, participation)
        before = content_of(first)
        [original] = list_actions(first.id)
        [copied] = list_actions(draft(participation).id)
        state = ActionState.PLANNED
        for in_draft, step in steps:
            if step in ACTION_MOVES[state]:
                set_state((copied if in_draft else original).id, step)
                state = step
            else:
                with pytest.raises(ActionCannotMove):
                    set_state((copied if in_draft else original).id, step)
            assert original.state == copied.state == state
            assert (original.done_on is None) == (copied.done_on is None) == (state is not ActionState.DONE)
        assert content_of(first) == before


def test_a_state_that_somebody_else_has_set_is_not_overwritten(as_manager: Any, two_tenants: House) -> None:
    plan = agreed(two_tenants, begin(two_tenants))
    [action] = list_actions(plan.id)
    set_state(action.id, ActionState.BEGUN)
    with pytest.raises(ChangedMeanwhile):
        set_state(action.id, ActionState.DONE, version=1)
    assert faults_of(lambda: set_state(action.id, ActionState.DONE, on_date=None)) == {"done_on"}
    assert faults_of(lambda: set_state(action.id, ActionState.DONE, on_date=TOMORROW)) == {"done_on"}
    draft(get_participation(plan.participation_id))  # type: ignore[arg-type]
    replaced = agree(two_tenants, get_for_change(list_versions(plan.person_id)[0].id))
    assert replaced.number == 2
    with pytest.raises(ActionCannotMove):
        set_state(action.id, ActionState.DONE)


# What should have been done ---------------------------------------------------------------------------------------------


def test_overdue_actions_of_agreed_plans_are_counted_while_somebody_takes_part(as_manager: Any, two_tenants: House) -> None:
    participation = begin(two_tenants)
    plan = draft(participation)
    goal = add_goal(plan)
    late = add_action(plan, "Sen", goal_id=goal.id, due_on=YESTERDAY, who=f"authority:{two_tenants.authorities['roslagen', FK]}")
    add_action(plan, "I dag", due_on=TODAY)
    add_action(plan, "Utan dag")
    assert count_overdue_actions() == 0
    agree(two_tenants, plan)
    [row] = list_overdue_actions()
    assert (count_overdue_actions(), row.action_id, row.authority) == (1, late.id, "Försäkringskassan")
    assert read_plan(plan.id).overdue == 1
    set_state(late.id, ActionState.DONE)
    assert count_overdue_actions() == 0
    set_state(late.id, ActionState.BEGUN)
    assert count_overdue_actions() == 1
    leave(participation.id)
    assert count_overdue_actions() == 0


# Who sees whose ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_its_authoritys_own_though_actions_name_another(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        fk = two_tenants.authorities["roslagen", FK]
        plan = agreed(two_tenants, participation, who=f"authority:{fk}", due_on=YESTERDAY)
        allow(plan.person_id, fk)
        [action] = list_actions(plan.id)
    with in_tenant("roslagen", WORKER):
        assert read_plan(plan.id).participation_id == participation.id
        assert count_overdue_actions() == 1
    for role in ("party_representative.fk", "party_representative.kommun", "referrer", "association_office", "tenant_admin"):
        with in_tenant("roslagen", role):
            for deed in (read_plan, get_for_change, read_contents):
                with pytest.raises(NotFound):
                    deed(plan.id)
            with pytest.raises(NotFound):
                set_state(action.id, ActionState.DONE)
            assert (count_overdue_actions(), list(list_overdue_actions()), list(list_versions(plan.person_id))) == (0, [], [])


def test_a_case_worker_reads_those_of_their_own_participants(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        plan = agreed(two_tenants, participation)
        manager = two_tenants.accounts["subproject_manager@roslagen.example"]
        set_key_worker(participation=participation, version=participation.version, key_worker_id=manager)
    with in_tenant("roslagen", WORKER), pytest.raises(NotFound):
        read_plan(plan.id)
    with in_tenant("hbs", MANAGER), pytest.raises(NotFound):
        read_plan(plan.id)


def test_a_contact_person_elsewhere_writes_a_plan_of_their_own_authority(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants)
        ours = agreed(two_tenants, participation)
        fk = two_tenants.authorities["roslagen", FK]
        from core.consents.terms import DataKind

        allow(ours.person_id, fk, kind=DataKind.PLAN)
        officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
        set_key_worker(participation=participation, version=participation.version, key_worker_id=officer)
    with in_tenant("roslagen", "party_representative.fk"):
        theirs = draft(get_participation(participation.id))
        assert (theirs.owner_id, theirs.number, list(list_goals(theirs.id))) == (fk, 1, [])
        assert [one.id for one in list_versions(ours.person_id)] == [theirs.id]
    with in_tenant("roslagen", MANAGER):
        assert [one.id for one in list_versions(ours.person_id)] == [ours.id]


def test_a_version_is_told_in_words(as_manager: Any, two_tenants: House) -> None:
    worker = two_tenants.accounts["case_worker@roslagen.example"]
    plan = agreed(two_tenants, begin(two_tenants), text="Söka plats", who=f"worker:{worker}", due_on=REVIEW)
    told = read_contents(plan.id)
    assert told.number == 1
    assert ("Med deltagarens egna ord", [WORDS]) in told.sections
    line = told.sections[-1][1][0]
    assert line.startswith("Söka plats · Arbetsmarknadsnämnden, Täby kommun: Case Worker Roslagen · ")
    assert two_tenants.authorities["roslagen", OWN] == list_actions(plan.id)[0].authority_id
