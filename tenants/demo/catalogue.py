"""The insatser each delprojekt offers, in both languages.

Names are those the förbund publish (`insatser` in county.json). What the margins presuppose beyond them (a mapping, a
course, a work place, help to begin studying) is made up under a general name, and "work training at a social enterprise
or elsewhere" stands as two, because the two are counted apart.
"""

import uuid

from core.interventions.catalogue import GENERAL_NAMES
from core.interventions.terms import InterventionKind as Kind
from tenants.demo.dice import name_id
from tenants.demo.insatser import KINDS, NOT_OFFERED
from tenants.demo.rows import TenantRows

Names = tuple[str, str]

KIND_OF: dict[str, Kind] = {
    "kartlaggning_team": Kind.MAPPING,
    "case_management": Kind.CASE_MANAGEMENT,
    "se_arbetscoach": Kind.SUPPORTED_EMPLOYMENT,
    "arbetstraning_asf": Kind.WORK_TRAINING_ASF,
    "kurs": Kind.COURSE,
    "arbetstraning_arbetsgivare": Kind.WORK_TRAINING_EMPLOYER,
    "kbt": Kind.CBT,
    "halsogrupp": Kind.HEALTH_GROUP,
    "studiestart": Kind.STUDY_START,
}

GENERAL: dict[str, Names] = {code: GENERAL_NAMES[kind] for code, kind in KIND_OF.items()}

OWN: dict[str, dict[str, Names]] = {
    "ostra-sodertorn": {
        "arbetstraning_arbetsgivare": ("Arbetsträning på annan arbetsplats", "Work training at another workplace"),
    },
    "sodertalje": {"case_management": ("Bostonmodellen", "The Boston model")},
    "roslagen": {
        "kartlaggning_team": ("Samverkansteam", "Joint team"),
        "kurs": ("Motiverande och arbetslivsinriktad kurs", "Motivating course about working life"),
        "se_arbetscoach": ("Arbetscoach med supported employment", "Job coach with supported employment"),
        "arbetstraning_arbetsgivare": (
            "Arbetsträning hos extern arbetsgivare",
            "Work training with an external employer",
        ),
    },
    "sundbyberg": {"kartlaggning_team": ("Myndighetsgemensamt team", "Joint team")},
    "suvs": {"kartlaggning_team": ("Resursteam", "Resource team")},
}

BESIDE: dict[str, tuple[Kind, Names]] = {
    "ostra-sodertorn": (Kind.SUPPORTED_EMPLOYMENT, ("SE-handledare", "Supported employment coach")),
    "stockholms-stad": (Kind.OTHER, ("Aktivitetsplats", "Activity place")),
}
"""A further insats of its own; nobody has been dealt to it."""


def add_catalogue(rows: TenantRows) -> dict[str, uuid.UUID]:
    """Adds the insatser; returns the id of each that is dealt to people, by its key in the margins."""
    offered = [key for key in KINDS if key not in NOT_OFFERED[rows.slug]]
    ids = {}
    for position, key in enumerate(offered):
        ids[key] = _add(rows, KIND_OF[key], OWN.get(rows.slug, {}).get(key, GENERAL[key]), position)
    if rows.slug in BESIDE:
        _add(rows, *BESIDE[rows.slug], position=len(offered))
    return ids


def _add(rows: TenantRows, kind: Kind, names: Names, position: int) -> uuid.UUID:
    id_ = name_id(f"{rows.slug}/intervention/{names[0]}")
    rows.add(
        "intervention",
        id=id_,
        subproject_id=rows.subproject_id,
        kind=kind.value,
        name_sv=names[0],
        name_en=names[1],
        position=position,
    )
    return id_
