"""Sound and film: sent by an editor, prepared by the worker, published with captions and transcript, played in parts, and
gone from everywhere with the consent."""

import re
import uuid

import pytest
import sqlalchemy as sa

from core.media.models import CountyMedia, Media, MediaPiece, MediaUploadPiece
from core.media.terms import PIECE
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration import media_makers
from tests.integration.article_makers import EDITOR, carry, write
from tests.integration.media_makers import NOTED, SECRET, TALK, address_of, replace_with, say, send, stored
from tests.integration.publicity_makers import consent_id, reference_of, withdraw
from tests.integration.test_participant_pages import statements

__all__ = ["consent_id"]
VTT = {"captions_sv": (TALK, "texter.vtt")}


def test_a_film_is_published_with_captions_and_transcript_and_not_without(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor, title_en="Open house", body_en="Come along.")
    assert send(two_tenants, editor, page, "film.mp4").status_code == 303
    assert stored(two_tenants, MediaUploadPiece) == 0, "what was sent is not kept"
    assert "Ingen textning på svenska" in editor.get(f"{page}/media").text
    for said, missing in (
        ({}, "Skriv på svenska vad som hörs"),
        ({"transcript_sv": "Ada hälsar."}, "textning på svenska"),
        (VTT, "Skriv på engelska vad som hörs"),
        ({"transcript_en": "Ada says hello."}, "textning på engelska"),
    ):
        if said:
            assert say(editor, page, **said) == 303
        refused = editor.submit(page, {"deed": "publish"}, action=f"{page}/deed")
        assert (refused.status_code, missing in refused.text) == (422, True), missing
    assert say(editor, page, captions_en=(TALK, "x.vtt")) == 303
    preview = editor.get(f"{page}/media").text
    assert editor.get(address_of(preview)).status_code == 200
    assert editor.get(re.findall(r'poster="([^"]+)"', preview)[0]).mimetype == "image/webp"
    assert carry(editor, page, "publish") == 303
    assert "<p>Ada says hello.</p>" in reader.get("/en/news/open-house").text
    plays(browser, reader.get("/news/oppet-hus-pa-mandag").text)


def plays(browser: OpenBrowser, shown: str) -> None:
    """The film with its captions, without what was noted in it, at this delprojekt only."""
    reader = browser("roslagen")
    assert '<video controls preload="metadata" playsinline' in shown
    assert 'width="320" height="180"' in shown
    assert "<p>Ada hälsar.</p>" in shown
    assert '<div lang="sv">' not in shown
    tracks = re.findall(r'<track kind="captions" src="([^"]+)" srclang="(\w+)" label="\w+"( default)?>', shown)
    assert sorted((language, bool(default)) for _src, language, default in tracks) == [("en", False), ("sv", True)]
    captions = reader.get(tracks[0][0])
    assert captions.mimetype == "text/vtt"
    assert "<v Ada>Hej på er!</v>" in captions.text
    film = reader.get(address_of(shown))
    assert film.mimetype == "video/mp4"
    assert film.headers["Cache-Control"] == "public, max-age=3600"
    assert film.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in film.headers
    for noted in (SECRET, NOTED["location"]):
        assert noted.encode() not in film.data
    assert "media-src 'self';" in reader.get("/news").headers["Content-Security-Policy"]
    assert browser("hbs").get(address_of(shown)).status_code == 404


def test_what_readers_see_keeps_its_film_and_its_words(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor)
    send(two_tenants, editor, page, "sound.mp3")
    assert say(editor, page, transcript_sv="Vi pratar om hösten.") == 303
    assert carry(editor, page, "publish") == 303
    shown = reader.get("/news/oppet-hus-pa-mandag").text
    assert "<audio controls" in shown
    assert "Vi pratar om hösten." in shown
    kept = editor.get(f"{page}/media").text
    assert "Ta ner artikeln innan du byter" in kept
    assert f'action="{page}/media"' not in kept
    assert say(editor, page, transcript_sv="") == 422, "it may be put right but not taken away"
    english = editor.submit(f"{page}/edit", {"title_en": "Open house"}, action=f"{page}/edit")
    assert english.status_code == 422
    assert "Skriv på engelska vad som hörs" in english.text
    taken = reader.get(address_of(shown))
    assert carry(editor, page, "take_down") == 303
    assert reader.get(address_of(shown), headers={"If-None-Match": taken.headers["ETag"]}).status_code == 404
    assert carry(editor, page, "reopen") == 303
    assert send(two_tenants, editor, page, "film.webm").status_code == 303
    assert stored(two_tenants, Media) == 1, "what stood there before is gone"
    removed = editor.submit(f"{page}/media", {}, action=f"{page}/media/delete")
    assert removed.status_code == 303
    assert stored(two_tenants, Media) == stored(two_tenants, MediaPiece) == 0


