"""How the follow-ups went, as counts alone: the rate of response, and what those who answered did before, after and then.

Of the tenant's own, exact. Read from a view (0003/50_follow_up_counts.sql), so that no row about a person is touched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.clock import today
from core.db import session
from core.followups.terms import FollowUpState
from core.participants.choices import CodeRow
from core.rollup.progress import percent_half_up

WORK_OR_STUDIES = frozenset({"work", "studies"})
ASKED = (FollowUpState.ANSWERED, FollowUpState.UNREACHABLE, FollowUpState.DECLINED)
"""What the rate is counted on: asked in vain counts, still to ask and not to be asked do not."""
_counts = sa.table(
    "follow_up_count",
    *(sa.column(name) for name in ("project_key", "months", "state", "due_on", "before", "after", "now", "count")),
)


@dataclass(slots=True)
class Interval:
    """The follow-ups so many months after the exit. Counters: key of the code list → how many of those who answered."""

    months: int
    states: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    """Should have been asked by now."""
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.states[FollowUpState.ANSWERED]

    @property
    def asked(self) -> int:
        """How many were asked, with or without an answer."""
        return sum(self.states[state] for state in ASKED)

    @property
    def rate(self) -> int | None:
        """Answers in per cent of those asked."""
        return percent_half_up(self.answered, self.asked)

    def bars(self) -> list[tuple[str, int]]:
        """("before", "after" or "now", per cent in work or studies) of those who answered; none without answers."""
        if not self.answered:
            return []
        counted = (("before", self.before), ("after", self.after), ("now", self.now))
        return [(name, percent_half_up(_in_work_or_studies(one), self.answered) or 0) for name, one in counted]

    def rows(self, codes: dict[str, CodeRow]) -> list[tuple[str, int, int, int]]:
        """(main activity, before, after, now), in the order of the code list."""
        return [(code.name, self.before[key], self.after[key], self.now[key]) for key, code in codes.items()]


def _in_work_or_studies(counted: Counter[str]) -> int:
    return sum(counted[key] for key in WORK_OR_STUDIES)


def list_intervals(project_key: str) -> Sequence[Interval]:
    """Of the tenant's delprojekt in a project, the shortest interval first; in one statement."""
    chosen = sa.select(_counts).where(_counts.c.project_key == project_key).order_by(_counts.c.months)
    found: dict[int, Interval] = {}
    for row in session.execute(chosen, bind_arguments={"bind_name": "tenant"}):
        interval = found.setdefault(row.months, Interval(row.months))
        count: int = row._mapping["count"]
        interval.states[row.state] += count
        interval.waiting += count if row.due_on is not None and row.due_on <= today() else 0
        if row.state == FollowUpState.ANSWERED:
            for counted, key in ((interval.before, row.before), (interval.after, row.after), (interval.now, row.now)):
                counted[key or ""] += count
    return list(found.values())
