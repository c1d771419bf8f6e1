"""The file, what its columns are, and the buttons that write it or take it back."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.i18n import _, _l
from core.ids import new_id, read_id
from core.imports.examining import ACCEPTED, examine_sheet
from core.imports.fields import FIELD_NAMES, Field
from core.imports.queries import Opened
from core.imports.services import Mapping
from core.imports.terms import Key
from core.web.fields import ChoiceField, HiddenField, IntegerField, Optional, RadioField, Required
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class SheetField(UploadField):
    """A workbook or a csv."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, render_kw={"accept": ACCEPTED}, **options)

    def take(self, name: str, content: bytes) -> None:
        """Refuse what is no list, in words."""
        self.examined = examine_sheet(name, content)


class ImportForm(MiaForm):
    """One file. A draft cannot hold it."""

    keeps_draft = False

    token = HiddenField(default=lambda: str(new_id()))
    file = SheetField(
        _l("File"),
        [Required(_l("Choose a file"))],
        description=_l("A list from Excel or another spreadsheet program (xlsx or csv), at most 10 MB and 20,000 rows."),
    )

    @property
    def run_id(self) -> uuid.UUID:
        """Names one sending."""
        return read_id(self.token.data) or new_id()


class ButtonForm(MiaForm):
    """A button that knows the version its page showed."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget, default=0)


class WriteForm(ButtonForm):
    """Write what was checked: the whole file, or the good rows only."""

    whole = HiddenField(default="whole")


class Columns:
    """The form of one sheet's columns, and how a template finds its fields."""

    def __init__(self, opened: Opened, mapping: Mapping, insatser: Sequence[tuple[str, str]], version: int) -> None:
        self.opened = opened
        self.form = _form(opened, mapping, insatser)(data={"version": version})

    @property
    def rows(self) -> list[tuple[Any, str, list[str]]]:
        """(field, heading, samples) of every column."""
        named = zip(self.opened.headings, self.opened.samples, strict=True)
        return [(self.form[f"column_{at}"], heading, samples) for at, (heading, samples) in enumerate(named)]

    @property
    def mapping(self) -> Mapping:
        """What was chosen."""
        chosen = [self.form[f"column_{at}"].data for at in range(len(self.opened.headings))]
        fields = [Field(one) if one in FIELD_NAMES else None for one in chosen]
        key = Key(self.form["key"].data) if self.form["key"].data in set(Key) else Key.IDENTITY
        return Mapping(fields=fields, key=key, insats_id=read_id(self.form["insats_id"].data))


def _form(opened: Opened, mapping: Mapping, insatser: Sequence[tuple[str, str]]) -> type[MiaForm]:
    """The form's class, made for these columns. The order of the fields is the order in which faults are listed."""
    choices = [(name.value, said) for name, said in FIELD_NAMES.items()]
    fields: dict[str, Any] = {"version": IntegerField(widget=HiddenField.widget, default=0)}
    for at, (heading, guessed) in enumerate(zip(opened.headings, mapping.fields, strict=True)):
        label = heading or _("Column %(number)s, without a heading", number=at + 1)
        default = guessed.value if guessed else None
        fields[f"column_{at}"] = ChoiceField(label, [Optional()], choices=choices, default=default, prompt=_("Leave out"))
    fields["key"] = RadioField(
        _("By what is a participant known again?"),
        [Required(_l("Choose by what a participant is known again"))],
        choices=[
            (Key.IDENTITY.value, _("Personal identity number, or name and birth date")),
            (Key.NUMBER.value, _("Participant number (deltagarnummer)")),
        ],
        default=mapping.key.value,
    )
    fields["insats_id"] = ChoiceField(
        _("Intervention of the first activity"),
        [Optional()],
        description=_("For rows that say when the first activity was, and not which intervention it was."),
        choices=list(insatser),
        default=str(mapping.insats_id) if mapping.insats_id else None,
    )
    return type("ColumnsForm", (MiaForm,), fields)
