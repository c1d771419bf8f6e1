"""Files and captions that are something else, or made to break us, are refused with a message that repeats nothing of them."""

import pytest

from core.media.models import Media, MediaUploadPiece
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, write
from tests.integration.media_makers import made, multipart, say, send, stored


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("film.mp4", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kan inte tas emot"),
        ("film.mp4", b"<!doctype html><script>alert(1)</script>", "kan inte tas emot"),
        ("sound.mp3", b"alert(1)", "kan inte tas emot"),
        ("film.mp4", b"", "tom"),
        ("film.mp4", made("silent.mp4") + b"<script>alert(1)</script>", "inte fullständig"),
        ("film.mp4", made("silent.mp4")[:-9], "inte fullständig"),
        ("sound.mp3", made("sound.mp3") + bytes(20 * 1024 * 1024), "20 MB"),
    ],
)
def test_what_is_no_sound_or_film_is_refused_in_words_at_once(
    two_tenants: House, browser: OpenBrowser, name: str, content: bytes, said: str
) -> None:
    editor = browser("roslagen", EDITOR)
    page = write(editor)
    refused = send(two_tenants, editor, page, name, content)
    assert refused.status_code == 422
    assert said in refused.text
    assert "alert(1)" not in refused.text
    assert stored(two_tenants, Media) == 0


def test_what_is_far_too_large_is_refused_before_it_is_read(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor)
    huge = bytes(50 * 1024 * 1024)
    for sender, action in ((editor, f"{page}/media"), (editor, f"{page}/media/said"), (reader, f"{page}/media")):
        answer = sender.client.post(action, base_url=f"http://{sender.host}", **multipart({}, huge, "film.mp4"))
        assert answer.status_code in (302, 303, 413), action
    assert stored(two_tenants, Media) == 0


@pytest.mark.parametrize(("name", "said"), [("hevc.mp4", "H.264"), ("alac.m4a", "AAC")])
def test_what_browsers_cannot_play_is_refused_by_the_worker_with_what_to_do(
    two_tenants: House, browser: OpenBrowser, name: str, said: str
) -> None:
    editor = browser("roslagen", EDITOR)
    page = write(editor)
    send(two_tenants, editor, page, name)
    told = editor.get(f"{page}/media").text
    assert "Togs inte emot" in told
    assert said in told
    assert stored(two_tenants, MediaUploadPiece) == 0
    refused = editor.submit(page, {"deed": "publish"}, action=f"{page}/deed")
    assert refused.status_code == 422


def test_captions_that_are_none_or_of_another_film_are_refused(two_tenants: House, browser: OpenBrowser) -> None:
    editor = browser("roslagen", EDITOR)
    page = write(editor)
    send(two_tenants, editor, page, "film.mp4")
    late = "WEBVTT\n\n01:00:00.000 --> 01:00:01.000\nHej\n"
    for wrong in ("<script>alert(1)</script>", "WEBVTT\n\nHej\n", late, "WEBVTT\n\n" + "00:00.100 --> 00:00.200\nx\n\n" * 10_000):
        assert say(editor, page, captions_sv=(wrong, "x.vtt")) == 422, wrong[:60]
    styled = "WEBVTT\n\nSTYLE\n::cue { background: url(x) }\n\n00:00.100 --> 00:00.200\n<i onclick=x>javascript:alert(1)</i>\n"
    assert say(editor, page, captions_sv=(styled, "x.vtt")) == 303
    assert "javascript:alert(1)</textarea>" in editor.get(f"{page}/media/said").text, "captions begin the transcript"
