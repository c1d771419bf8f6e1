"""What leaves the product, as what, and what for."""

from collections.abc import Mapping
from typing import Any

from core.exports.contents import CONTENTS, IDENTITY_NUMBER, label_of
from core.exports.services import Order
from core.exports.terms import LONGEST_REASON, WHY_NAMES, Format, Why
from core.i18n import _l
from core.saved_lists.terms import ListKind
from core.web.fields import BooleanField, HiddenField, LongTextField, ManyField, Optional, RadioField, Required
from core.web.forms import MiaForm

FORMAT_NAMES = {
    Format.XLSX: _l("Excel (xlsx)"),
    Format.CSV: _l("Text with semicolons (csv)"),
}


class ExportForm(MiaForm):
    """The list came with the address and goes along unseen; the form keeps no draft of its own."""

    keeps_draft = False
    token = HiddenField()
    kind = HiddenField()
    choices = HiddenField()
    columns = ManyField(_l("Columns"), [Required(_l("Choose at least one column"))])
    numbers_confirmed = BooleanField(
        _l("I need the personal identity numbers"),
        description=_l("They are in the file only when you tick this as well as the column. Leave them out when you can."),
    )
    format = RadioField(_l("Kind of file"), [Required(_l("Choose what kind of file"))], default=Format.XLSX.value)
    why = RadioField(_l("What is the file for?"), [Required(_l("Choose what the file is for"))])
    reason = LongTextField(
        _l("In words"),
        [Optional()],
        description=_l("Needed when you have chosen something else. It stands in the access log. Nothing about any person."),
        max_length=LONGEST_REASON,
    )

    def __init__(self, kind: ListKind, **options: Any) -> None:
        super().__init__(**options)
        known = (*CONTENTS[kind].known, IDENTITY_NUMBER)
        self.columns.choices = [(name, label_of(name, kind)) for name in known]
        self.format.choices = [(one.value, str(name)) for one, name in FORMAT_NAMES.items()]
        self.why.choices = [(one.value, str(name)) for one, name in WHY_NAMES.items()]

    def order(self, kind: ListKind, choices: Mapping[str, str]) -> Order:
        """What was asked for, as far as it can be read."""
        return Order(
            kind=kind,
            choices=choices,
            columns=self.columns.data or (),
            format=Format(self.format.data) if self.format.data in frozenset(Format) else None,
            why=Why(self.why.data) if self.why.data in frozenset(Why) else None,
            reason=self.reason.data or "",
            numbers_confirmed=self.numbers_confirmed.data,
        )
