"""What in a text may tell who it is about: numbers, addresses, names. Pure: it neither asks the database nor keeps anything.

A reminder for people and no proof: that nobody can be recognised is said by a second reader, never by this.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.deviations.names import CAPITALS, COMMON, ORDINARY


class Sort(StrEnum):
    """What kind of trace."""

    IDENTITY_NUMBER = "identity_number"
    PARTICIPANT_NUMBER = "participant_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    NAME = "name"


NEVER = frozenset({Sort.IDENTITY_NUMBER, Sort.PARTICIPANT_NUMBER})
"""These name a person and nothing else: refused. The others are asked about."""
MOST_WORDS = 600
"""Different words of one text that are compared with names."""


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """A word, or digits, as it stands in the text."""

    sort: Sort
    word: str

    def __repr__(self) -> str:
        return f"Trace({self.sort})"  # the word never reaches a log


_DASHES = str.maketrans(dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}\N{HYPHEN}", "-"))
_SURELY_IDENTITY = re.compile(r"(?<!\d)(?:(?:1[89]|20)\d{2}|\d{2}) ?[0-3]\d ?\d{2} ?[-+] ?(?:\d{4}|[xX*]{4}|[tT][fF]\d{2})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(?:1[89]|20)?\d{2} ?[0-3]\d ?[0-9]\d ?[-+]? ?(?:\d{4}|[xX*]{4}|[tT][fF]\d{2})(?!\d)")
_SPACED = re.compile(r"(?<!\d)(?:\d[ .\-+]?){9,11}\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d{2}[-/. ](?:0[1-9]|1[0-2])[-/. ](?:0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT_DAY = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_EMAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\W\d_]{2,}")
_PHONE = re.compile(r"(?<![\d-])(?:\+|00|0)[1-9](?:[ ()/-]{0,2}\d){5,13}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:•\n]|\n\s*[-*])[\s\"'”’»(–-]*$")


def plain(text: str) -> str:
    """Digits as digits and every dash and space alike, so that a number is found however it was typed."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(
        "\n" if sign == "\n" else " " if sign.isspace() else sign for sign in folded if unicodedata.category(sign) != "Cf"
    )


def words_of(text: str) -> list[str]:
    """The different words of a text in small letters, those with a genitive s also without it; at most MOST_WORDS."""
    found: dict[str, None] = {}
    for word in _WORD.findall(plain(text)):
        for part in (word, *re.split(r"[-'’]", word)):
            low = part.casefold()
            found |= dict.fromkeys(one for one in (low, low.removesuffix("s")) if len(one) > 1)
    return list(found)[:MOST_WORDS]


def look_for(
    text: str, *, prefixes: Collection[str] = (), names: Collection[str] = (), places: Collection[str] = ()
) -> list[Trace]:
    """Every trace in the text, each word once, in the order of Sort.

    `prefixes`: how participants' numbers begin here. `names`: words of `words_of(text)` that are names of participants.
    `places`: words with a capital that name authorities and municipalities.
    """
    rest = plain(text)
    found: dict[Trace, None] = {}
    for sort, pattern in _patterns(prefixes):
        for match in pattern.finditer(rest):
            found[Trace(sort, match.group().strip())] = None
        rest = pattern.sub(lambda match: "\N{HORIZONTAL BAR}" * len(match.group()), rest)
    for word in _names(rest, frozenset(names), CAPITALS | {place.casefold() for place in places}):
        found[Trace(Sort.NAME, word)] = None
    order = list(Sort)
    return sorted(found, key=lambda trace: order.index(trace.sort))


def _patterns(prefixes: Collection[str]) -> Sequence[tuple[Sort, re.Pattern[str]]]:
    listed = "|".join(re.escape(prefix) for prefix in sorted(prefixes)) or r"(?!)"
    number = re.compile(rf"(?<![^\W_])(?:{listed}) ?-? ?\d{{3,6}}(?!\d)", re.IGNORECASE)
    return (
        (Sort.EMAIL, _EMAIL),
        (Sort.PARTICIPANT_NUMBER, number),
        (Sort.IDENTITY_NUMBER, _SURELY_IDENTITY),
        (Sort.PHONE, _PHONE),
        (Sort.IDENTITY_NUMBER, _IDENTITY),
        (Sort.IDENTITY_NUMBER, _SPACED),
        (Sort.BIRTH_DATE, _DAY),
        (Sort.BIRTH_DATE, _SHORT_DAY),
    )


def _names(text: str, names: frozenset[str], allowed: Collection[str]) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        if not word.isupper() and _is_asked(word, names, allowed, begins=bool(_BEGINS.search(text[: match.start()][-40:]))):
            yield word


def _is_asked(word: str, names: frozenset[str], allowed: Collection[str], *, begins: bool) -> bool:
    parts = [part.casefold() for part in re.split(r"[-'’]", word)]
    forms = {word.casefold(), *parts}
    forms |= {form.removesuffix("s") for form in forms}
    if word[0].isupper():
        if forms & (names | COMMON) and not (begins and forms & ORDINARY and not forms & names):
            return True
        return not begins and len(word) > 1 and not forms & set(allowed)
    return bool({form for form in forms if len(form) > 2} & names - ORDINARY)
