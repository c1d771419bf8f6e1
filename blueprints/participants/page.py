"""Puts together what the page of one participant shows, from the domains that know it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blueprints.participants.timeline import Span, Timeline, timeline
from core.attendance.terms import ATTENDANCE_KINDS
from core.caseloads.queries import WorkerRow, list_workers
from core.clock import today
from core.consents.queries import list_consents
from core.handovers.overview import Overview, get_overview
from core.i18n import _, format_date
from core.interventions.queries import Insats, list_insatser
from core.outcomes.queries import list_situations
from core.outcomes.situations import Change, SituationValues, change
from core.outcomes.terms import Moment
from core.participants.choices import CodeRow, list_codes, names_of
from core.participants.queries import may_read, read_participation
from core.participants.terms import (
    INSATS_KINDS,
    OPEN_STATES,
    OUTCOME_KINDS,
    SEX_NAMES,
    STATE_NAMES,
    Grade,
    ParticipationState,
    Sex,
)
from core.participants.timeline import get_newest
from core.participants.timeline_words import Line, lines_of
from core.persons.queries import identity_number
from core.plans.queries import list_versions

LISTS = ("support_source", "main_activity", "education", "exit_reason", "step_kind", "team_outcome")


@dataclass(frozen=True, slots=True)
class SituationRow:
    """A line of the table before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParticipantPage:
    """Everything on the page. `insatser` or `situation` None: another authority's, and no consent opens it."""

    participation: Any
    name: str | None
    state: str
    facts: list[tuple[str, object]]
    insatser: Sequence[Insats] | None
    picture: Timeline | None
    situation: Sequence[SituationRow] | None
    before_id: uuid.UUID | None
    after_id: uuid.UUID | None
    """Where what stands before and after is put right; None when nothing stands."""
    change: Change | None
    gained: list[str]
    lost: list[str]
    follow_ups: Sequence[tuple[uuid.UUID, int]]
    """(id, months) after the exit; none before it, and none for whom the outcome is not open to."""
    consents: Sequence[Any]
    writing: Overview | None
    """What the reader's own authority has written, and what was handed over; None of an anonymous participant."""
    latest: Sequence[Line]
    """The few latest lines of the timeline."""
    workers: Sequence[WorkerRow]
    """Who works with the participant beside the contact person."""
    plans: Sequence[Any]
    """Versions of the joint plan that the reader's own authority keeps, the latest first."""
    reads_attendance: bool
    is_open: bool
    is_anonymous: bool
    is_overdue: bool


def get_page(participation_id: uuid.UUID) -> ParticipantPage:
    """The page of a participation. Raises NotFound."""
    participation = read_participation(
        participation_id, fields="identity participation referral consent outcome attendance step plan note assessment handover"
    )
    codes = list_codes(*LISTS)
    insatser = list_insatser(participation) if may_read(participation, INSATS_KINDS) else None
    situations = list_situations(participation) if may_read(participation, OUTCOME_KINDS) else None
    before, after = (situations.get(moment) for moment in Moment) if situations else (None, None)
    changed = change(before, after) if before and after else None
    spans = [Span(row.name, row.starts_on, row.ends_on, row.pauses) for row in insatser or ()]
    person = participation.person
    newest = get_newest(participation)
    return ParticipantPage(
        participation=participation,
        name=f"{person.given_name} {person.family_name}" if person else None,
        state=str(STATE_NAMES[ParticipationState(participation.state)]),
        facts=_facts(participation, codes, situations is not None),
        insatser=insatser,
        picture=timeline(spans, starts_on=participation.started_on, ends_on=participation.ended_on, today=today()),
        situation=None if situations is None else _situation(before, after, codes),
        before_id=before.id if before else None,
        after_id=after.id if after else None,
        change=changed,
        gained=names_of(codes["support_source"], changed.gained) if changed else [],
        lost=names_of(codes["support_source"], changed.lost) if changed else [],
        follow_ups=newest.follow_ups if situations else [],
        consents=list_consents(person.id) if person else [],
        writing=get_overview(person.id) if person else None,
        latest=lines_of(newest.entries, codes),
        workers=list_workers(participation.id) if person and participation.state in OPEN_STATES else [],
        plans=list_versions(person.id) if person else [],
        reads_attendance=may_read(participation, ATTENDANCE_KINDS),
        is_open=participation.state in OPEN_STATES,
        is_anonymous=participation.grade == Grade.ANONYMOUS,
        is_overdue=participation.next_contact_on is not None and participation.next_contact_on < today(),
    )


def _facts(participation: Any, codes: dict[str, dict[str, CodeRow]], with_outcome: bool) -> list[tuple[str, object]]:
    person = participation.person
    facts: list[tuple[str, object]] = []
    if person:
        number = identity_number(person)
        facts.append((_("Personal identity number"), number or _("Temporary identity, no number")))
        if person.birth_date:
            facts.append((_("Born"), format_date(person.birth_date)))
        facts.append((_("Municipality"), participation.municipality_name or participation.municipality_code))
    facts.append((_("Sex"), SEX_NAMES[Sex(participation.sex)]))
    facts.append((_("Data controller"), participation.controller.name))
    if person:
        facts.append((_("Contact person"), participation.key_worker.name if participation.key_worker else None))
    if participation.ended_on:
        facts.append((_("Exit"), format_date(participation.ended_on)))
        if with_outcome:
            facts += [(_("Reason for leaving"), names_of(codes["exit_reason"], [participation.exit_reason])[0])]
            facts += [(_("Handed over to"), participation.handed_to)] if participation.handed_to else []
    return facts


def _situation(
    before: SituationValues | None, after: SituationValues | None, codes: dict[str, dict[str, CodeRow]]
) -> list[SituationRow]:
    if before is None and after is None:
        return []

    def sources(values: SituationValues | None) -> str:
        return ", ".join(names_of(codes["support_source"], values.sources)) if values else ""

    def activity(values: SituationValues | None) -> str:
        text = ", ".join(names_of(codes["main_activity"], [values.main_activity])) if values else ""
        if values and values.work_subsidised is not None:
            text += ", " + (_("subsidised") if values.work_subsidised else _("not subsidised"))
        return text

    rows = [
        SituationRow(_("Means of support"), sources(before), sources(after)),
        SituationRow(_("Main activity"), activity(before), activity(after)),
    ]
    if before:
        education = ", ".join(names_of(codes["education"], [before.education]))
        since = format_date(before.support_since) if before.support_since else ""
        rows.append(SituationRow(_("Highest completed education"), education, ""))
        rows.append(SituationRow(_("Public support since"), since, ""))
    return rows
