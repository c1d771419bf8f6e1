"""A plan begins as a draft, is agreed, and is replaced by the next version; its actions come along meanwhile."""

import datetime as dt
import uuid
from collections.abc import Collection

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l, format_date
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Person
from core.plans.choices import find_doer, list_authorities_to_agree
from core.plans.errors import ActionCannotMove, NotDraft
from core.plans.merging import Value
from core.plans.models import Plan, PlanAction, PlanAgreement, PlanGoal
from core.plans.queries import FIELDS, find_version, list_actions, list_goals
from core.plans.terms import ACTION_MOVES, OPEN_PLANS, PLAN_MOVES, ActionState, PlanState

Faults = dict[str, object]


def begin_plan(
    *, person_id: uuid.UUID, participation_id: uuid.UUID | None, own_words: str, review_on: dt.date | None, version: int
) -> Plan:
    """A draft at the writer's authority: of the version that is agreed now with all that is in it, or an empty one.

    The caller has read that the person is theirs to know. There is one draft: who begins while somebody else has begun gets
    ChangedMeanwhile, and `version` is that of the draft they have seen then. Raises SentTwice when it says this already.
    """
    owner_id = current_person().authority_id
    if owner_id is None:
        raise NotAllowed
    record_access(Action.WRITE, subject_ids=[person_id], fields=FIELDS)
    session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())
    faults = faults_of_words(own_words, review_on)
    if faults:
        raise Invalid(faults)
    draft = find_version(person_id, owner_id, PlanState.DRAFT)
    if draft is not None:
        return _say_in_draft(draft, own_words, review_on, version)
    latest = sa.select(sa.func.max(Plan.number)).where(Plan.person_id == person_id, Plan.owner_id == owner_id)
    plan = Plan(
        person_id=person_id,
        participation_id=participation_id,
        owner_id=owner_id,
        number=(session.scalar(latest) or 0) + 1,
        own_words=own_words,
        written_on=today(),
        review_on=review_on,
        created_by=current_person().account_id,
    )
    keep(plan)
    agreed = find_version(person_id, owner_id, PlanState.AGREED)
    if agreed is not None:
        _copy(agreed, plan)
    return plan


def faults_of_words(own_words: Value, review_on: Value) -> Faults:
    """What is wrong with what stands above the goals."""
    faults: Faults = {}
    if not own_words:
        faults["own_words"] = _l("Write what the participant wants, in their own words")
    if not isinstance(review_on, dt.date):
        faults["review_on"] = _l("Write the day when the plan is looked at again")
    elif review_on < today():
        faults["review_on"] = _("The day may not have passed: today is %(today)s", today=format_date(today()))
    return faults


def _say_in_draft(draft: Plan, own_words: str, review_on: dt.date | None, version: int) -> Plan:
    if (draft.own_words, draft.review_on) == (own_words, review_on):
        raise SentTwice
    if draft.version != version:
        raise ChangedMeanwhile
    draft.own_words, draft.review_on = own_words, review_on
    keep()
    return draft


def copy_id(plan_id: uuid.UUID, row_id: uuid.UUID) -> uuid.UUID:
    """The id of a row's copy in the next version: it follows from both, so that the two are known as one action."""
    return uuid.uuid5(plan_id, row_id.hex)


def _copy(agreed: Plan, draft: Plan) -> None:
    goals = [
        PlanGoal(id=copy_id(draft.id, goal.id), plan_id=draft.id, position=goal.position, text=goal.text)
        for goal in list_goals(agreed.id)
    ]
    keep(*goals)
    actions = [
        PlanAction(
            id=copy_id(draft.id, action.id),
            plan_id=draft.id,
            goal_id=copy_id(draft.id, action.goal_id) if action.goal_id else None,
            **{column: getattr(action, column) for column in COPIED},
        )
        for action in list_actions(agreed.id)
        if action.state != ActionState.DROPPED
    ]
    keep(*actions)


COPIED = ("position", "text", "responsible", "authority_id", "worker_id", "due_on", "state", "done_on")


def require_draft(plan: Plan) -> None:
    """Raises NotDraft: what has been agreed is never changed."""
    if plan.state != PlanState.DRAFT:
        raise NotDraft


def touch(plan: Plan) -> None:
    """The draft's version counts every change of what is in it, so that nobody agrees to what they have not read."""
    sa.orm.attributes.flag_modified(plan, "own_words")


def add_goal(*, plan: Plan, goal_id: uuid.UUID, text: str) -> PlanGoal:
    """A goal at the end. `goal_id` names the sending of the form. Raises Invalid, NotDraft, SentTwice."""
    require_draft(plan)
    if not text:
        raise Invalid({"text": _l("Write the goal")})
    goals = list_goals(plan.id)
    if any(goal.id == goal_id for goal in goals):
        raise SentTwice
    goal = PlanGoal(id=goal_id, plan_id=plan.id, position=next_position(goals), text=text)
    touch(plan)
    keep(goal)
    return goal


