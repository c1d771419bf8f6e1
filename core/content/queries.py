"""Reads what the tenant in force has published, through its public role only."""

import datetime as dt

import sqlalchemy as sa

from core.alphabet import swedish_key
from core.content.models import PublishedIntervention, PublishedMunicipality, PublishedSubproject
from core.db import session


def find_published_subproject(project_key: str) -> PublishedSubproject | None:
    """The delprojekt of this project, or None when the tenant takes no part in it."""
    chosen = sa.select(PublishedSubproject).where(PublishedSubproject.project_key == project_key)
    return session.scalars(chosen).one_or_none()


def find_latest_published_subproject(day: dt.date) -> PublishedSubproject | None:
    """The delprojekt that started last before or on `day`, or None."""
    chosen = (
        sa.select(PublishedSubproject)
        .where(PublishedSubproject.starts_on <= day)
        .order_by(PublishedSubproject.starts_on.desc(), PublishedSubproject.project_key)
    )
    return session.scalars(chosen.limit(1)).first()


def list_published_municipalities(subproject: PublishedSubproject) -> list[PublishedMunicipality]:
    """In the order of the Swedish alphabet."""
    chosen = sa.select(PublishedMunicipality).where(PublishedMunicipality.subproject_id == subproject.subproject_id)
    return sorted(session.scalars(chosen), key=lambda found: (swedish_key(found.name), found.code))


def list_published_interventions(subproject: PublishedSubproject, *, day: dt.date) -> list[PublishedIntervention]:
    """The insatser offered on `day`, in the delprojekt's own order."""
    offered = PublishedIntervention
    chosen = (
        sa.select(offered)
        .where(
            offered.subproject_id == subproject.subproject_id,
            sa.func.coalesce(offered.valid_from, day) <= day,
            sa.func.coalesce(offered.valid_until, day) >= day,
        )
        .order_by(offered.position, offered.name_sv, offered.intervention_id)
    )
    return list(session.scalars(chosen))
