"""Words of consent. Consent breaks secrecy between authorities or allows publicity; it is not the ground of processing."""

import uuid
from enum import StrEnum

from core.i18n import _l


class ConsentKind(StrEnum):
    """Two consents that are never given in one breath."""

    INFORMATION = "information"
    PUBLICITY = "publicity"


class GivenBy(StrEnum):
    """How it was given."""

    WRITTEN = "written"
    ORAL = "oral"
    ELECTRONIC = "electronic"


class DataKind(StrEnum):
    """What it covers: the kinds of data of the consent matrix."""

    REFERRAL = "referral"
    MAPPING = "mapping"
    PLAN = "plan"
    NOTE = "note"
    ATTENDANCE = "attendance"
    OUTCOME = "outcome"
    CONTACT = "contact"


GIVEN_BY_NAMES = {
    GivenBy.WRITTEN: _l("In writing"),
    GivenBy.ORAL: _l("By word of mouth, with a witness"),
    GivenBy.ELECTRONIC: _l("Electronically"),
}
DATA_KIND_NAMES = {
    DataKind.REFERRAL: _l("The referral"),
    DataKind.MAPPING: _l("The assessment"),
    DataKind.PLAN: _l("Plan and interventions"),
    DataKind.NOTE: _l("Notes"),
    DataKind.ATTENDANCE: _l("Attendance"),
    DataKind.OUTCOME: _l("Means of support and result"),
    DataKind.CONTACT: _l("That help exists, and whom to call"),
}


class Paper(StrEnum):
    """In which words the form is printed."""

    SWEDISH = "sv"
    EASY = "easy"
    ENGLISH = "en"


PAPER_NAMES = {
    Paper.SWEDISH: _l("In Swedish"),
    Paper.EASY: _l("In easy-to-read Swedish"),
    Paper.ENGLISH: _l("In English"),
}


REFERENCE_SIGNS = 8


def reference_of(consent_id: uuid.UUID) -> str:
    """What a contact person passes on to whoever writes a story: 7F3A-91C2. It finds a consent and tells nothing of anybody."""
    last = consent_id.hex[-REFERENCE_SIGNS:].upper()
    return f"{last[:4]}-{last[4:]}"
