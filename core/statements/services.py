"""Says how accessible a site is."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from core import clock
from core.constraints import keep
from core.context import current_person, current_site
from core.db import new_id
from core.errors import Invalid
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile
from core.statements.models import CountyStatement, Statement
from core.statements.queries import find_statement
from core.statements.terms import Conformity, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementValues:
    """What is entered; lists have a line for each thing."""

    conformity: Conformity
    method: Method
    assessed_on: dt.date | None
    faults_sv: str
    faults_en: str
    burden_sv: str
    burden_en: str
    outside_sv: str
    outside_en: str
    email: str
    phone: str


def say_accessibility(*, version: int | None, values: StatementValues) -> None:
    """Readers see it at once. `version` of what was shown, 0 when there was nothing. Raises Invalid, or ChangedMeanwhile."""
    _check(values)
    row = find_statement()
    if (row.version if row else 0) != (version or 0):
        raise ChangedMeanwhile
    by: dict[str, Any] = {"changed_by": current_person().account_id, "changed_at": clock.now()}
    if row is None:
        own: Any = CountyStatement if current_site().kind == "county" else Statement
        keep(own(id=new_id(), **asdict(values), **by))
        return
    for name, value in (asdict(values) | by).items():
        setattr(row, name, value)
    keep()


def _check(values: StatementValues) -> None:
    faults: dict[str, object] = {}
    if values.assessed_on is None:
        faults["assessed_on"] = _l("Say which day the pages were tried")
    elif values.assessed_on > clock.today():
        faults["assessed_on"] = _l("The day lies ahead")
    if values.conformity != Conformity.FULL and not values.faults_sv.strip():
        faults["faults_sv"] = _l("Say what does not meet the requirements, in Swedish at least")
    if faults:
        raise Invalid(faults)
