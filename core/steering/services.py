"""What the county writes beside its releases: report, days, money, the rules of disclosure control. The caller commits."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import clock
from core.constraints import keep
from core.context import current_person
from core.db import new_id, session
from core.disclosure.policy import Policy, PolicyError
from core.errors import Invalid
from core.i18n import _, _l
from core.jobs import enqueue
from core.participants.errors import ChangedMeanwhile
from core.projects.queries import get_project, list_delprojekt, list_projects
from core.rollup.progress import month_of
from core.steering import queries
from core.steering.errors import NotWrittenDown
from core.steering.models import Deadline, DisclosureDecision, Report, ReportText, Spending
from core.steering.queries import FullRelease
from core.steering.terms import CONTENT, MOST_MONEY, REPORT_FIELDS, DeadlineKind

MAKE_REPORT = "releases.report"
SCB_WEEKS = dt.timedelta(weeks=4)

# The report ---------------------------------------------------------------------------------------------------------------


def write_text(*, project_key: str, month: dt.date, version: int | None, texts: Mapping[str, str]) -> ReportText:
    """Keep what is written in the report of a month. `version` is what its writer saw; None: nothing. Raises ChangedMeanwhile."""
    found = queries.find_text(project_key, month, lock=True)
    if (found.version if found else None) != version:
        raise ChangedMeanwhile
    if found is None:
        found = ReportText(id=new_id(), project_key=project_key, month=month)
        session.add(found)
    for name in REPORT_FIELDS:
        setattr(found, name, texts.get(name) or "")
    found.changed_by, found.changed_at = current_person().account_id, clock.now()
    keep()
    return found


def make_report(*, release: FullRelease) -> Report:
    """Freeze what is written, with money and days as they stand; the worker makes its files. Raises NotWrittenDown."""
    if not any(file.kind == CONTENT for file in queries.list_files(release.id)):
        raise NotWrittenDown
    latest = queries.list_reports(release.id)
    report = Report(
        id=new_id(),
        project_key=release.project_key,
        release_id=release.id,
        number=latest[0].number + 1 if latest else 1,
        month=release.month,
        content=_frozen(release),
        made_by=current_person().account_id,
        made_at=clock.now(),
    )
    session.add(report)
    keep()
    enqueue(MAKE_REPORT, report=report.id)
    return report


def _frozen(release: FullRelease) -> dict[str, object]:
    written = queries.find_text(release.project_key, release.month)
    money = queries.list_spending(release.project_key)
    parts = list_delprojekt(get_project(release.project_key))
    return {
        "texts": {name: getattr(written, name) for name in REPORT_FIELDS} if written else {},
        "spending": [_money(part.name, money[part.tenant_id]) for part in parts if part.tenant_id in money],
        "deadlines": [_day(row.Deadline) for row in queries.list_deadlines(release.project_key)],
    }


def _money(name: str, row: Spending) -> dict[str, object]:
    return {
        "name": name,
        "budget_sek": row.budget_sek,
        "spent_sek": row.spent_sek,
        "spent_until": row.spent_until.isoformat(),
    }


def _day(row: Deadline) -> dict[str, object]:
    period = row.period.isoformat() if row.period else None
    return {"kind": row.kind, "title": row.title, "period": period, "due_on": row.due_on.isoformat()}


# Deadlines ----------------------------------------------------------------------------------------------------------------


def add_deadline(*, deadline_id: uuid.UUID, project_key: str, kind: str | None, title: str, due_on: dt.date | None) -> None:
    """A day on which something is due. Raises Invalid."""
    if kind is None or due_on is None or kind == DeadlineKind.SCB:
        raise Invalid({"kind": _l("Choose one of the alternatives")} if kind == DeadlineKind.SCB else {})
    _check_title(kind, title)
    session.add(Deadline(id=deadline_id, project_key=project_key, kind=kind, title=title, due_on=due_on))
    keep()


def change_deadline(*, deadline: Deadline, version: int | None, title: str, due_on: dt.date | None) -> None:
    """Move it, or say better what it is. Raises ChangedMeanwhile and Invalid."""
    if deadline.version != version:
        raise ChangedMeanwhile
    _check_title(deadline.kind, title)
    if due_on is None:
        raise Invalid({})
    deadline.title, deadline.due_on = title, due_on
    keep()


def _check_title(kind: str, title: str) -> None:
    if kind == DeadlineKind.OTHER and not title:
        raise Invalid({"title": _l("Write what is due")})


def mark_done(*, deadline: Deadline, done: bool) -> None:
    """Note that it was done today, or that it was not after all. Doing it twice changes nothing."""
    if done == (deadline.done_on is not None):
        return
    deadline.done_on = clock.today() if done else None
    deadline.done_by = current_person().account_id if done else None
    keep()


def write_due_days() -> None:
    """SCB's day of the month that is just over, in every project that goes on: within four weeks of the month's end."""
    over = month_of(month_of(clock.today()) - dt.timedelta(days=1))
    for project in list_projects():
        goes_on = project.starts_on <= clock.today() and over <= project.ends_on
        if goes_on and not queries.deadline_exists(project.key, DeadlineKind.SCB, over):
            due_on = month_of(over + dt.timedelta(days=32)) + SCB_WEEKS - dt.timedelta(days=1)
            session.add(Deadline(id=new_id(), project_key=project.key, kind=DeadlineKind.SCB, period=over, due_on=due_on))
    keep()


# Money --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Money:
    """What is typed in for a delprojekt."""

    version: int | None
    budget_sek: int | None
    spent_sek: int | None
    spent_until: dt.date | None
    note: str


def type_spending(*, project_key: str, tenant_id: uuid.UUID, given: Money) -> None:
    """Budget and what has been spent, as of a day. Raises ChangedMeanwhile and Invalid."""
    found = queries.find_spending(project_key, tenant_id, lock=True)
    if (found.version if found else None) != given.version:
        raise ChangedMeanwhile
    faults = _faults_of(given)
    if faults:
        raise Invalid(faults)
    if found is None:
        found = Spending(project_key=project_key, tenant_id=tenant_id)
        session.add(found)
    for name in ("budget_sek", "spent_sek", "spent_until", "note"):
        setattr(found, name, getattr(given, name))
    found.changed_by, found.changed_at = current_person().account_id, clock.now()
    keep()


def _faults_of(given: Money) -> dict[str, object]:
    faults: dict[str, object] = {}
    if given.budget_sek is None or not 1 <= given.budget_sek <= MOST_MONEY:
        faults["budget_sek"] = _l("Write the budget in whole kronor")
    if given.spent_sek is None or not 0 <= given.spent_sek <= MOST_MONEY:
        faults["spent_sek"] = _l("Write what has been spent in whole kronor")
    if given.spent_until is None or given.spent_until > clock.today():
        faults["spent_until"] = _l("Write a day that has come")
    return faults


# The rules of disclosure control ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was typed in. `seen`: the number of the one its writer looked at, 0 for none."""

    seen: int | None
    values: Mapping[str, int | None]
    age_bands: Sequence[int]
    decision: str
    decided_on: dt.date | None


