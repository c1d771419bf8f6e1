"""Reads who works with whom: beside the contact person of one participant, and how much each contact person has."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.caseloads.models import ParticipationWorker
from core.caseloads.terms import PART_NAMES, WorkerPart
from core.clock import today
from core.consents.queries import consent_in_force
from core.db import session
from core.errors import NotFound
from core.participants.caseload import list_open_counts
from core.participants.models import Authority, Participation, Person, Staff
from core.participants.queries import visible_participations
from core.participants.terms import OPEN_STATES, PARTICIPATION_KINDS


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """Somebody who works with the participant beside the contact person."""

    id: uuid.UUID
    part: str
    task: str
    starts_on: dt.date
    ends_on: dt.date | None
    name: str
    authority: str | None

    @property
    def part_name(self) -> str:
        """Beside, or in the contact person's place."""
        return str(PART_NAMES[WorkerPart(self.part)])

    @property
    def has_ended(self) -> bool:
        """Whether the last day has passed."""
        return self.ends_on is not None and self.ends_on < today()

    @property
    def is_to_come(self) -> bool:
        """Whether the first day lies ahead."""
        return self.starts_on > today()


def list_workers(participation_id: uuid.UUID) -> list[WorkerRow]:
    """Everybody beside the contact person, who works now first. The caller has read the participation, and so logged it."""
    chosen = (
        sa.select(
            ParticipationWorker.id,
            ParticipationWorker.part,
            ParticipationWorker.task,
            ParticipationWorker.starts_on,
            ParticipationWorker.ends_on,
            Staff.name,
            Authority.name.label("authority"),
        )
        .join(Staff, Staff.account_id == ParticipationWorker.account_id)
        .outerjoin(Authority, Authority.id == Staff.authority_id)
        .where(ParticipationWorker.participation_id == participation_id)
        .order_by(ParticipationWorker.ends_on.desc().nulls_first(), ParticipationWorker.starts_on, ParticipationWorker.id)
    )
    return [WorkerRow(**row._mapping) for row in session.execute(chosen)]


def read_worker(worker_id: uuid.UUID) -> tuple[ParticipationWorker, Participation, str]:
    """The row, its participation and the colleague's name, once the access log has its row. Raises NotFound."""
    return _worker(worker_id, Action.READ)


def get_worker_for_change(worker_id: uuid.UUID) -> tuple[ParticipationWorker, Participation, str]:
    """The same, logged as a change and locked until the request is over."""
    return _worker(worker_id, Action.WRITE)


