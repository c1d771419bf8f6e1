"""The form every form builds on: all faults at once, in the reader's language, nothing typed is lost.

Fields that clean and refuse what they should stand in core/web/fields.py. Templates render with macros/forms.html.
"""

import inspect
from collections.abc import Mapping
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField

from core.i18n import _, _l, ngettext

csrf = CSRFProtect()

USE, THEIRS = "use-", "theirs-"
"""After a lost race (core/web/conflicts.py): the box of a field that takes the other's value, and what that value is."""

# What WTForms says, in our words. Anything it may say and that is not here is shown as it is.
_MESSAGES: dict[str, object] = {
    "This field is required.": _l("Fill in this field"),
    "Not a valid choice.": _l("Choose one of the alternatives"),
    "Not a valid choice": _l("Choose one of the alternatives"),
    "Invalid Choice: could not coerce.": _l("Choose one of the alternatives"),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choose among the alternatives"),
    "'%(value)s' is not a valid choice for this field.": _l("Choose among the alternatives"),
    "'%(value)s' are not valid choices for this field.": _l("Choose among the alternatives"),
    "Not a valid integer value.": _l("Write a whole number, such as 25"),
    "Not a valid decimal value.": _l("Write a number, such as 12.5"),
    "Not a valid float value.": _l("Write a number, such as 12.5"),
    "Not a valid date value.": _l("Write the date as 2022-09-15"),
    "Not a valid datetime value.": _l("Write the date as 2022-09-15"),
    "Not a valid time value.": _l("Write the time as 13:30"),
    "Invalid email address.": _l("Write an e-mail address, such as name@example.com"),
    "Invalid input.": _l("This is not written as it should be"),
    "Field must be equal to %(other_name)s.": _l("The two are not the same"),
    "Field must be between %(min)d and %(max)d characters long.": _l("Write between %(min)d and %(max)d characters"),
    "Number must be at least %(min)s.": _l("The number must be at least %(min)s"),
    "Number must be at most %(max)s.": _l("The number must be at most %(max)s"),
    "Number must be between %(min)s and %(max)s.": _l("The number must be between %(min)s and %(max)s"),
}


def limit_text() -> None:
    """A form without files may be as long as all our fields together, not as long as a file (werkzeug knows one limit)."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = request.max_form_memory_size


class _OurWords:
    """Stands where WTForms expects a gettext catalogue."""

    def gettext(self, message: str) -> str:
        return str(_MESSAGES.get(message, message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        if singular == "Field must be at least %(min)d character long.":
            return ngettext("Write at least %(num)d character", "Write at least %(num)d characters", n)
        if singular == "Field cannot be longer than %(max)d character.":
            return ngettext("Write at most %(num)d character", "Write at most %(num)d characters", n)
        if singular == "Field must be exactly %(max)d character long.":
            return ngettext("Write exactly %(num)d character", "Write exactly %(num)d characters", n)
        return self.gettext(singular if n == 1 else plural)


AS_SENT = inspect.signature(FlaskForm.__init__).parameters["formdata"].default
"""What Flask-WTF passes for "whatever this request has sent"."""


class MiaForm(FlaskForm):
    """Base of every form that a signed-in person, or someone who signs in, sends.

    A view reads `if form.validate_on_submit(): …` and, when the domain refuses, `form.add_faults(error.faults)`; then
    it renders the page again with status 422. The hint under a label is the field's `description`.
    """

    keeps_draft = True
    """Whether a draft of this form is kept where its page is registered (core/web/drafts.py)."""
    warns = True
    """Whether a browser warns before it leaves what was typed here. A search is no loss."""

    class Meta(FlaskForm.Meta):
        """Our words instead of WTForms' own, and our notion of what was sent."""

        def get_translations(self, _form: object) -> _OurWords:
            """The catalogue that fields and validators ask."""
            return _OurWords()

        def wrap_formdata(self, form: "MiaForm", formdata: Any) -> Any:
            """What was sent, with the other's values where they were chosen; on opening, the draft that goes on."""
            if formdata is not AS_SENT:
                return formdata
            if not form.is_submitted():
                return g.get("draft_typed") if form.keeps_draft else None
            return sent_to(form)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check every field; a page that shows a form with faults gets "Error:" before its title."""
        valid = bool(super().validate(extra_validators=extra_validators))
        if not valid:
            g.form_has_faults = True
        return valid

    def add_faults(self, faults: Mapping[str, object]) -> None:
        """Put what the domain refused (`core.errors.Invalid.faults`) beside the fields it is about.

        A name that is no field of this form becomes a fault of the form as a whole, so that nothing is swallowed.
        """
        for name, message in faults.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]
        g.form_has_faults = True

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(id of the element to go to, message) for the error summary, in the order of the page."""
        listed = [("", str(message)) for message in self.form_errors]
        for field in self:
            listed += [(target_id(field), _with_label(field.label.text, message)) for message in field_messages(field)]
            if hasattr(field, "theirs"):
                listed.append((target_id(field), _("Two versions: %(field)s", field=field.label.text)))
        return listed

    @property
    def lost_race(self) -> bool:
        """Whether somebody else changed the same thing first; their version then stands beside this one."""
        return any(hasattr(field, "theirs") for field in self)


def sent_to(form: MiaForm) -> "MultiDict[str, Any] | CombinedMultiDict[str, Any]":
    """What this request sends to `form`. A file where text is asked for is nothing: the field says that it is empty."""
    sent: MultiDict[str, Any] = MultiDict(request.form)
    for name in request.form:
        if name.startswith(USE):
            sent.setlist(name.removeprefix(USE), request.form.getlist(f"{THEIRS}{name.removeprefix(USE)}"))
    wanted = {name for name, field in getattr(form, "_fields", {}).items() if isinstance(field, FileField)}
    files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in wanted)
    return CombinedMultiDict((files, sent)) if files else sent


def target_id(field: Field) -> str:
    """The id that a link from the error summary leads to: the first alternative of a group, else the field."""
    if has_alternatives(field):
        return f"{field.id}-0"
    return str(field.id)


def has_alternatives(field: Field) -> bool:
    """Whether the field is shown as a group of radio buttons or tick boxes."""
    return hasattr(field, "iter_choices") and type(field.widget).__name__ == "ListWidget"


def field_messages(field: Field) -> list[str]:
    """The faults of one field as sentences; each once."""
    return list(dict.fromkeys(str(message) for message in field.errors if message))


def _with_label(label: str, message: str) -> str:
    """What the summary says: far from its field, "Write at most 200 characters" has to tell which one it is about."""
    if label[:4].casefold() in message.casefold():
        return message
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


def page_has_faults() -> bool:
    """Whether a form on this page was refused."""
    return bool(g.get("form_has_faults", False))


def described_by(field: Field, hint: object = None) -> str:
    """The value of aria-describedby: hint and error, as far as there are any."""
    parts = [f"{field.id}-hint"] if hint or field.description else []
    if field.errors:
        parts.append(f"{field.id}-error")
    return " ".join(parts)


def summary_heading(count: int) -> str:
    """The heading of the error summary."""
    if count == 1:
        return _("One thing needs to be put right")
    return _("%(count)s things need to be put right", count=count)