LEAST: Mapping[str, int] = {
    "k": 5,
    "base": 5,
    "least_rate_base": 20,
    "least_tenants": 3,
    "least_participants": 20,
    "least_changed": 5,
}
"""No decision may go below these."""
MOST = 200
BANDS = (16, *range(20, 70, 5))
"""Where a band of age may begin: ages come by five years."""


def decide(given: Decided) -> None:
    """The county's rules from now on. What has been released keeps its own. Raises ChangedMeanwhile and Invalid."""
    latest = queries.find_decision()
    if (latest.number if latest else 0) != given.seen:
        raise ChangedMeanwhile
    policy = _policy_of(given)
    if policy == queries.policy_in_force():
        raise Invalid({"": _l("These are the rules in force: nothing is changed.")})
    session.add(
        DisclosureDecision(
            id=new_id(),
            number=(latest.number if latest else 0) + 1,
            **{name: getattr(policy, name) for name in LEAST},
            age_bands=list(policy.age_bands),
            decision=given.decision,
            decided_on=given.decided_on,
            made_by=current_person().account_id,
            made_at=clock.now(),
        )
    )
    keep()


def _policy_of(given: Decided) -> Policy:
    faults: dict[str, object] = {}
    for name, least in LEAST.items():
        value = given.values.get(name)
        if value is None or not least <= value <= MOST:
            faults[name] = _("Write a number from %(least)s", least=least)
    if not given.age_bands or given.age_bands[0] != BANDS[0] or not set(given.age_bands) <= set(BANDS):
        faults["age_bands"] = _l("The first band begins at 16; the others at 20, 25, 30 and so on, at most 65")
    if not given.decision:
        faults["decision"] = _l("Write who decided this and why")
    if given.decided_on is None or given.decided_on > clock.today():
        faults["decided_on"] = _l("Write a day that has come")
    if faults:
        raise Invalid(faults)
    try:
        return Policy(**{name: _number(given.values, name) for name in LEAST}, age_bands=tuple(given.age_bands))
    except PolicyError as error:
        raise Invalid(_words_of(error)) from error


def _number(values: Mapping[str, Any], name: str) -> int:
    return int(values[name])


def _words_of(error: PolicyError) -> dict[str, object]:
    words = str(error)
    if words.startswith("k "):
        return {"k": _l("At most 10")}
    if words.startswith("base "):
        return {"base": _l("At least the smallest number shown, and at most 10")}
    if words.startswith("least_rate_base"):
        return {"least_rate_base": _l("At least four times the number that is rounded to")}
    if words.startswith("merging"):
        return {"least_changed": _l("At least the smallest number shown")}
    return {"age_bands": _l("Write the ages from the lowest to the highest, each once")}
