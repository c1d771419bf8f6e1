"""Which crossed tables are released, and how they are filled from crossed facts. One fixed list: no table is made on demand.

A table with the dimension `tenant` tells each delprojekt; one without tells the county only. Who is registered anonymously is
told in the county's sums and by what `told_apart` names, never by delprojekt. Rounding and audit: core/disclosure.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.disclosure.attacker import Fact
from core.disclosure.editions import Source
from core.disclosure.policy import Policy
from core.disclosure.tables import APART, OTHER, TENANT, Cell, Dimension, Table
from core.rollup.cubes import UNKNOWN, CubeName

SUPPORT = (
    "forsorjningsstod",
    "sjukpenning_rehabpenning",
    "aktivitetsstod_utvecklingsersattning",
    "aktivitetsersattning",
    "sjukersattning",
    "a_kassa",
    "etablering",
    "studiestod",
    "lon",
    "ingen",
    "okant",
)
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "sex": ("woman", "man"),
    "party": ("kommun", "fk", "vardgivare", "af", "egen_anmalan", "annan"),
    "support": SUPPORT,
    "before": SUPPORT,
    "after": SUPPORT,
    "activity": ("work", "studies", "job_seeking", "other"),
    "activity_before": ("work", "studies", "job_seeking", "other"),
    "activity_after": ("work", "studies", "job_seeking", "other"),
    "wait": ("to_14", "15_30", "31_60", "61_90", "from_91"),
    "length": ("0_2", "3_5", "6_8", "9_11", "12_17", "from_18"),
    "since": ("under_12", "from_12"),
    "goal": ("work_or_studies", "regular_measures", "other", "outside"),
    "insats": (
        *("mapping", "case_management", "supported_employment", "work_training_asf", "work_training_employer"),
        *("course", "cbt", "health_group", "study_start"),
        OTHER,
    ),
    "what": ("baseline", "exit", "attendance"),
    "answer": ("due", "answered", "unreachable", "declined", "dropped"),
}
"""The same in every delprojekt. A local word outside the list is counted as OTHER, where there is one, else as not known."""
ALWAYS_KNOWN = frozenset({"sex", "length", "since", "goal", "insats", "what", "answer"})
HEADLINES: Mapping[str, CubeName] = {
    "started": CubeName.STARTED_AGE,
    "active": CubeName.ACTIVE_SINCE,
    "ended": CubeName.ENDED_LENGTH,
}
"""Measures of which each delprojekt's sum is public and exact, and a cube that counts the same people."""
NOT_MERGED = frozenset({"sex", "quarter", "goal", "municipality", TENANT})


@dataclass(frozen=True, slots=True)
class Asked:
    """A table before it is known which delprojekt there are."""

    name: str
    measure: str
    cube: CubeName
    dimensions: tuple[str, ...]
    told_apart: frozenset[str] | None = frozenset()


