"""Who may do an action: the participant, an authority, or somebody at an authority: one choice, three columns."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import today
from core.db import session
from core.i18n import _
from core.participants.choices import get_current_subproject, get_subproject, has_agreement
from core.participants.models import Authority, Participation, Staff
from core.plans.models import PlanAction
from core.plans.terms import Responsible

PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it, as a row keeps it."""

    responsible: Responsible
    authority_id: uuid.UUID | None = None
    worker_id: uuid.UUID | None = None


def doer_of(action: PlanAction) -> str:
    """The choice a form shows for an action: "participant", "authority:<id>" or "worker:<id>"."""
    if action.responsible == Responsible.PARTICIPANT:
        return PARTICIPANT
    return f"worker:{action.worker_id}" if action.worker_id else f"authority:{action.authority_id}"


def find_doer(choice: str | None) -> Doer | None:
    """Who a choice stands for; None for nobody whom this tenant knows."""
    if choice == PARTICIPANT:
        return Doer(Responsible.PARTICIPANT)
    kind, _colon, text = (choice or "").partition(":")
    try:
        found_id = uuid.UUID(text)
    except ValueError:
        return None
    if kind == "authority":
        known = session.get(Authority, found_id)
        return Doer(Responsible.AUTHORITY, known.id) if known else None
    worker = session.get(Staff, found_id) if kind == "worker" else None
    if worker is None or worker.authority_id is None:
        return None
    return Doer(Responsible.AUTHORITY, worker.authority_id, worker.account_id)


def list_doers(chosen_before: Collection[str] = ()) -> list[tuple[str, str]]:
    """(choice, name): the participant, then each authority with an agreement in force, and its people under it.

    `chosen_before` are choices that stand in the plan already; they stay, though an agreement or an employment has ended.
    """
    statement = (
        sa.select(Authority, Staff.account_id, Staff.name, Staff.active)
        .outerjoin(Staff, Staff.authority_id == Authority.id)
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id, sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    offered: dict[str, str] = {PARTICIPANT: _("The participant")}
    for authority, account_id, name, active in session.execute(statement):
        in_force = has_agreement(authority, today())
        choice = f"authority:{authority.id}"
        if in_force or choice in chosen_before:
            offered[choice] = authority.name
        choice = f"worker:{account_id}"
        if account_id and ((in_force and active) or choice in chosen_before):
            offered[choice] = f"{authority.name}: {name}"
    return list(offered.items())


def list_authorities_to_agree() -> list[tuple[str, str]]:
    """(id, name) of the authorities that may agree to a plan: those with an agreement in force."""
    chosen = sa.select(Authority).order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    return [(str(found.id), found.name) for found in session.scalars(chosen) if has_agreement(found, today())]


def review_weeks_of(participation_id: uuid.UUID | None) -> int:
    """After how many weeks the delprojekt looks at a plan again."""
    chosen = sa.select(Participation.subproject_id).where(Participation.id == participation_id)
    subproject_id = session.scalar(chosen) if participation_id else None
    subproject = get_subproject(subproject_id) if subproject_id else get_current_subproject(today())
    return subproject.review_weeks
