"""What is typed in when something is reported, taken home, or entered for a year."""

from core.i18n import _l
from core.owed.finsam import InsatsValues, YearValues
from core.web.fields import BooleanField, HiddenField, IntegerField, LongTextField, Optional, Required, TextField
from core.web.forms import MiaForm
from core.web.kronor import KronorField

MAX_COMMENT = 1000


class ReportForm(MiaForm):
    """It has been sent. Named by a month or year and not by an id, it keeps no draft."""

    keeps_draft = False
    seen = HiddenField()
    """The fingerprint of what the page showed."""
    comment = LongTextField(
        _l("Comment"),
        [Optional()],
        description=_l("What a reader of the figures should know. Nothing about any person."),
        max_length=MAX_COMMENT,
    )


class ExportForm(MiaForm):
    """The names and hours of many leave the product: what for stands in the access log."""

    keeps_draft = False
    warns = False
    reason = TextField(
        _l("What is it for?"),
        [Required(_l("Write what the file is for"))],
        description=_l("Such as the report to SCB. It stands in the access log."),
    )


class InsatsYearForm(MiaForm):
    """One insats in one year. Named by a year, it keeps no draft."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    individual = BooleanField(
        _l("For single persons"),
        default=True,
        description=_l("Its women and men are reported. Without the tick it works on structures, and only its money is."),
    )
    planned_participants = IntegerField(_l("Planned participants"), [Optional()])
    budget = KronorField(_l("Budget, kronor"), [Optional()])
    outcome = KronorField(_l("Outcome, kronor"), [Optional()])
    esf_budget = KronorField(_l("ESF budget, kronor"), [Optional()], description=_l("The part that ESF-rådet pays for."))
    esf_outcome = KronorField(_l("ESF outcome, kronor"), [Optional()])

    @property
    def values(self) -> InsatsValues:
        """What was typed, as far as it could be read."""
        return InsatsValues(
            individual=bool(self.individual.data),
            planned_participants=self.planned_participants.data,
            budget=self.budget.data,
            outcome=self.outcome.data,
            esf_budget=self.esf_budget.data,
            esf_outcome=self.esf_outcome.data,
        )


class FinsamYearForm(MiaForm):
    """The förbund's own sums of a year. Named by a year, it keeps no draft."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    allotted = KronorField(_l("Allotted funds, kronor"), [Optional()])
    equity = KronorField(_l("Equity at the end of the year, kronor"), [Optional()])
    administration_budget = KronorField(_l("Administration, budget in kronor"), [Optional()])
    administration_outcome = KronorField(_l("Administration, outcome in kronor"), [Optional()])

    @property
    def values(self) -> YearValues:
        """What was typed, as far as it could be read."""
        return YearValues(
            allotted=self.allotted.data,
            equity=self.equity.data,
            administration_budget=self.administration_budget.data,
            administration_outcome=self.administration_outcome.data,
        )
