"""A film and a sound for the demo, made when it is loaded: shapes that are drawn and tones, ten seconds, some tens of kilobytes.

Four circles, one for each authority, come to a fifth. They are written anew by the product's own process, as every upload is.
"""

import array
import io
import json
import math
import uuid
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

from core.media.captions import Cue, written
from core.media.remuxing import WrittenAnew, written_anew
from core.media.terms import PIECE
from tenants.demo.rows import Row

SECONDS, PER_SECOND, RATE = 10, 8, 24_000
SIZE = (480, 270)
PITCHES = (262, 330, 392, 523, 392)
_PAPER, _INK = (245, 248, 248), (20, 36, 43)
_CORNERS = (((60, 50), (11, 79, 88)), ((420, 50), (107, 47, 108)), ((60, 220), (59, 80, 18)), ((420, 220), (106, 63, 13)))
_MIDDLE = (240, 135)


def media_rows(name: str, media_id: uuid.UUID, made: Mapping[str, object]) -> Iterator[tuple[str, Row]]:
    """The one called film or sound, as rows, each with its table."""
    file = _film() if name == "film" else _sound()
    described = {field: getattr(file, field) for field in ("kind", "media_type", "milliseconds", "width", "height", "poster")}
    row = {"id": media_id, "state": "ready", "form": "mov", "size": len(file.content), "digest": file.digest, **described}
    yield "media", {**row, **made}
    for number, at in enumerate(range(0, len(file.content), PIECE)):
        yield "media_piece", {"media_id": media_id, "number": number, "content": file.content[at : at + PIECE]}
    for language, said in _words()[name].items():
        cues = tuple(Cue(start, end, (("", text),)) for start, end, text in said.get("cues", ()))
        text = {"transcript": "\n\n".join(said["transcript"]), "captions": written(cues) if cues else ""}
        yield "media_text", {"media_id": media_id, "language": language, **text}


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("films.json").read_text(encoding="utf-8"))
    return found


@cache
def _film() -> WrittenAnew:
    return written_anew(_encoded(with_pictures=True), "mov")


@cache
def _sound() -> WrittenAnew:
    return written_anew(_encoded(with_pictures=False), "mov")


def _encoded(*, with_pictures: bool) -> bytes:
    into = io.BytesIO()
    with av.open(into, "w", format="mp4") as file:
        pictures = file.add_stream("libx264", rate=PER_SECOND, options={"preset": "veryfast"}) if with_pictures else None
        sound = file.add_stream("aac", rate=RATE, layout="mono", bit_rate=32_000)
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = *SIZE, "yuv420p"
            for number in range(SECONDS * PER_SECOND):
                file.mux(pictures.encode(_picture(number / PER_SECOND)))
            file.mux(pictures.encode(None))
        for frame in _frames(sound.codec_context.format.name):
            file.mux(sound.encode(frame))
        file.mux(sound.encode(None))
    return into.getvalue()


def _picture(second: float) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(_drawn(second))  # type: ignore[no-untyped-call]  # its own has no types
    return frame


def _drawn(second: float) -> Image.Image:
    """One circle sets out every other second."""
    picture = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    for number, ((left, top), colour) in enumerate(_CORNERS):
        gone = min(max((second - 2 * number) / 2, 0), 1) * 0.72
        gone = gone * gone * (3 - 2 * gone)
        _circle(pen, left + (_MIDDLE[0] - left) * gone, top + (_MIDDLE[1] - top) * gone, 26, colour)
    _circle(pen, *_MIDDLE, 20, _INK)
    return picture


def _circle(pen: ImageDraw.ImageDraw, left: float, top: float, radius: int, colour: tuple[int, int, int]) -> None:
    pen.ellipse((left - radius, top - radius, left + radius, top + radius), fill=colour)


def _frames(form: str) -> list[av.AudioFrame]:
    """A soft tone every other second."""
    each = RATE * SECONDS // len(PITCHES)
    softer = [5000 * (1 - at / each) ** 2 for at in range(each)]
    turns = [2 * math.pi * pitch / RATE for pitch in PITCHES]
    samples = array.array("h", (round(math.sin(turn * at) * loud) for turn in turns for at, loud in enumerate(softer)))
    whole = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
    whole.sample_rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
    whole.planes[0].update(samples.tobytes())
    into = av.AudioResampler(format=form, layout="mono", rate=RATE, frame_size=1024)
    return [*into.resample(whole), *into.resample(None)]
