"""What every list has: an order, a page of its rows with the number of all, and the words of a name that is looked for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 50
MAX_WORDS = 6
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
_HYPHENS = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}]")


@dataclass(frozen=True, slots=True)
class Order:
    """Which column a list follows. Every list has a tie-breaker of its own behind it."""

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and how many there are in all."""

    rows: Sequence[Any]
    total: int


def words_of(text: str) -> tuple[str, ...]:
    """The parts of a name as it was typed, at most MAX_WORDS; each is looked for in the folded name (`ext.sv_fold`).

    Letters that came in two parts (a and a ring) are put together; "Anna-Lena" is one word, which also finds Anna Lena.
    """
    composed = _HYPHENS.sub("-", unicodedata.normalize("NFC", text))
    words = (word.strip("-") for word in _BETWEEN_WORDS.split(composed))
    return tuple(word for word in words if word)[:MAX_WORDS]


def containing(word: str) -> str:
    r"""The LIKE pattern for `word` anywhere, its own signs of patterns taken as they stand. Escape: backslash."""
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{escaped}%"
