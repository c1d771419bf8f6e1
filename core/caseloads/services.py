"""Who works with a participant: added, ended, taken away; and a caseload that changes hands, all of it or none."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.audit import Action, record_access
from core.caseloads.errors import CaseloadChanged
from core.caseloads.models import ParticipationWorker
from core.caseloads.queries import list_closed_to, list_subjects_of_caseload, lock_caseload
from core.caseloads.terms import CaseloadDeed, WorkerPart
from core.clock import today
from core.constraints import keep
from core.db import new_id, session
from core.errors import Invalid
from core.i18n import _, _l, format_date
from core.participants.choices import find_worker
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Participation, Staff
from core.participants.services import may_work_with, require_open

Faults = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Who works with the participant beside the contact person, as entered. Names are the form's."""

    account_id: uuid.UUID | None
    part: WorkerPart | None
    task: str = ""
    starts_on: dt.date | None
    ends_on: dt.date | None = None


def add_worker(*, participation: Participation, worker_id: uuid.UUID, beside: Beside) -> ParticipationWorker:
    """Somebody more works with the participant, and reads what the contact person reads from the first day to the last.

    The rule is the contact person's: at the data controller, or at an authority that the person has consented to.
    `worker_id` names the sending of the form. Raises Invalid with every fault, SentTwice.
    """
    require_open(participation)
    faults = _faults_of_days(participation, beside)
    worker = find_worker(beside.account_id) if beside.account_id else None
    faults |= _faults_of_colleague(participation, worker)
    if beside.part is None:
        faults["part"] = _l("Choose what the colleague is to the participant")
    if faults or worker is None or beside.part is None:
        raise Invalid(faults)
    row = ParticipationWorker(
        id=worker_id,
        participation_id=participation.id,
        account_id=worker.account_id,
        part=beside.part.value,
        task=beside.task,
        starts_on=beside.starts_on,
        ends_on=beside.ends_on,
    )
    keep(row)
    return row


def _faults_of_colleague(participation: Participation, worker: Staff | None) -> Faults:
    if worker is None:
        return {"account_id": _l("Choose a colleague who works here and may read about participants")}
    if worker.account_id == participation.key_worker_id:
        return {"account_id": _l("This colleague is the contact person already")}
    if not may_work_with(worker, participation.controller_id, participation.person_id):
        return {"account_id": _l("The colleague works at an authority that no consent to share information names")}
    return {}


def _faults_of_days(participation: Participation, beside: Beside) -> Faults:
    faults: Faults = {}
    if beside.starts_on is None:
        faults["starts_on"] = _l("Write the first day")
    elif beside.starts_on < participation.started_on:
        started = format_date(participation.started_on)
        faults["starts_on"] = _("The first day cannot be before the participant started, %(day)s", day=started)
    return faults | _faults_of_end(beside.part, beside.starts_on, beside.ends_on)


def _faults_of_end(part: str | None, starts_on: dt.date | None, ends_on: dt.date | None) -> Faults:
    if part == WorkerPart.DEPUTY and ends_on is None:
        return {"ends_on": _l("Write the last day of the leave. A deputy stands in for a time that has an end.")}
    if starts_on and ends_on and ends_on < starts_on:
        return {"ends_on": _("The last day cannot be before the first, %(day)s", day=format_date(starts_on))}
    return {}


def end_worker(*, row: ParticipationWorker, version: int | None, ends_on: dt.date | None) -> None:
    """Another last day; that day is worked and read. Raises Invalid, ChangedMeanwhile."""
    if row.version != version:
        raise ChangedMeanwhile
    faults = _faults_of_end(row.part, row.starts_on, ends_on)
    if ends_on is None and not faults:
        faults = {"ends_on": _l("Write the last day")}
    if faults:
        raise Invalid(faults)
    row.ends_on = ends_on
    keep()


def take_away_worker(*, row: ParticipationWorker) -> None:
    """At once: from now on the colleague reads nothing by it. Who has not begun before today has not worked, and goes."""
    if row.starts_on < today():
        row.ends_on = min(row.ends_on or today(), today() - dt.timedelta(days=1))
    else:
        session.delete(row)
    keep()


# A caseload changes hands ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadMove:
    """Which of a contact person's participations go to whom, and how. The days are of a leave."""

    from_id: uuid.UUID
    chosen_ids: Collection[uuid.UUID]
    to_id: uuid.UUID | None
    deed: CaseloadDeed | None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


def check_move(move: CaseloadMove) -> Staff:
    """Who gets them. Raises Invalid with every fault: one participation that may not go stops all of them."""
    faults: Faults = {}
    if not move.chosen_ids:
        faults["participation_ids"] = _l("Choose at least one participant")
    if move.deed is None:
        faults["deed"] = _l("Choose how the participants change hands")
    if move.deed is CaseloadDeed.STAND_IN:
        if move.starts_on is None:
            faults["starts_on"] = _l("Write the first day")
        faults |= _faults_of_end(WorkerPart.DEPUTY, move.starts_on, move.ends_on)
    if len(list_subjects_of_caseload(move.from_id, move.chosen_ids)) != len(set(move.chosen_ids)):
        raise CaseloadChanged
    to = find_worker(move.to_id) if move.to_id else None
    faults |= _faults_of_receiver(move, to)
    if faults or to is None:
        raise Invalid(faults)
    return to


def _faults_of_receiver(move: CaseloadMove, to: Staff | None) -> Faults:
    if to is None or to.authority_id is None:
        return {"to_id": _l("Choose a colleague who works here and may read about participants")}
    if to.account_id == move.from_id:
        return {"to_id": _l("Choose another colleague than the one who has them now")}
    closed = ", ".join(list_closed_to(move.chosen_ids, to.authority_id))
    if closed:
        return {
            "to_id": _(
                "The colleague works at an authority that no consent to share information names: %(numbers)s", numbers=closed
            )
        }
    return {}


def move_caseload(move: CaseloadMove) -> int:
    """All of the chosen, or none. Gives how many. Raises Invalid, CaseloadChanged."""
    subjects = list_subjects_of_caseload(move.from_id, move.chosen_ids)
    record_access(Action.WRITE, subject_ids=subjects, fields="participation", reason=f"caseload {move.deed}")
    rows = lock_caseload(move.from_id, move.chosen_ids)
    if len(rows) != len(set(move.chosen_ids)):
        raise CaseloadChanged
    to = check_move(move)
    record_access(
        Action.WRITE,
        subject_ids=[row.person_id or row.id for row in rows],
        fields="participation",
        reason=f"caseload {move.deed}",
    )
    if move.deed is CaseloadDeed.HAND_OVER:
        for row in rows:
            row.key_worker_id = to.account_id
        keep()
    else:
        _stand_in(rows, to, move)
    return len(rows)


def _stand_in(rows: Sequence[Participation], to: Staff, move: CaseloadMove) -> None:
    keep(
        *(
            ParticipationWorker(
                id=new_id(),
                participation_id=row.id,
                account_id=to.account_id,
                part=WorkerPart.DEPUTY.value,
                starts_on=max(move.starts_on or today(), row.started_on),
                ends_on=move.ends_on,
            )
            for row in rows
        )
    )
