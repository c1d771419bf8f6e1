"""What released tables, their dimensions and categories are called: the same on pages, in charts and in files.

A number of tier three that is 0 is said as "fewer than 5" (decision 0190), never as 0.
"""

from collections.abc import Mapping

from core.disclosure.tables import APART, OTHER, REGION, TENANT
from core.facts import municipality_name
from core.i18n import _, _l, format_number
from core.interventions.terms import KIND_NAMES
from core.rollup.cubes import UNKNOWN

TABLE_NAMES: Mapping[str, object] = {
    "started_age": _l("Started, by age"),
    "started_age_sex": _l("Started, by age, women and men"),
    "started_municipality": _l("Started, by municipality"),
    "started_party": _l("Started, by referring party"),
    "started_party_sex": _l("Started, by referring party, women and men"),
    "started_support": _l("Started, by means of support before"),
    "started_support_sex": _l("Started, by means of support before, women and men"),
    "started_activity": _l("Started, by main activity before"),
    "started_wait": _l("Started, by days from referral to start"),
    "ended_length": _l("Ended, by months in the sub-project"),
    "active_since": _l("Taking part now, by time in the sub-project"),
    "ended_goal_sex": _l("Ended, by what it led to, women and men"),
    "ended_support": _l("Ended, by means of support after"),
    "ended_support_change": _l("Ended, means of support before and after"),
    "ended_activity": _l("Ended, by main activity after"),
    "ended_activity_change": _l("Ended, main activity before and after"),
    "insats": _l("Interventions begun, by kind"),
    "insats_sex": _l("Interventions begun, by kind, women and men"),
    "referred": _l("Referrals received, by party"),
    "referred_quarter": _l("Referrals received, by quarter and party"),
    "waiting": _l("On the waiting list now"),
    "paused": _l("Paused now"),
    "missing": _l("Registrations that are missing"),
    "follow_up": _l("Follow-ups after the exit"),
}
DIMENSION_NAMES: Mapping[str, object] = {
    TENANT: _l("Sub-project"),
    "age": _l("Age"),
    "sex": _l("Sex"),
    "municipality": _l("Municipality"),
    "party": _l("Referring party"),
    "support": _l("Means of support before"),
    "before": _l("Before"),
    "after": _l("After"),
    "activity": _l("Main activity before"),
    "activity_before": _l("Before"),
    "activity_after": _l("After"),
    "wait": _l("Days to start"),
    "length": _l("Months"),
    "goal": _l("What it led to"),
    "insats": _l("Intervention"),
    "quarter": _l("Quarter"),
    "since": _l("Time in the sub-project"),
    "what": _l("What is missing"),
    "answer": _l("The answer"),
}
_SUPPORT: Mapping[str, object] = {
    "forsorjningsstod": _l("Social assistance"),
    "sjukpenning_rehabpenning": _l("Sickness benefit or rehabilitation benefit"),
    "aktivitetsstod_utvecklingsersattning": _l("Activity support or development allowance"),
    "aktivitetsersattning": _l("Activity compensation"),
    "sjukersattning": _l("Sickness compensation"),
    "a_kassa": _l("Unemployment benefit"),
    "etablering": _l("Introduction benefit"),
    "studiestod": _l("Student finance"),
    "lon": _l("Salary"),
    "ingen": _l("No public support"),
    "okant": _l("Not known"),
}
_ACTIVITY: Mapping[str, object] = {
    "work": _l("Work"),
    "studies": _l("Studies"),
    "job_seeking": _l("Actively seeking work"),
    "other": _l("Other activity"),
}
CATEGORY_NAMES: Mapping[str, Mapping[str, object]] = {
    "sex": {"woman": _l("Women"), "man": _l("Men")},
    "party": {
        "kommun": _l("The municipality"),
        "fk": _l("Swedish Social Insurance Agency"),
        "vardgivare": _l("Care provider"),
        "af": _l("Swedish Public Employment Service"),
        "egen_anmalan": _l("The person themselves"),
        "annan": _l("Another party"),
    },
    "support": _SUPPORT,
    "before": _SUPPORT,
    "after": _SUPPORT,
    "activity": _ACTIVITY,
    "activity_before": _ACTIVITY,
    "activity_after": _ACTIVITY,
    "wait": {
        "to_14": _l("14 days or fewer"),
        "15_30": _l("15–30 days"),
        "31_60": _l("31–60 days"),
        "61_90": _l("61–90 days"),
        "from_91": _l("91 days or more"),
    },
    "length": {
        "0_2": _l("0–2 months"),
        "3_5": _l("3–5 months"),
        "6_8": _l("6–8 months"),
        "9_11": _l("9–11 months"),
        "12_17": _l("12–17 months"),
        "from_18": _l("18 months or more"),
    },
    "since": {"under_12": _l("Less than a year"), "from_12": _l("A year or more")},
    "goal": {
        "work_or_studies": _l("Work or studies"),
        "regular_measures": _l("Regular measures"),
        "other": _l("Other exits"),
        "outside": _l("Outside the goals"),
    },
    "insats": {kind.value: name for kind, name in KIND_NAMES.items()},
    "what": {"baseline": _l("Baseline"), "exit": _l("What the exit led to"), "attendance": _l("Attendance")},
    "answer": {
        "due": _l("Not asked yet"),
        "answered": _l("Answered"),
        "unreachable": _l("Could not be reached"),
        "declined": _l("Did not want to answer"),
        "dropped": _l("No longer to be asked"),
    },
}


def table_name(name: str) -> str:
    """Of a released table, in the language of the scope."""
    return str(TABLE_NAMES.get(name, name))


def dimension_name(name: str) -> str:
    """What the heading of a column says."""
    return str(DIMENSION_NAMES.get(name, name))


def category_name(dimension: str, category: str, tenants: Mapping[str, str]) -> str:
    """A category in the language of the scope. `tenants`: the delprojekt by id. Bands of age are their own name."""
    if category == UNKNOWN:
        return _("Not registered")
    if category == APART:
        return _("Told for the county only")
    if category == REGION:
        return _("Small sub-projects together")
    if category == OTHER and dimension not in CATEGORY_NAMES:
        return _("Other")
    return _of_its_own(dimension, category, tenants)


def _of_its_own(dimension: str, category: str, tenants: Mapping[str, str]) -> str:
    if dimension == TENANT:
        return tenants.get(category, category)
    if dimension == "municipality":
        return municipality_name(category) or category
    if dimension == "quarter":
        year, _q, quarter = category.partition("q")
        return _("quarter %(quarter)s %(year)s", quarter=quarter, year=year)
    found = CATEGORY_NAMES.get(dimension, {}).get(category)
    return str(found) if found is not None else _("Other") if category == OTHER else category


def said_count(value: int, k: int) -> str:
    """A number of tier three as it is read: 0 means fewer than k people, nobody among them."""
    return format_number(value) if value else fewer_than(k)


def fewer_than(k: int) -> str:
    """ "färre än 5": the number and what it stands for hang together."""
    return _("fewer than %(number)s", number=format_number(k))
