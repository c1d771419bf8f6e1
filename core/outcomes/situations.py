"""One observation of a person's situation: what must be right before it is kept, and what changed from one to the next."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from core.constraints import keep
from core.db import new_id, session
from core.i18n import _l
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.terms import Moment
from core.participants.choices import CodeRow
from core.participants.models import Participation

ALONE = frozenset({"ingen", "okant"})
"""Answers about support that cannot stand beside another."""
WORK = "work"
"""Key of the main activity that asks whether the work is subsidised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationValues:
    """What is asked, before and after alike. Keys of the code lists; None means not asked or not known."""

    sources: tuple[str, ...]
    main_source: str | None
    main_activity: str | None
    education: str | None = None
    support_since: dt.date | None = None
    work_subsidised: bool | None = None
    id: uuid.UUID | None = field(default=None, compare=False)
    """Of an observation that is kept."""

    @property
    def main(self) -> str | None:
        """The main source; the only one needs no pointing out."""
        return self.sources[0] if len(self.sources) == 1 else self.main_source


def faults_before(values: SituationValues, codes: Mapping[str, Mapping[str, CodeRow]], day: dt.date | None) -> dict[str, object]:
    """What is wrong with a situation at the start, by field of the form."""
    faults = faults_after(values, codes)
    if values.education not in codes["education"]:
        faults["education"] = _l("Choose the highest education")
    if values.support_since and day and values.support_since > day:
        faults["support_since"] = _l("Public support cannot have begun after the start")
    elif values.support_since and "ingen" in values.sources:
        faults["support_since"] = _l("Leave the date empty when there is no public support")
    return faults


def faults_after(values: SituationValues, codes: Mapping[str, Mapping[str, CodeRow]]) -> dict[str, object]:
    """What is wrong with means of support and main activity, by field of the form."""
    faults: dict[str, object] = {}
    if not values.sources:
        faults["sources"] = _l("Choose at least one means of support")
    elif not set(values.sources) <= set(codes["support_source"]):
        faults["sources"] = _l("Choose among the alternatives")
    elif len(values.sources) > 1 and not ALONE.isdisjoint(values.sources):
        faults["sources"] = _l("No public support and not known cannot stand beside another means of support")
    elif values.main is None:
        faults["main_source"] = _l("Choose which means of support is the main one")
    elif values.main not in values.sources:
        faults["main_source"] = _l("The main means of support must be one of those you ticked")
    if values.main_activity not in codes["main_activity"]:
        faults["main_activity"] = _l("Choose the main activity")
    return faults


def record_situation(*, participation: Participation, moment: Moment, observed_on: dt.date, values: SituationValues) -> Situation:
    """Keep the observation with its sources of support. The values have been checked."""
    situation = Situation(
        id=new_id(),
        participation_id=participation.id,
        moment=moment,
        observed_on=observed_on,
        main_activity=values.main_activity,
        education=values.education,
        support_since=values.support_since,
        work_subsidised=values.work_subsidised,
    )
    keep(situation)
    _keep_sources(situation, values)
    return situation


def change_situation(*, situation: Situation, former: SituationValues, values: SituationValues) -> None:
    """Put what is right in the place of what was entered. The values and the version have been checked."""
    for name in ("main_activity", "education", "support_since", "work_subsidised"):
        setattr(situation, name, getattr(values, name))
    if (set(former.sources), former.main) != (set(values.sources), values.main):
        flag_modified(situation, "main_activity")  # the sources are rows of their own: the observation's version tells of them
        keep()
        session.execute(sa.delete(SituationSupport).where(SituationSupport.situation_id == situation.id))
        _keep_sources(situation, values)
    keep()


def _keep_sources(situation: Situation, values: SituationValues) -> None:
    session.add_all(
        SituationSupport(situation_id=situation.id, source=source, main=source == values.main)
        for source in dict.fromkeys(values.sources)
    )
    keep()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is different after, against before. Keys of the code lists."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    main_activity_changed: bool
    began_work: bool
    left_public_support: bool


def change(before: SituationValues, after: SituationValues) -> Change:
    """Compare two observations of one participation."""
    return Change(
        gained=tuple(source for source in after.sources if source not in before.sources),
        lost=tuple(source for source in before.sources if source not in after.sources),
        main_activity_changed=before.main_activity != after.main_activity,
        began_work=after.main_activity == WORK and before.main_activity != WORK,
        left_public_support=_on_support(before) and not _on_support(after) and "okant" not in after.sources,
    )


NOT_PUBLIC = frozenset({"ingen", "okant", "lon", "studiestod"})
"""Sources that are not public support in the sense of the reports (benefits, social assistance)."""


def _on_support(values: SituationValues) -> bool:
    return not NOT_PUBLIC.issuperset(values.sources)
