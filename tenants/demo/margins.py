"""The margins of `demo_distributions`, typed.

Where published margins and the tables (or each other) disagree, this gives way; counts per tenant and by sex never do:
- An anonymous participation says sex, start and exit and nothing else, so of 1 903 started 1 812 have an age, a referring
  party and a referral; `referrals` (2 540) holds 2 449 rows and 91 that only a paper knows. The generated people carry
  all 1 903, and there ages and referring parties are met in full.
- What is given in per cent (support, years, education, insatser) is per cent of the 1 812 with a personal registration,
  by largest remainder. Days from referral to start are theirs too.
- Who of the anonymous is protected (23) is known to the generator only: the product shall not be able to tell.
- `support_since` is empty for "ingen" and "okant" alike, so the table can tell these two bands of years apart only together.
- "Started" is dated by the first activity; start and first activity lie in the same quarter.
- `insats_ever_pct` is about the county; Roslagen's own percentages are met first, the other seven share what is left.
- `completeness_pct` is read as: nothing that is due is missing; what is missing is the situation after the exit.
- A caseload of 15 to 25 is kept by every case manager; in Sundbyberg the rest is the delprojektledare's.
- The staff margins (120, of them 25 in Roslagen) count delprojektledare, case managers and party representatives;
  the förbund's office, its administrator, communicator and log reviewer, and the referrer, stand beside them.
- Hours, deviations and good examples have no table yet.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.facts import associations, demo_distributions, projects
from tenants.demo.tables import apportion_named

CURRENT = "mia-vidare"
FIRST = "mia"

SEXES = ("woman", "man")
GOALS = ("work_or_studies", "regular_measures", "")
REASONS: Mapping[str, tuple[str, ...]] = {
    "work_or_studies": ("arbete_utan_stod", "arbete_subventionerat", "studier"),
    "regular_measures": ("af_insats", "kommunens_insats"),
}
MONTH_BANDS = ((0, 2), (3, 5), (6, 8), (9, 11), (12, 17), (18, 99))
YEAR_BANDS: Mapping[str, tuple[int, int]] = {"<1": (0, 0), "1-2": (1, 2), "3-5": (3, 5), "6-9": (6, 9), ">=10": (10, 24)}


@dataclass(frozen=True)
class TenantMargins:
    """One delprojekt's counts."""

    slug: str
    started: int
    women: int
    ended: int
    paused: int
    work_or_studies: int
    regular_measures: int
    target: int
    target_is_example: bool
    incomplete: int

    @property
    def active(self) -> int:
        """Those who go on, paused ones among them."""
        return self.started - self.ended


@cache
def given() -> Mapping[str, Any]:
    """The margins as they stand among the county's facts."""
    return demo_distributions()


def as_of() -> dt.date:
    """The day up to which everything is generated, whatever the clock."""
    return dt.date.fromisoformat(given()["as_of"])


@cache
def tenant_margins() -> tuple[TenantMargins, ...]:
    """In the county's order."""
    found = given()
    published = {each.slug: each.targets.get(CURRENT) for each in associations()}
    return tuple(
        TenantMargins(
            slug=slug,
            started=found["started"][at],
            women=found["women"][at],
            ended=found["ended"][at],
            paused=found["paused_of_active"][at],
            work_or_studies=found["work_or_studies"][at],
            regular_measures=found["regular_measures"][at],
            target=published[slug] or found["target_example"][at],
            target_is_example=published[slug] is None,
            incomplete=found["started"][at] - round(found["started"][at] * found["completeness_pct"][at] / 100),
        )
        for at, slug in enumerate(found["order"])
    )


@cache
def slugs() -> tuple[str, ...]:
    """Of all tenants, in the county's order."""
    return tuple(margins.slug for margins in tenant_margins())


def counts_by_percent(name: str, total: int) -> dict[str, int]:
    """A percentage margin as counts of people, by largest remainder."""
    return apportion_named(total, given()[name])


def share_of(total: int, percent: float) -> int:
    """So many per cent of `total`, half up."""
    return int(total * percent / 100 + 0.5)


def others_of(reasons: Mapping[str, int]) -> tuple[str, ...]:
    """The reasons for leaving that fulfil no goal."""
    in_goals = {reason for listed in REASONS.values() for reason in listed}
    return tuple(reason for reason in reasons if reason not in in_goals)


def period(slug: str) -> tuple[dt.date, dt.date]:
    """First and last day of a delprojekt of MIA Vidare: its own, or the project's."""
    project = next(each for each in projects() if each.key == CURRENT)
    own = next(each for each in associations() if each.slug == slug).period(project)
    return own.starts_on, own.ends_on
