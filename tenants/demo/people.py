"""Who takes part: one `Life` for each of the 1 903, with everything that has a margin decided and nothing yet dated."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from core.facts import get_association
from tenants.demo import margins
from tenants.demo.dice import dice, shuffled
from tenants.demo.margins import CURRENT, GOALS, SEXES, TenantMargins, tenant_margins
from tenants.demo.schedule import deal_slots
from tenants.demo.tables import Table, apportion, fit


@dataclass(slots=True)
class Life:
    """A participant's time in the delprojekt, filled in stage by stage."""

    slug: str
    band: int
    quarter: int
    ended: bool
    sex: str = ""
    goal: str = ""
    reason: str | None = None
    paused: bool = False
    anonymous: bool = False
    protected: bool = False
    age_band: int = 0
    referred_by: str = ""
    started_on: date = date.min
    first_activity_on: date = date.min
    ended_on: date | None = None
    received_on: date | None = None
    birth_date: date = date.min
    support: list[str] = field(default_factory=list)
    years_band: str = ""
    education: str = ""
    insatser: list[str] = field(default_factory=list)
    incomplete: bool = False

    @property
    def is_asked_after(self) -> bool:
        """Whether a situation after the exit is due."""
        return self.ended and not self.anonymous and self.reason != "avliden"

    @property
    def age(self) -> int:
        """The lowest age of the band: enough to judge what is plausible before a birth date is drawn."""
        return band_edges(self.age_band)[0]


def band_edges(band: int) -> tuple[int, int]:
    """Lowest and highest age of a band, both included."""
    low, high = margins.given()["age_bands"][band].split("-")
    return int(low), int(high)


def make_people() -> list[Life]:
    """All of them, by tenant in the county's order."""
    lives = [
        Life(slug, band=slot.band, quarter=slot.quarter, ended=slot.ended)
        for slug, slots in deal_slots().items()
        for slot in slots
    ]
    by_tenant = {slug: [life for life in lives if life.slug == slug] for slug in margins.slugs()}
    _give_sex_and_goal(by_tenant)
    _give_reasons(lives)
    _make_some_anonymous(by_tenant)
    _pause_some(by_tenant)
    _leave_some_incomplete(by_tenant)
    _give_ages(lives)
    _give_referring_party(lives)
    return lives


def _give_sex_and_goal(by_tenant: dict[str, list[Life]]) -> None:
    chance = dice("sex and goal")
    tables = {goal: _goal_by_sex(goal) for goal in GOALS}
    for at, tenant in enumerate(tenant_margins()):
        lives = by_tenant[tenant.slug]
        left = dict(zip(SEXES, (tenant.women, tenant.started - tenant.women), strict=True))
        kinds: list[tuple[str, str]] = []
        for goal in GOALS:
            for sex, number in zip(SEXES, tables[goal][at], strict=True):
                kinds += [(goal, sex)] * number
                left[sex] -= number
        # Who stays less than three months seldom gets as far as work or studies.
        ended = sorted((life for life in lives if life.ended), key=lambda life: (life.band == 0) + chance.random())
        ordered = sorted(kinds, key=lambda kind: (not kind[0]) * 0.4 + chance.random())
        for life, (goal, sex) in zip(ended, ordered, strict=True):
            life.goal, life.sex = goal, sex
        going_on = shuffled(chance, [sex for sex in SEXES for _ in range(left[sex])])
        for life, sex in zip((life for life in lives if not life.ended), going_on, strict=True):
            life.sex = sex


def _goal_by_sex(goal: str) -> Table:
    """Tenants by sex, of those who ended with this goal."""
    rows = [getattr(tenant, goal) if goal else _without_goal(tenant) for tenant in tenant_margins()]
    weights = [[tenant.women, tenant.started - tenant.women] for tenant in tenant_margins()]
    return fit(rows, [_ended_by_sex(sex, goal) for sex in ("women", "men")], weights)


