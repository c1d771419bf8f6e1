"""What every list has: an order, a page of its rows with the number of all, and the words of a name that is looked for."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
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


def day_of(choices: Mapping[str, str], name: str) -> dt.date | None:
    """The day that an address or a saved list holds as 2022-09-15, or None."""
    with suppress(ValueError):
        return dt.date.fromisoformat(choices.get(name, ""))
    return None


def unread_days(choices: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Those of the days that cannot be read, as they were written."""
    return [choices[name] for name in names if choices.get(name) and day_of(choices, name) is None]
