"""Articles for tests: made by somebody who edits content, or sent in by an editor's browser."""

import io
import uuid
from typing import Any

from PIL import Image

from core.db import new_id, session
from core.media.models import Media
from core.publishing.entered import ArticleValues, Words
from core.publishing.services import add_article
from core.publishing.terms import ArticleKind
from tests.browsing import Browser

EDITOR = "association_office"
TEXT = {"kind": "news", "title_sv": "Öppet hus på måndag", "lead_sv": "Kom och fika.", "body_sv": "Vi **bjuder**."}


def written(**changes: Any) -> Any:
    """A draft of a piece of news in Swedish."""
    values = ArticleValues(kind=ArticleKind.NEWS, sv=Words(title="Öppet hus"), en=Words(), **changes)
    return add_article(article_id=new_id(), values=values)


def with_sound(article: Any) -> uuid.UUID:
    """Give an article sound that is ready, with nothing said in it yet; the article's id."""
    described = {"kind": "sound", "media_type": "audio/mpeg", "size": 1, "digest": "0" * 32, "milliseconds": 1000}
    article.media_id = new_id()
    session.add(Media(id=article.media_id, form="mp3", state="ready", created_by=article.created_by, **described))
    session.flush()
    return uuid.UUID(str(article.id))


def picture_file() -> tuple[io.BytesIO, str]:
    written = io.BytesIO()
    Image.new("RGB", (1000, 500), (10, 90, 60)).save(written, "JPEG")
    return io.BytesIO(written.getvalue()), "fika.jpg"


def write(editor: Browser, **changes: Any) -> str:
    """Save a draft; the address of its page."""
    answer = editor.submit("/content/new", {**TEXT, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def carry(editor: Browser, page: str, deed: str, **more: str) -> int:
    return editor.submit(page, {"deed": deed, **more}, action=f"{page}/deed").status_code
