"""What a text finds, of each kind that the reader's roles open. The same lists answer that their own pages ask, by the same
rules: who may not be read is not found, neither by name nor by number, and the same statements are sent for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.auth.permissions import Permission, may
from core.context import current_person
from core.interventions.places import list_places
from core.lists import Page, words_of
from core.participants.listing import list_participations
from core.participants.search import number_typed, searched
from core.referrals.narrowing import sought
from core.referrals.queries import Chosen, list_referrals

MOST = 10
"""Of each kind; the rest is found by writing more, or in the list itself."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; None where the reader does not work with it."""

    rows: Sequence[Any]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found."""

    people: Group | None
    referrals: Group | None
    places: Group | None

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(group.total for group in (self.people, self.referrals, self.places) if group)


def find(text: str) -> Found:
    """Logged as searches, with whom they found. A text without a letter or a figure finds nothing."""
    me = current_person()
    reads_people, reads_referrals = may(me, Permission.READ_PARTICIPANTS), may(me, Permission.READ_REFERRALS)
    return Found(
        people=_people(text) if reads_people else None,
        referrals=_referrals(text) if reads_referrals else None,
        places=_places(text) if reads_people else None,
    )


def _people(text: str) -> Group:
    chosen = searched(text)
    return _first(list_participations(chosen)) if chosen.is_search else Group([], 0)


def _referrals(text: str) -> Group:
    """A participant's number finds no referral: it has none before the start."""
    chosen = Chosen() if number_typed(text) is not None else sought(text)
    return _first(list_referrals(chosen)) if chosen.is_search else Group([], 0)


def _places(text: str) -> Group:
    rows = list_places(text) if words_of(text) else []
    return Group(rows[:MOST], len(rows))


def _first(page: Page) -> Group:
    return Group(page.rows[:MOST], page.total)