def _worker(worker_id: uuid.UUID, action: Action) -> tuple[ParticipationWorker, Participation, str]:
    record_access(action, subject_ids=list_subjects(worker_id), fields="participation")
    chosen = (
        sa.select(ParticipationWorker, Participation, Staff.name)
        .join(Participation, Participation.id == ParticipationWorker.participation_id)
        .join(Staff, Staff.account_id == ParticipationWorker.account_id)
        .where(ParticipationWorker.id == worker_id)
        .execution_options(populate_existing=True)
    )
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=[ParticipationWorker, Participation])
    row = session.execute(visible_participations(chosen)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def list_subjects(worker_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of the row, for the access log. Raises NotFound."""
    chosen = (
        sa.select(Participation.id, Participation.person_id)
        .join(ParticipationWorker, ParticipationWorker.participation_id == Participation.id)
        .where(ParticipationWorker.id == worker_id)
    )
    row = session.execute(visible_participations(chosen)).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or row.id]


# Caseloads --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A contact person, or somebody who may be one. `open_count` counts all, `ours` those the reader may hand over."""

    account_id: uuid.UUID
    name: str
    authority: str | None
    active: bool
    open_count: int
    ours: int
    beside: int


def list_caseloads() -> list[CaseloadRow]:
    """Everybody who is, or may be, contact person, in order of name. Counts alone: nobody is read."""
    record_access(Action.LIST, subject_ids=[], fields="count")
    counts = list_open_counts()
    ours = _counted(Participation.key_worker_id, sa.select(Participation.key_worker_id, sa.func.count()))
    beside_rows = (
        sa.select(ParticipationWorker.account_id, sa.func.count())
        .select_from(ParticipationWorker)
        .join(Participation, Participation.id == ParticipationWorker.participation_id)
        .where(sa.or_(ParticipationWorker.ends_on.is_(None), ParticipationWorker.ends_on >= today()))
    )
    beside = _counted(ParticipationWorker.account_id, beside_rows)
    chosen = (
        sa.select(Staff.account_id, Staff.name, Authority.name.label("authority"), Staff.active, Staff.reads_persons)
        .outerjoin(Authority, Authority.id == Staff.authority_id)
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return [
        CaseloadRow(
            row.account_id,
            row.name,
            row.authority,
            row.active,
            counts.get(row.account_id, 0),
            ours.get(row.account_id, 0),
            beside.get(row.account_id, 0),
        )
        for row in session.execute(chosen)
        if (row.active and row.reads_persons) or counts.get(row.account_id)
    ]


def _counted(of: Any, chosen: Any) -> dict[uuid.UUID, int]:
    rows = chosen.where(Participation.state.in_(sorted(OPEN_STATES)), of.is_not(None)).group_by(of)
    return dict(session.execute(visible_participations(rows)).all())


@dataclass(frozen=True, slots=True)
class InCaseload:
    """One of a contact person's open participations, as it is chosen."""

    id: uuid.UUID
    number: str
    person_id: uuid.UUID | None
    given_name: str | None
    family_name: str | None

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.number} {self.given_name} {self.family_name}" if self.given_name else self.number


def list_caseload(account_id: uuid.UUID) -> list[InCaseload]:
    """The open participations of a contact person that the reader may read; logged before they are shown."""
    chosen = (
        sa.select(Participation.id, Participation.number, Participation.person_id, Person.given_name, Person.family_name)
        .outerjoin(Person, Person.id == Participation.person_id)
        .where(Participation.key_worker_id == account_id, Participation.state.in_(sorted(OPEN_STATES)))
        .order_by(Participation.number, Participation.id)
    )
    rows = [InCaseload(**row._mapping) for row in session.execute(visible_participations(chosen))]
    record_access(Action.LIST, subject_ids=[row.person_id or row.id for row in rows], fields="list")
    return rows


def list_subjects_of_caseload(account_id: uuid.UUID, among: Collection[uuid.UUID] | None = None) -> Sequence[uuid.UUID]:
    """The persons of a caseload, or of those chosen in it, for the access log."""
    chosen = sa.select(Participation.id, Participation.person_id).where(
        Participation.key_worker_id == account_id, Participation.state.in_(sorted(OPEN_STATES))
    )
    if among is not None:
        chosen = chosen.where(Participation.id.in_(among))
    return [row.person_id or row.id for row in session.execute(visible_participations(chosen))]


def get_colleague(account_id: uuid.UUID) -> Staff:
    """A member of staff who reads persons, or did. Raises NotFound."""
    found = session.get(Staff, account_id)
    if found is None:
        raise NotFound
    return found


def lock_caseload(account_id: uuid.UUID, chosen_ids: Collection[uuid.UUID]) -> Sequence[Participation]:
    """Those of the chosen that are still open and this contact person's, locked in the same order by everybody."""
    chosen = (
        sa.select(Participation)
        .where(
            Participation.id.in_(chosen_ids),
            Participation.key_worker_id == account_id,
            Participation.state.in_(sorted(OPEN_STATES)),
        )
        .order_by(Participation.id)
        .with_for_update(of=Participation)
        .execution_options(populate_existing=True)
    )
    return session.scalars(visible_participations(chosen)).all()


def list_closed_to(chosen_ids: Collection[uuid.UUID], authority_id: uuid.UUID) -> Sequence[str]:
    """The numbers of those that staff of the authority may not work with: another's, and no consent names it."""
    whom = sa.literal(authority_id, sa.Uuid())
    allowed = sa.or_(
        Participation.controller_id == whom,
        consent_in_force(Participation.person_id.expression, whom, PARTICIPATION_KINDS),
    )
    chosen = sa.select(Participation.number).where(Participation.id.in_(chosen_ids), ~allowed)
    return session.scalars(visible_participations(chosen.order_by(Participation.number))).all()
