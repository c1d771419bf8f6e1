"""What one wants mail about: a choice for each kind of what may wait."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.web.fields import ChoiceField, HiddenField, IntegerField, Required
from core.web.forms import MiaForm
from core.web.telling import chosen_how
from core.web.waiting import Waiting
from core.work.terms import HOW_NAMES, How


class VersionForm(MiaForm):
    """The part that is the same for everybody, and a button of its own: which choices were seen."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget, default=0)


def mail_form(kinds: Sequence[Waiting], chosen: Mapping[str, Any], version: int, **options: Any) -> Any:
    """The form with a field for each kind of this reader's."""
    fields = {
        kind.name: ChoiceField(
            kind.label,
            [Required()],
            choices=[(how.value, HOW_NAMES[how]) for how in How if how is not How.AT_ONCE or kind.may_be_at_once],
        )
        for kind in kinds
    }
    form = type("MailForm", (VersionForm,), fields)
    return form(data={"version": version} | {kind.name: chosen_how(kind, chosen).value for kind in kinds}, **options)


def choices_of(form: Any, kinds: Sequence[Waiting]) -> dict[str, How]:
    """What was chosen, by kind; a choice that is none is left out."""
    return {kind.name: How(form[kind.name].data) for kind in kinds if form[kind.name].data in list(How)}
