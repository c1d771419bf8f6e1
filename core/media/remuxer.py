"""Writes sound or film anew: `python -I remuxer.py mov < film.mov > answer`. Imports nothing of the product.

core/media/remuxing.py starts it. The packets of one film and one sound track are copied into a new file; names, positions,
devices, cover pictures, chapters, further tracks and whatever stood between or behind them stay behind. Nothing is encoded
anew. The answer is a line of JSON, then the file, then a picture of the film (PNG), as long as the line says.
"""

import io
import json
import resource
import shutil
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 40
MOST_BYTES = 64 * 1024 * 1024
MOST_STREAMS = 8
LONGEST = 2 * 60 * 60
MOST_PIXELS = 4096 * 2304
POSTER_WIDTH = 960
FILM_CODECS = {"mov": {"h264"}, "matroska": {"vp8", "vp9", "av1"}}
SOUND_CODECS = {"mp3": {"mp3", "mp3float"}, "mov": {"aac", "mp3", "mp3float"}, "ogg": {"opus", "vorbis"}}
SOUND_CODECS["matroska"] = SOUND_CODECS["ogg"]
EVERY_SCREEN = {"yuv420p", "yuvj420p"}
"""Eight bits, the colours halved: what every browser decodes."""
WRITTEN_AS = {"mp3": "mp3", "mov": "mp4", "ogg": "webm", "matroska": "webm"}
OPTIONS = {
    "mp3": {"id3v2_version": "0", "write_id3v1": "0"},
    "mp4": {"movflags": "+faststart", "fflags": "+bitexact"},
    "webm": {"fflags": "+bitexact"},
}
NO_COMMENT = b"\x03vorbis" + (0).to_bytes(4, "little") + (0).to_bytes(4, "little") + b"\x01"


class Refused(Exception):
    """The word that says why (core/media/terms.py, Trouble)."""