def test_the_film_of_a_story_goes_with_its_consent_wherever_else_it_is_shown(
    two_tenants: House, browser: OpenBrowser, consent_id: uuid.UUID
) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    story = write(editor, kind="story", title_sv="Jag vågade", consent=reference_of(consent_id))
    send(two_tenants, editor, story, "film.mp4")
    assert say(editor, story, transcript_sv="Ord för ord.", **VTT) == 303
    news = write(editor, title_sv="Det händer hos oss")
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        connection.exec_driver_sql("UPDATE article SET media_id = (SELECT id FROM media)")
    assert carry(editor, story, "publish") == carry(editor, news, "publish") == 303
    shown = reader.get("/news/jag-vagade").text
    film, poster = address_of(shown), re.findall(r'poster="([^"]+)"', shown)[0]
    track = re.findall(r'<track [^>]*src="([^"]+)"', shown)[0]
    before = reader.get(film)
    assert before.headers["Cache-Control"] == "no-cache"
    assert reader.get(film, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    assert reader.get(poster).headers["Cache-Control"] == reader.get(track).headers["Cache-Control"] == "no-cache"
    assert film in reader.get("/news/det-hander-hos-oss").text
    replace_with(two_tenants, bytes(9 * PIECE))
    going_on = reader.get(film)
    withdraw(two_tenants, consent_id)
    assert len(going_on.data) < 3 * PIECE, "not even what was asked for before goes on"
    going_on.close()
    for address in (film, poster, track):
        assert reader.get(address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 404, address
        assert reader.get(address, headers={"Range": "bytes=0-"}).status_code == 404, address
    other = reader.get("/news/det-hander-hos-oss")
    assert other.status_code == 200
    assert "<video" not in other.text
    assert "Ord för ord." not in other.text


def parts_of(size: int) -> list[tuple[str, int, int]]:
    """What is asked for, the first byte that comes and the one after the last."""
    return [
        ("bytes=0-", 0, 4 * PIECE),
        (f"bytes={PIECE - 1}-{PIECE}", PIECE - 1, PIECE + 1),
        (f"bytes={PIECE}-", PIECE, 5 * PIECE),
        (f"bytes={5 * PIECE}-", 5 * PIECE, size),
        ("bytes=-5", size - 5, size),
        (f"bytes={size - 1}-{size + 99}", size - 1, size),
        (f"bytes=-{2 * size}", 0, 4 * PIECE),
    ]


def test_a_file_that_nobody_has_prepared_for_half_an_hour_is_asked_for_again(
    two_tenants: House, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = browser("roslagen", EDITOR)
    page = write(editor)
    monkeypatch.setattr(media_makers, "work", lambda *_: None)
    assert send(two_tenants, editor, page, "sound.mp3").status_code == 303
    assert "Förbereds" in editor.get(f"{page}/media").text
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        connection.execute(sa.update(Media).values(created_at=sa.func.now() - sa.text("interval '31 minutes'")))
    late = editor.get(f"{page}/media").text
    assert "Välj den en gång till" in late
    assert "progress.js" not in late


def test_a_part_is_given_as_the_standard_says_and_never_more_than_a_megabyte(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor)
    send(two_tenants, editor, page, "sound.mp3")
    assert say(editor, page, transcript_sv="Vi pratar.") == 303
    assert carry(editor, page, "publish") == 303
    address = address_of(reader.get("/news/oppet-hus-pa-mandag").text)
    content = bytes(number % 251 for number in range(5 * PIECE + 7))
    replace_with(two_tenants, content)
    whole = reader.get(address)
    etag = whole.headers["ETag"]
    assert (whole.data, whole.headers["Accept-Ranges"], int(whole.headers["Content-Length"])) == (content, "bytes", len(content))
    size = len(content)
    for asked, first, after in parts_of(size):
        part = reader.get(address, headers={"Range": asked, "If-Range": etag})
        told = (part.status_code, part.headers["Content-Range"], part.data == content[first:after])
        assert told == (206, f"bytes {first}-{after - 1}/{size}", True), asked
    for asked in (f"bytes={size}-", "bytes=99999999999999999999-"):
        beyond = reader.get(address, headers={"Range": asked})
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}"), asked
    for headers in (
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=5-1"},
        {"Range": "bytes=x-"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=0-1", "If-Range": '"another"'},
        {"Range": "bytes=0-1", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {"Range": "bytes=" + ",".join(f"{at}-{at}" for at in range(500))},
    ):
        everything = reader.get(address, headers=headers)
        assert (everything.status_code, everything.data == content) == (200, True), headers
    head = reader.client.head(address, base_url="http://roslagen.localhost", headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.headers["Content-Length"], head.data) == (200, str(size), b"")
    assert reader.get(address, headers={"If-None-Match": etag}).status_code == 304
    with statements() as seen:
        reader.get("/news/oppet-hus-pa-mandag")
    assert len(seen) <= 12, seen


def test_the_county_has_sound_and_film_of_its_own(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser(None, "communicator"), browser(None)
    page = write(editor)
    send(two_tenants, editor, page, "sound.ogg", slug=None)
    assert say(editor, page, transcript_sv="Vi pratar.") == 303
    assert carry(editor, page, "publish") == 303
    address = address_of(reader.get("/news/oppet-hus-pa-mandag").text)
    assert reader.get(address).mimetype == "audio/webm"
    assert browser("roslagen").get(address).status_code == 404
    with two_tenants.operator.connect() as connection:
        assert connection.scalar(sa.select(CountyMedia.state)) == "ready"
