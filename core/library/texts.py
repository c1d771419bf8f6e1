"""The texts of a site's own pages: what readers see, what editors write, and every version of it.

A version is kept each time a text is written, so the last one is what stands there now. Bringing an earlier one back writes
it once more: nothing that was written is lost by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from core import clock
from core.constraints import keep
from core.context import Language, current_person, language
from core.db import new_id, session
from core.library.queries import read_texts, shelf, texts_of
from core.library.terms import SitePage
from core.participants.errors import ChangedMeanwhile
from core.writing import html_of


@dataclass(frozen=True, slots=True)
class OwnText:
    """What a site has written for a page itself, in the language of the page; "" where our own text stands."""

    body: str
    html: Markup
    elsewhere: Language | None
    """The other language, when it has been written in that one only."""


def own_text(page: SitePage) -> OwnText:
    """For readers."""
    texts, own = read_texts(page), language()
    other: Language = "en" if own == "sv" else "sv"
    body = texts.get(own, "")
    return OwnText(body, html_of(body), other if other in texts and not body else None)


def write_texts(*, page: SitePage, versions: Mapping[str, int], bodies: Mapping[str, str]) -> None:
    """The site's own text of a page by language; "" gives our own text back. Raises Invalid, or ChangedMeanwhile."""
    stored = texts_of(page, lock=True)
    if any((stored[own].version if own in stored else 0) != versions.get(own, 0) for own in bodies):
        raise ChangedMeanwhile
    for own, body in bodies.items():
        html_of(body)
        if body != stored[own].body if own in stored else body.strip():
            _write(page, own, stored.get(own), body)


def bring_back(*, text_version: Any, version: int | None) -> None:
    """What stood there then stands there again. `version` is of the text as the editor saw it. Raises ChangedMeanwhile."""
    page, own = SitePage(text_version.page), text_version.language
    write_texts(page=page, versions={own: version or 0}, bodies={own: text_version.body})


def _write(page: SitePage, own: str, stored: Any, body: str) -> None:
    by, at = current_person().account_id, clock.now()
    if stored is None:
        keep(shelf().text(id=new_id(), page=page, language=own, body=body, created_by=by, changed_by=by))
    else:
        stored.body, stored.changed_by, stored.changed_at = body, by, at
        keep()
    of = shelf().text_version
    last = session.scalar(sa.select(sa.func.max(of.number)).where(of.page == page, of.language == own)) or 0
    keep(of(id=new_id(), page=page, language=own, number=last + 1, at=at, by_account=by, body=body))
