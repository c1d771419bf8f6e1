"""Support, years with public support and education before the start: margins first, then what is plausible at an age."""

from collections.abc import Callable, Sequence
from functools import partial

from tenants.demo import margins
from tenants.demo.days import completed_years
from tenants.demo.dice import dice, shuffled
from tenants.demo.people import Life

Rule = Callable[[int], bool]

_SUPPORT_AGES: dict[str, Rule] = {
    "aktivitetsersattning": lambda age: 19 <= age < 30,
    "sjukersattning": lambda age: age >= 30,
}
_YEARS_AGES: dict[str, Rule] = {
    ">=10": lambda age: age >= 29,
    "6-9": lambda age: age >= 25,
    "3-5": lambda age: age >= 22,
    "1-2": lambda age: age >= 19,
}
_EDUCATION_AGES: dict[str, Rule] = {"eftergymnasial": lambda age: age >= 23, "gymnasial": lambda age: age >= 19}
_SECOND = ("forsorjningsstod", "sjukpenning_rehabpenning", "a_kassa", "lon", "aktivitetsstod_utvecklingsersattning")
NO_SOURCE = ("ingen", "okant")


def give_baseline(lives: Sequence[Life]) -> None:
    """For those with a personal registration: of the anonymous nothing is asked."""
    _give_main_support(lives)
    _give_second_support(lives)
    _give_years(lives)
    _give_education(lives)


def _give_main_support(lives: Sequence[Life]) -> None:
    chance = dice("support")
    numbers = margins.counts_by_percent("main_support_before_pct", len(lives))
    left = shuffled(chance, lives)
    for source, rule in _SUPPORT_AGES.items():
        for life in _take(left, numbers.pop(source), rule):
            life.support.append(source)
    # The youngest have had no time to come by support of their own.
    left.sort(key=lambda life: _age(life) >= 19)
    for source in ["ingen", *(source for source in numbers if source != "ingen")]:
        for life in _take(left, numbers[source], _any_age):
            life.support.append(source)


def _give_second_support(lives: Sequence[Life]) -> None:
    chance = dice("second support")
    possible = [life for life in lives if life.support[0] not in NO_SOURCE]
    for life in chance.sample(possible, margins.share_of(len(lives), margins.given()["two_sources_pct"])):
        life.support.append(chance.choice([source for source in _SECOND if source != life.support[0]]))


def _give_years(lives: Sequence[Life]) -> None:
    """Who has no support has had it for no years; whose support is not known, neither its years."""
    chance = dice("years")
    numbers = margins.counts_by_percent("years_public_support_pct", len(lives))
    left = shuffled(chance, lives)
    for band, sources in (("ingen", ("ingen",)), ("okant", ("okant", "ingen"))):
        left.sort(key=partial(_rank, sources))
        for life in _take(left, numbers.pop(band), _any_age):
            life.years_band = band
    left = shuffled(chance, left)
    for band in sorted(numbers, key=lambda band: list(margins.YEAR_BANDS).index(band), reverse=True):
        rule = _YEARS_AGES.get(band, _any_age)
        for life in _take(left, numbers[band], rule):
            life.years_band = band


def _rank(sources: Sequence[str], life: Life) -> int:
    return sources.index(life.support[0]) if life.support[0] in sources else len(sources)


def _give_education(lives: Sequence[Life]) -> None:
    chance = dice("education")
    numbers = margins.counts_by_percent("education_pct", len(lives))
    left = shuffled(chance, lives)
    for level in ("eftergymnasial", "gymnasial", "forgymnasial", "okant"):
        rule = _EDUCATION_AGES.get(level, _any_age)
        for life in _take(left, numbers[level], rule):
            life.education = level


def _take(left: list[Life], number: int, rule: Rule) -> list[Life]:
    """The first `number` whose age fits, taken out of `left`. Raises ValueError when there are too few."""
    chosen = [life for life in left if rule(_age(life))][:number]
    if len(chosen) < number:
        raise ValueError(f"only {len(chosen)} of {number} people have a fitting age")
    taken = {id(life) for life in chosen}
    left[:] = [life for life in left if id(life) not in taken]
    return chosen


def _age(life: Life) -> int:
    return completed_years(life.birth_date, life.started_on)


def _any_age(_age: int) -> bool:
    return True
