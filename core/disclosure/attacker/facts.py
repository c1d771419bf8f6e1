"""What an attacker is told, what it suspects, and what it has proven. Unknown counts are whole, and never below zero."""

from collections.abc import Hashable
from dataclasses import dataclass

Unknown = Hashable
"""The name of one unknown count."""
CEILING = 10**6
"""No count is larger; stands for "no bound"."""


class Contradiction(Exception):
    """No table fits what the attacker was told: a mistake of whoever told it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """low ≤ sum of plus − sum of minus ≤ high; None: no upper bound."""

    plus: tuple[Unknown, ...]
    low: int
    high: int | None
    minus: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A suspicion: this sum lies in low … high. Refuted by a table that fits all facts and in which it does not."""

    name: Hashable
    plus: tuple[Unknown, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Proven:
    """A claim that no fitting table refutes, and the values its sum can have. `certain` is False when time ran out."""

    claim: Claim
    low: int
    high: int
    certain: bool = True

    @property
    def exact(self) -> bool:
        return self.low == self.high
