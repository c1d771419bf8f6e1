"""What is done with a participation: start, anonymous registration, pause, contact person, next contact, correction."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.constraints import keep
from core.context import current_person
from core.db import Versioned, new_id, session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l, format_date
from core.outcomes.situations import SituationValues, faults_before, record_situation
from core.outcomes.terms import Moment
from core.participants.choices import (
    find_authority,
    find_worker,
    get_current_subproject,
    get_subproject,
    has_agreement,
    list_codes,
)
from core.participants.errors import AlreadyStarted, ChangedMeanwhile, MoveNotPossible, NotOffered
from core.participants.models import Participation, Person, Staff, Subproject
from core.participants.queries import consent_covers, find_started_from
from core.participants.terms import OPEN_STATES, PARTICIPATION_MOVES, Grade, ParticipationState, Sex
from core.referrals.models import Referral
from core.referrals.services import mark_started
from core.referrals.terms import REFERRAL_MOVES, ReferralState

Faults = dict[str, object]
BASELINE_LISTS = ("support_source", "main_activity", "education")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a start needs beside the referral. Names are the form's; None was left empty, and is said so."""

    started_on: dt.date | None
    controller_id: uuid.UUID | None
    key_worker_id: uuid.UUID | None
    next_contact_on: dt.date | None
    baseline: SituationValues


def start_participation(*, referral: Referral, person: Person, start: Start) -> Participation:
    """From an offered place to a participation with baseline, in one transaction; the referral becomes started.

    `referral` is one that the signed-in person may read, locked. Raises Invalid with every fault at once,
    AlreadyStarted for a second sending, NotOffered for a referral in another state.
    """
    require_offered(referral)
    subproject = get_subproject(referral.subproject_id)
    faults = _faults_of_start(referral, subproject, start)
    if faults or start.started_on is None or start.controller_id is None:
        raise Invalid(faults)
    participation = Participation(
        id=new_id(),
        subproject_id=subproject.id,
        person_id=person.id,
        referral_id=referral.id,
        number=next_number(subproject),
        grade=Grade.PERSONAL,
        sex=person.sex,
        controller_id=start.controller_id,
        key_worker_id=start.key_worker_id,
        municipality_code=referral.municipality_code or person.municipality_code,
        started_on=start.started_on,
        next_contact_on=start.next_contact_on,
    )
    keep(participation)
    record_situation(participation=participation, moment=Moment.BEFORE, observed_on=start.started_on, values=start.baseline)
    mark_started(referral=referral, on_date=start.started_on)
    keep()
    return participation


def require_offered(referral: Referral) -> None:
    """Raises AlreadyStarted when the referral has led to a start, NotOffered when no place has been offered yet."""
    if referral.state == ReferralState.STARTED:
        raise AlreadyStarted(find_started_from(referral.id))
    if ReferralState.STARTED not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise NotOffered


def _faults_of_start(referral: Referral, subproject: Subproject, start: Start) -> Faults:
    day = start.started_on
    faults = faults_before(start.baseline, list_codes(*BASELINE_LISTS), day)
    faults |= _faults_of_day("started_on", day, subproject)
    if day and day < referral.received_on:
        faults["started_on"] = _(
            "The start cannot be before the referral came in, %(day)s", day=format_date(referral.received_on)
        )
    faults |= _faults_of_responsible(referral, start)
    if day and start.next_contact_on and start.next_contact_on < day:
        faults["next_contact_on"] = _l("The next contact cannot be before the start")
    return faults


def _faults_of_responsible(referral: Referral, start: Start) -> Faults:
    """The controller received the referral, or a consent names it, and it has an agreement; so has the worker's."""
    controller = find_authority(start.controller_id) if start.controller_id else None
    if controller is None or not has_agreement(controller, start.started_on or today()):
        return {"controller_id": _l("Choose an authority whose processing agreement is in force on the day of the start")}
    if controller.id != referral.owner_id and not consent_covers(referral.person_id, controller.id):
        return {"controller_id": _l("This authority did not receive the referral, and no consent to share information names it")}
    worker = find_worker(start.key_worker_id) if start.key_worker_id else None
    return faults_of_worker(worker, controller.id, referral.person_id)


def _faults_of_day(field: str, day: dt.date | None, subproject: Subproject) -> Faults:
    if day is None:
        return {field: _l("Write the day of the start")}
    if day > today():
        return {field: _("The date may not be later than today, %(today)s", today=format_date(today()))}
    if not subproject.starts_on <= day <= subproject.ends_on:
        first, last = format_date(subproject.starts_on), format_date(subproject.ends_on)
        return {field: _("The sub-project runs from %(first)s to %(last)s", first=first, last=last)}
    return {}


def faults_of_worker(worker: Staff | None, controller_id: uuid.UUID, person_id: uuid.UUID | None) -> Faults:
    """A contact person is at the controller, or at an authority that the person has consented to."""
    if worker is None or worker.authority_id is None:
        return {"key_worker_id": _l("Choose a contact person who works here and may read about participants")}
    if may_work_with(worker, controller_id, person_id):
        return {}
    return {"key_worker_id": _l("The contact person works at an authority that no consent to share information names")}


def may_work_with(worker: Staff, controller_id: uuid.UUID, person_id: uuid.UUID | None) -> bool:
    """The rule for everybody who works with a participant: contact person, beside them, or in their place."""
    if worker.authority_id is None:
        return False
    if worker.authority_id == controller_id:
        return True
    return person_id is not None and consent_covers(person_id, worker.authority_id)