ASKED = (
    Asked("started_age", "started", CubeName.STARTED_AGE, (TENANT, "age")),
    Asked("started_age_sex", "started", CubeName.STARTED_AGE, ("age", "sex"), frozenset({"sex"})),
    Asked("started_municipality", "started", CubeName.STARTED_MUNICIPALITY, (TENANT, "municipality")),
    Asked("started_party", "started", CubeName.STARTED_PARTY, (TENANT, "party")),
    Asked("started_party_sex", "started", CubeName.STARTED_PARTY, ("party", "sex"), frozenset({"sex"})),
    Asked("started_support", "started", CubeName.STARTED_SUPPORT, (TENANT, "support")),
    Asked("started_support_sex", "started", CubeName.STARTED_SUPPORT, ("support", "sex"), frozenset({"sex"})),
    Asked("started_activity", "started", CubeName.STARTED_ACTIVITY, (TENANT, "activity")),
    Asked("started_wait", "started", CubeName.STARTED_WAIT, (TENANT, "wait")),
    Asked("ended_length", "ended", CubeName.ENDED_LENGTH, (TENANT, "length")),
    Asked("active_since", "active", CubeName.ACTIVE_SINCE, (TENANT, "since")),
    Asked("ended_goal_sex", "ended", CubeName.ENDED_GOAL, ("goal", "sex"), frozenset({"goal", "sex"})),
    Asked("ended_support", "ended", CubeName.ENDED_SUPPORT, (TENANT, "after")),
    Asked("ended_support_change", "ended", CubeName.ENDED_SUPPORT, ("before", "after")),
    Asked("ended_activity", "ended", CubeName.ENDED_ACTIVITY, (TENANT, "activity_after")),
    Asked("ended_activity_change", "ended", CubeName.ENDED_ACTIVITY, ("activity_before", "activity_after")),
    Asked("insats", "insats", CubeName.INSATS, (TENANT, "insats"), frozenset({"insats"})),
    Asked("insats_sex", "insats", CubeName.INSATS, ("insats", "sex"), frozenset({"insats", "sex"})),
    Asked("referred", "referred", CubeName.REFERRED, (TENANT, "party"), None),
    Asked("referred_quarter", "referred", CubeName.REFERRED, ("quarter", "party"), None),
    Asked("waiting", "waiting", CubeName.WAITING, (TENANT,), None),
    Asked("paused", "paused", CubeName.PAUSED, (TENANT,), None),
    Asked("missing", "missing", CubeName.MISSING, (TENANT, "what"), None),
    Asked("follow_up", "follow_up", CubeName.FOLLOW_UP, (TENANT, "answer"), None),
)


@dataclass(frozen=True, slots=True)
class CrossedCount:
    """A crossed fact with its tenant."""

    tenant_id: uuid.UUID
    month: dt.date
    cube: str
    key: str
    sex: str
    apart: bool
    count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What the tables are made for: the same in every release, or else all rows have to be counted anew.

    The period is that of the whole project.
    """

    tenants: Sequence[uuid.UUID]
    municipalities: Sequence[str]
    starts_on: dt.date
    ends_on: dt.date
    policy: Policy
    day: dt.date = dt.date.max
    """The day of the counts: those taken in during the same month a year before it, or earlier, have taken part for a year."""

    @property
    def quarters(self) -> tuple[str, ...]:
        first, last = _quarter_number(self.starts_on), _quarter_number(self.ends_on)
        return tuple(_quarter_name(number) for number in range(first, last + 1))

    def since(self, month: dt.date) -> str:
        """Whether who was taken in then has taken part for a year, reckoned by calendar months."""
        return "from_12" if month <= self.day.replace(year=self.day.year - 1, day=1) else "under_12"

    def quarter(self, day: dt.date) -> str:
        """What was received before or after the project's time is told with its first or last quarter."""
        return _quarter_name(_quarter_number(min(max(day, self.starts_on), self.ends_on)))


