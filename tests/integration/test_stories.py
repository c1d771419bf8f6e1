"""Stories stand on a consent to publish: with it they are gone everywhere, and their pictures wherever else they are shown."""

import uuid

import sqlalchemy as sa

from core.publishing.models import Article
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, TEXT, carry, picture_file, write
from tests.integration.publicity_makers import consent_id, reference_of, withdraw

__all__ = ["consent_id"]


def test_a_story_needs_a_consent_to_publish_and_goes_with_it(
    two_tenants: House, browser: OpenBrowser, consent_id: uuid.UUID
) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    story = {
        "kind": "story",
        "title_sv": "Jag vågade",
        "picture": picture_file(),
        "alt_sv": "En verkstad",
        "alt_en": "A workshop",
    }
    bare = write(editor, **{**story, "picture": picture_file()})
    refused = editor.submit(bare, {"deed": "publish"}, action=f"{bare}/deed")
    assert refused.status_code == 422
    assert "samtycke till publicering" in refused.text
    unknown = editor.submit("/content/new", {**TEXT, **story, "picture": picture_file(), "consent": "0000-0000"})
    assert unknown.status_code == 422
    page = write(editor, **{**story, "picture": picture_file(), "consent": reference_of(consent_id).lower()})
    assert carry(editor, page, "publish") == 303
    shown = reader.get("/news/jag-vagade-2")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-cache"
    etag = shown.headers["ETag"]
    assert reader.get("/news/jag-vagade-2", headers={"If-None-Match": etag}).status_code == 304
    picture = next(part.split('"')[0] for part in shown.text.split('src="') if part.startswith("/news/pictures/"))
    assert reader.get(picture).headers["Cache-Control"] == "no-cache"
    assert "Jag vågade" in reader.get("/news/feed.xml").text
    assert "Jag vågade" in reader.get("/news?q=vågade").text
    withdraw(two_tenants, consent_id)
    assert reader.get("/news/jag-vagade-2", headers={"If-None-Match": etag}).status_code == 404
    assert reader.get(picture).status_code == 404
    for path in ("/news", "/news/feed.xml", "/news?q=vågade", "/en/news", "/sitemap.xml"):
        assert "Jag vågade" not in reader.get(path).text, path
    assert carry(editor, page, "take_down") == 303
    assert carry(editor, page, "reopen") == 303
    again = editor.submit(page, {"deed": "publish"}, action=f"{page}/deed")
    assert again.status_code == 422


def test_a_picture_of_a_story_goes_with_its_consent_wherever_else_it_is_shown(
    two_tenants: House, browser: OpenBrowser, consent_id: uuid.UUID
) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    told = {"kind": "story", "title_sv": "Jag vågade", "alt_sv": "En verkstad", "alt_en": "A workshop"}
    story = write(editor, **told, picture=picture_file(), consent=reference_of(consent_id))
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas['roslagen']}")
        picture_id = connection.scalar(sa.select(Article.picture_id))
    news = write(editor, title_sv="Det händer hos oss", body_sv=f"![En verkstad](picture:{picture_id})")
    assert carry(editor, story, "publish") == carry(editor, news, "publish") == 303
    address = f"/news/pictures/{picture_id}/480.webp"
    assert address.rpartition("/")[0] in reader.get("/news/det-hander-hos-oss").text
    assert reader.get(address).headers["Cache-Control"] == "no-cache"
    withdraw(two_tenants, consent_id)
    assert reader.get(address).status_code == 404
    shown = reader.get("/news/det-hander-hos-oss")
    assert shown.status_code == 200
    assert "<img" not in shown.text.partition('class="prose')[2].partition("</div>")[0]


def test_the_start_page_tells_what_is_new_and_no_story(two_tenants: House, browser: OpenBrowser, consent_id: uuid.UUID) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    assert "Senaste nytt" not in reader.get("/").text
    told = {"kind": "story", "title_sv": "Jag vågade", "consent": reference_of(consent_id), "tags": "fika"}
    for words in ({"tags": "fika, höst"}, told, {"title_sv": "Sen nyhet", "tags": "höst"}):
        assert carry(editor, write(editor, **words), "publish") == 303
    start = reader.get("/").text
    assert "Senaste nytt" in start
    assert "Öppet hus på måndag" in start
    assert "Jag vågade" not in start, "it may be kept for some seconds, and a story may not"
    related = reader.get("/news/oppet-hus-pa-mandag").text.partition('id="related"')[2]
    assert "Jag vågade" in related
    assert "Sen nyhet" in related
    withdraw(two_tenants, consent_id)
    assert "Jag vågade" not in reader.get("/news/oppet-hus-pa-mandag").text
    assert 'id="related"' not in reader.get("/en/news/jag-vagade").text
