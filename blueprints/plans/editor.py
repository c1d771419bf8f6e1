"""The draft on one page: as many rows as it has, and empty ones to go on with. Without JavaScript; all faults at once.

Each row's fields are named by the row's id (core.plans.merging.field_name), and beside each field a hidden one, its name
with "_was" behind it, carries the mark of what stood there when the page was opened. New rows bring their id with them,
so that a second sending changes nothing. A page that is sent holds the rows it was opened with.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, request
from wtforms import Field

from blueprints.plans.forms import MAX_ROW, OWN_WORDS, REVIEW_ON
from core.i18n import _, _l
from core.ids import new_id
from core.plans.choices import doer_of, list_doers
from core.plans.merging import ActionEntry, Entry, GoalEntry, RowKind, Typed, Value, field_name, mark
from core.plans.queries import WholePlan
from core.web.fields import ChoiceField, DateField, HiddenField, LongTextField, Optional, Required
from core.web.forms import MiaForm

MOST_ROWS = 200
_NAMED = re.compile(r"(goal|action)_([0-9a-f]{32})_text")


@dataclass(frozen=True, slots=True)
class Row:
    """A goal or an action on the page. `under`: the goal an action stands under."""

    kind: RowKind
    id: uuid.UUID
    under: uuid.UUID | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def name(self, column: str) -> str:
        """The form's field."""
        return field_name(self.kind, self.id, column)

    @property
    def columns(self) -> tuple[str, ...]:
        """What is typed in it."""
        return ("text",) if self.kind == "goal" else ("text", "who", "due_on")


@dataclass(frozen=True, slots=True)
class Group:
    """A goal's fields with those of its actions; `goal` None beside the goals. `title` names the group."""

    title: str
    goal: Field | None
    was: Sequence[Field]
    actions: Sequence[Mapping[str, Any]]


class Editor:
    """The form of one draft, its rows, and how a template shows them."""

    def __init__(self, whole: WholePlan) -> None:
        sent = request.form if request.method == "POST" else g.get("draft_typed")
        self.rows = _sent_rows(sent) if sent else [*_standing(whole), *_blank(whole)]
        self.form = _form(self.rows, whole)

    @property
    def typed(self) -> Typed:
        """What the page holds, for the domain."""
        return Typed(
            own_words=self._entry("own_words"),
            review_on=self._entry("review_on"),
            goals=[GoalEntry(row.id, self._entry(row.name("text"))) for row in self.rows if row.kind == "goal"],
            actions=[
                ActionEntry(row.id, row.under, *(self._entry(row.name(column)) for column in row.columns))
                for row in self.rows
                if row.kind == "action"
            ],
        )

    def _entry(self, name: str) -> Entry:
        return Entry(self.form[name].data or None, self.form[f"{name}_was"].data or "")

    def has_seen(self, stored: Mapping[str, Value]) -> None:
        """After a lost race: from now on the page knows what stands in these fields."""
        for name, value in stored.items():
            known = self.form[f"{name}_was"]
            known.raw_data, known.data = None, mark(value)

    @property
    def groups(self) -> list[Group]:
        """The page's rows in order: each goal with its actions, then the actions beside them."""
        goals = [row for row in self.rows if row.kind == "goal"]
        ids = {row.id for row in goals}
        groups = [self._group(_("Goal %(number)s", number=number), row) for number, row in enumerate(goals, 1)]
        return [*groups, self._group(_("Other actions"), None, others=[row for row in self._actions() if row.under not in ids])]

    def _actions(self) -> Iterable[Row]:
        return (row for row in self.rows if row.kind == "action")

    def _group(self, title: str, goal: Row | None, others: Sequence[Row] = ()) -> Group:
        under = others if goal is None else [row for row in self._actions() if row.under == goal.id]
        return Group(
            title=title,
            goal=self.form[goal.name("text")] if goal else None,
            was=[self.form[goal.name("text_was")]] if goal else [],
            actions=[
                {column: self.form[row.name(column)] for column in (*row.columns, "under")}
                | {"was": [self.form[row.name(f"{column}_was")] for column in row.columns]}
                for row in under
            ],
        )


def _sent_rows(sent: Mapping[str, Any]) -> list[Row]:
    """The rows that a page brings back, in its own order, at most MOST_ROWS."""
    named = [match for match in map(_NAMED.fullmatch, sent) if match][:MOST_ROWS]
    rows = [Row("goal" if one[1] == "goal" else "action", uuid.UUID(one[2])) for one in named]
    return [Row(row.kind, row.id, _known(sent.get(row.name("under")))) for row in rows]


def _known(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text and re.fullmatch("[0-9a-f]{32}", text) else None


def _standing(whole: WholePlan) -> list[Row]:
    goals = [Row("goal", one.goal.id, values={"text": one.goal.text}) for one in whole.goals if one.goal]
    actions = [
        Row("action", one.id, one.goal_id, {"text": one.text, "who": doer_of(one), "due_on": one.due_on})
        for one in (line.action for line in whole.lines)
    ]
    return goals + actions


def _blank(whole: WholePlan) -> list[Row]:
    """An empty action under each goal, a new goal with two, and one beside them."""
    goal = Row("goal", new_id())
    places = [*(one.goal.id for one in whole.goals if one.goal), goal.id, goal.id, None]
    return [goal, *(Row("action", new_id(), place) for place in places)]


def _form(rows: Sequence[Row], whole: WholePlan) -> MiaForm:
    """The form's class, made for these rows. The order of the fields is the order in which faults are listed."""
    stands: dict[str, Value] = {"own_words": whole.plan.own_words, "review_on": whole.plan.review_on}
    fields: dict[str, Any] = {
        "own_words": LongTextField(OWN_WORDS, [Required(_l("Write what the participant wants, in their own words"))]),
        "review_on": DateField(REVIEW_ON, [Required(_l("Write the day when the plan is looked at again"))]),
    }
    for row in _in_order(rows):
        stands |= {row.name(column): value for column, value in row.values.items()}
        fields[row.name("text")] = LongTextField(
            _("Goal") if row.kind == "goal" else _("What is to be done"), [Optional()], max_length=MAX_ROW
        )
        if row.kind == "action":
            fields[row.name("who")] = ChoiceField(_("Who does it"), [Optional()])
            fields[row.name("due_on")] = DateField(_("Done by"), [Optional()])
            fields[row.name("under")] = HiddenField(default=row.under.hex if row.under else "")
    for name in [*stands, *(row.name(column) for row in rows for column in row.columns)]:
        fields[f"{name}_was"] = HiddenField(default=mark(stands.get(name)))
    form: MiaForm = type("PlanForm", (MiaForm,), fields)(data=stands)
    doers = list_doers([str(value) for name, value in stands.items() if name.endswith("_who")] + _standing_doers(whole))
    for row in rows:
        if row.kind == "action":
            form[row.name("who")].choices = doers
    return form


def _standing_doers(whole: WholePlan) -> list[str]:
    return [doer_of(line.action) for line in whole.lines]


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Each goal, then its actions; those beside the goals last: as the page shows them."""
    goals = [row for row in rows if row.kind == "goal"]
    ids = {row.id for row in goals}
    ordered = [one for goal in goals for one in (goal, *(row for row in rows if row.kind == "action" and row.under == goal.id))]
    return ordered + [row for row in rows if row.kind == "action" and row.under not in ids]
