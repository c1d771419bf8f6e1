"""What is owed as a workbook: the same figures as on the page, and nobody in it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from core import context
from core.i18n import _, format_month
from core.owed.terms import FIGURES, KIND_NAMES, LACKING_NAMES, Lacking, OwedKind
from core.participants.choices import list_codes
from core.sheets import Column, Table, write_book


def in_swedish(make: Callable[[], bytes]) -> bytes:
    """What is frozen is in Swedish, whatever the language of whoever reports."""
    spoken = context.language()
    context.set_language("sv")
    try:
        return make()
    finally:
        context.set_language(spoken)


def month_book(kind: OwedKind, month: dt.date, name: str, content: Mapping[str, Any]) -> bytes:
    """A month's list in the language of the scope. `name` is the delprojekt's."""
    lead = [str(KIND_NAMES[kind]), name, format_month(month)]
    figures = [[str(words), content["figures"][key]] for key, words in FIGURES[kind].items()]
    tables = [Table(_("Figures"), [Column(_("What"), 52), Column(_("Number"), 14)], figures, lead, _notes(kind))]
    if "lacking" in content:
        lacking = [[str(LACKING_NAMES[Lacking(key)]), content["lacking"][f"lacking_{key}"]] for key in Lacking]
        lines = [*lacking, [_("Participants of whom nothing is missing"), content["complete"]]]
        tables.append(Table(_("What is missing"), [Column(_("What"), 52), Column(_("Participants"), 14)], lines, lead))
    if "sources" in content:
        tables.append(_sources(content["sources"], lead))
    return write_book(tables)


def _notes(kind: OwedKind) -> list[str]:
    if kind is OwedKind.SCB:
        return [_("A participant with protected identity is written by hand from paper: date of birth and Tf29 for a woman.")]
    return [_("Whole hours are rounded down for each participant.")]


def _sources(rows: list[dict[str, Any]], lead: list[str]) -> Table:
    names = {key: one.name for key, one in list_codes("support_source")["support_source"].items()}
    columns = [Column(_("Main means of support before"), 40), Column(_("Participants"), 14), Column(_("Whole hours"), 14)]
    lines = [
        [names.get(row["source"], row["source"]) if row["source"] else _("Not known"), row["participants"], row["whole_hours"]]
        for row in rows
    ]
    return Table(_("By means of support"), columns, lines, lead)


def year_book(year: int, name: str, content: Mapping[str, Any]) -> bytes:
    """A year of Uppföljning Finsam in the language of the scope."""
    lead = [str(KIND_NAMES[OwedKind.FINSAM]), name, str(year)]
    named = "name_en" if context.language() == "en" else "name_sv"
    columns = [
        Column(_("Intervention"), 36),
        Column(_("Kind"), 22),
        Column(_("Planned participants"), 14),
        Column(_("Women"), 12),
        Column(_("Men"), 12),
        Column(_("Women who began"), 16),
        Column(_("Men who began"), 16),
        Column(_("Budget, kr"), 16),
        Column(_("Outcome, kr"), 16),
        Column(_("ESF budget, kr"), 16),
        Column(_("ESF outcome, kr"), 16),
    ]
    keys = ("planned_participants", "women", "men", "women_began", "men_began", "budget", "outcome", "esf_budget", "esf_outcome")
    rows = [
        [line[named], _("For single persons") if line["individual"] else _("On structures"), *(line[key] for key in keys)]
        for line in content["insatser"]
    ]
    money = [[str(words), content["year"][key]] for key, words in year_words().items()]
    return write_book(
        [
            Table(_("Interventions"), columns, rows, lead),
            Table(_("The association"), [Column(_("What"), 40), Column(_("Kronor"), 18)], money, lead),
        ]
    )


def year_words() -> dict[str, str]:
    """The sums of the förbund's year in words, in order."""
    return {
        "allotted": _("Allotted funds"),
        "equity": _("Equity at the end of the year"),
        "administration_budget": _("Administration, budget"),
        "administration_outcome": _("Administration, outcome"),
    }
