"""A film plays in the browser itself, with captions, keeps its place, and can be read instead; all of it without a script."""

import pytest
from playwright.sync_api import Page

from core.db import new_id
from core.media.captions import read_captions
from core.media.containers import container_of
from core.media.queries import texts_of
from core.media.services import SaidValues, prepare, put_media, write_said
from core.publishing.entered import ArticleValues, Words
from core.publishing.services import add_article, carry
from core.publishing.terms import ArticleKind, Deed
from tests.e2e.accessibility import check_page
from tests.e2e.conftest import OpenPage
from tests.e2e.staff import Staff
from tests.e2e.town import SLUG, Town
from tests.integration.media_makers import TALK, made

pytestmark = pytest.mark.browser

PLAYED = """async () => {
  const film = document.querySelector("video");
  film.muted = true;
  film.textTracks[0].mode = "showing";
  await film.play();
  await new Promise(done => film.addEventListener("ended", done, { once: true }));
  return [film.videoWidth, film.currentTime > 0.9, film.textTracks[0].language, film.textTracks[0].cues.length];
}"""


def tell() -> None:
    """An article with a film, as an editor and the worker leave it."""
    values = ArticleValues(kind=ArticleKind.NEWS, sv=Words(title="Se filmen", body="Hej."), en=Words())
    article = add_article(article_id=new_id(), values=values)
    content = made("film.webm")
    media_id = put_media(article=article, version=article.version, content=content, container=container_of(content))
    prepare(media_id)
    said = SaidValues(transcript="Ada hälsar.\n\nEn cirkel går förbi.", cues=read_captions(TALK.encode()))
    write_said(article=article, version=article.version, values={"sv": said}, needed=["sv"])
    carry(article=article, version=article.version, deed=Deed.PUBLISH)
    assert texts_of(media_id)["sv"].captions


def height_of(page: Page) -> float:
    box = page.locator("video").bounding_box()
    assert box
    return box["height"]


def test_a_film_plays_with_captions_and_can_be_read_instead(town: Town, open_page: OpenPage) -> None:
    town.make(tell)
    page = open_page()
    Staff(page, town.product, SLUG).open("/news/se-filmen")
    assert page.locator("video").evaluate("film => [film.paused, film.autoplay, film.preload]") == [True, False, "metadata"]
    before = height_of(page)
    assert page.evaluate(PLAYED) == [320, True, "sv", 2]
    assert height_of(page) == before, "nothing moves when it arrives"
    page.get_by_text("Läs vad som sägs och syns").click()
    assert page.get_by_text("En cirkel går förbi.").is_visible()
    check_page(page)
    plain = open_page(java_script_enabled=False, viewport={"width": 320, "height": 600})
    Staff(plain, town.product, SLUG).open("/news/se-filmen")
    plain.get_by_text("Läs vad som sägs och syns").click()
    assert plain.get_by_text("En cirkel går förbi.").is_visible()
