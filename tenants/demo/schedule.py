"""When people start and how long they stay: quarters and months in the project fitted together, then dealt to the tenants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tenants.demo import margins
from tenants.demo.days import add_months, completed_months, quarters, weekday_near, weekdays
from tenants.demo.dice import dice
from tenants.demo.margins import MONTH_BANDS, tenant_margins
from tenants.demo.tables import Table, apportion, fit

FIRST_QUARTER = date(2020, 4, 1)
WITH_OWN_QUARTERS = "roslagen"
SETTLING_IN = timedelta(days=7)
"""Nobody starts on the very first day of a delprojekt."""
SHORTEST_STAY = timedelta(days=12)
LAST_EXIT_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in time: the quarter of the start and the band of months in the project."""

    ended: bool
    band: int
    quarter: int


def deal_slots() -> dict[str, list[Slot]]:
    """As many as each tenant has started, with the margins of quarters, bands and states exact over all."""
    chance = dice("slots")
    kinds = [(ended, band) for ended in (False, True) for band in range(len(MONTH_BANDS))]
    by_tenant = _bands_by_tenant()
    own = margins.slugs().index(WITH_OWN_QUARTERS)
    found = margins.given()["starts_per_quarter_2020Q2_to_2022Q3"]
    own_rows = [line[own] for line in by_tenant]
    rest_rows = [sum(line) - line[own] for line in by_tenant]
    rest_columns = [all_ - own_ for all_, own_ in zip(found["county"], found[WITH_OWN_QUARTERS], strict=True)]
    own_table = _quarters_of(kinds, own_rows, found[WITH_OWN_QUARTERS], WITH_OWN_QUARTERS)
    rest_table = _quarters_of(kinds, rest_rows, rest_columns, "hbs")
    slots: dict[str, list[Slot]] = {slug: [] for slug in margins.slugs()}
    for (ended, band), line, own_line, rest_line in zip(kinds, by_tenant, own_table, rest_table, strict=True):
        slots[WITH_OWN_QUARTERS] += [Slot(ended, band, at) for at in _spread(own_line)]
        quarter_of = _spread(rest_line)
        chance.shuffle(quarter_of)
        for at, slug in enumerate(margins.slugs()):
            if slug != WITH_OWN_QUARTERS:
                slots[slug] += [Slot(ended, band, quarter_of.pop()) for _ in range(line[at])]
    return slots


def _bands_by_tenant() -> Table:
    """Rows: active and ended, each by band; columns: tenants."""
    table: Table = []
    for numbers, name in (
        ([tenant.active for tenant in tenant_margins()], "months_active_pct"),
        ([tenant.ended for tenant in tenant_margins()], "months_ended_pct"),
    ):
        table += fit(apportion(sum(numbers), margins.given()[name]), numbers)
    return table


def _quarters_of(kinds: Sequence[tuple[bool, int]], rows: Sequence[int], columns: Sequence[int], slug: str) -> Table:
    weights = [[float(len(possible_starts(slug, Slot(ended, band, at)))) for at in range(len(columns))] for ended, band in kinds]
    return fit(rows, columns, weights)


def _spread(numbers: Sequence[int]) -> list[int]:
    return [at for at, number in enumerate(numbers) for _ in range(number)]


@cache
def possible_starts(slug: str, slot: Slot) -> tuple[date, ...]:
    """Working days of the quarter on which somebody may start and still stay as long as the band says."""
    until = margins.as_of()
    first, last = quarters(FIRST_QUARTER, 10, until)[slot.quarter]
    days = weekdays(max(first, margins.period(slug)[0] + SETTLING_IN), last)
    if not slot.ended:
        return tuple(day for day in days if _in_band(completed_months(day, until), slot.band))
    return tuple(day for day in days if _first_end(day, slot.band) <= _last_end(day, slot.band))


@cache
def possible_ends(start: date, band: int) -> tuple[date, ...]:
    """Working days on which an exit makes the stay as long as the band says."""
    days = weekdays(_first_end(start, band), _last_end(start, band))
    return tuple(day for day in days if _in_band(completed_months(start, day), band))


def _first_end(start: date, band: int) -> date:
    return weekday_near(max(add_months(start, MONTH_BANDS[band][0]), start + SHORTEST_STAY), forward=True)


def _last_end(start: date, band: int) -> date:
    return min(add_months(start, MONTH_BANDS[band][1] + 1), margins.as_of() - LAST_EXIT_BEFORE)


def first_activity(start: date, latest: date, days_later: int) -> date:
    """Some days after the start, but in the same quarter and not after `latest`."""
    end_of_quarter = next(last for first, last in quarters(FIRST_QUARTER, 10, margins.as_of()) if first <= start <= last)
    return max(start, weekday_near(min(start + timedelta(days=days_later), latest, end_of_quarter)))


def _in_band(months: int, band: int) -> bool:
    low, high = MONTH_BANDS[band]
    return low <= months <= high
