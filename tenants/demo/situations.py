"""The situation directly before the start, and directly after the exit."""

import datetime as dt
import random
from collections.abc import Sequence

from core.outcomes.terms import Moment
from tenants.demo.days import completed_years
from tenants.demo.margins import YEAR_BANDS
from tenants.demo.participations import Case
from tenants.demo.people import Life
from tenants.demo.rows import TenantRows

ACTIVITY_OF_SUPPORT = {
    "lon": "work",
    "studiestod": "studies",
    "a_kassa": "job_seeking",
    "aktivitetsstod_utvecklingsersattning": "job_seeking",
}
AFTER_REASON: dict[str, tuple[str, str, bool | None]] = {
    "arbete_utan_stod": ("work", "lon", False),
    "arbete_subventionerat": ("work", "lon", True),
    "studier": ("studies", "studiestod", None),
    "af_insats": ("job_seeking", "aktivitetsstod_utvecklingsersattning", None),
    "kommunens_insats": ("other", "forsorjningsstod", None),
    "sjukersattning_pension": ("other", "sjukersattning", None),
    "foraldraledighet": ("other", "ingen", None),
}
"""Main activity, main support and whether the work is subsidised, as the reason for leaving implies."""
_SEEKS_WORK = 0.3


def add_situations(rows: TenantRows, cases: Sequence[Case]) -> None:
    """Of the anonymous nothing is asked; of the dead nothing afterwards."""
    for case in cases:
        if case.life.anonymous:
            continue
        _add_before(rows, case)
        if case.life.is_asked_after and not case.life.incomplete:
            _add_after(rows, case)


def _add_before(rows: TenantRows, case: Case) -> None:
    life = case.life
    row = rows.add(
        "situation",
        id=rows.ids.new(life.started_on),
        participation_id=case.participation["id"],
        moment=Moment.BEFORE.value,
        observed_on=life.started_on,
        main_activity=_activity_before(rows.chance, life),
        education=life.education,
        support_since=support_since(rows.chance, life),
        work_subsidised=None,
    )
    for source in life.support:
        rows.add("situation_support", situation_id=row["id"], source=source, main=source == life.support[0])


def _activity_before(chance: random.Random, life: Life) -> str:
    found = ACTIVITY_OF_SUPPORT.get(life.support[0])
    return found or ("job_seeking" if chance.random() < _SEEKS_WORK else "other")


def support_since(chance: random.Random, life: Life) -> dt.date | None:
    """A day so many years back that the band holds; none when there is no support, or nobody knows since when."""
    if life.years_band not in YEAR_BANDS:
        return None
    fewest, most = YEAR_BANDS[life.years_band]
    years = chance.randint(fewest, min(most, max(fewest, completed_years(life.birth_date, life.started_on) - 17)))
    while True:
        since = life.started_on - dt.timedelta(days=round(365.25 * years) + chance.randrange(1, 360))
        if fewest <= completed_years(since, life.started_on) <= most:
            return since


def _add_after(rows: TenantRows, case: Case) -> None:
    life = case.life
    ended_on = life.ended_on or life.started_on
    activity, support, subsidised = AFTER_REASON.get(life.reason or "", ("other", life.support[0], None))
    row = rows.add(
        "situation",
        id=rows.ids.new(ended_on),
        participation_id=case.participation["id"],
        moment=Moment.AFTER.value,
        observed_on=ended_on,
        main_activity=activity,
        education=None,
        support_since=None,
        work_subsidised=subsidised,
    )
    rows.add("situation_support", situation_id=row["id"], source=support, main=True)
