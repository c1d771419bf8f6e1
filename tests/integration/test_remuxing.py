"""Sound and film are written anew: nothing that was noted in them remains, and what browsers cannot play is refused."""

import io
import struct

import av
import pytest

from core.media import remuxing
from core.media.containers import container_of
from core.media.errors import CannotPrepare
from core.media.remuxing import WrittenAnew, written_anew
from core.media.terms import TROUBLES, MediaKind, Trouble
from tests.integration.media_makers import SECRET, made

MEDIA_TYPES = {
    "film.mp4": "video/mp4",
    "film.mov": "video/mp4",
    "film.webm": "video/webm",
    "silent.mp4": "video/mp4",
    "sound.mp3": "audio/mpeg",
    "sound.m4a": "audio/mp4",
    "sound.ogg": "audio/webm",
    "vorbis.ogg": "audio/webm",
}


def prepared(name: str) -> WrittenAnew:
    return written_anew(made(name), container_of(made(name)).form)


def played(content: bytes) -> tuple[int, int]:
    """How many pictures and how many samples of sound there are."""
    pictures = samples = 0
    with av.open(io.BytesIO(content), "r") as file:
        for frame in file.decode():
            pictures += isinstance(frame, av.VideoFrame)
            samples += frame.samples if isinstance(frame, av.AudioFrame) else 0
    return pictures, samples


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_what_was_noted_in_a_file_is_gone_and_it_plays_from_beginning_to_end(name: str) -> None:
    assert SECRET.encode() in made(name)
    now = prepared(name)
    assert now.media_type == MEDIA_TYPES[name]
    for noted in (SECRET, "59.3293", "x264"):
        assert noted.encode() not in now.content
    assert now.kind == (MediaKind.FILM if name.startswith(("film", "silent")) else MediaKind.SOUND)
    assert 900 <= now.milliseconds <= 1200
    assert container_of(now.content).form
    film, sound = played(now.content)
    assert sound > 40_000 if name != "silent.mp4" else sound == 0
    if now.kind == MediaKind.FILM:
        assert (now.width, now.height, film) == (320, 180, 10)
        assert (now.poster or b"").startswith(b"RIFF")
    else:
        assert (now.poster, film) == (None, 0)


def _noted_in_the_beginning() -> bytes:
    """WebM with Vorbis, whose second header says who made it."""
    written, said = io.BytesIO(), f"title={SECRET}".encode()
    with av.open(io.BytesIO(made("vorbis.ogg")), "r") as ogg, av.open(written, "w", format="webm") as to:
        track = to.add_stream_from_template(ogg.streams.audio[0])
        headers = bytes(track.codec_context.extradata or b"")
        first, last = headers[3 : 3 + headers[1]], headers[3 + headers[1] + headers[2] :]
        noted = b"\x03vorbis" + bytes(4) + (1).to_bytes(4, "little") + len(said).to_bytes(4, "little") + said + b"\x01"
        track.codec_context.extradata = bytes([2, len(first), len(noted)]) + first + noted + last
        for packet in ogg.demux(audio=0):
            if packet.dts is not None:
                packet.stream = track
                to.mux(packet)
    return written.getvalue()


def test_what_vorbis_keeps_where_a_decoder_begins_is_gone() -> None:
    content = _noted_in_the_beginning()
    assert SECRET.encode() in content
    now = written_anew(content, container_of(content).form)
    assert SECRET.encode() not in now.content
    assert played(now.content)[1] > 40_000


def test_a_film_is_shown_as_the_telephone_was_held() -> None:
    upright = made("silent.mp4")
    at = upright.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    turned = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 180 * 65536, 0, 1 << 30)
    now = written_anew(upright[:at] + turned + upright[at + 36 :], "mov")
    assert (now.width, now.height) == (180, 320)


@pytest.mark.parametrize(("name", "trouble"), [("hevc.mp4", Trouble.FILM_CODEC), ("alac.m4a", Trouble.SOUND_CODEC)])
def test_what_browsers_cannot_play_is_refused_with_what_to_do_instead(name: str, trouble: Trouble) -> None:
    with pytest.raises(CannotPrepare) as refused:
        prepared(name)
    assert refused.value.trouble == trouble
    assert "Export" in str(TROUBLES[trouble])


def _many_tracks() -> bytes:
    written = io.BytesIO()
    with av.open(io.BytesIO(made("silent.mp4")), "r") as film, av.open(written, "w", format="mp4") as to:
        tracks = [to.add_stream_from_template(film.streams.video[0]) for _ in range(12)]
        for track in tracks:
            with av.open(io.BytesIO(made("silent.mp4")), "r") as again:
                for packet in again.demux(video=0):
                    if packet.dts is not None:
                        packet.stream = track
                        to.mux(packet)
    return written.getvalue()


def test_what_is_broken_or_made_to_break_us_is_refused() -> None:
    film = made("silent.mp4")
    hollow = film.replace(b"avcC", b"xxxx")
    for content, form in (
        (film[: len(film) // 2], "mov"),
        (film, "matroska"),
        (film[:40] + bytes(len(film) - 40), "mov"),
        (hollow, "mov"),
        (_many_tracks(), "mov"),
        (b"#EXTM3U\nhttp://127.0.0.1/x.ts", "mov"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "mp3"),
        (b"\xff\xfb\x90\x44" * 1000, "mp3"),
        (b"", "ogg"),
    ):
        with pytest.raises(CannotPrepare):
            raise AssertionError(content[:40], form, written_anew(content, form).kind)


def test_what_takes_too_long_or_dies_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remuxing, "MOST_SECONDS", 0.01)
    with pytest.raises(CannotPrepare) as refused:
        prepared("sound.mp3")
    assert refused.value.trouble == Trouble.TOO_MUCH
