"""What is entered about a fact, a contact, and the text of a page."""

from collections.abc import Mapping
from typing import Any

from core.i18n import _l
from core.ids import new_id
from core.library.services import ContactValues, FactValues
from core.library.terms import MOST_FACT, MOST_NAME
from core.web.fields import BooleanField, DateField, HiddenField, IntegerField, LongTextField, Optional, Required, TextField
from core.web.forms import MiaForm
from core.writing import MOST_CHARACTERS


class FactForm(MiaForm):
    """Something that was true on a day, and where it is said."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField(default=lambda: str(new_id()))
    happened_on = DateField(_l("Day"), [Required(_l("Write the day"))], description=_l("When it was true."))
    text_sv = LongTextField(
        _l("What was true, in Swedish"),
        [Required(_l("Write what was true that day, in Swedish"))],
        description=_l("One sentence with its figure. Never about one person."),
        max_length=MOST_FACT,
    )
    text_en = LongTextField(_l("What was true, in English"), [Optional()], max_length=MOST_FACT)
    source_sv = TextField(
        _l("Source in Swedish"),
        [Required(_l("Write where it is said"))],
        description=_l("A report, a page or a meeting, so that a reader can look it up."),
        max_length=MOST_FACT,
    )
    source_en = TextField(_l("Source in English"), [Optional()], max_length=MOST_FACT)
    link = TextField(_l("Link to the source"), [Optional()])
    shown = BooleanField(_l("Readers see it"), default=True)

    @property
    def values(self) -> FactValues:
        """What was typed."""
        texts = {name: self[name].data or "" for name in ("text_sv", "text_en", "source_sv", "source_en", "link")}
        return FactValues(happened_on=self.happened_on.data, shown=bool(self.shown.data), **texts)

    @staticmethod
    def shown_from(row: Any) -> dict[str, Any]:
        """What the form is filled with from a stored one."""
        names = ("happened_on", "text_sv", "text_en", "source_sv", "source_en", "link", "shown", "version")
        return {name: getattr(row, name) for name in names}


class ContactForm(MiaForm):
    """A role the public may turn to. The role is enough; a name stands there only with its bearer's yes."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField(default=lambda: str(new_id()))
    role_sv = TextField(_l("Role in Swedish"), [Required(_l("Write the role in Swedish"))], max_length=MOST_NAME)
    role_en = TextField(_l("Role in English"), [Optional()], max_length=MOST_NAME)
    is_acting = BooleanField(_l("Acting"), description=_l('Shown as "acting" behind the role.'))
    name = TextField(
        _l("Name"), [Optional()], description=_l("Only when whoever has the role wants to stand there."), max_length=MOST_NAME
    )
    about_sv = TextField(_l("What one turns to this role with, in Swedish"), [Optional()], max_length=MOST_FACT)
    about_en = TextField(_l("What one turns to this role with, in English"), [Optional()], max_length=MOST_FACT)
    phone = TextField(_l("Phone"), [Optional()], max_length=MOST_NAME)
    email = TextField(_l("E-mail"), [Optional()], max_length=MOST_NAME)
    position = IntegerField(_l("Place in the order"), [Optional()], description=_l("The lower number comes first."))
    shown = BooleanField(_l("Readers see it"), default=True)

    @property
    def values(self) -> ContactValues:
        """What was typed."""
        names = ("role_sv", "role_en", "name", "about_sv", "about_en", "phone", "email")
        return ContactValues(
            is_acting=bool(self.is_acting.data),
            position=self.position.data,
            shown=bool(self.shown.data),
            **{name: self[name].data or "" for name in names},
        )

    @staticmethod
    def shown_from(row: Any) -> dict[str, Any]:
        """What the form is filled with from a stored one."""
        names = ("role_sv", "role_en", "is_acting", "name", "about_sv", "about_en", "phone", "email", "position", "shown")
        return {name: getattr(row, name) for name in (*names, "version")}


class BringBackForm(MiaForm):
    """A button; `version` is of the text that stands there now."""

    keeps_draft = False
    warns = False
    version = IntegerField(widget=HiddenField.widget, default=0)


class TextForm(MiaForm):
    """The text of one page in both languages. Empty gives our own text back."""

    keeps_draft = False
    version_sv = IntegerField(widget=HiddenField.widget, default=0)
    version_en = IntegerField(widget=HiddenField.widget, default=0)
    body_sv = LongTextField(_l("Text in Swedish"), [Optional()], max_length=MOST_CHARACTERS)
    body_en = LongTextField(_l("Text in English"), [Optional()], max_length=MOST_CHARACTERS)

    @property
    def versions(self) -> dict[str, int]:
        """Those the editor saw."""
        return {"sv": self.version_sv.data or 0, "en": self.version_en.data or 0}

    @property
    def bodies(self) -> dict[str, str]:
        """What was typed."""
        return {"sv": self.body_sv.data or "", "en": self.body_en.data or ""}

    @staticmethod
    def shown_from(texts: Mapping[str, Any]) -> dict[str, Any]:
        """What the form is filled with."""
        bodies = {f"body_{language}": row.body for language, row in texts.items()}
        return bodies | {f"version_{language}": row.version for language, row in texts.items()}