def _without_goal(tenant: TenantMargins) -> int:
    return tenant.ended - tenant.work_or_studies - tenant.regular_measures


def _ended_by_sex(sex: str, goal: str) -> int:
    found = margins.given()["ended_by_sex"][sex]
    goals = {"work_or_studies": found["work_or_studies"], "regular_measures": found["regular"]}
    return int(goals[goal] if goal else found["ended"] - sum(goals.values()))


def _give_reasons(lives: Sequence[Life]) -> None:
    chance = dice("reasons")
    numbers = margins.given()["exit_reason"]
    for goal in GOALS:
        listed = margins.REASONS.get(goal) or margins.others_of(numbers)
        reasons = shuffled(chance, [reason for reason in listed for _ in range(numbers[reason])])
        ended = [life for life in lives if life.ended and life.goal == goal]
        for life, reason in zip(ended, reasons, strict=True):
            life.reason = reason


def _pause_some(by_tenant: dict[str, list[Life]]) -> None:
    chance = dice("pauses")
    for tenant in tenant_margins():
        going_on = [life for life in by_tenant[tenant.slug] if not life.ended and not life.anonymous]
        for life in chance.sample(going_on, tenant.paused):
            life.paused = True


def _leave_some_incomplete(by_tenant: dict[str, list[Life]]) -> None:
    """The situation after the exit was never asked about. Nobody asks it of the dead or the anonymous."""
    chance = dice("completeness")
    for tenant in tenant_margins():
        asked = [life for life in by_tenant[tenant.slug] if life.is_asked_after]
        for life in chance.sample(asked, tenant.incomplete):
            life.incomplete = True


def _make_some_anonymous(by_tenant: dict[str, list[Life]]) -> None:
    """Nobody anonymous can have withdrawn a consent that was never written down."""
    chance = dice("registration")
    found = margins.given()["registration"]
    shares = apportion(found["anonymous"], [tenant.started for tenant in tenant_margins()])
    chosen: list[Life] = []
    for tenant, number in zip(tenant_margins(), shares, strict=True):
        possible = [life for life in by_tenant[tenant.slug] if life.reason != "samtycke_aterkallat"]
        chosen += chance.sample(possible, number)
    for life in chosen:
        life.anonymous = True
    for life in chance.sample(chosen, found["of_which_protected"]):
        life.protected = True


def _give_ages(lives: Sequence[Life]) -> None:
    chance = dice("ages")
    for sex in SEXES:
        numbers = margins.given()["age_women" if sex == "woman" else "age_men"]
        of_sex = [life for life in lives if life.sex == sex]
        bands = shuffled(chance, [band for band, number in enumerate(numbers) for _ in range(number)])
        for life, band in zip(of_sex, bands, strict=True):
            life.age_band = band
        _obey_admission(chance, of_sex)


def _obey_admission(chance: random.Random, lives: Sequence[Life]) -> None:
    """Where a delprojekt's rule admits no one so old, change ages with somebody of the same sex elsewhere."""
    too_old = [life for life in lives if life.age >= _oldest(life.slug)]
    for life in too_old:
        possible = [each for each in lives if each.age < _oldest(life.slug) and life.age < _oldest(each.slug)]
        other = chance.choice(possible)
        life.age_band, other.age_band = other.age_band, life.age_band


@cache
def _oldest(slug: str) -> int:
    return get_association(slug).ages_by_project.get(CURRENT, get_association(slug).ages)[1]


def _give_referring_party(lives: Sequence[Life]) -> None:
    chance = dice("referring party")
    found = margins.given()["referred_by"]
    for sex in SEXES:
        numbers = found["women" if sex == "woman" else "men"]
        keys = [key for key, number in zip(found["keys"], numbers, strict=True) for _ in range(number)]
        of_sex = [life for life in lives if life.sex == sex]
        for life, key in zip(of_sex, shuffled(chance, keys), strict=True):
            life.referred_by = key
