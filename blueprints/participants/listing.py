"""The list of participants as it is shown: narrowed, sorted, a page at a time."""

from collections.abc import Sequence

from flask import render_template

from blueprints.participants.forms import STATE_NAMES, named
from core.auth.permissions import Permission, may
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.lists import Order
from core.participants import listing
from core.participants.choices import list_municipalities
from core.participants.listing import BY_NAME, SORTABLE, Chosen
from core.participants.terms import ParticipationState
from core.web.paging import Pager
from core.web.sorting import Heading, choices, heading, wanted_order, written

EVERY = "all"
"""What the address says when the list is not narrowed to a status."""
IN_PROGRESS = Chosen(status=ParticipationState.ACTIVE)
"""What the list opens on."""


def list_page(chosen: Chosen, page: int, text: str = "") -> str:
    """A page of the list; what `text` was searched for has one page and stands in order of name."""
    order = BY_NAME if text else wanted_order(SORTABLE, BY_NAME)
    workers, municipalities = listing.list_workers_of_list(), list_municipalities()
    found = listing.list_participations(chosen, page=page, order=order)  # last, so that one connection does for its log too
    if page > 1 and not found.rows:
        raise NotFound
    return render_template(
        "participants/index.html",
        found=found,
        pager=Pager(page, found.total),
        chosen=chosen,
        narrowed=chosen != Chosen() and not text,
        untouched=chosen == IN_PROGRESS and not text,
        everybody=EVERY,
        text=text,
        columns=_columns(order, sortable=not text),
        order=written(order),
        orders=_orders(),
        states=named(STATE_NAMES, ParticipationState),
        state_names={str(state): str(name) for state, name in STATE_NAMES.items()},
        workers=workers,
        municipalities=municipalities,
        today=today(),
        may_start=may(current_person(), Permission.START_PARTICIPATION),
    )


def _columns(order: Order, *, sortable: bool) -> Sequence[Heading]:
    labels = {
        "name": _("Participant"),
        "number": _("Number"),
        "municipality": _("Municipality"),
        "status": _("Status"),
        "since": _("Since"),
        "worker": _("Contact person"),
        "contact": _("Next contact"),
    }
    return [
        heading(label, by, order, default=BY_NAME) if sortable and by in SORTABLE else Heading(label)
        for by, label in labels.items()
    ]


def _orders() -> list[tuple[str, str]]:
    return choices(
        [
            ("name", _("Name, A to Ö"), _("Name, Ö to A")),
            ("number", _("Number, lowest first"), _("Number, highest first")),
            ("since", _("Start, earliest first"), _("Start, latest first")),
            ("contact", _("Next contact, earliest first"), _("Next contact, latest first")),
        ]
    )
