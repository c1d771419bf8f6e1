"""Translated text, and numbers and dates as the language of the scope writes them.

msgid is the English text; the Swedish stands in translations/parts/*.po, with the words of docs/glossary.md. English
needs no catalogue. Which language a request speaks is chosen in core/web/languages.py.
"""

import datetime as dt
import gettext as catalogues
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import flask
from babel.dates import format_date as _babel_date
from babel.dates import format_datetime as _babel_datetime
from flask_babel import Babel, refresh
from flask_babel.speaklater import LazyString

from core import context
from core.clock import STOCKHOLM
from core.context import Language

__all__ = [
    "_",
    "_l",
    "format_date",
    "format_decimal",
    "format_instant",
    "format_month",
    "format_number",
    "format_percent",
    "in_a_row",
    "init_app",
    "ngettext",
    "one_in_a_row",
    "use_language",
]

LANGUAGES: tuple[Language, ...] = ("sv", "en")
FOLDER = Path(__file__).parents[1] / "translations"
NBSP = "\N{NO-BREAK SPACE}"
_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
_DATES = {"sv": "d MMMM y", "en": "d MMMM y"}
_SHORT_DATES = {"sv": "d MMM y", "en": "d MMM y"}


@cache
def _catalogue(language: Language) -> catalogues.NullTranslations:
    return catalogues.translation("messages", FOLDER, [language], fallback=True)


def _(text: str, **values: object) -> str:
    """The text in the language of the scope. Looked up here, fifty times a page, rather than through Flask-Babel's layers."""
    found = _catalogue(context.language()).gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form for `num` of them; `%(num)s` is filled in."""
    return _plural(one, many, num) % ({"num": num} | values)


def _plural(one: str, many: str, num: int) -> str:
    return _catalogue(context.language()).ngettext(one, many, num)


def _l(text: str, **values: object) -> LazyString:
    """Like `_`, looked up when it is written: for what is made once and shown to many."""
    return LazyString(_, text, **values)


def init_app(app: flask.Flask) -> None:
    """Texts, numbers and dates for templates; Flask-Babel for what other libraries say."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(FOLDER))
    Babel(app, default_locale="en", default_timezone="Europe/Stockholm", locale_selector=context.language)
    app.jinja_env.install_gettext_callables(_, _plural, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    app.jinja_env.globals.update(
        format_date=format_date,
        format_decimal=format_decimal,
        format_instant=format_instant,
        format_month=format_month,
        format_number=format_number,
        format_percent=format_percent,
        format_size=format_size,
        in_a_row=in_a_row,
        one_in_a_row=one_in_a_row,
        language=context.language,
    )


def use_language(language: Language) -> None:
    """Speak `language` from here on, in this scope (a job uses it for a mail to a person of that language)."""
    context.set_language(language)
    if flask.has_app_context():
        refresh()


def format_number(number: int) -> str:
    """1 903 (with a no-break space) in Swedish, 1,903 in English."""
    return f"{number:,}".replace(",", NBSP) if context.language() == "sv" else f"{number:,}"


def format_decimal(number: Decimal | float, places: int = 1) -> str:
    """67,0 in Swedish, 67.0 in English; halves are rounded up."""
    exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,}"
    return text.replace(",", NBSP).replace(".", ",") if context.language() == "sv" else text


def format_percent(percent: int | Decimal | float, places: int = 0) -> str:
    """88 % in Swedish, 88% in English. `percent` is already in per cent; halves are rounded up."""
    text = format_decimal(percent, places)
    return f"{text}{NBSP}%" if context.language() == "sv" else f"{text}%"


def format_size(size: int) -> str:
    """340 kB, 1,2 MB: what a file weighs, for whoever is about to fetch it. `size` in bytes."""
    if size < 1_000_000:
        return f"{format_number(max(1, -(-size // 1000)))}{NBSP}kB"
    return f"{format_decimal(Decimal(size) / 1_000_000)}{NBSP}MB"


def format_date(day: dt.date, style: str = "long") -> str:
    """15 september 2022. `style` is long, short (15 sep. 2022), weekday (torsdag 15 september) or iso."""
    if style == "iso":
        return day.isoformat()
    language = context.language()
    patterns = {"long": _DATES[language], "short": _SHORT_DATES[language], "weekday": "EEEE d MMMM"}
    return _babel_date(day, patterns[style], locale=_LOCALES[language])


def in_a_row(names: Sequence[str]) -> str:
    """Danderyd, Norrtälje och Täby; Danderyd, Norrtälje and Täby."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])


def one_in_a_row(names: Sequence[str]) -> str:
    """Danderyd, Norrtälje eller Täby; Danderyd, Norrtälje or Täby: one of them is enough."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s or %(last)s", first=", ".join(names[:-1]), last=names[-1])


def format_month(day: dt.date) -> str:
    """September 2022, in running text: september 2022 in Swedish."""
    return _babel_date(day, "LLLL y", locale=_LOCALES[context.language()])


def format_instant(instant: dt.datetime) -> str:
    """15 september 2022 10.42 in Swedish, 15 September 2022 10:42 in English; Stockholm's time."""
    language = context.language()
    pattern = _DATES[language] + (" HH.mm" if language == "sv" else " HH:mm")
    return _babel_datetime(instant.astimezone(STOCKHOLM), pattern, locale=_LOCALES[language])
