"""Activities and attendance for tests, made by the services. Works inside a tenant's scope."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.attendance.models import Activity
from core.attendance.planning import ActivityValues, Series
from core.attendance.queries import get_for_change
from core.attendance.reports import list_latest, make_reports
from core.attendance.roster import Typed, get_roster_for_change, note_attendance
from core.attendance.services import plan_activities
from core.participants.choices import get_current_subproject
from core.participants.models import Participation
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, offer, take_part
from tests.integration.referral_makers import applicant

DAY = dt.date(2022, 9, 6)
AUGUST = dt.date(2022, 8, 1)


def somebody(house: House, name: str = "Prov", **changes: Any) -> Participation:
    """A participant of the course from the first of August."""
    began = dt.date(2022, 8, 1)
    made = begin(house, referral=offer(applicant(family_name=name), received_on=began), started_on=began, **changes)
    take_part(house, made, starts_on=began)
    return made


def values(those: Sequence[Participation] = (), **changes: Any) -> ActivityValues:
    """A morning of three hours."""
    given: dict[str, Any] = {
        "name": "Kurs på förmiddagen",
        "on_date": DAY,
        "begins_at": dt.time(9),
        "ends_at": dt.time(12),
        "people": frozenset(one.id for one in those),
    }
    return ActivityValues(**given | changes)


def plan(
    people: Sequence[Participation] = (), *, until: dt.date | None = None, weekdays: Iterable[int] = (), **changes: Any
) -> Sequence[Activity]:
    """One activity, or every week until the day, also on these days of the week."""
    series = Series(every_weeks=1, until=until, weekdays=frozenset(weekdays)) if until else None
    return plan_activities(values=values(people, **changes), series=series)


def note(activity_id: uuid.UUID, words: Mapping[tuple[uuid.UUID, dt.date], str] | str) -> int:
    """What is written in the boxes, by participation and day, or the same in all of them; as somebody who opened it now."""
    roster = get_roster_for_change(activity_id)
    typed = {}
    for box in roster.boxes:
        text = words if isinstance(words, str) else words.get((box.row.participation_id, box.row.on_date), box.text)
        typed[box.id] = Typed(text, box.noted.mark)
    return note_attendance(roster=roster, typed=typed)


def again(activity: Activity) -> Activity:
    """As it stands now, to be changed."""
    return get_for_change(activity.id)


def attended(participation: Participation) -> dict[str, uuid.UUID]:
    """The ids that addresses take: an activity where nothing is noted yet, and a report of another day of the month."""
    (held,) = plan([participation], on_date=dt.date(2022, 9, 8))
    (open_,) = plan([participation], on_date=dt.date(2022, 9, 9))
    note(held.id, "P")
    month = dt.date(2022, 9, 1)
    make_reports(month=month, subproject=get_current_subproject(TODAY))
    report_id = list_latest(month, [participation.id])[participation.id].id
    return {"activity_id": open_.id, "attendance_id": report_id, "report_id": report_id}
