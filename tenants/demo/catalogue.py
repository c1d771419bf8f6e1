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

COMPLEMENTARY: tuple[tuple[Kind, Names, Names, str], ...] = (
    (
        Kind.STUDY_START,
        ("Studievägledning", "Study guidance"),
        (
            "En vägledare går igenom vad du har läst och vad du kan läsa, och hur det kan betalas.",
            "A counsellor goes through what you have studied, what you can study, and how it can be paid for.",
        ),
        "Kommunens vuxenutbildning",
    ),
    (
        Kind.OTHER,
        ("Rehabkoordinator", "Rehabilitation coordinator"),
        (
            "Du får hjälp att hålla ihop vård och arbete, och att prata med din läkare om vad du klarar.",
            "You get help to make care and work go together, and to talk with your doctor about what you can do.",
        ),
        "Region Stockholm, din vårdcentral",
    ),
)
"""What others give beside; made up in general words, and nobody has been dealt to it."""

_OWN: dict[str, object] = {"text_sv": "", "text_en": "", "is_complementary": False, "given_by": ""}
"""Of what the delprojekt gives itself: every row of a table has the same columns."""


def add_catalogue(rows: TenantRows) -> dict[str, uuid.UUID]:
    """Adds the insatser; returns the id of each that is dealt to people, by its key in the margins."""
    offered = [key for key in KINDS if key not in NOT_OFFERED[rows.slug]]
    ids = {}
    for position, key in enumerate(offered):
        ids[key] = _add(rows, KIND_OF[key], OWN.get(rows.slug, {}).get(key, GENERAL[key]), position)
    if rows.slug in BESIDE:
        _add(rows, *BESIDE[rows.slug], position=len(offered))
    for position, (kind, names, texts, given_by) in enumerate(COMPLEMENTARY, start=len(offered) + 1):
        about = {"text_sv": texts[0], "text_en": texts[1], "is_complementary": True, "given_by": given_by}
        _add(rows, kind, names, position, **about)
    return ids


def _add(rows: TenantRows, kind: Kind, names: Names, position: int, **about: object) -> uuid.UUID:
    id_ = name_id(f"{rows.slug}/intervention/{names[0]}")
    rows.add(
        "intervention",
        id=id_,
        subproject_id=rows.subproject_id,
        kind=kind.value,
        name_sv=names[0],
        name_en=names[1],
        position=position,
        **_OWN | about,
    )
    return id_