def next_number(subproject: Subproject) -> str:
    """ROS-0301: the delprojekt's prefix and the tenant's next number. Gaps are allowed, doubles are not."""
    drawn = session.scalar(sa.select(sa.func.nextval("participant_number_seq")), bind_arguments={"bind_name": "tenant"})
    return f"{subproject.number_prefix}-{drawn:04d}"


def register_anonymous(*, participation_id: uuid.UUID, sex: Sex | None, started_on: dt.date | None) -> Participation:
    """Somebody with protected identity, or without consent to registration: sex and start, and nothing else.

    The day of the start is the first activity. `participation_id` names the sending of the form, so that sending it
    twice gives one row. Raises Invalid, SentTwice.
    """
    employer = current_person().authority_id
    controller = find_authority(employer) if employer else None
    if controller is None or not has_agreement(controller, today()):
        raise NotAllowed(_l("Your authority has no processing agreement in force, so it cannot be data controller."))
    subproject = get_current_subproject(today())
    faults = _faults_of_day("started_on", started_on, subproject)
    if sex is None:
        faults["sex"] = _l("Choose woman or man")
    if faults or sex is None or started_on is None:
        raise Invalid(faults)
    participation = Participation(
        id=participation_id,
        subproject_id=subproject.id,
        number=next_number(subproject),
        grade=Grade.ANONYMOUS,
        sex=sex,
        controller_id=controller.id,
        started_on=started_on,
        first_activity_on=started_on,
    )
    keep(participation)
    record_access(Action.WRITE, subject_ids=[participation.id], fields="participation")
    return participation


def move(participation: Participation, to: ParticipationState) -> None:
    """The only way to another state. Raises MoveNotPossible."""
    if to not in PARTICIPATION_MOVES[ParticipationState(participation.state)]:
        raise MoveNotPossible
    participation.state = to


def require_version(row: Versioned, version: int) -> None:
    """The form was opened on this version. Raises ChangedMeanwhile: then the page shows what the other wrote."""
    if row.version != version:
        raise ChangedMeanwhile


def set_status(*, participation: Participation, version: int, to: ParticipationState | None) -> None:
    """Pause, go on, or close a mistake. Raises Invalid when nothing was chosen; the exit is outcomes' deed."""
    deeds = {
        ParticipationState.PAUSED: pause,
        ParticipationState.ACTIVE: resume,
        ParticipationState.MISREGISTERED: misregister,
    }
    if to not in deeds:
        raise Invalid({"status": _l("Choose the new status")})
    deeds[to](participation=participation, version=version)


def pause(*, participation: Participation, version: int) -> None:
    """Somebody cannot take part for a while. Insatser stay as they are."""
    require_version(participation, version)
    move(participation, ParticipationState.PAUSED)
    keep()


def resume(*, participation: Participation, version: int) -> None:
    """Back from a pause."""
    require_version(participation, version)
    move(participation, ParticipationState.ACTIVE)
    keep()


def misregister(*, participation: Participation, version: int) -> None:
    """Close a mistake (felregistrering): it is counted nowhere, and nothing is deleted."""
    require_version(participation, version)
    move(participation, ParticipationState.MISREGISTERED)
    participation.next_contact_on = None
    keep()


def set_key_worker(*, participation: Participation, version: int, key_worker_id: uuid.UUID | None) -> None:
    """Hand the whole over to another contact person. Raises Invalid, ChangedMeanwhile."""
    require_version(participation, version)
    require_open(participation)
    worker = find_worker(key_worker_id) if key_worker_id else None
    faults = faults_of_worker(worker, participation.controller_id, participation.person_id)
    if faults:
        raise Invalid(faults)
    participation.key_worker_id = key_worker_id
    keep()


def set_next_contact(*, participation: Participation, version: int, next_contact_on: dt.date | None) -> None:
    """When the contact person will be in touch next: today or later. Raises Invalid, ChangedMeanwhile."""
    require_version(participation, version)
    require_open(participation)
    if next_contact_on is None or next_contact_on < today():
        raise Invalid({"next_contact_on": _l("Choose today or a day to come")})
    participation.next_contact_on = next_contact_on
    keep()


def require_open(participation: Participation) -> None:
    """Anonymous rows keep sex and start only; an ended participation is history."""
    if participation.grade == Grade.ANONYMOUS:
        raise NotAllowed(_l("Nothing more may be written about an anonymous participant."))
    if participation.state not in OPEN_STATES:
        raise MoveNotPossible


def require_can_end(participation: Participation) -> None:
    """Raises MoveNotPossible when the participation has ended, or was a mistake."""
    if ParticipationState.ENDED not in PARTICIPATION_MOVES[ParticipationState(participation.state)]:
        raise MoveNotPossible


def summary(participation: Participation) -> list[tuple[str, str]]:
    """What stands now, as (label, value), for the page that shows two versions."""
    rows = []
    if participation.key_worker is not None:
        rows.append((_("Contact person"), participation.key_worker.name))
    if participation.next_contact_on is not None:
        rows.append((_("Next contact"), format_date(participation.next_contact_on)))
    if participation.ended_on is not None:
        rows.append((_("Exit"), format_date(participation.ended_on)))
    return rows
