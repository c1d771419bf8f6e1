"""Which authorities hold data about a person, as far as the signed-in person may know."""

import uuid

import sqlalchemy as sa

from core.context import current_person
from core.db import session
from core.participants.models import Authority, Participation
from core.participants.queries import visible_participations
from core.participants.terms import ParticipationState
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals


def list_holders(person_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Id and name of those that received a referral or are data controller, in Swedish order."""
    referrals = sa.select(Referral.owner_id).where(Referral.person_id == person_id)
    led = sa.select(Participation.controller_id).where(
        Participation.person_id == person_id, Participation.state != ParticipationState.MISREGISTERED
    )
    chosen = (
        sa.select(Authority.id, Authority.name)
        .where(sa.or_(Authority.id.in_(visible_referrals(referrals)), Authority.id.in_(visible_participations(led))))
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    )
    return {row.id: row.name for row in session.execute(chosen)}


def list_other_holders(person_id: uuid.UUID) -> list[str]:
    """Names of the others whose data the signed-in person reads: as contact person, on a consent."""
    mine = current_person().authority_id
    return [name for id_, name in list_holders(person_id).items() if id_ != mine]
