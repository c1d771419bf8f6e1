"""Two people change the same thing: the second one's form comes back with both versions beside each other.

A view that has lost a race says what stands now, field by field:

    if status == HTTPStatus.CONFLICT:
        status = conflicts.show(form, {"next_contact_on": participation.next_contact_on}, version=participation.version)

The form then shows, beside every field that differs, what the other wrote and a box "use this instead"
(macros/forms.html), carries the new version, and can be sent again. When nothing differs, the deed has been done: by the
same form sent twice, or by somebody who wanted the same; `show` answers SEE_OTHER and the view goes on as after success.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from wtforms import Field

from core.i18n import _, format_date
from core.web.forms import THEIRS, USE, MiaForm


@dataclass(frozen=True, slots=True)
class Said:
    """Something that stands now and can only be shown: a state that cannot be chosen again. `value` is its key."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What the other wrote in a field: `text` to read, `values` to send instead of one's own (none: only to read)."""

    text: str
    values: Sequence[str]
    use: str
    carries: str


def show(form: MiaForm, stored: Mapping[str, object], *, version: int | None = None, final: bool = False) -> HTTPStatus:
    """Put what stands now beside what was typed. CONFLICT, or SEE_OTHER when everything typed stands already.

    `stored` has a value for every field that the form can change, as the database has it (dates, numbers, keys, lists of
    keys) or Said; it is empty when what the form is about has not been done by anybody. `final`: what stands cannot be
    changed by this form any more, so that it is only shown. The form's `version` becomes the present one; a form of many
    rows has none and keeps its own account of what it has seen.
    """
    differing = {name: value for name, value in stored.items() if name in form and _differs(form[name], value)}
    if stored and not differing and not any(field.process_errors for field in form):
        return HTTPStatus.SEE_OTHER
    for name, value in differing.items():
        form[name].theirs = _theirs(form[name], _only_shown(form[name], value) if final else value)
    if version is not None:
        field = form["version"]
        field.raw_data, field.data = None, version
    return HTTPStatus.CONFLICT


def _differs(field: Field, stored: object) -> bool:
    return sorted(_values(field.data)) != sorted(_values(stored.value if isinstance(stored, Said) else stored))


def _only_shown(field: Field, stored: object) -> Said:
    return Said(_text(field, stored), "")


def _theirs(field: Field, stored: object) -> Theirs:
    values = [] if isinstance(stored, Said) else _values(stored)
    text = _text(field, stored)
    use = "" if isinstance(stored, Said) else f"{USE}{field.name}"
    return Theirs(text, values, use, f"{THEIRS}{field.name}")


def _values(value: object) -> list[str]:
    """As a form sends it."""
    if value is None or value == "":
        return []
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, list | tuple | set | frozenset):
        return [str(one) for one in value]
    return [str(value)]


def _text(field: Field, stored: Any) -> str:
    """As a person reads it."""
    if isinstance(stored, Said):
        return stored.text
    if isinstance(stored, dt.date):
        return format_date(stored)
    values = _values(stored)
    choices = getattr(field, "iter_choices", None)
    if choices is not None:
        names = {str(choice.value): str(choice.label) for choice in choices()}
        values = [names.get(value, value) for value in values]
    return ", ".join(values) or _("Empty")
