"""What a page says of an event besides its text: days, whether one can sign up, whether it is over."""

from collections.abc import Sequence
from typing import Any

from core.context import language
from core.publishing.queries import Wanted
from core.publishing.terms import ArticleKind
from core.signups.queries import Standing, find_standing, is_over, list_coming
from core.signups.terms import STATE_WORDS, SignupState


def event_shown(article: Any) -> dict[str, Any]:
    """For the page of an article; hardly anything for one that is no event."""
    if article.kind != ArticleKind.EVENT or article.happens_on is None:
        return {"is_event": False, "standing": None}
    standing: Standing | None = find_standing(article)
    return {
        "is_event": True,
        "is_over": is_over(article),
        "standing": standing,
        "is_open": standing is not None and standing.state is SignupState.OPEN,
        "state_words": STATE_WORDS[standing.state] if standing else "",
    }


def coming_first(wanted: Wanted, page: int) -> Sequence[Any]:
    """What soon happens, above the list of everything; not where something else was asked for."""
    return list_coming(language=language()) if wanted == Wanted() and page == 1 else []