def _quarter_number(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _quarter_name(number: int) -> str:
    return f"{number // 4}q{number % 4 + 1}"


def make_source(counts: Iterable[CrossedCount], frame: Frame, asked: Sequence[Asked]) -> Source:
    """All released tables with the counts of each tenant, ready for core/disclosure/publishing.py."""
    tables = tuple(_table(one, frame) for one in asked)
    by_cube: dict[str, list[tuple[Asked, Table]]] = {}
    for one, table in zip(asked, tables, strict=True):
        by_cube.setdefault(one.cube, []).append((one, table))
    by_tenant: dict[str, dict[Cell, int]] = {name: {} for name in (*map(str, frame.tenants), APART)}
    apart_of: dict[str, dict[Cell, int]] = {str(tenant): {} for tenant in frame.tenants}
    for row in counts:
        tenant = str(row.tenant_id)
        counted = (by_tenant[APART], apart_of[tenant]) if row.apart else (by_tenant[tenant],)
        for one, table in by_cube.get(row.cube, ()):
            if not row.apart or one.told_apart is not None:
                leaf = _leaf(one, table, row, frame)
                for own in counted:
                    own[leaf] = own.get(leaf, 0) + row.count
    return Source(tables, by_tenant, apart_of)


def _table(one: Asked, frame: Frame) -> Table:
    dimensions = tuple(_dimension(name, one, frame) for name in one.dimensions)
    return Table(one.name, one.measure, dimensions, one.told_apart)


def _dimension(name: str, one: Asked, frame: Frame) -> Dimension:
    """With a leaf for those APART where they are counted, though not by this dimension."""
    made_for = {
        TENANT: tuple(str(tenant) for tenant in frame.tenants),
        "age": frame.policy.band_names,
        "quarter": frame.quarters,
        "municipality": tuple(frame.municipalities),
    }
    leaves = made_for[name] if name in made_for else CATEGORIES[name]
    if name not in ALWAYS_KNOWN | {TENANT, "quarter"}:
        leaves = (*leaves, UNKNOWN)
    if one.told_apart is not None and name not in one.told_apart:
        leaves = (*leaves, APART)
    return Dimension(name, leaves, mergeable=name not in NOT_MERGED, rare_merged=name == "insats")


def _leaf(one: Asked, table: Table, row: CrossedCount, frame: Frame) -> Cell:
    found = {TENANT: str(row.tenant_id), "sex": row.sex, "quarter": frame.quarter(row.month), "since": frame.since(row.month)}
    found |= _told_by_key(row, frame.policy)
    categories = {}
    for dimension in table.dimensions:
        category = found[dimension.name]
        if row.apart and dimension.name not in (one.told_apart or ()):
            category = APART
        elif category not in dimension.leaves:
            category = OTHER if OTHER in dimension.leaves else UNKNOWN
        categories[dimension.name] = category
    return table.leaf(categories)


def _told_by_key(row: CrossedCount, policy: Policy) -> dict[str, str]:
    first, _, second = row.key.partition(">")
    if row.cube == CubeName.STARTED_AGE:
        return {"age": UNKNOWN if first == UNKNOWN else policy.age_band(int(first))}
    names = _KEYS.get(CubeName(row.cube), ())
    return dict(zip(names, (first, second), strict=False))


_KEYS: Mapping[CubeName, tuple[str, ...]] = {
    CubeName.STARTED_MUNICIPALITY: ("municipality",),
    CubeName.STARTED_PARTY: ("party",),
    CubeName.STARTED_SUPPORT: ("support",),
    CubeName.STARTED_ACTIVITY: ("activity",),
    CubeName.STARTED_WAIT: ("wait",),
    CubeName.ENDED_LENGTH: ("length",),
    CubeName.ENDED_GOAL: ("goal",),
    CubeName.ENDED_SUPPORT: ("before", "after"),
    CubeName.ENDED_ACTIVITY: ("activity_before", "activity_after"),
    CubeName.INSATS: ("insats",),
    CubeName.REFERRED: ("party",),
    CubeName.FOLLOW_UP: ("after_months", "answer"),
    CubeName.MISSING: ("what",),
}


def exact_cells(source: Source) -> dict[Cell, int]:
    """The county's started, active and ended: headlines, with those APART in them."""
    counts = source.counts
    return {Cell(measure): counts[Cell(measure)] for measure in HEADLINES if Cell(measure) in counts}


def public_facts(source: Source, apart: Mapping[tuple[str, str], int]) -> list[Fact]:
    """What headlines tell of each delprojekt: its people here together with its anonymous ones, of whom only the sum is told.

    `apart`: how many of a tenant's (measure, tenant) are APART.
    """
    facts = []
    for measure in HEADLINES:
        table = next((one for one in source.tables if one.measure == measure and _tells_tenants(one)), None)
        if table is None:
            continue
        leaves = list(table.leaves())
        for tenant in (one for one in source.by_tenant if one != APART):
            own = tuple(leaf for leaf in leaves if leaf.category(TENANT) == tenant)
            people = sum(source.leaves.get(leaf, 0) for leaf in own) + apart.get((measure, tenant), 0)
            facts.append(Fact((*own, f"{measure} apart {tenant}"), people, people))
    return facts


def _tells_tenants(table: Table) -> bool:
    return any(dimension.name == TENANT for dimension in table.dimensions)
