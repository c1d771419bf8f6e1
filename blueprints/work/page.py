"""Puts together the work page: only what this reader's permissions open, and logged before it is shown.

Everything that is a number is counted first, in one statement; rows are asked for only where there are any.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from blueprints.work.kinds import AS_ROWS, ENDING, LATE, OFFERED, UNINSURED
from core.accounts.queries import count_invited
from core.audit import Action, record_access, unlogged_read
from core.auth.permissions import Permission, may
from core.clock import today
from core.consents.ending import Ending, list_ending
from core.context import current_person, current_tenant
from core.errors import NotFound
from core.i18n import _
from core.interventions.queries import list_uninsured
from core.participants.caseload import my_limit, my_open_count
from core.participants.queries import count_in_state, list_due_contacts
from core.participants.terms import ParticipationState
from core.referrals.queries import Chosen, list_referrals, waiting_in
from core.referrals.terms import OPEN_STATES, ReferralState
from core.reporting.services import FiguresPage, get_figures_page
from core.teams.calendar import find_next
from core.web.waiting import Board, Counted, look
from core.work.services import note_visit

A_WEEK = dt.timedelta(days=6)
MOST_OFFERS = 10
CALL_LATE, CALL_TODAY = 5, 25
"""Where a contact stands among the kinds (Waiting.order)."""


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to begin with."""

    text: str
    address: str
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """Those who are named on the page; empty for what this reader does not work with."""

    overdue: Sequence[Any] = ()
    this_week: Sequence[Any] = ()
    more_due: int = 0
    ending: Sequence[Ending] = ()
    """Consents that soon end and that nobody has renewed."""
    uninsured: Sequence[Any] = ()
    """Work training that runs without the insurance having been arranged."""
    offered: Sequence[Any] = ()
    offered_total: int = 0


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What stands on the page; None for what this reader does not work with."""

    next: Next | None
    people: People
    waits: Sequence[Counted]
    changes: Sequence[Counted]
    since: dt.datetime | None
    """When they were last here; None at the first visit."""
    numbers: Mapping[str, int]
    """active, paused, mine and limit of participants; open_referrals."""
    team_day: Any
    """The next meeting one is called to, with how many items stand on its agenda; None when there is none."""
    figures: FiguresPage | None
    invited: int
    """Staff who have not chosen a password yet; 0 for whoever does not administer them."""
    may: Mapping[str, bool]


def get_work_page() -> WorkPage:
    """The page of the signed-in person."""
    since = note_visit()
    allowed = _allowed()
    board = look(since=since, besides=_numbers(allowed))
    people = _people(board, allowed)
    team_day = find_next() if allowed["team"] else None
    _log(people)
    return WorkPage(
        next=_next(people, board.waits),
        people=people,
        waits=[one for one in board.waits if one.name not in AS_ROWS],
        changes=board.changes,
        since=since,
        numbers=board.numbers,
        team_day=team_day,
        figures=_figures() if allowed["figures"] else None,
        invited=count_invited(current_tenant().id) if allowed["staff"] else 0,
        may=allowed,
    )


def _allowed() -> dict[str, bool]:
    me = current_person()
    deeds = {
        "participants": Permission.READ_PARTICIPANTS,
        "referrals": Permission.READ_REFERRALS,
        "register": Permission.REGISTER_REFERRAL,
        "team": Permission.SEE_TEAM,
        "handed_over": Permission.SEE_HANDED_OVER,
        "take_in": Permission.TAKE_IN,
        "figures": Permission.SEE_TENANT_FIGURES,
        "ask": Permission.ASK_FOR_CONTACT,
        "note": Permission.NOTE_DEVIATION,
        "manage": Permission.MANAGE_SUBPROJECT,
        "staff": Permission.MANAGE_STAFF,
    }
    return {name: may(me, permission) for name, permission in deeds.items()}


def _numbers(allowed: Mapping[str, bool]) -> dict[str, Any]:
    """The selects of numbers that stand there though nothing waits."""
    found: dict[str, Any] = {}
    if allowed["participants"]:
        found |= {
            "active": count_in_state(ParticipationState.ACTIVE),
            "paused": count_in_state(ParticipationState.PAUSED),
            "mine": my_open_count(),
            "limit": my_limit(),
        }
    if allowed["referrals"]:
        found["open_referrals"] = waiting_in(*OPEN_STATES)
    return found


def _people(board: Board, allowed: Mapping[str, bool]) -> People:
    numbers = {one.name: one.number for one in board.waits}
    due = list_due_contacts(today() + A_WEEK) if allowed["participants"] else None
    rows = due.rows if due else []
    offered = list_referrals(Chosen(state=ReferralState.OFFERED)).rows if OFFERED in numbers else []
    return People(
        overdue=[row for row in rows if row.next_contact_on < today()],
        this_week=[row for row in rows if row.next_contact_on >= today()],
        more_due=due.total - len(rows) if due else 0,
        ending=list_ending() if ENDING in numbers else [],
        uninsured=list_uninsured().rows if UNINSURED in numbers else [],
        offered=offered[:MOST_OFFERS],
        offered_total=numbers.get(OFFERED, 0),
    )


def _log(people: People) -> None:
    """Whom the page names; and that persons were counted, when nobody is named."""
    shown = [row.person_id or row.id for row in (*people.overdue, *people.this_week)]
    shown += [consent.person_id for consent in people.ending]
    shown += [row.person_id or row.participation_id for row in people.uninsured]
    if shown or unlogged_read():
        record_access(Action.LIST, subject_ids=list(dict.fromkeys(shown)), fields="list")


def _next(people: People, waits: Sequence[Counted]) -> Next | None:
    """Who is late to be called comes first, then what came in, then those to call today, then the rest in order."""
    calls = [(CALL_LATE if row.next_contact_on < today() else CALL_TODAY, row) for row in (*people.overdue, *people.this_week)]
    call = calls[0] if calls and calls[0][1].next_contact_on <= today() else None
    kinds = [one for one in waits if one.name not in (LATE, "contacts_today")]
    if call and (not kinds or call[0] < kinds[0].order):
        row = call[1]
        name = f"{row.given_name} {row.family_name}" if row.given_name else row.number
        address = url_for("participants.show", participation_id=row.id)
        return Next(_("Contact %(name)s", name=name), address, (today() - row.next_contact_on).days)
    return Next(kinds[0].label, kinds[0].address) if kinds else None


def _figures() -> FiguresPage | None:
    """The delprojekt's live figures; None before there is a delprojekt."""
    try:
        return get_figures_page(None)
    except NotFound:
        return None
