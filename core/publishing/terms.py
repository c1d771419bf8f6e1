"""Words of what is published: what it is, what state it is in, and which deeds lead from one state to the next."""

from collections.abc import Mapping
from enum import StrEnum

from core.i18n import _l


class ArticleKind(StrEnum):
    """What an article is. A story is about or by a participant and stands on a consent to publish."""

    NEWS = "news"
    STORY = "story"
    EVENT = "event"
    JOB = "job"
    OPENING = "opening"


KIND_NAMES = {
    ArticleKind.NEWS: _l("News item"),
    ArticleKind.STORY: _l("Story"),
    ArticleKind.EVENT: _l("Event"),
    ArticleKind.JOB: _l("Job"),
    ArticleKind.OPENING: _l("New municipality"),
}

KIND_HEADINGS = {
    ArticleKind.NEWS: _l("News"),
    ArticleKind.STORY: _l("Stories"),
    ArticleKind.EVENT: _l("Events"),
    ArticleKind.JOB: _l("Jobs"),
    ArticleKind.OPENING: _l("New municipalities"),
}
"""Of many, for readers to choose among."""


class ArticleState(StrEnum):
    """Published may lie ahead: the article is seen from its day on."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


STATE_NAMES = {
    ArticleState.DRAFT: _l("Draft"),
    ArticleState.REVIEW: _l("To be read"),
    ArticleState.PUBLISHED: _l("Published"),
    ArticleState.ARCHIVED: _l("Taken down"),
}


class Deed(StrEnum):
    """What an editor does with an article as a whole."""

    ASK = "ask"
    RETURN = "return"
    PUBLISH = "publish"
    TAKE_DOWN = "take_down"
    REOPEN = "reopen"


DEED_NAMES = {
    Deed.ASK: _l("Ask a colleague to read it"),
    Deed.RETURN: _l("Send back as a draft"),
    Deed.PUBLISH: _l("Publish"),
    Deed.TAKE_DOWN: _l("Take down"),
    Deed.REOPEN: _l("Take up again as a draft"),
}

TRANSITIONS: Mapping[tuple[ArticleState, Deed], ArticleState] = {
    (ArticleState.DRAFT, Deed.ASK): ArticleState.REVIEW,
    (ArticleState.DRAFT, Deed.PUBLISH): ArticleState.PUBLISHED,
    (ArticleState.REVIEW, Deed.RETURN): ArticleState.DRAFT,
    (ArticleState.REVIEW, Deed.PUBLISH): ArticleState.PUBLISHED,
    (ArticleState.PUBLISHED, Deed.TAKE_DOWN): ArticleState.ARCHIVED,
    (ArticleState.ARCHIVED, Deed.REOPEN): ArticleState.DRAFT,
}


def deeds_of(state: ArticleState) -> list[Deed]:
    """What may be done now, in the order the page offers it."""
    return [deed for deed in Deed if (state, deed) in TRANSITIONS]


MOST_TITLE = 120
MOST_LEAD = 400
MOST_QUOTE = 400
MOST_QUOTED_AS = 80
MOST_TAGS = 10
MOST_PLACES = 1000
"""As the rule of the database says."""
LONGEST_TAG = 40
