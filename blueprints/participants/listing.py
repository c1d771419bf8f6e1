"""The list of participants as it is shown: narrowed, sorted, with the columns that were chosen, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from blueprints.participants.forms import named
from core.auth.permissions import Permission, may
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.lists import Order
from core.participants import listing
from core.participants.list_choices import ListChoices, list_choices
from core.participants.listing import BY_NAME, SORTABLE, Chosen
from core.participants.narrowing import (
    CONTACTS,
    DAYS,
    EVERY,
    FURTHER,
    IN_PROGRESS,
    RARE,
    chosen_by,
    columns_by,
    order_by,
    unread,
)
from core.participants.terms import SEX_NAMES, STATE_NAMES, ParticipationState
from core.saved_lists.terms import ListKind
from core.web.narrowing import asked
from core.web.paging import Pager
from core.web.sorting import SORT, Heading, choices, heading, wanted_order, written


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows, and what it was asked with: by its address, by the list it opens on, or by a search."""

    chosen: Chosen
    choices: Mapping[str, str]
    order: Order
    further: tuple[str, ...] = ()
    text: str = ""


def list_page(page: int) -> str:
    """A page of the list as the address says; an address that says nothing opens on the reader's own list, if there is one."""
    offered = list_choices()
    said = asked(ListKind.PARTICIPANTS)
    opening = next((saved for saved in offered.saved if saved.opens), None)
    order = wanted_order(SORTABLE, BY_NAME)
    if not said and opening is not None:
        said = dict(opening.choices)
        order = order if SORT in request.args else order_by(said)
        said.pop(SORT, None)
    return _page(Shown(chosen_by(said), said, order, columns_by(said)), offered, page)


def search_page(chosen: Chosen, text: str) -> str:
    """What `text` was searched for has one page and stands in order of name."""
    return _page(Shown(chosen, {}, BY_NAME, text=text), list_choices(), 1)


def _page(shown: Shown, offered: ListChoices, page: int) -> str:
    chosen, text = shown.chosen, shown.text
    found = listing.list_participations(chosen, page=page, order=shown.order, further=shown.further)
    if page > 1 and not found.rows:
        raise NotFound
    status, order = str(chosen.status or EVERY), written(shown.order)
    return render_template(
        "participants/index.html",
        found=found,
        pager=Pager(page, found.total),
        chosen=chosen,
        narrowed=chosen != Chosen() and not text,
        untouched=chosen == IN_PROGRESS and not text,
        everybody=EVERY,
        text=text,
        columns=_columns(shown.order, sortable=not text),
        cells=_cells(shown.further),
        plain_headings=[Heading(label) for label, _said in _cells(shown.further)],
        order=order,
        orders=_orders(),
        state_names={str(state): str(name) for state, name in STATE_NAMES.items()},
        **_filters(shown),
        offered=offered,
        kept={"status": status, **shown.choices} | ({SORT: order} if shown.order != BY_NAME else {}),
        today=today(),
        may_start=may(current_person(), Permission.START_PARTICIPATION),
        may_export=may(current_person(), Permission.EXPORT_PERSONS),
    )


def _filters(shown: Shown) -> dict[str, Any]:
    """What the form of the filters needs beside what it offers."""
    return {
        "choices": shown.choices,
        "unread": unread(shown.choices),
        "states": named(STATE_NAMES, ParticipationState),
        "further": shown.further,
        "further_offered": FURTHER,
        "rarely_asked": not RARE.isdisjoint(shown.choices),
        "days": DAYS,
        "contacts": CONTACTS,
    }


def _cells(further: Sequence[str]) -> list[tuple[str, Callable[[Any], str]]]:
    """(heading, what a row says) of each further column."""
    sexes = {str(sex): str(name) for sex, name in SEX_NAMES.items()}

    def of(key: str) -> Callable[[Any], str]:
        if key == "sex":
            return lambda row: sexes[row.sex]
        return lambda row: str(getattr(row, key) or "–")

    return [(str(FURTHER[key]), of(key)) for key in further]


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
