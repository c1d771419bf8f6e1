"""Puts together the work page: only what this reader's permissions open, and logged before it is shown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.attendance.queries import count_unnoted
from core.audit import Action, record_access
from core.auth.permissions import Permission, may
from core.clock import today
from core.consents.ending import Ending, list_ending
from core.context import current_person
from core.errors import NotFound
from core.followups.queries import count_due
from core.handovers.queries import count_unopened
from core.inbox.queries import count_waiting, takes_in
from core.interventions.queries import list_uninsured
from core.participants.queries import Caseload, count_caseload, list_due_contacts
from core.participants.stalled import count_stalled
from core.plans.queries import count_overdue_actions
from core.referrals.queries import Chosen, count_referrals, list_referrals
from core.referrals.terms import OPEN_STATES, ReferralState
from core.reporting.services import FiguresPage, get_figures_page
from core.teams.calendar import find_next

A_WEEK = dt.timedelta(days=6)
MOST_OFFERS = 10


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What stands on the page; None for what this reader does not work with."""

    overdue: Sequence[Any]
    this_week: Sequence[Any]
    more_due: int
    caseload: Caseload | None
    overdue_actions: int
    unnoted: int
    """Activities of one's own that have been, and where attendance is not noted."""
    stalled: int
    """Participants who stand still."""
    follow_ups: int
    """Follow-ups to ask now."""
    ending: Sequence[Ending]
    """Consents that soon end and that nobody has renewed."""
    uninsured: Sequence[Any]
    """Work training that runs without the insurance having been arranged."""
    offered: Sequence[Any]
    offered_total: int
    open_referrals: int | None
    arrived: int | None
    """Sent by the public form and waiting; None for whoever does not take in."""
    unopened: int | None
    """Handed to our authority, and opened by nobody."""
    team_day: Any
    """The next meeting one is called to, with how many items stand on its agenda; None when there is none."""
    figures: FiguresPage | None
    asks: bool
    """Whether they may ask for a contact card."""
    may_register: bool
    """Whether the reader may register a referral: the one deed of this page."""
    manages: bool


def get_work_page() -> WorkPage:
    """The page of the signed-in person."""
    me = current_person()
    reads_participants = may(me, Permission.READ_PARTICIPANTS)
    starts = may(me, Permission.START_PARTICIPATION)
    due = list_due_contacts(today() + A_WEEK) if reads_participants else None
    rows = due.rows if due else []
    caseload = count_caseload() if reads_participants else None
    ending = list_ending() if reads_participants else []
    uninsured = list_uninsured().rows if reads_participants else []
    if reads_participants:
        shown = [row.person_id or row.id for row in rows] + [consent.person_id for consent in ending]
        shown += [row.person_id or row.participation_id for row in uninsured]
        record_access(Action.LIST, subject_ids=list(dict.fromkeys(shown)), fields="list")
    states = count_referrals() if may(me, Permission.READ_REFERRALS) else None
    offered = list_referrals(Chosen(state=ReferralState.OFFERED)) if starts else None
    return WorkPage(
        overdue=[row for row in rows if row.next_contact_on < today()],
        this_week=[row for row in rows if row.next_contact_on >= today()],
        more_due=due.total - len(rows) if due else 0,
        caseload=caseload,
        overdue_actions=count_overdue_actions() if reads_participants else 0,
        unnoted=count_unnoted(today()) if reads_participants else 0,
        stalled=count_stalled() if reads_participants else 0,
        follow_ups=count_due() if reads_participants else 0,
        ending=ending,
        uninsured=uninsured,
        offered=offered.rows[:MOST_OFFERS] if offered else [],
        offered_total=offered.total if offered else 0,
        open_referrals=None if states is None else sum(states.get(state, 0) for state in OPEN_STATES),
        unopened=count_unopened() if may(me, Permission.SEE_HANDED_OVER) else None,
        arrived=count_waiting() if may(me, Permission.TAKE_IN) and takes_in() else None,
        team_day=find_next() if may(me, Permission.SEE_TEAM) else None,
        figures=_figures() if may(me, Permission.SEE_TENANT_FIGURES) else None,
        asks=may(me, Permission.ASK_FOR_CONTACT),
        may_register=may(me, Permission.REGISTER_REFERRAL),
        manages=may(me, Permission.MANAGE_SUBPROJECT),
    )


def _figures() -> FiguresPage | None:
    """The delprojekt's live figures; None before there is a delprojekt."""
    try:
        return get_figures_page(None)
    except NotFound:
        return None
