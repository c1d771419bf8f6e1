"""What must hold of a row, new or changed: days in their order, a situation that is whole, an insats within the participation."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from core.imports.fields import Field
from core.imports.records import Record
from core.outcomes.services import SUBSIDISED_BY_REASON
from core.outcomes.situations import ALONE, WORK

F = Field


@dataclass(frozen=True, slots=True)
class Terms:
    """What the delprojekt and the authority allow. `agreement`: first and last day of the processing agreement."""

    first_day: dt.date
    last_day: dt.date
    agreement: tuple[dt.date | None, dt.date | None]
    insats_id: uuid.UUID | None
    """Of rows that name a first activity and no insats."""
    counted: frozenset[uuid.UUID]
    """Insatser that count as a first activity."""
    outside_goals: frozenset[str]
    """Reasons for leaving after which nothing is asked."""
    number_prefix: str
    """Before the numbers that the system gives itself."""


HIGHEST_NUMBER = 99_999


def is_far_beyond(number: str | None, terms: Terms) -> bool:
    """A number like those that the system gives, so high that it would never come to it."""
    prefix, _dash, digits = (number or "").rpartition("-")
    return prefix == terms.number_prefix and digits.isdecimal() and int(digits) > HIGHEST_NUMBER


def check_start(record: Record, terms: Terms) -> None:
    """The day of the start lies in the delprojekt's period and under the authority's agreement."""
    day: dt.date | None = record.get(F.STARTED)
    if day is None:
        return
    if not terms.first_day <= day <= terms.last_day:
        record.refuse("outside", F.STARTED)
    begun, ended = terms.agreement
    if begun is None or day < begun or (ended is not None and day > ended):
        record.refuse("agreement", F.STARTED)


def check_days(record: Record, started: dt.date, ended: dt.date | None) -> None:
    """What happens, happens between start and exit."""
    for name in (F.FIRST_ACTIVITY, F.INSATS_UNTIL, F.ENDED, F.NEXT_CONTACT):
        day = record.get(name)
        if day is not None and day < started:
            record.refuse("before_start", name, started)
    for name in (F.FIRST_ACTIVITY, F.INSATS_UNTIL):
        day = record.get(name)
        if day is not None and ended is not None and day > ended:
            record.refuse("after_end", name, ended)
    first, last = record.get(F.FIRST_ACTIVITY), record.get(F.INSATS_UNTIL)
    if first and last and last < first:
        record.refuse("insats_order", F.INSATS_UNTIL)


def check_exit(record: Record) -> None:
    """Day and reason come together, and nothing is said of afterwards without them."""
    ended, reason = record.get(F.ENDED), record.get(F.EXIT_REASON)
    if ended and not reason:
        record.refuse("reason_missing", F.EXIT_REASON)
    if reason and not ended:
        record.refuse("end_missing", F.ENDED)


def insats_of(record: Record, terms: Terms) -> uuid.UUID | None:
    """Which insats the row is about, if any."""
    found: uuid.UUID | None = record.get(F.INSATS)
    about_days = record.get(F.FIRST_ACTIVITY) or record.get(F.INSATS_UNTIL)
    if found is None and about_days:
        found = terms.insats_id
        if found is None:
            record.refuse("insats_missing", F.INSATS)
    return found


def situation_before(record: Record, started: dt.date) -> dict[str, Any] | None:
    """The values of the situation before, or None when the row says nothing of it. Faults are noted."""
    said = [record.get(name) for name in (F.SUPPORT, F.MAIN_ACTIVITY, F.EDUCATION, F.SUPPORT_SINCE)]
    if not any(said):
        return None
    sources, activity, education, since = said
    _check_pair(record, sources, activity, F.SUPPORT, F.MAIN_ACTIVITY)
    if since and (since > started or "ingen" in (sources or ())):
        record.refuse("support_since", F.SUPPORT_SINCE)
    return {**_values(sources, activity), "education": education, "support_since": since}


def situation_after(record: Record, reason: str | None) -> dict[str, Any] | None:
    """The same of the situation after; whether the work is subsidised agrees with the reason for leaving."""
    sources, activity = record.get(F.SUPPORT_AFTER), record.get(F.ACTIVITY_AFTER)
    subsidised = record.get(F.SUBSIDISED)
    if sources is None and activity is None:
        return None
    _check_pair(record, sources, activity, F.SUPPORT_AFTER, F.ACTIVITY_AFTER)
    told = SUBSIDISED_BY_REASON.get(reason or "")
    if subsidised is None and activity == WORK:
        subsidised = told
    contradicts = told is not None and subsidised is not None and subsidised != told
    if contradicts or (activity == WORK and subsidised is None):
        record.refuse("subsidised", F.SUBSIDISED)
    return {**_values(sources, activity), "work_subsidised": subsidised}


def _check_pair(record: Record, sources: Any, activity: Any, of_sources: Field, of_activity: Field) -> None:
    if not activity:
        record.refuse("activity_missing", of_activity)
    if not sources:
        record.refuse("support_missing", of_sources)
    elif len(sources) > 1 and not ALONE.isdisjoint(sources):
        record.refuse("support_alone", of_sources)


def _values(sources: Any, activity: Any) -> dict[str, Any]:
    """The main source first, the others in a fixed order: so two lists can be compared."""
    main, *others = sources or [None]
    return {"main_activity": activity, "sources": [main, *sorted(others)] if main else []}
