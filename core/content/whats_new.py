"""What is new, read from whats-new.md beside this file: days, and for each language a heading and lines."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.context import Language

SOURCE = Path(__file__).parent / "whats-new.md"
_DAY = re.compile(r"## (\d{4}-\d{2}-\d{2})")
_HEADING = re.compile(r"### (sv|en): (.+)")


@dataclass(frozen=True, slots=True)
class News:
    """What changed on a day, in one language."""

    day: dt.date
    heading: str
    lines: tuple[str, ...]


def list_news(language: Language) -> tuple[News, ...]:
    """The latest first."""
    return _read()[language]


@lru_cache(maxsize=1)
def _read() -> dict[Language, tuple[News, ...]]:
    return parse(SOURCE.read_text(encoding="utf-8"))


def parse(text: str) -> dict[Language, tuple[News, ...]]:
    """Raises ValueError when a day is not told in both languages with as many lines, or when the days are not in order."""
    days = _DAY.split(text)[1:]
    told: dict[Language, list[News]] = {"sv": [], "en": []}
    for day, body in zip(days[::2], days[1::2], strict=True):
        found = _HEADING.split(body)[1:]
        parts = dict(zip(found[::3], zip(found[1::3], found[2::3], strict=True), strict=True))
        if set(parts) != {"sv", "en"}:
            raise ValueError(f"{day} is not told in both languages")
        for language in told:
            heading, lines = parts[language]
            items = tuple(line.removeprefix("- ").strip() for line in lines.splitlines() if line.startswith("- "))
            told[language].append(News(dt.date.fromisoformat(day), heading.strip(), items))
        if len(told["sv"][-1].lines) != len(told["en"][-1].lines):
            raise ValueError(f"{day} does not say as much in both languages")
    if told["sv"] != sorted(told["sv"], key=lambda news: news.day, reverse=True):
        raise ValueError("the latest day stands first")
    return {language: tuple(entries) for language, entries in told.items()}
