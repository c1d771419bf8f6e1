"""Dates of each life: start, first activity, exit, the referral before it, and a birth date the rule of admission allows."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from core.facts import get_association
from tenants.demo import margins
from tenants.demo.days import add_months, completed_years, weekday_between
from tenants.demo.dice import dice
from tenants.demo.margins import CURRENT
from tenants.demo.people import Life, band_edges
from tenants.demo.schedule import Slot, first_activity, possible_ends, possible_starts

GROWN_UP = 18
MINORS = 0.05
LONGEST_WAIT = 140
_WEEKDAYS_FOR: dict[int, tuple[int, ...]] = {24: (0, 3, 4), 63: (0, 1, 2, 3, 4)}
"""On which weekdays a start is so many days after another working day."""


def date_people(lives: Sequence[Life]) -> None:
    """Fill in every date."""
    chance = dice("dates")
    for life in lives:
        _date_stay(chance, life)
    _date_referrals([life for life in lives if not life.anonymous])
    for life in lives:
        life.birth_date = _birth_date(chance, life)


def _date_stay(chance: random.Random, life: Life) -> None:
    slot = Slot(life.ended, life.band, life.quarter)
    life.started_on = chance.choice(possible_starts(life.slug, slot))
    life.ended_on = chance.choice(possible_ends(life.started_on, life.band)) if life.ended else None
    if life.anonymous:
        life.first_activity_on = life.started_on
        return
    latest = life.ended_on or margins.as_of()
    life.first_activity_on = first_activity(life.started_on, latest, chance.choice((0, 0, 0, 1, 2, 5, 7)))


def _date_referrals(lives: Sequence[Life]) -> None:
    """Days from referral to start with the median and the ninetieth percentile that are given.

    The middle and the ninetieth in a hundred stand in a block of equal waits, so that every definition gives the same.
    """
    chance = dice("days to start")
    found = margins.given()["referrals"]
    median, tenth = found["days_to_start_median"], found["days_to_start_p90"]
    number = len(lives)
    blocks: list[tuple[int, int, int]] = [  # how many, shortest and longest wait
        (number - int(number * 0.915), tenth + 1, LONGEST_WAIT),
        (int(number * 0.915) - int(number * 0.885), tenth, tenth),
        (int(number * 0.53) - int(number * 0.47), median, median),
        (int(number * 0.885) - int(number * 0.53), median + 1, tenth - 1),
    ]
    left = list(lives)
    for size, shortest, longest in blocks:
        chosen = chance.sample([life for life in left if _may_have_waited(life, shortest)], size)
        taken = {id(life) for life in chosen}
        left = [life for life in left if id(life) not in taken]
        for life in chosen:
            life.received_on = _received(chance, life, shortest, longest)
    for life in left:
        life.received_on = _received(chance, life, 1, median - 1)


def _may_have_waited(life: Life, wait: int) -> bool:
    """Whether a referral so long before the start still falls in the delprojekt's time, on a working day."""
    room = (life.started_on - margins.period(life.slug)[0]).days
    return room >= wait + 3 and life.started_on.weekday() in _WEEKDAYS_FOR.get(wait, range(5))


def _received(chance: random.Random, life: Life, shortest: int, longest: int) -> date:
    earliest = max(margins.period(life.slug)[0], life.started_on - timedelta(days=longest))
    return weekday_between(chance, earliest, life.started_on - timedelta(days=shortest))


def _birth_date(chance: random.Random, life: Life) -> date:
    """An age of the band at the start, and old enough already when the referral came."""
    facts = get_association(life.slug)
    youngest, oldest = facts.ages_by_project.get(CURRENT, facts.ages)
    low, high = band_edges(life.age_band)
    if chance.random() > MINORS:
        youngest = max(youngest, GROWN_UP)
    age = chance.randint(max(low, youngest), min(high, oldest))
    birthday_passed = add_months(life.started_on, -12 * age)
    while True:
        born = birthday_passed - timedelta(days=chance.randrange(365))
        first_seen = life.received_on or life.started_on
        if completed_years(born, life.started_on) == age and completed_years(born, first_seen) >= youngest:
            return born