def main() -> int:
    """0 when an answer stands on the standard output, be it that the file is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    import av

    av.logging.set_level(None)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "written")
        try:
            told, poster = _written_anew(av, sys.stdin.buffer.read(), sys.argv[1], written)
        except Refused as refused:
            return _answer({"trouble": str(refused)})
        except (av.error.FFmpegError, ValueError, OSError):
            return _answer({"trouble": "unreadable"})
        except MemoryError:
            return _answer({"trouble": "too_much"})
        _answer({**told, "size": written.stat().st_size, "poster": len(poster)})
        with written.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.write(poster)
    return 0


def _answer(told: dict[str, Any]) -> int:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    return 0


def _written_anew(av: Any, content: bytes, form: str, to: Path) -> tuple[dict[str, Any], bytes]:
    with av.open(io.BytesIO(content), format=form, options={"max_streams": str(MOST_STREAMS + 1)}) as source:
        if len(source.streams) > MOST_STREAMS:
            raise Refused("unreadable")
        tracks = _tracks(av, source, form)
        film = bool(tracks[0].type == "video")
        packets = _copy(av, source, tracks, to, WRITTEN_AS[form])
    with av.open(str(to), format="mp3" if form == "mp3" else "mov" if form == "mov" else "matroska") as made:
        seconds = made.duration / av.time_base if made.duration else 0
        if not packets or not 0 < seconds <= LONGEST:
            raise Refused("too_long" if seconds > LONGEST else "unreadable")
        width, height, poster = _picture(made, seconds) if film else _heard(made)
    kind, subtype = ("film", "video") if film else ("sound", "audio")
    media_type = f"{subtype}/{ {'mp3': 'mpeg', 'mov': 'mp4'}.get(form, 'webm') }".replace(" ", "")
    return {"kind": kind, "media_type": media_type, "seconds": seconds, "width": width, "height": height}, poster


def _tracks(av: Any, source: Any, form: str) -> list[Any]:
    """The film, if there is one, and the sound; a cover picture is no film."""
    cover = av.stream.Disposition.attached_pic
    films = [one for one in source.streams.video if not one.disposition & cover]
    sounds = list(source.streams.audio)
    if not films and not sounds:
        raise Refused("unreadable")
    if films and films[0].codec_context.name not in FILM_CODECS.get(form, set()):
        raise Refused("film_codec")
    if sounds and sounds[0].codec_context.name not in SOUND_CODECS[form]:
        raise Refused("sound_codec")
    for film in films[:1]:
        if film.codec_context.pix_fmt not in EVERY_SCREEN or film.width * film.height > MOST_PIXELS:
            raise Refused("film_codec")
    return [*films[:1], *sounds[:1]]


def _copy(av: Any, source: Any, tracks: list[Any], to: Path, form: str) -> int:
    """How many packets there were; every one of the tracks must have some."""
    count = dict.fromkeys((one.index for one in tracks), 0)
    with av.open(str(to), "w", format=form, options=OPTIONS[form]) as made:
        into = {one.index: made.add_stream_from_template(one) for one in tracks}
        for one in tracks:
            _forget(into[one.index], one)
        filters = {
            one.index: av.bitstream.BitStreamFilterContext("filter_units=remove_types=6", one)
            for one in tracks
            if one.codec_context.name == "h264"
        }
        for packet in source.demux(*tracks):
            if packet.dts is None:
                continue
            index, unit = packet.stream.index, packet.stream.time_base
            for part in filters[index].filter(packet) if index in filters else (packet,):
                part.time_base, part.stream = unit, into[index]
                made.mux(part)
                count[index] += 1
    return min(count.values())


def _forget(made: Any, track: Any) -> None:
    """Names and dates of a track; and the comments that Vorbis keeps in what a decoder begins with."""
    made.metadata.clear()
    if track.codec_context.name == "vorbis":
        made.codec_context.extradata = _without_comments(bytes(track.codec_context.extradata))


def _without_comments(headers: bytes) -> bytes:
    """Three headers, each with its length but the last (Xiph lacing): the middle one says who, where and with what."""
    if headers[:1] != b"\x02":
        raise Refused("unreadable")
    at, lengths = 1, list[int]()
    while len(lengths) < 2:
        length = 0
        while headers[at] == 255:
            length, at = length + 255, at + 1
        lengths.append(length + headers[at])
        at += 1
    first, last = headers[at : at + lengths[0]], headers[at + sum(lengths) :]
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in (first, NO_COMMENT))
    return b"\x02" + lacing + first + NO_COMMENT + last


def _picture(made: Any, seconds: float) -> tuple[int, int, bytes]:
    """Width and height as it is shown, turned as the telephone was held, and a picture from its beginning."""
    film = made.streams.video[0]
    film.thread_type = "NONE"
    made.seek(int(min(seconds / 10, 3) / film.time_base), stream=film)
    frame = next(made.decode(film), None)
    if frame is None:
        raise Refused("unreadable")
    turned = round(frame.rotation) % 360
    stretched = film.sample_aspect_ratio or Fraction(1)
    width, height = round(frame.width * stretched), frame.height
    if turned in (90, 270):
        width, height = height, width
    if not 16 <= min(width, height) <= max(width, height) <= 8192:
        raise Refused("film_codec")
    image = frame.to_image().convert("RGB").rotate(turned, expand=True)
    shown = image.resize((min(width, POSTER_WIDTH), max(1, round(height * min(1, POSTER_WIDTH / width)))))
    written = io.BytesIO()
    shown.save(written, "PNG")
    return width, height, written.getvalue()


def _heard(made: Any) -> tuple[int, int, bytes]:
    """Sound has no size and no picture; but some of it must be heard."""
    if next(made.decode(made.streams.audio[0]), None) is None:
        raise Refused("unreadable")
    return 0, 0, b""


if __name__ == "__main__":
    sys.exit(main())
