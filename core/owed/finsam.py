"""Uppföljning Finsam: women and men of each insats and year are counted, its money and the förbund's is typed in."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.clock import today
from core.constraints import keep
from core.db import session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.interventions.models import Intervention
from core.interventions.queries import get_intervention, list_all
from core.owed.models import FinsamYear, InsatsYear
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Subproject
from core.participants.terms import Sex

MOST_KRONOR = 10_000_000_000
MOST_PARTICIPANTS = 100_000
MONEY = ("budget", "outcome", "esf_budget", "esf_outcome")
YEAR_MONEY = ("allotted", "equity", "administration_budget", "administration_outcome")
_counted = sa.table(
    "owed_insats_year",
    *(sa.column(name) for name in ("subproject_id", "intervention_id", "year", "sex", "took_part", "began")),
)


@dataclass(frozen=True, slots=True)
class InsatsLine:
    """One insats in one year. The women and men are those who took part, and of them those who began that year."""

    intervention: Intervention
    typed: InsatsYear | None
    women: int
    men: int
    women_began: int
    men_began: int

    @property
    def individual(self) -> bool:
        """Whether its women and men are reported: it is for single persons."""
        return self.typed is None or self.typed.individual


def years_of(subproject: Any) -> list[int]:
    """The delprojekt's years until today, the latest first."""
    last = max(min(today(), subproject.ends_on).year, subproject.starts_on.year)
    return list(range(last, subproject.starts_on.year - 1, -1))


def list_insatser(subproject_id: uuid.UUID, year: int) -> list[InsatsLine]:
    """Every insats that was offered in the year, had participants or money in it, in the catalogue's order."""
    rows = session.execute(
        sa.select(_counted).where(_counted.c.subproject_id == subproject_id, _counted.c.year == year),
        bind_arguments={"bind_name": "tenant"},
    )
    counts = {(row.intervention_id, row.sex): row for row in rows}
    chosen = sa.select(InsatsYear).join(Intervention, Intervention.id == InsatsYear.intervention_id)
    typed = session.scalars(chosen.where(Intervention.subproject_id == subproject_id, InsatsYear.year == year))
    money = {row.intervention_id: row for row in typed}
    lines = [_line(one, money.get(one.id), counts) for one in list_all(subproject_id)]
    return [line for line in lines if line.typed or line.women or line.men or _offered(line.intervention, year)]


def _line(one: Intervention, typed: InsatsYear | None, counts: dict[tuple[uuid.UUID, str], Any]) -> InsatsLine:
    women, men = counts.get((one.id, Sex.WOMAN)), counts.get((one.id, Sex.MAN))
    return InsatsLine(
        one,
        typed,
        women=women.took_part if women else 0,
        men=men.took_part if men else 0,
        women_began=women.began if women else 0,
        men_began=men.began if men else 0,
    )


def _offered(one: Intervention, year: int) -> bool:
    begun = one.valid_from is None or one.valid_from.year <= year
    return begun and (one.valid_until is None or one.valid_until.year >= year)


def find_insats_year(intervention_id: uuid.UUID, year: int) -> InsatsYear | None:
    """What is typed in of an insats and year."""
    found: InsatsYear | None = session.scalar(
        sa.select(InsatsYear)
        .where(InsatsYear.intervention_id == intervention_id, InsatsYear.year == year)
        .execution_options(populate_existing=True)
    )
    return found


def find_year(subproject_id: uuid.UUID, year: int) -> FinsamYear | None:
    """What is typed in of the förbund's year."""
    found: FinsamYear | None = session.scalar(
        sa.select(FinsamYear)
        .where(FinsamYear.subproject_id == subproject_id, FinsamYear.year == year)
        .execution_options(populate_existing=True)
    )
    return found


def get_insats(subproject: Any, intervention_id: uuid.UUID) -> Intervention:
    """An insats of the delprojekt. Raises NotFound."""
    found = get_intervention(intervention_id)
    if found.subproject_id != subproject.id:
        raise NotFound
    return found


def content_of_year(subproject_id: uuid.UUID, year: int) -> tuple[dict[str, Any], str]:
    """The year as it would be sent, and its fingerprint. Insatser that work on structures have no women and men."""
    whole = find_year(subproject_id, year)
    content: dict[str, Any] = {
        "insatser": [_said(line) for line in list_insatser(subproject_id, year)],
        "year": {name: getattr(whole, name) if whole else None for name in YEAR_MONEY},
    }
    return content, hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _said(line: InsatsLine) -> dict[str, Any]:
    counted = ("women", "men", "women_began", "men_began")
    return {
        "id": str(line.intervention.id),
        "name_sv": line.intervention.name_sv,
        "name_en": line.intervention.name_en,
        "individual": line.individual,
        **{name: getattr(line, name) if line.individual else None for name in counted},
        **{name: getattr(line.typed, name) if line.typed else None for name in ("planned_participants", *MONEY)},
    }


# What is typed in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InsatsValues:
    """What is typed in of one insats and year."""

    individual: bool
    planned_participants: int | None
    budget: int | None
    outcome: int | None
    esf_budget: int | None
    esf_outcome: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearValues:
    """What is typed in of the förbund's year."""

    allotted: int | None
    equity: int | None
    administration_budget: int | None
    administration_outcome: int | None


def keep_insats_year(
    *, subproject: Subproject, intervention: Intervention, year: int, version: int, values: InsatsValues
) -> InsatsYear:
    """Raises Invalid, ChangedMeanwhile. `version` 0: nothing was typed in when the form was opened."""
    _hold(subproject)
    stored = find_insats_year(intervention.id, year)
    if (stored.version if stored else 0) != version:
        raise ChangedMeanwhile
    faults = _faults(values, MONEY, below_nought=())
    if values.planned_participants is not None and not 0 <= values.planned_participants <= MOST_PARTICIPANTS:
        faults["planned_participants"] = _l("Write how many, 0 or more")
    if faults:
        raise Invalid(faults)
    row = stored or InsatsYear(intervention_id=intervention.id, year=year)
    _take(row, values, ("individual", "planned_participants", *MONEY))
    return row


def keep_year(*, subproject: Subproject, year: int, version: int, values: YearValues) -> FinsamYear:
    """Raises Invalid, ChangedMeanwhile. `version` 0: nothing was typed in when the form was opened."""
    _hold(subproject)
    stored = find_year(subproject.id, year)
    if (stored.version if stored else 0) != version:
        raise ChangedMeanwhile
    faults = _faults(values, YEAR_MONEY, below_nought=("equity",))
    if faults:
        raise Invalid(faults)
    row = stored or FinsamYear(subproject_id=subproject.id, year=year)
    _take(row, values, YEAR_MONEY)
    return row


def _hold(subproject: Subproject) -> None:
    session.execute(sa.select(Subproject.id).where(Subproject.id == subproject.id).with_for_update())


def _faults(values: object, names: Sequence[str], *, below_nought: Sequence[str]) -> dict[str, object]:
    """Kronor that cannot be: below nought where that means nothing, or more than anybody has."""
    faults: dict[str, object] = {}
    for name in names:
        kronor = getattr(values, name)
        least = -MOST_KRONOR if name in below_nought else 0
        if kronor is not None and not least <= kronor <= MOST_KRONOR:
            faults[name] = _l("Write the sum in whole kronor, such as 250 000")
    return faults


def _take(row: Any, values: object, names: Sequence[str]) -> None:
    for name in names:
        setattr(row, name, getattr(values, name))
    if row.version is None:
        keep(row)
    else:
        keep()


def period_of(year: int) -> dt.date:
    """A year as reports name it: its first day."""
    return dt.date(year, 1, 1)
