"""The rows of what is published, for tests.canaries: a draft of a story with a picture, on a consent to publish."""

import uuid

import sqlalchemy as sa

from core.db import new_id
from core.publishing.models import (
    Article,
    ArticleConsent,
    ArticlePicture,
    ArticleTag,
    ArticleText,
    ArticleVersion,
    Picture,
    PictureRendition,
)

PUBLISHED_NAMES = ("article", "picture")
PUBLISHED_FREE_TEXT = {
    "article_text": ["slug", "title", "lead", "body"],
    "article_tag": ["tag"],
    "picture": ["alt_sv", "alt_en", "credit"],
}


def plant_published(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID]) -> None:
    """One row in each of these tables; adds the ids of PUBLISHED_NAMES."""
    ids |= {name: new_id() for name in PUBLISHED_NAMES}
    of = {"article_id": ids["article"]}
    drawn = {"picture_id": ids["picture"]}
    by = common["worker"]
    picture = {"id": ids["picture"], "alt_sv": "x", "alt_en": "x", "created_by": by}
    connection.execute(sa.insert(Picture), picture)
    connection.execute(sa.insert(PictureRendition), {**drawn, "width": 480, "height": 240, "content": b"RIFF0000WEBP"})
    article = {"id": ids["article"], "kind": "story", "created_by": by, "changed_by": by, **drawn}
    connection.execute(sa.insert(Article), article)
    connection.execute(sa.insert(ArticleText), {**of, "language": "sv", "slug": "x", "title": "x"})
    connection.execute(sa.insert(ArticleTag), {**of, "tag": "x"})
    version = {"id": new_id(), **of, "number": 1, "by_account": by, "state": "draft", "content": {}}
    connection.execute(sa.insert(ArticleVersion), version)
    connection.execute(sa.insert(ArticleConsent), {**of, "consent_id": ids["consent"]})
    connection.execute(sa.insert(ArticlePicture), {**of, **drawn})
