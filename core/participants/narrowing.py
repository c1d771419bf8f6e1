"""From the choices of a list of participants, as an address or a saved list holds them, to what it shows; and in words."""

from collections.abc import Mapping

from core.i18n import _, _l
from core.ids import read_id
from core.lists import Order, day_of, unread_days
from core.participants.filters import Chosen
from core.participants.list_choices import names_of
from core.participants.listing import BY_NAME, SORTABLE
from core.participants.terms import STATE_NAMES, ParticipationState

EVERY = "all"
"""What a choice says when the list is not narrowed to a status."""
IN_PROGRESS = Chosen(status=ParticipationState.ACTIVE)
"""What the list opens on."""
DAYS = {
    "started_from": _l("Started from"),
    "started_until": _l("Started until"),
    "ended_from": _l("Ended from"),
    "ended_until": _l("Ended until"),
}
CONTACTS = {"none": _l("Not set"), "late": _l("Overdue")}
COLUMNS = "columns"
SORT = "sort"
FILTERS = ("status", "worker", "municipality", "insats", "controller", "contact", *DAYS, COLUMNS)
"""Names that narrow the list or change its columns; SORT orders it."""
RARE = frozenset(FILTERS) - {"status", "worker", "municipality"}
"""Filters that a page shows only when they are asked for."""
FURTHER = {
    "controller": _l("Data controller"),
    "first_activity_on": _l("First activity"),
    "ended_on": _l("Ended"),
    "sex": _l("Sex"),
    "insats": _l("Interventions now"),
    "support_before": _l("Means of support before"),
    "exit_reason": _l("Reason for the exit"),
}
"""Columns that may be shown beside those that always are."""


def chosen_by(choices: Mapping[str, str]) -> Chosen:
    """What the list is narrowed to. What cannot be read narrows nothing (see `unread`)."""
    contact = choices.get("contact")
    status = choices.get("status", EVERY if contact else ParticipationState.ACTIVE.value)
    return Chosen(
        status=ParticipationState(status) if status in frozenset(ParticipationState) else None,
        worker=read_id(choices.get("worker")),
        municipality=choices.get("municipality") or None,
        insats=read_id(choices.get("insats")),
        controller=read_id(choices.get("controller")),
        without_contact=contact == "none",
        late_contact=contact == "late",
        started_from=day_of(choices, "started_from"),
        started_until=day_of(choices, "started_until"),
        ended_from=day_of(choices, "ended_from"),
        ended_until=day_of(choices, "ended_until"),
    )


def unread(choices: Mapping[str, str]) -> list[str]:
    """Days that cannot be read, as they were written."""
    return unread_days(choices, DAYS)


def columns_by(choices: Mapping[str, str]) -> tuple[str, ...]:
    """The further columns that are shown, in their own order."""
    wanted = choices.get(COLUMNS, "").split(",")
    return tuple(name for name in FURTHER if name in wanted)


def order_by(choices: Mapping[str, str]) -> Order:
    """The order that is kept with the choices."""
    by = choices.get(SORT, "").removeprefix("-")
    return Order(by, choices[SORT].startswith("-")) if by in SORTABLE else BY_NAME


def described(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    """(filter, what it says) of those that narrow the list, in words."""
    chosen = chosen_by(choices)
    names = names_of(chosen)
    said = [
        (_("Status"), str(STATE_NAMES[chosen.status]) if chosen.status else _("All")),
        (_("Contact person"), names.worker),
        (_("Municipality"), names.municipality),
        (_("Takes part now in"), names.insats),
        (_("Data controller"), names.controller),
        (_("Next contact"), str(CONTACTS.get(choices.get("contact", ""), ""))),
    ]
    days = ((str(label), day_of(choices, name)) for name, label in DAYS.items())
    said += [(label, day.isoformat()) for label, day in days if day]
    return [(label, value) for label, value in said if value]