def add_action(
    *, plan: Plan, action_id: uuid.UUID, goal_id: uuid.UUID | None, text: str, who: str | None, due_on: dt.date | None
) -> PlanAction:
    """An action at the end, towards a goal or beside them. Raises Invalid, NotDraft, SentTwice."""
    require_draft(plan)
    actions = list_actions(plan.id)
    if any(action.id == action_id for action in actions):
        raise SentTwice
    faults: Faults = {} if text else {"text": _l("Write what is to be done")}
    doer = find_doer(who)
    if doer is None:
        faults["who"] = _l("Choose who does it")
    if goal_id is not None and all(goal.id != goal_id for goal in list_goals(plan.id)):
        faults["goal_id"] = _l("Choose one of the plan's goals")
    if faults or doer is None:
        raise Invalid(faults)
    action = PlanAction(
        id=action_id,
        plan_id=plan.id,
        goal_id=goal_id,
        position=next_position(actions),
        text=text,
        responsible=doer.responsible,
        authority_id=doer.authority_id,
        worker_id=doer.worker_id,
        due_on=due_on,
    )
    touch(plan)
    keep(action)
    return action


def next_position(rows: Collection[PlanGoal | PlanAction]) -> int:
    """The place after the last."""
    return max((row.position for row in rows), default=0) + 1


def agree(
    *, plan: Plan, version: int, agreed_on: dt.date | None, with_participant: bool, authority_ids: Collection[uuid.UUID]
) -> None:
    """The draft becomes what holds, and the version before it is replaced. `version` is that of the text that was read.

    Raises Invalid with every fault, ChangedMeanwhile when somebody has written in it since, NotDraft.
    """
    _move(plan, PlanState.AGREED, only_from=PlanState.DRAFT)
    if plan.version != version:
        raise ChangedMeanwhile
    faults = _faults_of_agreement(plan, agreed_on, with_participant, authority_ids)
    if faults or agreed_on is None:
        raise Invalid(faults)
    former = find_version(plan.person_id, plan.owner_id, PlanState.AGREED)
    if former is not None:
        _move(former, PlanState.REPLACED)
        former.state = PlanState.REPLACED
    plan.state, plan.agreed_on = PlanState.AGREED, agreed_on
    whoever: list[uuid.UUID | None] = [None, *sorted(set(authority_ids))]
    me = current_person().account_id
    keep(*[PlanAgreement(plan_id=plan.id, authority_id=one, agreed_on=agreed_on, noted_by=me) for one in whoever])


def _move(plan: Plan, to: PlanState, *, only_from: PlanState | None = None) -> None:
    """Raises NotDraft for a move that is not in the table."""
    state = PlanState(plan.state)
    if to not in PLAN_MOVES[state] or only_from not in (None, state):
        raise NotDraft


def _faults_of_agreement(
    plan: Plan, agreed_on: dt.date | None, with_participant: bool, authority_ids: Collection[uuid.UUID]
) -> Faults:
    faults: Faults = {}
    if not plan.own_words or not list_goals(plan.id):
        faults[""] = _l("Write the participant's own words and at least one goal before you agree")
    if agreed_on is None:
        faults["agreed_on"] = _l("Write the day")
    elif agreed_on > today():
        faults["agreed_on"] = _("The date may not be later than today, %(today)s", today=format_date(today()))
    elif plan.review_on is None or plan.review_on <= agreed_on:
        faults[""] = _l("The plan has to be looked at again after the day it is agreed. Change that day first.")
    if not with_participant:
        faults["who"] = _l("A plan holds only when the participant agrees to it")
    known = {authority_id for authority_id, _name in list_authorities_to_agree()}
    if not authority_ids or any(str(one) not in known for one in authority_ids):
        faults["authorities"] = _l("Choose at least one authority that agrees")
    return faults


def drop_plan(*, plan: Plan, version: int) -> None:
    """The draft is not to be. Raises NotDraft, ChangedMeanwhile when somebody has written in it since."""
    _move(plan, PlanState.DROPPED)
    if plan.version != version:
        raise ChangedMeanwhile
    plan.state = PlanState.DROPPED
    keep()


# Along the way ----------------------------------------------------------------------------------------------------------


def set_action_state(*, plan: Plan, action: PlanAction, version: int, to: ActionState | None, on_date: dt.date | None) -> None:
    """The action comes a step further; the same action in the draft of the next version comes along.

    Raises Invalid, ChangedMeanwhile, ActionCannotMove when the table does not lead there, or the version is replaced.
    """
    if plan.state not in OPEN_PLANS or (to is not None and to not in ACTION_MOVES[ActionState(action.state)]):
        raise ActionCannotMove
    if action.version != version:
        raise ChangedMeanwhile
    faults: Faults = {} if to else {"state": _l("Choose how far it has come")}
    if to is ActionState.DONE and on_date is None:
        faults["done_on"] = _l("Write the day it was done")
    elif on_date and on_date > today():
        faults["done_on"] = _("The date may not be later than today, %(today)s", today=format_date(today()))
    if faults or to is None:
        raise Invalid(faults)
    for one in (action, *_same_elsewhere(plan, action)):
        one.state, one.done_on = to, on_date if to is ActionState.DONE else None
    keep()


def _same_elsewhere(plan: Plan, action: PlanAction) -> list[PlanAction]:
    """The action's copy in the draft of the next version, or what it is a copy of."""
    is_draft = plan.state == PlanState.DRAFT
    other = find_version(plan.person_id, plan.owner_id, PlanState.AGREED if is_draft else PlanState.DRAFT)
    if other is None:
        return []
    if is_draft:
        return [one for one in list_actions(other.id) if copy_id(plan.id, one.id) == action.id]
    return [one for one in list_actions(other.id) if one.id == copy_id(other.id, action.id)]
