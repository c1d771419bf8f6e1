"""The delprojekt's rule of admission: age and municipality on the day a referral was received. It asks, and forbids nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from core.clock import today
from core.errors import Invalid
from core.i18n import _, _l
from core.participants.models import Subproject, SubprojectMunicipality
from core.persons.services import Applicant
from core.referrals.queries import list_joined_municipalities
from core.referrals.terms import AdmissionBreach


class Received(Protocol):
    """What the rule needs to know of an arrival."""

    @property
    def received_on(self) -> dt.date: ...
    @property
    def exception_reason(self) -> str: ...


def find_breaches(
    subproject: Subproject,
    municipalities: Sequence[SubprojectMunicipality],
    *,
    birth_date: dt.date | None,
    municipality_code: str | None,
    received_on: dt.date,
) -> list[AdmissionBreach]:
    """Where somebody is outside the rule of admission on the day the referral was received."""
    breaches = [_age_breach(subproject, birth_date, received_on)]
    joined = {one.code: one.joined_on for one in municipalities}
    if municipality_code not in joined:
        breaches.append(AdmissionBreach.OTHER_MUNICIPALITY)
    elif (since := joined[municipality_code]) and since > received_on:
        breaches.append(AdmissionBreach.MUNICIPALITY_NOT_JOINED)
    return [breach for breach in breaches if breach]


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Whole years. Somebody born on 29 February turns on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _age_breach(subproject: Subproject, birth_date: dt.date | None, day: dt.date) -> AdmissionBreach | None:
    if birth_date is None:
        return AdmissionBreach.AGE_NOT_KNOWN
    age = age_on(birth_date, day)
    if age < subproject.age_min:
        return AdmissionBreach.TOO_YOUNG
    return AdmissionBreach.TOO_OLD if age > subproject.age_max else None


BREACH_MESSAGES = {
    AdmissionBreach.TOO_YOUNG: _l("The person is younger than the sub-project admits."),
    AdmissionBreach.TOO_OLD: _l("The person is older than the sub-project admits."),
    AdmissionBreach.AGE_NOT_KNOWN: _l("The person's age cannot be read from the number."),
    AdmissionBreach.OTHER_MUNICIPALITY: _l("The person lives outside the sub-project's municipalities."),
    AdmissionBreach.MUNICIPALITY_NOT_JOINED: _l("The municipality had not joined on the day the referral came."),
}


def check_admission(subproject: Subproject, applicant: Applicant, arrival: Received) -> None:
    """Raise Invalid with what the form alone cannot know: a day that cannot be, or a missing reason to admit."""
    faults: dict[str, object] = {}
    if arrival.received_on > today():
        faults["received_on"] = _l("The referral cannot have come later than today")
    elif applicant.identity.birth_date and applicant.identity.birth_date > arrival.received_on:
        faults["received_on"] = _l("The referral cannot have come before the person was born")
    breaches = find_breaches(
        subproject,
        list_joined_municipalities(subproject.id),
        birth_date=applicant.identity.birth_date,
        municipality_code=applicant.municipality_code,
        received_on=arrival.received_on,
    )
    if breaches and not arrival.exception_reason.strip():
        said = [BREACH_MESSAGES[breach] for breach in breaches]
        faults["exception_reason"] = " ".join(map(str, [*said, _("Write why the person is admitted all the same.")]))
    if faults:
        raise Invalid(faults)
