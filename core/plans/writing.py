"""The draft as one page holds it: everything that was typed is put together with what stands, or nothing is."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.constraints import keep
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.plans.choices import Doer, doer_of, find_doer
from core.plans.errors import Contested
from core.plans.merging import ActionEntry, Merge, Typed, Value, field_name
from core.plans.models import Plan, PlanAction, PlanGoal
from core.plans.queries import list_actions, list_goals
from core.plans.services import faults_of_words, next_position, require_draft, touch


@dataclass(slots=True)
class _Draft:
    """What is to stand, before it is written."""

    plan: Plan
    goals: Mapping[uuid.UUID, PlanGoal]
    actions: Mapping[uuid.UUID, PlanAction]
    goal_texts: dict[uuid.UUID, str] = field(default_factory=dict)
    gone: set[uuid.UUID] = field(default_factory=set)
    """Goals that somebody else has taken away meanwhile."""
    wanted: list[tuple[ActionEntry, dict[str, Value]]] = field(default_factory=list)
    faults: dict[str, object] = field(default_factory=dict)


def write_plan(*, plan: Plan, typed: Typed) -> None:
    """Write the page into the draft. `plan` is locked.

    Rows that the page does not hold are left alone: somebody else has added them meanwhile. An emptied row goes. Raises
    Contested when two have written in one field, Invalid with every fault, NotDraft.
    """
    require_draft(plan)
    merge = Merge()
    own_words = merge.take("own_words", typed.own_words, plan.own_words)
    review_on = merge.take("review_on", typed.review_on, plan.review_on)
    draft = _Draft(plan, {goal.id: goal for goal in list_goals(plan.id)}, {action.id: action for action in list_actions(plan.id)})
    for goal in typed.goals:
        standing = draft.goals.get(goal.id)
        merged = merge.take_row(goal, {"text": standing.text} if standing else {})
        draft.goal_texts[goal.id] = str(merged["text"] or "")
        if goal.text.was and not standing and not merged["text"]:
            draft.gone.add(goal.id)
    for action in typed.actions:
        if not action.is_untouched_blank:
            draft.wanted.append((action, merge.take_row(action, _stored(draft.actions.get(action.id)))))
    if merge.contested:
        raise Contested(merge.contested)
    unchanged = review_on is not None and review_on == plan.review_on
    draft.faults = faults_of_words(own_words, dt.date.max if unchanged else review_on)  # its day may have come meanwhile
    doers = _doers(draft)
    _look_for_lost_goals(draft)
    if draft.faults:
        raise Invalid(draft.faults)
    if _changes(draft) or (own_words, review_on) != (plan.own_words, plan.review_on):
        touch(plan)
        plan.own_words = str(own_words)
        plan.review_on = review_on if isinstance(review_on, dt.date) else None
        _write(draft, doers)


def _changes(draft: _Draft) -> bool:
    """Whether a goal or an action becomes another than it was."""
    goals = {goal.id: goal.text for goal in draft.goals.values()}
    if any(text != goals.get(goal_id, "") for goal_id, text in draft.goal_texts.items()):
        return True
    return any(_stored(draft.actions.get(row.id)) != wanted for row, wanted in draft.wanted)


def _stored(action: PlanAction | None) -> dict[str, Value]:
    return {"text": action.text, "who": doer_of(action), "due_on": action.due_on} if action else {}


def _doers(draft: _Draft) -> dict[uuid.UUID, Doer]:
    """Who does each action that stays; faults for those that lack a part."""
    found = {}
    for row, wanted in draft.wanted:
        if not wanted["text"]:
            if row.id not in draft.actions and (row.who.value or row.due_on.value) and not row.text.was:
                draft.faults[field_name("action", row.id, "text")] = _l("Write what is to be done")
            continue
        doer = find_doer(str(wanted["who"] or ""))
        if doer is None:
            draft.faults[field_name("action", row.id, "who")] = _l("Choose who does it")
        else:
            found[row.id] = doer
    return found


def _look_for_lost_goals(draft: _Draft) -> None:
    """A goal that is emptied, or was never written, may have no actions."""
    kept = {row.id: _goal_of(draft, row) for row, wanted in draft.wanted if wanted["text"]}
    named = {row.id for row, _wanted in draft.wanted}
    kept |= {action.id: action.goal_id for action in draft.actions.values() if action.id not in named}
    for goal_id, text in draft.goal_texts.items():
        if not text and goal_id in kept.values():
            draft.faults[field_name("goal", goal_id, "text")] = _l("Write the goal, or empty its actions too")


def _goal_of(draft: _Draft, row: ActionEntry) -> uuid.UUID | None:
    """Where an action stands: an old one where it stood, a new one under its goal if that is still there."""
    if row.id in draft.actions:
        return draft.actions[row.id].goal_id
    return row.under if row.under not in draft.gone and row.under in {*draft.goals, *draft.goal_texts} else None


def _write(draft: _Draft, doers: Mapping[uuid.UUID, Doer]) -> None:
    gone = [draft.actions[row.id] for row, wanted in draft.wanted if not wanted["text"] and row.id in draft.actions]
    for action in gone:
        session.delete(action)
    keep()
    _write_goals(draft)
    new: list[PlanAction] = []
    for row, wanted in draft.wanted:
        if not wanted["text"]:
            continue
        action = draft.actions.get(row.id) or _new_action(draft, row, [*draft.actions.values(), *new])
        if row.id not in draft.actions:
            new.append(action)
        _say(action, wanted, doers[row.id])
    keep(*new)


def _write_goals(draft: _Draft) -> None:
    new: list[PlanGoal] = []
    for goal_id, text in draft.goal_texts.items():
        goal = draft.goals.get(goal_id)
        if goal is None and text:
            position = next_position([*draft.goals.values(), *new])
            new.append(PlanGoal(id=goal_id, plan_id=draft.plan.id, position=position, text=text))
        elif goal is not None and not text:
            session.delete(goal)
        elif goal is not None:
            goal.text = text
    keep(*new)


def _new_action(draft: _Draft, row: ActionEntry, others: Sequence[PlanAction]) -> PlanAction:
    return PlanAction(id=row.id, plan_id=draft.plan.id, goal_id=_goal_of(draft, row), position=next_position(others))


def _say(action: PlanAction, wanted: Mapping[str, Value], doer: Doer) -> None:
    """Set what has changed; what is the same leaves the row's version as it is."""
    due_on = wanted["due_on"] if isinstance(wanted["due_on"], dt.date) else None
    action.text, action.due_on = str(wanted["text"]), due_on
    action.responsible, action.authority_id, action.worker_id = doer.responsible, doer.authority_id, doer.worker_id
