"""What the accessibility statement of a site says. Lists have a line for each thing."""

from typing import Any

from core.i18n import _l
from core.statements.services import StatementValues
from core.statements.terms import CONFORMITY_NAMES, METHOD_NAMES, MOST_LINES, Conformity, Method
from core.web.fields import DateField, HiddenField, IntegerField, LongTextField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm

_TEXTS = ("faults_sv", "faults_en", "burden_sv", "burden_en", "outside_sv", "outside_en", "email", "phone")
_A_LINE_EACH = _l("A line for each thing, with the reason.")


class StatementForm(MiaForm):
    """Both languages on one page."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    conformity = RadioField(
        _l("How accessible the pages are"),
        [Required(_l("Choose how accessible they are"))],
        choices=list(CONFORMITY_NAMES.items()),
    )
    method = RadioField(
        _l("How they were tried"), [Required(_l("Choose how they were tried"))], choices=list(METHOD_NAMES.items())
    )
    assessed_on = DateField(
        _l("Day they were tried"), [Required(_l("Say which day the pages were tried"))], description=_l("Such as 2022-09-15.")
    )
    faults_sv = LongTextField(
        _l("What does not meet the requirements, in Swedish"), [Optional()], description=_A_LINE_EACH, max_length=MOST_LINES
    )
    faults_en = LongTextField(_l("What does not meet the requirements, in English"), [Optional()], max_length=MOST_LINES)
    burden_sv = LongTextField(
        _l("Left out as an unreasonable burden, in Swedish"),
        [Optional()],
        description=_l("Only what would cost out of proportion (section 12 of the act). Mostly empty."),
        max_length=MOST_LINES,
    )
    burden_en = LongTextField(_l("Left out as an unreasonable burden, in English"), [Optional()], max_length=MOST_LINES)
    outside_sv = LongTextField(
        _l("Not covered by the act, in Swedish"),
        [Optional()],
        description=_l("Such as sound and film from before 23 September 2020 (section 9)."),
        max_length=MOST_LINES,
    )
    outside_en = LongTextField(_l("Not covered by the act, in English"), [Optional()], max_length=MOST_LINES)
    email = TextField(_l("E-mail for those who find a fault"), [Optional()], max_length=200)
    phone = TextField(_l("Telephone for those who find a fault"), [Optional()], max_length=50)

    @property
    def values(self) -> StatementValues:
        """What was typed."""
        conformity = Conformity(self.conformity.data) if self.conformity.data in CONFORMITY_NAMES else Conformity.NOT
        method = Method(self.method.data) if self.method.data in METHOD_NAMES else Method.OWN
        texts = {name: self[name].data or "" for name in _TEXTS}
        return StatementValues(conformity=conformity, method=method, assessed_on=self.assessed_on.data, **texts)

    @staticmethod
    def shown(row: Any) -> dict[str, Any]:
        """What the form is filled with."""
        return {name: getattr(row, name) for name in ("conformity", "method", "assessed_on", *_TEXTS, "version")}
