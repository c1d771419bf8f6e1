"""What the participant's copy of the plan says: plain words, to the person."""

from collections.abc import Sequence
from typing import Any

from core.context import language
from core.i18n import _, _l, format_date
from core.plans.contents import doer_name
from core.plans.queries import ActionLine, WholePlan
from core.plans.terms import ACTION_STATE_NAMES, ActionState, PlanState


def paper_of(whole: WholePlan) -> dict[str, Any]:
    """The data of core/papers/plan.typ, in the language of the scope."""
    plan = whole.plan
    goals = [_goal(_("Your goal: %(goal)s", goal=one.goal.text), one.actions) for one in whole.goals if one.goal]
    if whole.beside:
        goals.append(_goal(_("Other things to do"), whole.beside))
    return {
        "lang": language(),
        "title": _("Your plan"),
        "footer": _("%(owner)s · version %(number)s", owner=whole.owner, number=plan.number),
        "facts": _facts(whole),
        "words_heading": _("In your own words"),
        "words": plan.own_words,
        "goals": goals,
        "labels": {"who": _("Who"), "when": _("Done by"), "state": _("Status"), "none": _("Nothing has been written yet.")},
        "notes": _notes(whole),
    }


def _facts(whole: WholePlan) -> list[list[str]]:
    plan = whole.plan
    facts = [[_("Name"), f"{whole.given_name} {whole.family_name}"]]
    if plan.agreed_on:
        names = ", ".join(name or _("you") for name, _day in whole.agreements)
        facts.append([_("Agreed on"), format_date(plan.agreed_on)])
        facts.append([_("Agreed by"), names])
    if plan.review_on:
        facts.append([_("We look at it again"), format_date(plan.review_on)])
    return facts


def _goal(heading: str, actions: Sequence[ActionLine]) -> dict[str, Any]:
    shown = [line for line in actions if line.action.state != ActionState.DROPPED]
    return {"heading": " ".join(heading.split()), "actions": [_action(line) for line in shown]}


def _action(line: ActionLine) -> dict[str, str]:
    due_on = line.action.due_on
    return {
        "text": line.action.text,
        "who": doer_name(line, _l("You")),
        "when": format_date(due_on) if due_on else "",
        "state": str(ACTION_STATE_NAMES[ActionState(line.action.state)]),
    }


def _notes(whole: WholePlan) -> list[str]:
    notes = [_("The plan is yours. Tell us when something is no longer right, and we write it anew together.")]
    if whole.plan.state == PlanState.DRAFT:
        notes.insert(0, _("This is a draft. Nothing in it has been agreed yet."))
    return notes
