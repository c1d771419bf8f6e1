"""Plans for tests, made by the services. Works inside a tenant's scope."""

import datetime as dt
import re
import uuid
from typing import Any

from core.db import new_id
from core.participants.models import Participation
from core.plans import services
from core.plans.choices import PARTICIPANT, doer_of
from core.plans.merging import ActionEntry, Entry, GoalEntry, Typed, mark
from core.plans.models import Plan, PlanAction, PlanGoal
from core.plans.queries import get_action_for_change, get_for_change, list_actions, list_goals
from core.plans.terms import ActionState
from tests.browsing import Browser, find_form
from tests.house import OWN, TODAY, House

REVIEW = dt.date(2022, 11, 10)
WORDS = "Jag vill arbeta med djur."


def draft(participation: Participation, **changes: Any) -> Plan:
    """A draft, empty or of the version that is agreed now."""
    assert participation.person_id
    values: dict[str, Any] = {"own_words": WORDS, "review_on": REVIEW, "version": 0}
    return services.begin_plan(person_id=participation.person_id, participation_id=participation.id, **values | changes)


def add_goal(plan: Plan, text: str = "Ett arbete") -> PlanGoal:
    return services.add_goal(plan=plan, goal_id=new_id(), text=text)


def add_action(plan: Plan, text: str = "Ringa gården", **changes: Any) -> PlanAction:
    values: dict[str, Any] = {"action_id": new_id(), "goal_id": None, "who": PARTICIPANT, "due_on": None}
    return services.add_action(plan=plan, text=text, **values | changes)


def agree(house: House, plan: Plan, **changes: Any) -> Plan:
    """The participant and the committee agree today."""
    values: dict[str, Any] = {
        "version": plan.version,
        "agreed_on": TODAY,
        "with_participant": True,
        "authority_ids": [house.authorities["roslagen", OWN]],
    }
    services.agree(plan=plan, **values | changes)
    return plan


def agreed(house: House, participation: Participation, **action: Any) -> Plan:
    """A version with a goal and an action that holds."""
    plan = draft(participation)
    add_action(plan, **{"goal_id": add_goal(plan).id} | action)
    return agree(house, plan)


def set_state(action_id: uuid.UUID, to: ActionState, **changes: Any) -> None:
    plan, action = get_action_for_change(action_id)
    values = {"version": action.version, "on_date": TODAY if to is ActionState.DONE else None}
    services.set_action_state(plan=plan, action=action, to=to, **values | changes)


def page_of(plan_id: uuid.UUID) -> Typed:
    """The plan as a page would send it back untouched."""
    plan = get_for_change(plan_id)

    def entry(value: Any) -> Entry:
        return Entry(value, mark(value))

    return Typed(
        own_words=entry(plan.own_words),
        review_on=entry(plan.review_on),
        goals=[GoalEntry(goal.id, entry(goal.text)) for goal in list_goals(plan.id)],
        actions=[
            ActionEntry(one.id, one.goal_id, entry(one.text), entry(doer_of(one)), entry(one.due_on))
            for one in list_actions(plan.id)
        ],
    )


# On pages ------------------------------------------------------------------------------------------------------------


def names(fields: dict[str, Any], column: str) -> list[str]:
    """The fields of the rows on a page, in order."""
    return [name for name in fields if re.fullmatch(rf"(goal|action)_[0-9a-f]{{32}}_{column}", name)]


def opened(browser: Browser, page: str) -> tuple[str, dict[str, Any]]:
    shown = browser.get(page)
    assert shown.status_code == 200, page
    return find_form(shown.text, page, None)
