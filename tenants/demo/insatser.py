"""Which insatser each person has ever had: so many a person, and so many people an insats, both exact."""

import random
from collections.abc import Sequence

from tenants.demo import margins
from tenants.demo.dice import dice
from tenants.demo.people import Life
from tenants.demo.schedule import WITH_OWN_QUARTERS
from tenants.demo.tables import Table, fit

KINDS = (
    "kartlaggning_team",
    "case_management",
    "se_arbetscoach",
    "arbetstraning_asf",
    "kurs",
    "arbetstraning_arbetsgivare",
    "kbt",
    "halsogrupp",
    "studiestart",
)
ROSLAGEN_NAMES = {"arbetscoach": "se_arbetscoach"}

NOT_OFFERED: dict[str, frozenset[str]] = {
    slug: frozenset(kinds)
    for slug, kinds in {
        "ostra-sodertorn": ("halsogrupp",),
        "hbs": ("kbt", "halsogrupp"),
        "varna": ("kbt",),
        "stockholms-stad": ("se_arbetscoach", "kbt", "halsogrupp"),
        "sodertalje": ("se_arbetscoach", "kbt"),
        "roslagen": ("case_management", "kbt", "halsogrupp", "studiestart"),
        "sundbyberg": ("arbetstraning_asf", "kbt", "halsogrupp"),
        "suvs": ("se_arbetscoach", "kbt", "halsogrupp"),
    }.items()
}
"""After the insatser the förbund publish; the general ones (mapping, course, work place, studies) are offered by all others."""

_TRADES = 6
"""How often, on the average, a person changes an insats with somebody else, so that chance and not the order decides."""


def give_insatser(lives: Sequence[Life]) -> None:
    """For those with a personal registration: nothing is written about the anonymous."""
    chance = dice("insatser")
    by_tenant = {slug: [life for life in lives if life.slug == slug] for slug in margins.slugs()}
    people_of = _people_per_kind(by_tenant)
    numbers = _numbers_per_person(by_tenant, {slug: sum(line) for slug, line in people_of.items()})
    for slug, of_tenant in by_tenant.items():
        # Who stays longer has time for more.
        order = sorted(of_tenant, key=lambda life: -life.band - 3 * chance.random())
        for life, number in zip(order, numbers[slug], strict=True):
            life.insatser = [""] * number
        _deal(order, people_of[slug])
        _trade(chance, order)


def _people_per_kind(by_tenant: dict[str, list[Life]]) -> dict[str, list[int]]:
    """How many of each tenant have had each kind of insats: Roslagen as it says itself, the county as it says in all."""
    given = margins.given()
    everyone = sum(len(lives) for lives in by_tenant.values())
    county = [margins.share_of(everyone, given["insats_ever_pct"][kind]) for kind in KINDS]
    own_size = len(by_tenant[WITH_OWN_QUARTERS])
    said = {ROSLAGEN_NAMES.get(key, key): percent for key, percent in given["roslagen_insats_pct"].items()}
    own = [margins.share_of(own_size, said.get(kind, 0)) for kind in KINDS]
    rest = [slug for slug in by_tenant if slug != WITH_OWN_QUARTERS]
    shared = _shared_out([all_ - own_ for all_, own_ in zip(county, own, strict=True)], rest, by_tenant)
    return {WITH_OWN_QUARTERS: own} | dict(zip(rest, shared, strict=True))


def _shared_out(people: Sequence[int], slugs: Sequence[str], by_tenant: dict[str, list[Life]]) -> Table:
    """Tenants by kind: each kind is spread over those who offer it, each tenant gives about the same number a person."""
    sizes = [len(by_tenant[slug]) for slug in slugs]
    weights = [[0.0 if kind in NOT_OFFERED[slug] else float(people[at]) for at, kind in enumerate(KINDS)] for slug in slugs]
    totals = [int(sum(people) * size / sum(sizes)) for size in sizes]
    totals[0] += sum(people) - sum(totals)
    return fit(totals, people, weights, sizes)


def _numbers_per_person(by_tenant: dict[str, list[Life]], totals: dict[str, int]) -> dict[str, list[int]]:
    """For each tenant how many insatser each person has had, most first; over all with the margins of the county.

    Starts from the same spread everywhere, then two tenants change people with one insats more and one less until each
    has as many as it gives. Five and more are fives and sixes.
    """
    classes = margins.counts_by_percent("insatser_per_person_pct", sum(len(lives) for lives in by_tenant.values()))
    spread = [classes["1"], classes["2"], classes["3"], classes["4"]]
    sixes = sum(totals.values()) - sum((at + 1) * n for at, n in enumerate(spread)) - 5 * classes[">=5"]
    spread += [classes[">=5"] - sixes, sixes]
    sizes = [len(lives) for lives in by_tenant.values()]
    weights = [[1.0 if _may_have(slug, at + 1) else 0.0 for at in range(6)] for slug in by_tenant]
    table = dict(zip(by_tenant, fit(sizes, spread, weights), strict=True))
    while _move_one(table, totals):
        pass
    return {slug: [number + 1 for number in range(5, -1, -1) for _ in range(line[number])] for slug, line in table.items()}


def _move_one(table: dict[str, list[int]], totals: dict[str, int]) -> bool:
    surplus = {slug: sum((at + 1) * n for at, n in enumerate(line)) - totals[slug] for slug, line in table.items()}
    high, low = max(surplus, key=lambda slug: surplus[slug]), min(surplus, key=lambda slug: surplus[slug])
    if surplus[high] == 0:
        return False
    more, fewer = table[high], table[low]
    at = max(
        (at for at in range(1, 6) if more[at] and fewer[at - 1] and _may_have(low, at + 1)),
        key=lambda at: min(more[at], fewer[at - 1]),
    )
    more[at] -= 1
    more[at - 1] += 1
    fewer[at - 1] -= 1
    fewer[at] += 1
    return True


def _may_have(slug: str, number: int) -> bool:
    """Six insatser only where there are more than six to choose among."""
    return number < 6 or len(KINDS) - len(NOT_OFFERED[slug]) > number


def _deal(order: Sequence[Life], people: Sequence[int]) -> None:
    """Who is to have most, first, gets the kinds of which most are left (Gale and Ryser: then it comes out even)."""
    left = list(people)
    for life in sorted(order, key=lambda life: -len(life.insatser)):
        kinds = sorted(range(len(KINDS)), key=lambda at: -left[at])[: len(life.insatser)]
        for at in kinds:
            left[at] -= 1
        life.insatser = [KINDS[at] for at in sorted(kinds)]
    if any(left):
        raise ValueError(f"insatser that nobody can have: {left}")


def _trade(chance: random.Random, order: Sequence[Life]) -> None:
    """Two people change an insats each that the other has not had: the margins stay, the pattern goes."""
    for _ in range(_TRADES * len(order)):
        one, other = chance.sample(order, 2)
        gives = [kind for kind in one.insatser if kind not in other.insatser]
        takes = [kind for kind in other.insatser if kind not in one.insatser]
        if gives and takes:
            give, take = chance.choice(gives), chance.choice(takes)
            one.insatser = sorted({*one.insatser, take} - {give}, key=KINDS.index)
            other.insatser = sorted({*other.insatser, give} - {take}, key=KINDS.index)
