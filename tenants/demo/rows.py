"""The rows of one tenant, by table."""

import datetime as dt
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from core.facts import Association
from tenants.demo.dice import Ids

Row = dict[str, Any]


@dataclass(frozen=True)
class Worker:
    """Somebody on the staff: `role` as in the membership; no authority means employed by the förbund."""

    account_id: uuid.UUID
    email: str
    name: str
    role: str
    authority_id: uuid.UUID | None
    employer: str


@dataclass
class TenantRows:
    """What is made of one delprojekt. `person` rows carry `phone` in clear: it is sealed when they are loaded."""

    facts: Association
    chance: random.Random
    ids: Ids
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    subproject_id: uuid.UUID = field(default_factory=lambda: uuid.UUID(int=0))
    staff: list[Worker] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.facts.slug

    def add(self, table: str, **values: Any) -> Row:
        self.tables[table].append(values)
        return values

    def find_staff(self, email_start: str) -> Worker:
        """The first whose address begins so: `subproject_manager`, `party_representative.fk`."""
        return next(worker for worker in self.staff if worker.email.startswith(email_start))

    def authority_id(self, party: str) -> uuid.UUID:
        """The first authority of a party: the leading committee of the municipality, FK, AF or the region."""
        return next(row["id"] for row in self.tables["authority"] if row["party_key"] == party)  # type: ignore[no-any-return]


def office_hours(day: dt.date, chance: random.Random) -> dt.datetime:
    """An instant of the working day, in UTC."""
    return dt.datetime.combine(day, dt.time(7 + chance.randrange(8), chance.randrange(60)), dt.UTC)
