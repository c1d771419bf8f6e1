"""Pictures for the public pages: what is kept is drawn anew and tells nothing but what it shows."""

import io
import struct
import zlib

import pytest
from PIL import Image

from core.pictures import MAX_BYTES, PictureRefused, renditions_of

PLACE = "59 grader norr"


def made(width: int, height: int, *, kind: str = "JPEG", mode: str = "RGB", turned: int | None = None) -> bytes:
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = PLACE
    if turned:
        exif[0x0112] = turned
    picture = Image.new(mode, (width, height), (200, 60, 20, 0)[: len(mode)])
    picture.save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_drawn_anew_and_says_nothing_of_its_origin(kind: str) -> None:
    sent = made(600, 300, kind=kind) + b"<script>alert(1)</script>"
    assert PLACE.encode() in sent
    (kept,) = renditions_of(sent)
    assert (kept.width, kept.height) == (480, 240)
    assert kept.content[8:12] == b"WEBP"
    assert PLACE.encode() not in kept.content
    assert b"script" not in kept.content
    assert not Image.open(io.BytesIO(kept.content)).getexif()


def test_a_wide_picture_comes_in_all_widths_and_a_narrow_one_in_its_own() -> None:
    assert [one.width for one in renditions_of(made(1700, 850))] == [480, 960, 1600]
    assert [one.width for one in renditions_of(made(300, 300))] == [300]


def test_a_picture_that_lies_down_is_turned_upright() -> None:
    (kept,) = renditions_of(made(480, 240, turned=6))
    assert (kept.width, kept.height) == (240, 480)


def test_what_is_see_through_stays_so() -> None:
    (kept,) = renditions_of(made(300, 300, kind="PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(kept.content)).getchannel("A").getextrema() == (0, 0)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hej",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7\n%%EOF",
        made(400, 400)[:200],
        bomb(40_000, 40_000),
        bomb(300, 300),
        made(100, 400),
        made(200, 17_000),
        b"\xff\xd8\xff" + b"0" * MAX_BYTES,
    ],
    ids=["nothing", "text", "svg", "gif", "pdf", "cut", "bomb", "empty", "small", "long", "large"],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        renditions_of(content)
