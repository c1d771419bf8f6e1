"""The list of referrals as it is shown: by state, sorted, a page at a time, or what was searched for."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import render_template

from blueprints.referrals.forms import SearchForm
from core.auth.permissions import Permission, may
from core.context import current_person
from core.i18n import _
from core.lists import Order, Page
from core.participants.choices import list_codes
from core.referrals.narrowing import DAYS, EVERY, SORT, unread
from core.referrals.queries import LATEST_FIRST, SORTABLE, Chosen, count_referrals
from core.referrals.terms import KIND_NAMES, OPEN_STATES, STATE_NAMES, ReferralState
from core.saved_lists.queries import Named
from core.web.paging import Pager
from core.web.sorting import Heading, choices, heading, written

OPEN = Chosen()
STATUS_KINDS = {
    ReferralState.OFFERED: "accent",
    ReferralState.STARTED: "ok",
    ReferralState.TO_BE_COMPLETED: "warn",
    ReferralState.WAITING_LIST: "warn",
}


def list_page(
    found: Page,
    pager: Pager,
    *,
    form: SearchForm | None = None,
    order: Order = LATEST_FIRST,
    chosen: Chosen = OPEN,
    said: Mapping[str, str] = MappingProxyType({}),
    saved: Sequence[Named] = (),
    searched: bool = False,
    medians: Sequence[tuple[str, str]] = (),
) -> str:
    """A page of the list. What was searched for has one page and stands with the latest first."""
    counts = count_referrals()
    return render_template(
        "referrals/index.html",
        found=found,
        pager=pager,
        columns=_columns(order, sortable=form is None),
        order=written(order),
        orders=_orders(),
        search_form=form or SearchForm(formdata=None),
        searched=searched,
        chosen_state=EVERY if chosen.every_state else str(chosen.state or ""),
        kept=dict(said) | ({SORT: written(order)} if order != LATEST_FIRST else {}),
        saved=saved,
        **_filters(chosen, said),
        may_keep=may(current_person(), Permission.READ_PARTICIPANTS),
        may_export=may(current_person(), Permission.EXPORT_PERSONS),
        states=[(state.value, name, counts.get(state, 0)) for state, name in STATE_NAMES.items()],
        open_count=sum(counts.get(state, 0) for state in OPEN_STATES),
        every_count=sum(counts.values()),
        state_names={str(state): str(name) for state, name in STATE_NAMES.items()},
        status_kinds=STATUS_KINDS,
        kind_names={str(kind): str(name) for kind, name in KIND_NAMES.items()},
        parties=list_codes("referring_party")["referring_party"],
        may_register=may(current_person(), Permission.REGISTER_REFERRAL),
        may_assess=may(current_person(), Permission.ASSESS_REFERRAL),
        medians=medians,
    )


def _filters(chosen: Chosen, said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "choices": said,
        "rarely_asked": not frozenset(said) <= {"state"},
        "days": DAYS,
        "unread": unread(said),
    }


def _columns(order: Order, *, sortable: bool) -> Sequence[Heading]:
    labels = {
        "name": _("Person"),
        "state": _("State"),
        "received": _("Received on"),
        "kind": _("What"),
        "party": _("Referring party"),
    }
    return [
        heading(label, by, order, default=LATEST_FIRST) if sortable and by in SORTABLE else Heading(label)
        for by, label in labels.items()
    ]


def _orders() -> list[tuple[str, str]]:
    return choices(
        [
            ("received", _("Received, earliest first"), _("Received, latest first")),
            ("name", _("Name, A to Ö"), _("Name, Ö to A")),
            ("state", _("State, first step first"), _("State, last step first")),
        ]
    )
