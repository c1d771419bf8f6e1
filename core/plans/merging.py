"""Two people on one plan lose no word: what was typed is put together with what stands, field by field.

A form carries, beside each field, a mark of what stood there when it was opened. Who has not touched a field never
overwrites it; who has, overwrites only what they have seen; when both have written, both versions are shown.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Value = str | dt.date | None
RowKind = Literal["goal", "action"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a field holds, and the mark of what it held when the form was opened ("" for nothing)."""

    value: Value
    was: str = ""


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal as it was typed. Emptied, it goes."""

    id: uuid.UUID
    text: Entry


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """An action as it was typed, under a goal or beside them. Emptied, it goes. `who`: see core.plans.choices."""

    id: uuid.UUID
    under: uuid.UUID | None
    text: Entry
    who: Entry
    due_on: Entry

    @property
    def is_untouched_blank(self) -> bool:
        """An empty line that the form offered and nobody wrote in."""
        return not (self.text.value or self.who.value or self.due_on.value or self.text.was)


@dataclass(frozen=True, slots=True)
class Typed:
    """The whole plan as one page holds it."""

    own_words: Entry
    review_on: Entry
    goals: Sequence[GoalEntry]
    actions: Sequence[ActionEntry]


@dataclass(slots=True)
class Merge:
    """Puts fields together, and remembers those that two have written in."""

    contested: dict[str, Value] = field(default_factory=dict)

    def take(self, name: str, entry: Entry, stored: Value) -> Value:
        """What is to stand in the field."""
        mine, theirs = mark(entry.value), mark(stored)
        if mine == theirs or mine == entry.was:
            return stored
        if theirs != entry.was:
            self.contested[name] = stored
        return entry.value

    def take_row(self, row: GoalEntry | ActionEntry, stored: Mapping[str, Value]) -> dict[str, Value]:
        """The fields of a row. `stored` is empty when it is not there: new, or gone meanwhile."""
        if isinstance(row, GoalEntry):
            return {"text": self.take(field_name("goal", row.id, "text"), row.text, stored.get("text"))}
        text = self.take(field_name("action", row.id, "text"), row.text, stored.get("text"))
        if not stored:  # somebody's words about a row that is gone stay whole
            return {"text": text, "who": row.who.value, "due_on": row.due_on.value}
        return {"text": text} | {
            column: self.take(field_name("action", row.id, column), entry, stored.get(column))
            for column, entry in (("who", row.who), ("due_on", row.due_on))
        }


def mark(value: Value) -> str:
    """A short mark of what stands in a field; nothing has none."""
    if not value:
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else value
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def field_name(kind: RowKind, row_id: uuid.UUID, column: str) -> str:
    """The form's field of a row: goal_<id>_text, action_<id>_due_on."""
    return f"{kind}_{row_id.hex}_{column}"
