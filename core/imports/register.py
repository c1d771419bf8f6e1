"""Who is in the register already, as rows of a sheet are held against it. Rows that were read earlier in the file count too."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from core.participants.terms import OPEN_STATES, ParticipationState


@dataclass(slots=True)
class Observed:
    """What is known of a situation: the values as the database has them, and its version."""

    id: uuid.UUID
    version: int
    values: dict[str, Any]


@dataclass(slots=True)
class Period:
    """Time in an insats."""

    id: uuid.UUID
    version: int
    intervention_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(slots=True, kw_only=True)
class Standing:
    """A participation that the importing authority is data controller of, with its person."""

    id: uuid.UUID
    person_id: uuid.UUID
    number: str | None
    state: str
    version: int
    started_on: dt.date
    ended_on: dt.date | None
    exit_reason: str | None
    participation: dict[str, Any]
    person: dict[str, Any]
    person_version: int
    identity_index: bytes | None
    before: Observed | None = None
    after: Observed | None = None
    periods: list[Period] = field(default_factory=list)
    line: int | None = None
    """Of the row that it comes from, when it is not in the register yet."""

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state in OPEN_STATES


@dataclass(slots=True)
class Known:
    """A person whom the importing authority may know. `line`: of the row that brings them, when they are not registered yet."""

    id: uuid.UUID
    identity_index: bytes | None
    has_open_referral: bool = False
    line: int | None = None


@dataclass(slots=True)
class Register:
    """What is looked up while rows are read. Days of others' participations are kept to keep two from overlapping."""

    by_number: dict[str, Standing] = field(default_factory=dict)
    taken_numbers: set[str] = field(default_factory=set)
    """In use, but not for one of ours."""
    by_index: dict[bytes, Known] = field(default_factory=dict)
    hidden_indexes: set[bytes] = field(default_factory=set)
    """Of persons who are registered and whom the importing authority may not know."""
    by_name: dict[tuple[str, dt.date], list[Known]] = field(default_factory=lambda: defaultdict(list))
    of_person: dict[uuid.UUID, list[Standing]] = field(default_factory=lambda: defaultdict(list))
    busy: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date, dt.date | None]]] = field(default_factory=lambda: defaultdict(list))
    """Every participation of a person, whoever is data controller: id, first day, last day."""
    folded: dict[str, str] = field(default_factory=dict)
    """ "Given Family" as the database folds it."""

    def add(self, standing: Standing) -> None:
        """Let later rows know of it."""
        if standing.number:
            self.by_number[standing.number] = standing
        if standing.state == ParticipationState.MISREGISTERED:
            return
        self.of_person[standing.person_id].append(standing)

    def overlaps(self, person_id: uuid.UUID, own: uuid.UUID | None, first: dt.date, last: dt.date | None) -> bool:
        """Whether the person has another participation during these days; the last day is free."""
        return any(
            id_ != own
            and (last is None or begun < last)
            and (ended is None or first < ended)
            and first != last
            and begun != ended
            for id_, begun, ended in self.busy[person_id]
        )
