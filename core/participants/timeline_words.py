"""What a line of the timeline says, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.followups.terms import STATE_NAMES, FollowUpState
from core.handovers.terms import ITEM_NAMES, ItemKind
from core.i18n import _, _l, format_number
from core.interventions.terms import EMPLOYMENT_STAGE_NAMES, EmploymentStage
from core.participants.choices import CodeRow, list_codes
from core.participants.timeline import Entry
from core.participants.timeline_parts import EntryKind, Group
from core.referrals.terms import KIND_NAMES, ReferralKind

GROUP_NAMES = {
    Group.PATH: _l("The path: referral, team, start, exit"),
    Group.SUPPORT: _l("Interventions and attendance"),
    Group.STEPS: _l("Steps forward"),
    Group.WRITING: _l("Notes, assessments, plans"),
    Group.SHARED: _l("What was handed over"),
}
MINUTES = 60
LISTS = ("step_kind", "exit_reason", "team_outcome")
Codes = Mapping[str, Mapping[str, CodeRow]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown."""

    entry: Entry
    heading: str
    text: str


def lines_of(entries: Sequence[Entry], codes: Codes | None = None) -> list[Line]:
    """The lines of these entries, in their order. `codes` of LISTS, when the page has read them."""
    codes = codes or list_codes(*LISTS)
    return [Line(entry, *_said(entry, codes)) for entry in entries]


def _said(entry: Entry, codes: Codes) -> tuple[str, str]:
    of_codes = _OF_CODES.get(entry.kind)
    if of_codes is not None:
        name, heading = of_codes
        row = codes[name].get(entry.what)
        said = row.name if row else entry.what
        return f"{heading}: {said}" if said else str(heading), entry.words
    return _WORDS[entry.kind](entry), _TEXTS.get(entry.kind, _nothing)(entry)


def _nothing(_entry: Entry) -> str:
    return ""


def _attended(entry: Entry) -> str:
    hours = format_number(entry.minutes // MINUTES)
    return _("%(there)s of %(all)s occasions, %(hours)s hours", there=entry.occasions, all=entry.what, hours=hours)


_OF_CODES: Mapping[EntryKind, tuple[str, object]] = {
    EntryKind.STEP: ("step_kind", _l("Step forward")),
    EntryKind.EXIT: ("exit_reason", _l("Exit")),
    EntryKind.TEAM: ("team_outcome", _l("The team day")),
}
_WORDS: Mapping[EntryKind, Callable[[Entry], str]] = {
    EntryKind.REFERRAL: lambda one: _("Received: %(kind)s", kind=str(KIND_NAMES[ReferralKind(one.what)])),
    EntryKind.CONSENT: lambda _one: _("Consent to share information given"),
    EntryKind.WITHDRAWAL: lambda _one: _("Consent to share information withdrawn"),
    EntryKind.START: lambda one: _("Start, number %(number)s", number=one.what),
    EntryKind.FOLLOW_UP: lambda one: _("Follow-up: %(state)s", state=str(STATE_NAMES[FollowUpState(one.what)])),
    EntryKind.INSATS_BEGUN: lambda one: _("%(insats)s begins", insats=one.what),
    EntryKind.INSATS_ENDED: lambda one: _("%(insats)s ends", insats=one.what),
    EntryKind.STAGE: lambda one: _(
        "Supported employment: %(stage)s", stage=str(EMPLOYMENT_STAGE_NAMES[EmploymentStage(one.what)])
    ),
    EntryKind.ATTENDANCE: lambda _one: _("Attendance of the month"),
    EntryKind.NOTE: lambda _one: _("Note"),
    EntryKind.ASSESSMENT: lambda _one: _("Assessment"),
    EntryKind.PLAN: lambda one: _("The joint plan agreed, version %(number)s", number=one.what),
    EntryKind.GIVEN: lambda one: _("Handed over: %(what)s", what=str(ITEM_NAMES[ItemKind(one.what)])),
    EntryKind.RECEIVED: lambda one: _("Handed to us: %(what)s", what=str(ITEM_NAMES[ItemKind(one.what)])),
}
_TEXTS: Mapping[EntryKind, Callable[[Entry], str]] = {
    EntryKind.ATTENDANCE: _attended,
    EntryKind.GIVEN: lambda one: _("to %(place)s", place=one.words),
    EntryKind.RECEIVED: lambda one: _("from %(place)s", place=one.words),
    EntryKind.NOTE: lambda one: one.words,
    EntryKind.FOLLOW_UP: lambda one: one.words,
    EntryKind.INSATS_BEGUN: lambda one: one.words,
}
