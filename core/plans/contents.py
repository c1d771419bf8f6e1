"""A version of a plan as words: for the paper that the participant gets, and for the copy that is handed over."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core.audit import Action
from core.errors import Conflict
from core.handovers.items import Item, Section, said
from core.handovers.terms import ItemKind
from core.i18n import _, _l, format_date
from core.plans.queries import ActionLine, WholePlan, get_for_change, read_plan
from core.plans.terms import ACTION_STATE_NAMES, PLAN_STATE_NAMES, ActionState, PlanState


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version says, in the reader's language: title, its number and row version, and sections of lines."""

    title: str
    number: int
    version: int
    sections: list[tuple[str, list[str]]]


def read_contents(plan_id: uuid.UUID) -> Contents:
    """The version as words, once the access log has its row. Raises NotFound."""
    return contents_of(read_plan(plan_id))


def contents_of(whole: WholePlan) -> Contents:
    """Title and sections of a version that has been read."""
    plan = whole.plan
    facts = [f"{term}: {value}" for term, value in facts_of(whole)]
    sections = [(_("About the plan"), facts), (_("In the participant's own words"), [plan.own_words])]
    sections += [(_("Goal: %(goal)s", goal=one.goal.text), lines_of(one.actions)) for one in whole.goals if one.goal]
    if whole.beside:
        sections.append((_("Other actions"), lines_of(whole.beside)))
    return Contents(_("Joint plan, version %(number)s", number=plan.number), plan.number, plan.version, sections)


def facts_of(whole: WholePlan) -> list[tuple[str, str]]:
    """(term, value): what stands above the plan."""
    plan = whole.plan
    facts = [(_("Status"), str(PLAN_STATE_NAMES[PlanState(plan.state)]))]
    facts.append((_("Written"), format_date(plan.written_on)))
    if plan.agreed_on:
        facts.append((_("Agreed"), format_date(plan.agreed_on)))
        facts.append((_("Agreed by"), ", ".join(name or _("The participant") for name, _day in whole.agreements)))
    if plan.review_on:
        facts.append((_("Looked at again"), format_date(plan.review_on)))
    return facts


def lines_of(actions: Sequence[ActionLine]) -> list[str]:
    """Each action on a line: what, who, when, how far."""
    return [line_of(one) for one in actions]


def line_of(line: ActionLine) -> str:
    """An action in one sentence."""
    parts = [line.action.text, doer_name(line)]
    if line.action.due_on:
        parts.append(_("by %(day)s", day=format_date(line.action.due_on)))
    return " · ".join([*parts, str(ACTION_STATE_NAMES[ActionState(line.action.state)])])


def doer_name(line: ActionLine, participant: object = _l("The participant")) -> str:
    """Who does it, in words."""
    if line.authority is None:
        return str(participant)
    return f"{line.authority}: {line.worker}" if line.worker else line.authority


# For the hand-over ------------------------------------------------------------------------------------------------------


def plan_item(item_id: uuid.UUID, lock: bool) -> Item:
    """A version that has been agreed, with how far its actions have come. A draft is not given: it holds nothing yet."""
    if lock:
        get_for_change(item_id)
    whole = read_plan(item_id, action=Action.WRITE if lock else Action.READ)
    plan = whole.plan
    if plan.agreed_on is None:
        raise Conflict(_l("A plan can be handed over once it has been agreed"))
    number = len(contents_of(whole).sections)
    return Item(
        kind=ItemKind.PLAN,
        id=plan.id,
        version=plan.version + sum(line.action.version - 1 for line in whole.lines),
        owner_id=plan.owner_id,
        person_id=plan.person_id,
        participation_id=plan.participation_id,
        title=said(lambda: contents_of(whole).title),
        sections=[_section(whole, place) for place in range(number)],
    )


def _section(whole: WholePlan, place: int) -> Section:
    return Section(
        said(lambda: contents_of(whole).sections[place][0]), said(lambda: "\n".join(contents_of(whole).sections[place][1]))
    )
