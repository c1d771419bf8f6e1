"""What an editor enters about an article, as the form hands it on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from core.context import Language
from core.pictures import Rendition
from core.publishing.terms import ArticleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The article in one language. Without a title there is none in that language."""

    title: str = ""
    lead: str = ""
    body: str = ""
    quote: str = ""
    """What somebody said, shown large; who said it stands in `quoted_as`."""
    quoted_as: str = ""


WORDS = tuple(field.name for field in fields(Words))
"""What is written in each language, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPicture:
    """A picture to be shown at the top, drawn anew in several widths (core/pictures.py)."""

    renditions: Sequence[Rendition]
    alt_sv: str
    alt_en: str
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleValues:
    """What is entered. `tags` as typed, with commas between; `consent` the reference of a consent to publish."""

    kind: ArticleKind | None
    sv: Words
    en: Words
    tags: str = ""
    happens_on: dt.date | None = None
    last_day: dt.date | None = None
    signup_until: dt.date | None = None
    places: int | None = None
    consent: str = ""

    def words(self) -> dict[Language, Words]:
        """Those that have been written."""
        both: dict[Language, Words] = {"sv": self.sv, "en": self.en}
        return {language: words for language, words in both.items() if words.title.strip()}


DAYS = ("happens_on", "last_day", "signup_until")


def values_of_version(content: Mapping[str, Any], *, consent: str) -> ArticleValues:
    """What stood in the form when a version was kept. What was not asked for then is empty; no version tells of a consent."""
    kept: dict[str, Any] = {name: dt.date.fromisoformat(content[name]) for name in DAYS if content.get(name)}
    kept |= {"tags": content.get("tags", ""), "places": content.get("places"), "consent": consent}
    sv, en = (Words(**{name: content[language].get(name, "") for name in WORDS}) for language in ("sv", "en"))
    return ArticleValues(kind=ArticleKind(content["kind"]) if content.get("kind") else None, sv=sv, en=en, **kept)
