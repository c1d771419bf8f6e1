"""Forms of the situation before the start and after the exit, as those two ask for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.i18n import _l
from core.outcomes.situations import SituationValues
from core.participants.choices import CodeRow
from core.web.fields import ChoiceField, DateField, HiddenField, IntegerField, ManyField, Optional, RadioField, Required
from core.web.forms import MiaForm

ANSWERS = {"yes": True, "no": False}
LISTS = ("support_source", "main_activity", "education")


class SituationForm(MiaForm):
    """What before and after share. `kept` is what stands: a lapsed answer that was given can be given again."""

    version = IntegerField(widget=HiddenField.widget)
    sources = ManyField(_l("Means of support"), [Required(_l("Choose at least one means of support"))])
    main_source = ChoiceField(
        _l("Main means of support"), [Optional()], description=_l("Needed only when there is more than one.")
    )
    main_activity = RadioField(_l("Main activity"), [Required(_l("Choose the main activity"))])

    def __init__(self, codes: Mapping[str, dict[str, CodeRow]], kept: SituationValues, **options: Any) -> None:
        super().__init__(**options)
        self.sources.choices = self.main_source.choices = _offered(codes["support_source"], *kept.sources)
        self.main_activity.choices = _offered(codes["main_activity"], kept.main_activity)

    @property
    def values(self) -> SituationValues:
        """What was entered, for the domain to check."""
        return SituationValues(
            sources=tuple(self.sources.data or ()),
            main_source=self.main_source.data or None,
            main_activity=self.main_activity.data,
        )


class BeforeForm(SituationForm):
    """Directly before the start."""

    education = ChoiceField(
        _l("Highest completed education"),
        [Required(_l("Choose the highest education"))],
        description=_l("Education from another country: the nearest Swedish level."),
    )
    support_since = DateField(
        _l("Public support since"),
        [Optional()],
        description=_l("The day it began. Breaks of up to a month do not count. Leave it empty if it is not known."),
    )

    def __init__(self, codes: Mapping[str, dict[str, CodeRow]], kept: SituationValues, **options: Any) -> None:
        super().__init__(codes, kept, **options)
        self.education.choices = _offered(codes["education"], kept.education)

    @property
    def values(self) -> SituationValues:
        """Also education and how long on public support."""
        return replace(super().values, education=self.education.data, support_since=self.support_since.data)


class AfterForm(SituationForm):
    """Directly after the exit."""

    work_subsidised = RadioField(
        _l("Is the work subsidised?"),
        [Optional()],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        description=_l("Answer when the person works."),
    )

    @property
    def values(self) -> SituationValues:
        """Also whether the work is subsidised."""
        return replace(super().values, work_subsidised=ANSWERS.get(self.work_subsidised.data or ""))


def stored_values(values: SituationValues, form: SituationForm | None = None) -> dict[str, object]:
    """What stands, as the form's fields. A main source that needs no pointing out is no difference to what `form` says."""
    alone = len(values.sources) == 1 and form is not None
    return {
        "sources": list(values.sources),
        "main_source": form.main_source.data if form is not None and alone else values.main_source,
        "main_activity": values.main_activity,
        "education": values.education,
        "support_since": values.support_since,
        "work_subsidised": next((key for key, value in ANSWERS.items() if value == values.work_subsidised), None),
    }


def _offered(rows: Mapping[str, CodeRow], *kept: str | None) -> list[tuple[str, str]]:
    return [(row.key, row.name) for row in rows.values() if row.active or row.key in kept]
