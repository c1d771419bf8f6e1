"""Articles for tests. Signed in: somebody who edits content."""

from typing import Any

from core.db import new_id
from core.publishing.services import ArticleValues, Words, add_article
from core.publishing.terms import ArticleKind


def written(**changes: Any) -> Any:
    """A draft of a piece of news in Swedish."""
    values = ArticleValues(kind=ArticleKind.NEWS, sv=Words(title="Öppet hus"), en=Words(), **changes)
    return add_article(article_id=new_id(), values=values)
