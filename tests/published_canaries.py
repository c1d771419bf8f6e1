"""The rows of what is published, for tests.canaries: a draft of a story with a picture, on a consent to publish."""

import datetime as dt
import json
import uuid

import sqlalchemy as sa

from core.db import new_id
from core.library.models import DatedFact, Publication, PublicationFile, SiteContact, SiteText, SiteTextVersion
from core.media.models import Media, MediaPiece, MediaText, MediaUploadPiece
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
from core.signups.models import Signup, SignupClosing, SignupGone
from core.signups.sealing import seal
from core.statements.models import Statement

PUBLISHED_NAMES = (
    "accessibility_statement",
    "article",
    "picture",
    "media",
    "publication",
    "publication_file",
    "dated_fact",
    "site_contact",
    "site_text_version",
    "signup",
)
PUBLISHED_FREE_TEXT = {
    "article_text": ["slug", "title", "lead", "body", "quote", "quoted_as"],
    "article_tag": ["tag"],
    "picture": ["alt_sv", "alt_en", "credit"],
    "media_text": ["transcript", "captions"],
    "publication": ["title_sv", "title_en", "text_sv", "text_en"],
    "publication_file": ["name"],
    "dated_fact": ["text_sv", "text_en", "source_sv", "source_en"],
    "site_contact": ["role_sv", "role_en", "name", "about_sv", "about_en", "phone", "email"],
    "site_text": ["body"],
    "site_text_version": ["body"],
    "accessibility_statement": ["faults_sv", "faults_en", "burden_sv", "burden_en", "outside_sv", "outside_en", "email", "phone"],
}


def plant_published(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], mark: str) -> None:
    """One row in each of these tables; adds the ids of PUBLISHED_NAMES."""
    ids |= {name: new_id() for name in PUBLISHED_NAMES}
    of = {"article_id": ids["article"]}
    drawn = {"picture_id": ids["picture"]}
    by = common["worker"]
    picture = {"id": ids["picture"], "alt_sv": "x", "alt_en": "x", "created_by": by}
    connection.execute(sa.insert(Picture), picture)
    connection.execute(sa.insert(PictureRendition), {**drawn, "width": 480, "height": 240, "content": b"RIFF0000WEBP"})
    _plant_media(connection, ids["media"], by)
    article = {"id": ids["article"], "kind": "story", "created_by": by, "changed_by": by, **drawn, "media_id": ids["media"]}
    connection.execute(sa.insert(Article), article)
    connection.execute(sa.insert(ArticleText), {**of, "language": "sv", "slug": "x", "title": "x"})
    connection.execute(sa.insert(ArticleTag), {**of, "tag": "x"})
    version = {"id": new_id(), **of, "number": 1, "by_account": by, "state": "draft", "content": {}}
    connection.execute(sa.insert(ArticleVersion), version)
    connection.execute(sa.insert(ArticleConsent), {**of, "consent_id": ids["consent"]})
    connection.execute(sa.insert(ArticlePicture), {**of, **drawn})
    _plant_library(connection, ids, by)
    _plant_signup(connection, ids, mark)


def _plant_media(connection: sa.Connection, media_id: uuid.UUID, by: uuid.UUID) -> None:
    described = {"media_type": "audio/mpeg", "size": 1, "digest": "0" * 32, "milliseconds": 1000}
    row = {"id": media_id, "form": "mp3", "state": "ready", "kind": "sound", **described, "created_by": by}
    connection.execute(sa.insert(Media), row)
    for piece in (MediaPiece, MediaUploadPiece):
        connection.execute(sa.insert(piece), {"media_id": media_id, "number": 0, "content": b"x"})
    connection.execute(sa.insert(MediaText), {"media_id": media_id, "language": "sv"})


def _plant_library(connection: sa.Connection, ids: dict[str, uuid.UUID], by: uuid.UUID) -> None:
    """Nothing of it is shown yet."""
    traced = {"created_by": by, "changed_by": by}
    own = {"id": ids["publication"], "kind": "report", "year": 2022, "title_sv": "x", **traced}
    connection.execute(sa.insert(Publication), own)
    file = {"id": ids["publication_file"], "publication_id": ids["publication"], "language": "sv", "name": "x.pdf"}
    connection.execute(sa.insert(PublicationFile), {**file, "size": 5, "content": b"%PDF-", "created_by": by})
    fact = {"id": ids["dated_fact"], "happened_on": dt.date(2022, 3, 1), "text_sv": "x", "shown": False, **traced}
    connection.execute(sa.insert(DatedFact), fact)
    connection.execute(sa.insert(SiteContact), {"id": ids["site_contact"], "role_sv": "x", "shown": False, **traced})
    said = {"id": ids["accessibility_statement"], "conformity": "full", "method": "own", "assessed_on": dt.date(2022, 3, 1)}
    connection.execute(sa.insert(Statement), {**said, "changed_by": by})
    written = {"page": "officers", "language": "sv", "body": ""}
    connection.execute(sa.insert(SiteText), {"id": new_id(), **written, **traced})
    connection.execute(sa.insert(SiteTextVersion), {"id": ids["site_text_version"], "number": 1, "by_account": by, **written})


def _plant_signup(connection: sa.Connection, ids: dict[str, uuid.UUID], mark: str) -> None:
    """Of the same article, which is no event that one can sign up for: past the triggers."""
    of, words = (
        {"article_id": ids["article"]},
        dict.fromkeys(("name", "email", "phone", "question", "reference"), f"{mark}-signup"),
    )
    sealed = seal(json.dumps({**words, "language": "sv"}), ids["signup"])
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    row = {"id": ids["signup"], "signed_up_on": dt.date(2022, 9, 1), "sealed": sealed, **of}
    connection.execute(sa.insert(Signup), row)
    connection.execute(sa.insert(SignupGone), {"signup_id": new_id(), **of})
    connection.execute(sa.insert(SignupClosing), {"closed_by": ids["article"], **of})
    connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
