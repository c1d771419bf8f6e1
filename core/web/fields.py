"""Fields that clean what was typed, refuse what must not be kept, and say so in words.

Text is normalised to NFC and stripped; null bytes, control characters and characters that turn the direction of
writing are refused. What was typed is shown again as it was, with the refused characters made visible.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    FileField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import HiddenField as _HiddenField
from wtforms import IntegerField as _IntegerField
from wtforms import RadioField as _RadioField
from wtforms import SelectMultipleField as _SelectMultipleField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.fields.core import Field
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock
from core.i18n import _, _l, format_date, format_number

__all__ = [
    "BooleanField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "HiddenField",
    "InputRequired",
    "IntegerField",
    "LongTextField",
    "ManyField",
    "NotAfterToday",
    "Optional",
    "PasswordField",
    "RadioField",
    "Required",
    "TextField",
]

MAX_LINE = 200
MAX_TEXT = 10_000
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n\t")
_MADE_VISIBLE = "\N{REPLACEMENT CHARACTER}"


class Required(InputRequired):
    """Refuses an empty field with words of its own: `Required(_l("Write the person's name"))`.

    Unlike InputRequired it also refuses what is empty once it has been stripped.
    """

    def __call__(self, form: object, field: Field) -> None:
        """Raise StopValidation when nothing was given."""
        super().__call__(form, field)
        if field.data in (None, "", []) and not field.process_errors:
            raise StopValidation(str(self.message or _("Fill in this field")))


class TextField(StringField):
    """One line of text, at most `max_length` characters, runs of white space made one."""

    several_lines = False
    shown = ""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        self.max_length: int = options.pop("max_length", MAX_TEXT if self.several_lines else MAX_LINE)
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was sent."""
        if valuelist:
            self.data = clean_text(valuelist[0], several_lines=self.several_lines)

    def pre_validate(self, _form: object) -> None:
        """Refuse characters that must not be kept, and too much text.

        What is refused stands as a visible mark from then on, and no longer than it may be: the domain is asked about a
        form with faults as well. The page shows all that was typed.
        """
        if not self.data:
            return
        typed, self.shown = self.data, made_visible(self.data)
        self.data = self.shown[: self.max_length]
        refuse_hidden_characters(typed)
        if len(typed) > self.max_length:
            most, written = format_number(self.max_length), format_number(len(typed))
            raise ValidationError(
                _("Write at most %(most)s characters. You have written %(written)s.", most=most, written=written)
            )

    def _value(self) -> str:
        return self.shown or made_visible(self.data or "")


class HiddenField(_HiddenField):
    """What the page carries along. Whoever tampers with it gets it back as a page can show it."""

    def _value(self) -> str:
        return made_visible(str(self.data or "")[:MAX_LINE])


class IntegerField(_IntegerField):
    """A whole number. What was typed stays in the field when it is none."""

    def _value(self) -> str:
        return made_visible(str(super()._value())[:MAX_LINE])


class LongTextField(TextField, TextAreaField):
    """Text of several lines."""

    several_lines = True


class DateField(Field):
    """A date, written as 2022-09-15. Also understands 20220915, 2022/9/5, 15/9 2022 and 15 september 2022.

    `data` is a datetime.date or None. What was typed stays in the field when it is no date.
    """

    widget = StringField.widget
    earliest = dt.date(1900, 1, 1)
    latest = dt.date(2100, 12, 31)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; raise ValueError with what to write instead."""
        self.data = None
        text = clean_text(valuelist[0]) if valuelist else ""
        if not text:
            return
        self.data = parse_date(text)
        if self.data is None:
            raise ValueError(_("Write the date as 2022-09-15"))
        if not self.earliest <= self.data <= self.latest:
            self.data = None
            raise ValueError(_("Check the year of the date"))

    def _value(self) -> str:
        if self.raw_data:
            return made_visible(str(self.raw_data[0]).strip()[:MAX_LINE])
        return self.data.isoformat() if isinstance(self.data, dt.date) else ""


class NotAfterToday:
    """Validator: the date may not lie ahead of the business date."""

    def __call__(self, _form: object, field: Field) -> None:
        """Raise ValidationError for a date to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("The date may not be later than today, %(today)s", today=format_date(clock.today())))


