"""What the county types in: a day, money, and the rules of disclosure control. At the county no drafts are kept."""

import re

from core.i18n import _l
from core.steering.services import LEAST, Decided, Money
from core.steering.terms import DEADLINE_NAMES, MOST_NOTE, MOST_TITLE, DeadlineKind
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    NotAfterToday,
    Optional,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.kronor import KronorField


class _CountyForm(MiaForm):
    """Drafts are kept at tenants."""

    keeps_draft = False


class DeadlineForm(_CountyForm):
    """Something that is due on a day."""

    kind = ChoiceField(
        _l("What is due?"),
        [Required(_l("Choose what is due"))],
        choices=[(kind.value, name) for kind, name in DEADLINE_NAMES.items() if kind is not DeadlineKind.SCB],
    )
    title = TextField(
        _l("In your own words"), [Optional()], description=_l("Such as: Claim for July to September."), max_length=MOST_TITLE
    )
    due_on = DateField(_l("Due on"), [Required(_l("Write the day"))], description=_l("Such as 2022-09-15."))


class ChangeDeadlineForm(_CountyForm):
    """Another day or other words for it."""

    version = IntegerField(widget=HiddenField.widget)
    title = TextField(_l("In your own words"), [Optional()], max_length=MOST_TITLE)
    due_on = DateField(_l("Due on"), [Required(_l("Write the day"))], description=_l("Such as 2022-09-15."))


class SpendingForm(_CountyForm):
    """A delprojekt's line."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    budget_sek = KronorField(_l("Budget, kronor"), [Required(_l("Write the budget in whole kronor"))])
    spent_sek = KronorField(_l("Spent, kronor"), [Required(_l("Write what has been spent in whole kronor"))])
    spent_until = DateField(_l("Spent until"), [Required(_l("Write a day that has come")), NotAfterToday()])
    note = TextField(_l("Comment"), [Optional()], description=_l("Nothing about any person."), max_length=MOST_NOTE)

    def given(self) -> Money:
        """What was typed, for the service."""
        return Money(
            version=self.version.data or None,
            budget_sek=self.budget_sek.data,
            spent_sek=self.spent_sek.data,
            spent_until=self.spent_until.data,
            note=self.note.data or "",
        )


class RulesForm(_CountyForm):
    """The rules of disclosure control, with the decision behind them."""

    seen = IntegerField(widget=HiddenField.widget, default=0)
    k = IntegerField(_l("The smallest number shown"), [Required()], description=_l("Fewer people are never told. At least 5."))
    base = IntegerField(
        _l("Crossed tables are rounded to a multiple of"), [Required()], description=_l("At least the smallest number shown.")
    )
    least_rate_base = IntegerField(
        _l("Per cent are shown from this many people"),
        [Required()],
        description=_l("At least four times what is rounded to."),
    )
    least_tenants = IntegerField(
        _l("An intervention stands alone when this many sub-projects use it"), [Required()], description=_l("At least 3.")
    )
    least_participants = IntegerField(
        _l("A sub-project has a row of its own from this many participants"), [Required()], description=_l("At least 20.")
    )
    least_changed = IntegerField(
        _l("A row is counted anew when this many people in it have changed"), [Required()], description=_l("At least 5.")
    )
    age_bands = TextField(
        _l("The ages at which a band begins"), [Required()], description=_l("Such as 16, 20, 25, 30, 40, 50, 60."), max_length=80
    )
    decided_on = DateField(_l("Decided on"), [Required(_l("Write a day that has come")), NotAfterToday()])
    decision = LongTextField(
        _l("Who decided this, and why?"),
        [Required(_l("Write who decided this and why"))],
        description=_l("A role or a meeting, not a name. It stands with the rules."),
        max_length=MOST_NOTE,
    )

    def given(self) -> Decided:
        """What was typed, for the service."""
        ages = [int(one) for one in re.findall(r"\d{1,3}", self.age_bands.data or "")]
        values = {name: self[name].data for name in LEAST}
        return Decided(self.seen.data, values, ages, self.decision.data or "", self.decided_on.data)
