"""The monthly result meeting: how each delprojekt stands in a month, with the words its leader locked it with.

Headlines and their months are exact and public (architecture D8); comments are those of locked months alone.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.clock import today
from core.deviations.county import count_open_by_tenant
from core.projects.models import Project
from core.projects.queries import Delprojekt, list_delprojekt, list_projects
from core.projects.services import choose_project
from core.rollup.forecast import planned_by
from core.rollup.progress import month_of, months_elapsed, months_total
from core.rollup.queries import Headline, headlines
from core.rollup.reading import CountState, Lock, MonthFlow, list_count_states, list_locks, list_months
from core.steering.models import Spending
from core.steering.queries import list_deadlines, list_spending

SHOWN_DEADLINES = 5


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A delprojekt in the month. `flow` is None when nothing was counted there at all."""

    part: Delprojekt
    lock: Lock | None
    new: int | None
    ended: int | None
    active: int | None
    started: int | None
    planned: int | None
    target: int | None
    target_is_example: bool
    lifted: int
    spending: Spending | None
    state: CountState | None

    @property
    def spent_percent(self) -> int | None:
        """Of the budget, whole per cent, half up."""
        if self.spending is None:
            return None
        return (200 * self.spending.spent_sek + self.spending.budget_sek) // (2 * self.spending.budget_sek)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One month of one project."""

    project: Project
    others: Sequence[Project]
    month: dt.date
    earlier: dt.date | None
    later: dt.date | None
    rows: Sequence[MeetingRow]
    deadlines: Sequence[Any]

    @property
    def waiting(self) -> list[str]:
        """Names of the delprojekt that have not locked it."""
        return [row.part.name for row in self.rows if row.lock is None]

    def total(self, name: str) -> int:
        """The county's sum of a count."""
        return sum(getattr(row, name) or 0 for row in self.rows)


def get_meeting(project_key: str | None, month: dt.date | None) -> Meeting:
    """The month asked for, else the latest that is over. Raises NotFound for a project that is not there."""
    project = choose_project(project_key)
    first, last = month_of(project.starts_on), _latest(project)
    chosen = min(max(month or last, first), last)
    parts, counted, flows = list_delprojekt(project), headlines(project.key), list_months(project.key)
    locks, money, states = list_locks(project.key), list_spending(project.key), list_count_states()
    lifted = count_open_by_tenant()
    rows = [
        _row(
            part,
            chosen,
            headline=counted.get(part.tenant_id),
            flows=flows,
            lock=locks.get((part.tenant_id, chosen)),
            spending=money.get(part.tenant_id),
            lifted=lifted.get(part.tenant_id, 0),
            state=states.get(part.tenant_id),
        )
        for part in parts
    ]
    return Meeting(
        project=project,
        others=[one for one in list_projects() if one.key != project.key],
        month=chosen,
        earlier=month_of(chosen - dt.timedelta(days=1)) if chosen > first else None,
        later=month_of(chosen + dt.timedelta(days=32)) if chosen < last else None,
        rows=rows,
        deadlines=list_deadlines(project.key)[:SHOWN_DEADLINES],
    )


def _latest(project: Project) -> dt.date:
    """The latest month of the project that is over; before there is one, its first."""
    over = month_of(month_of(min(today(), project.ends_on + dt.timedelta(days=32))) - dt.timedelta(days=1))
    return max(min(over, month_of(project.ends_on)), month_of(project.starts_on))


def _row(
    part: Delprojekt,
    month: dt.date,
    *,
    headline: Headline | None,
    flows: Mapping[tuple[uuid.UUID, dt.date], MonthFlow],
    lock: Lock | None,
    spending: Spending | None,
    lifted: int,
    state: CountState | None,
) -> MeetingRow:
    until = [flow for (tenant, of), flow in flows.items() if tenant == part.tenant_id and of <= month]
    own = flows.get((part.tenant_id, month), MonthFlow(0, 0, 0))
    known = headline is not None
    return MeetingRow(
        part=part,
        lock=lock,
        new=own.started if known else None,
        ended=own.ended if known else None,
        active=sum(flow.started - flow.ended + flow.ended_not_started for flow in until) if known else None,
        started=sum(flow.started for flow in until) if known else None,
        planned=_planned(headline, month),
        target=headline.target if headline else None,
        target_is_example=headline.target_is_example if headline else False,
        lifted=lifted,
        spending=spending,
        state=state,
    )


def _planned(headline: Headline | None, month: dt.date) -> int | None:
    """What a straight line to the target asks for at the month's end."""
    if headline is None or headline.target is None:
        return None
    after = month_of(month + dt.timedelta(days=32))
    total = months_total(headline.starts_on, headline.ends_on)
    return planned_by(headline.target, total, months_elapsed(headline.starts_on, headline.ends_on, after))
