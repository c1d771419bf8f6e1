"""What the work with participants says that waits, and what others may have done. Other features register their own."""

from functools import partial

from core.attendance.months import locked_since, waiting_months, waiting_unnoted_in_open_months
from core.attendance.queries import waiting_unnoted
from core.attendance.reports import waiting_unsigned
from core.auth.permissions import Permission
from core.authorities.queries import waiting_agreements
from core.consents.ending import waiting_ending
from core.followups.queries import waiting_due
from core.handovers.queries import received_since, waiting_unopened
from core.i18n import _l
from core.inbox.queries import waiting_arrived
from core.interventions.queries import waiting_uninsured
from core.participants.caseload import waiting_over_limit
from core.participants.queries import ended_since, started_since, waiting_contacts, waiting_without_contact
from core.participants.stalled import waiting_stalled
from core.plans.queries import waiting_actions
from core.referrals.queries import arrived_since, moved_since, waiting_in
from core.referrals.terms import ReferralState
from core.teams.calendar import closed_since
from core.teams.candidates import waiting_reviews
from core.web.waiting import Change, Waiting

LATE, TODAY, OFFERED, ENDING, UNINSURED = "contacts_late", "contacts_today", "offered", "consents_ending", "uninsured"
AS_ROWS = frozenset({LATE, TODAY, OFFERED, ENDING, UNINSURED})
"""Kinds that stand person by person on the work page, and so not once more among the numbers."""
P = Permission
WORK, READ, AT_ONCE, CONTACT_NONE = "work.index", P.READ_PARTICIPANTS, True, {"contact": "none"}

received, offered = partial(waiting_in, ReferralState.RECEIVED), partial(waiting_in, ReferralState.OFFERED)
late, due_today = partial(waiting_contacts, overdue=True), partial(waiting_contacts, overdue=False)
at = {name: {"_anchor": name} for name in ("late", "week", "offered", "ending", "uninsured")}

PEOPLE = (
    Waiting(LATE, _l("Contact is overdue"), WORK, READ, late, at["late"], order=5),
    Waiting(TODAY, _l("Contacts today"), WORK, READ, due_today, at["week"], order=25),
    Waiting(OFFERED, _l("Offered a place, not started"), WORK, P.START_PARTICIPATION, offered, at["offered"], order=15),
    Waiting(ENDING, _l("Consents that soon end"), WORK, READ, waiting_ending, at["ending"], order=30),
    Waiting(UNINSURED, _l("Insurance not arranged"), WORK, READ, waiting_uninsured, at["uninsured"], order=32),
)
ARRIVALS = (
    Waiting(
        "inbox",
        _l("Expressions of interest that wait"),
        "inbox.index",
        P.TAKE_IN,
        waiting_arrived,
        order=10,
        may_be_at_once=AT_ONCE,
    ),
    Waiting(
        "referrals_received",
        _l("New referrals"),
        "referrals.index",
        P.ASSESS_REFERRAL,
        received,
        {"state": ReferralState.RECEIVED.value},
        order=12,
        also=(P.READ_REFERRALS,),
        may_be_at_once=AT_ONCE,
    ),
    Waiting(
        "handed_over",
        _l("Handed to us, not opened"),
        "handovers.index",
        P.SEE_HANDED_OVER,
        waiting_unopened,
        order=20,
        may_be_at_once=AT_ONCE,
    ),
)
TO_DO = (
    Waiting("actions", _l("Overdue actions in plans"), "plans.overdue", READ, waiting_actions, order=40),
    Waiting("reviews", _l("Reviews that are due"), "teams.index", P.SEE_TEAM, waiting_reviews, order=45),
    Waiting("follow_ups", _l("Follow-ups to ask now"), "follow_ups.index", READ, waiting_due, order=50),
    Waiting("unnoted", _l("Activities not noted"), "activities.index", READ, waiting_unnoted, order=55),
    Waiting("unsigned", _l("Attendance reports not signed"), "months.index", READ, waiting_unsigned, order=60),
    Waiting(
        "no_contact", _l("No next contact set"), "participants.index", READ, waiting_without_contact, {"contact": "none"}, 66
    ),
    Waiting("stalled", _l("Standing still"), "stalled.index", READ, waiting_stalled, order=68),
)
LEADING = (
    Waiting(
        "unnoted_months",
        _l("Attendance to note before the month is locked"),
        "months.index",
        P.LOCK_MONTHS,
        waiting_unnoted_in_open_months,
        order=62,
    ),
    Waiting("months", _l("Months to lock"), "months.index", P.LOCK_MONTHS, waiting_months, order=64),
    Waiting(
        "over_limit",
        _l("Caseloads above the limit"),
        "caseloads.index",
        P.MANAGE_SUBPROJECT,
        waiting_over_limit,
        order=70,
        also=(P.EDIT_PARTICIPATION,),
    ),
    Waiting(
        "agreements",
        _l("Processing agreements that soon end"),
        "authorities.index",
        P.MANAGE_STAFF,
        waiting_agreements,
        order=40,
    ),
)
CHANGES = (
    Change("referrals", _l("Referrals that have come in"), "referrals.index", P.READ_REFERRALS, arrived_since, order=10),
    Change("moved", _l("Referrals that others moved on"), "referrals.index", P.READ_REFERRALS, moved_since, {"state": "all"}, 20),
    Change("handed_over", _l("Handed to us"), "handovers.index", P.SEE_HANDED_OVER, received_since, order=30),
    Change("started", _l("Participants who have started"), "participants.index", READ, started_since, order=40),
    Change("ended", _l("Participants who have left"), "participants.index", READ, ended_since, {"status": "ended"}, 50),
    Change("meetings", _l("Team days with minutes"), "teams.index", P.SEE_TEAM, closed_since, order=60),
    Change("months", _l("Months that are locked"), "months.index", READ, locked_since, order=70),
)
KINDS = (*PEOPLE, *ARRIVALS, *TO_DO, *LEADING)
