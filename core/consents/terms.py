"""Words of consent. Consent breaks secrecy between authorities or allows publicity; it is not the ground of processing."""

from enum import StrEnum


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
    ATTENDANCE = "attendance"
    OUTCOME = "outcome"
