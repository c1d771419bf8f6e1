"""What a delprojekt's catalogue of insatser begins with: one of each kind under a general name, in both languages."""

import uuid

from core.db import session
from core.interventions.models import Intervention
from core.interventions.terms import InterventionKind as Kind

GENERAL_NAMES: dict[Kind, tuple[str, str]] = {
    Kind.MAPPING: ("Kartläggning i myndighetsgemensamt team", "Assessment in the joint team"),
    Kind.CASE_MANAGEMENT: ("Case management", "Case management"),
    Kind.SUPPORTED_EMPLOYMENT: ("Supported employment", "Supported employment"),
    Kind.WORK_TRAINING_ASF: (
        "Arbetsträning på arbetsintegrerande socialt företag",
        "Work training at a work integration social enterprise",
    ),
    Kind.COURSE: ("Motiverande kurs", "Motivating course"),
    Kind.WORK_TRAINING_EMPLOYER: ("Arbetsträning hos arbetsgivare", "Work training with an employer"),
    Kind.CBT: ("Samtal med KBT-konsulent", "Talks with a CBT counsellor"),
    Kind.HEALTH_GROUP: ("Hälsogrupp", "Health group"),
    Kind.STUDY_START: ("Studiestart", "Help to begin studying"),
}


def add_general_catalogue(subproject_id: uuid.UUID) -> None:
    """One insats of each kind. The caller commits."""
    session.add_all(
        Intervention(subproject_id=subproject_id, kind=kind.value, name_sv=sv, name_en=en, position=position)
        for position, (kind, (sv, en)) in enumerate(GENERAL_NAMES.items())
    )
    session.flush()
