"""When each insats was: the mapping first, the others beside and after each other, all within the participation."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from tenants.demo import margins
from tenants.demo.days import weekday_near
from tenants.demo.insatser import KINDS
from tenants.demo.participations import Case
from tenants.demo.rows import Row, TenantRows

WEEKS = {"kartlaggning_team": (3, 8), "kurs": (6, 12), "halsogrupp": (6, 12), "kbt": (5, 14), "studiestart": (3, 10)}
"""Shortest and longest; all others go on from 8 to 40 weeks."""
EXTENTS = {"arbetstraning_asf": (25, 50, 50, 75), "arbetstraning_arbetsgivare": (25, 50, 75, 100)}
PLACES = {
    "arbetstraning_asf": ("Kafé", "Snickeri", "Cykelverkstad", "Trädgård", "Second hand-butik", "Tvätteri"),
    "arbetstraning_arbetsgivare": ("Lager", "Förskola", "Livsmedelsbutik", "Äldreboende", "Kontor", "Restaurangkök"),
}
_STILL_IN_ONE = 0.85
"""How many of those who go on are in their last insats today, when it is more than the mapping."""


def add_periods(rows: TenantRows, cases: Sequence[Case], interventions: Mapping[str, uuid.UUID]) -> None:
    """One period for each insats of a participation, one after the other; some of the last still go on."""
    for case in cases:
        kinds = sorted(case.life.insatser, key=KINDS.index)
        for at, kind in enumerate(kinds):
            row = _add(rows, case, kind, interventions[kind], at / len(kinds))
            last = kind == kinds[-1] and kind != "kartlaggning_team"
            if last and not case.life.ended and rows.chance.random() < _STILL_IN_ONE:
                row["ends_on"] = None


def _add(rows: TenantRows, case: Case, kind: str, intervention_id: uuid.UUID, along: float) -> Row:
    """`along`: how far into the participation it begins, from 0 (the first activity) to 1."""
    life, chance = case.life, rows.chance
    last = life.ended_on or margins.as_of()
    room = (last - life.first_activity_on).days
    starts_on = weekday_near(life.first_activity_on + dt.timedelta(days=int(room * along)))
    starts_on = max(starts_on, life.first_activity_on)
    shortest, longest = WEEKS.get(kind, (8, 40))
    planned = weekday_near(starts_on + dt.timedelta(days=7 * chance.randint(shortest, longest) - 1))
    ends_on = min(planned, life.ended_on) if life.ended_on else (planned if planned < last else None)
    return rows.add(
        "intervention_period",
        id=rows.ids.new(starts_on),
        participation_id=case.participation["id"],
        intervention_id=intervention_id,
        starts_on=starts_on,
        ends_on=max(ends_on, starts_on) if ends_on else None,
        extent_percent=chance.choice(EXTENTS[kind]) if kind in EXTENTS else None,
        place=chance.choice(PLACES[kind]) if kind in PLACES else "",
    )
