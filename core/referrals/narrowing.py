"""From the choices of a list of referrals, as an address or a saved list holds them, to what it shows; and in words."""

from collections.abc import Mapping

from core.i18n import _, _l
from core.identity_numbers import IdentityNumberError, parse
from core.lists import Order, day_of, unread_days, words_of
from core.participants.choices import CodeRow
from core.persons.queries import identity_index
from core.referrals.queries import LATEST_FIRST, SORTABLE, Chosen
from core.referrals.terms import KIND_NAMES, STATE_NAMES, ReferralKind, ReferralState

EVERY = "all"
SORT = "sort"
DAYS = {"received_from": _l("Came in from"), "received_until": _l("Came in until")}
FILTERS = ("state", "kind", "party", *DAYS)


def chosen_by(choices: Mapping[str, str]) -> Chosen:
    """What the list is narrowed to; without a state it shows what is still open."""
    state, kind = choices.get("state", ""), choices.get("kind", "")
    return Chosen(
        state=ReferralState(state) if state in frozenset(ReferralState) else None,
        every_state=state == EVERY,
        kind=ReferralKind(kind) if kind in frozenset(ReferralKind) else None,
        party=choices.get("party") or None,
        received_from=day_of(choices, "received_from"),
        received_until=day_of(choices, "received_until"),
    )


def sought(text: str) -> Chosen:
    """Whom a text looks for: by the identity number it is, else by the words of a name."""
    try:
        digits = parse(text).digits
    except IdentityNumberError:
        digits = None
    return Chosen(identity_index=identity_index(digits)) if digits else Chosen(words=words_of(text))


def unread(choices: Mapping[str, str]) -> list[str]:
    """Days that cannot be read, as they were written."""
    return unread_days(choices, DAYS)


def order_by(choices: Mapping[str, str]) -> Order:
    """The order that is kept with the choices."""
    by = choices.get(SORT, "").removeprefix("-")
    return Order(by, choices[SORT].startswith("-")) if by in SORTABLE else LATEST_FIRST


def described(choices: Mapping[str, str], parties: Mapping[str, CodeRow]) -> list[tuple[str, str]]:
    """(filter, what it says) of those that narrow the list, in words."""
    chosen = chosen_by(choices)
    state = _("All") if chosen.every_state else _("Not finished")
    party = parties[chosen.party].name if chosen.party and chosen.party in parties else ""
    said = [
        (_("State"), str(STATE_NAMES[chosen.state]) if chosen.state else state),
        (_("Kind"), str(KIND_NAMES[chosen.kind]) if chosen.kind else ""),
        (_("Referring party"), party),
    ]
    days = ((str(label), day_of(choices, name)) for name, label in DAYS.items())
    said += [(label, day.isoformat()) for label, day in days if day]
    return [(label, value) for label, value in said if value]
