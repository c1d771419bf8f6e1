"""Numbers and months in charts, as the page's language writes them (D3's locale objects)."""

import datetime as dt
from typing import Any

from core.context import Language
from core.i18n import format_number, format_percent
from core.reporting.crossed import Count
from core.rollup.names import fewer_than

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

NUMBERS: dict[Language, dict[str, Any]] = {
    "sv": {
        "decimal": ",",
        "thousands": NBSP,
        "grouping": [3],
        "currency": ["", f"{NBSP}kr"],
        "percent": f"{NBSP}%",
        "minus": MINUS,
    },
    "en": {
        "decimal": ".",
        "thousands": ",",
        "grouping": [3],
        "currency": [f"SEK{NBSP}", ""],
        "percent": "%",
        "minus": MINUS,
    },
}

MONTHS: dict[Language, tuple[str, ...]] = {
    "sv": ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
"""Short, for an axis: Swedish months begin with a small letter."""


def short_month(day: dt.date, language: Language) -> str:
    """jul 2021 in Swedish, Jul 2021 in English."""
    return f"{MONTHS[language][day.month - 1]}{NBSP}{day.year}"


def say(count: Count, k: int) -> str:
    """ "120, 31 %"; a rounded 0 is "fewer than 5", and a number that is not told a dash."""
    if count.value is None:
        return "–"
    if not count.value:
        return fewer_than(k)
    number = format_number(count.value)
    return number if count.percent is None else f"{number}, {format_percent(count.percent)}"