class _OneOf:
    """What lists and radio buttons share: choices as (value, label), and no answer is None, whatever the type of the values.

    No answer is left to Required, so that the field can be optional and its fault has words of its own.
    """

    data: Any

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        options["choices"] = _pairs(options.get("choices"))
        super().__init__(label, validators, **options)  # type: ignore[call-arg]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing chosen is None."""
        if valuelist and valuelist[0]:
            super().process_formdata(valuelist)  # type: ignore[misc]
        else:
            self.data = None

    def pre_validate(self, form: object) -> None:
        """Refuse what is not among the alternatives."""
        if self.data is not None:
            super().pre_validate(form)  # type: ignore[misc]


class ChoiceField(_OneOf, SelectField):
    """A list to choose one from; the first line asks, and is no answer."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        self.prompt: object = options.pop("prompt", _l("Choose …"))
        super().__init__(label, validators, **options)

    def iter_choices(self) -> Iterable[Choice]:
        """The prompt, then the choices."""
        yield Choice(value="", label=str(self.prompt), selected=self.data is None, render_kw={})
        yield from super().iter_choices()


class RadioField(_OneOf, _RadioField):
    """Radio buttons: one of a few."""


class ManyField(_SelectMultipleField):
    """Tick boxes: none, one or several of the alternatives."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        options["choices"] = _pairs(options.get("choices"))
        super().__init__(label, validators, **options)


def _pairs(choices: Any) -> Any:
    """(value, label) as WTForms wants it; a function that gives choices is left as it is."""
    if choices is None or callable(choices):
        return choices
    return [SelectChoice.from_input(choice) for choice in choices]


def clean_text(text: str, *, several_lines: bool = False) -> str:
    """NFC, stripped; line breaks made one kind in several lines, white space made one blank in one line."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if several_lines:
        return text.strip(" \n\t")
    return re.sub(r"[ \n\t\u00a0]+", " ", text).strip(" ")


def refuse_hidden_characters(text: str) -> None:
    """Raise ValidationError for what cannot be seen and must not be kept."""
    if any(_is_control(character) for character in set(text)):
        raise ValidationError(_("The text has characters that cannot be shown. Write it anew, or paste it as plain text."))
    if not _BIDI.isdisjoint(text):
        raise ValidationError(
            _("The text has hidden characters that change the direction of writing. Write it anew, without them.")
        )


def made_visible(text: str) -> str:
    """The text as it may stand in a page: refused characters become a visible mark."""
    hidden = [one for one in set(text) if _is_control(one) or one in _BIDI]  # a megabyte has few different characters
    return text.translate({ord(one): _MADE_VISIBLE for one in hidden}) if hidden else text


def _is_control(character: str) -> bool:
    """Control characters, surrogates, noncharacters and line separators; not line feed and tab."""
    if character in _LINE_BREAKS:
        return False
    return unicodedata.category(character) in ("Cc", "Cs", "Cn", "Zl", "Zp")


_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/. ])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ] ?(\d{4})", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})\.? ([^\W\d]+)\.?,? ([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "ma(?:j|y)", "jun", "jul", "aug", "sep", "o(?:k|c)t", "nov", "dec")


def parse_date(text: str) -> dt.date | None:
    """The date a person meant, or None. Day before month when the year stands last, as Swedes write."""
    text = re.sub(r"[\N{EN DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}]", "-", text)
    numbers = _year_month_day(text)
    if numbers is None:
        return None
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, _mark, month, day, close_month, close_day = match.groups()
        return int(year), int(month or close_month), int(day or close_day)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return int(year), int(month), int(day)
    if match := _WORDS.fullmatch(text):
        day, word, year = match.groups()
        for number, month in enumerate(_MONTHS, start=1):
            if re.match(month, word, re.IGNORECASE):
                return int(year), number, int(day)
    return None
