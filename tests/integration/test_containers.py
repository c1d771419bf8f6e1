"""What sound or film is, its content says from the first byte to the last; everything else is refused in words."""

import pytest

from core.media.containers import container_of
from core.media.errors import MediaRefused
from core.media.terms import MOST_FILM, MOST_SOUND
from tests.integration.media_makers import made

PAGE = b"<!doctype html><script>alert(1)</script>"
FORMS = {
    "film.mp4": "mov",
    "film.mov": "mov",
    "film.webm": "matroska",
    "sound.mp3": "mp3",
    "sound.m4a": "mov",
    "sound.ogg": "ogg",
}


@pytest.mark.parametrize("name", FORMS)
def test_each_kind_is_known_by_its_content_and_taken_only_whole(name: str) -> None:
    content = made(name)
    assert container_of(content).form == FORMS[name]
    for wrong in (content + PAGE, PAGE + content, content + b"PK\x03\x04" + bytes(60), b"\0" + content):
        with pytest.raises(MediaRefused):
            container_of(wrong)
    if name != "sound.mp3":  # a frame that is cut off is left out when it is written anew
        with pytest.raises(MediaRefused):
            container_of(content[:-7])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        PAGE,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"#EXTM3U\nhttp://127.0.0.1/",
        b"ffconcat version 1.0\nfile /etc/passwd",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"\0\0\0\x01ftyp" + (2**63).to_bytes(8) + bytes(8),
        b"\0\0\0\0ftyp" + bytes(100),
        b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff",
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska" + bytes(20),
        b"\x1a\x45\xdf\xa3\0",
        b"OggS",
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f",
        b"\xff\xfb",
        b"\xff\xfb\x90\x44" + bytes(10) + PAGE,
    ],
)
def test_what_is_something_else_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(MediaRefused) as refused:
        container_of(content)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(("name", "most"), [("sound.mp3", MOST_SOUND), ("film.mp4", MOST_FILM)])
def test_what_is_too_large_is_refused_before_it_is_read(name: str, most: int) -> None:
    content = made(name)
    with pytest.raises(MediaRefused) as refused:
        container_of(content + bytes(most - len(content) + 1))
    assert "40 MB" in str(refused.value)
