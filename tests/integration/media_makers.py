"""Sound and film for tests, made here: a circle that moves, and tones. What a telephone would note in them is there too."""

import array
import io
import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
from PIL import Image, ImageDraw

SECRET = "HEMLIGT"
NOTED = {"title": SECRET, "artist": SECRET, "location": "+59.3293+018.0686/", "comment": SECRET}
RATE = 48_000
KINDS = {
    "film.mp4": ("mp4", "libx264", "aac"),
    "film.mov": ("mov", "libx264", "aac"),
    "film.webm": ("webm", "libvpx", "libopus"),
    "silent.mp4": ("mp4", "libx264", None),
    "sound.mp3": ("mp3", None, "libmp3lame"),
    "sound.m4a": ("ipod", None, "aac"),
    "sound.ogg": ("ogg", None, "libopus"),
    "hevc.mp4": ("mp4", "libx265", None),
    "alac.m4a": ("ipod", None, "alac"),
}
TALK = "WEBVTT\n\n00:00.000 --> 00:00.500\n<v Ada>Hej på er!\n\n00:00.500 --> 00:00.900\nVälkomna.\n"


@lru_cache
def made(name: str) -> bytes:
    """One second of it."""
    form, film, sound = KINDS[name]
    written = io.BytesIO()
    with av.open(written, "w", format=form) as to:
        to.metadata.update(NOTED)
        tracks = [_film(to, film)] if film else []
        tracks += [_sound(to, sound)] if sound else []
        for track, frames in tracks:
            for frame in frames:
                to.mux(track.encode(frame))
        for track, _frames in tracks:
            to.mux(track.encode(None))
    return written.getvalue()


def upload(name: str, content: bytes | None = None) -> tuple[io.BytesIO, str]:
    return io.BytesIO(made(name) if content is None else content), name


def _film(to: Any, codec: str) -> tuple[Any, list[Any]]:
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    track = to.add_stream(codec, rate=10, options=options)
    track.width, track.height, track.pix_fmt = 320, 180, "yuv420p"
    track.metadata.update(NOTED)
    frames = []
    for number in range(10):
        image = Image.new("RGB", (320, 180), (245, 243, 238))
        ImageDraw.Draw(image).ellipse((20 + 25 * number, 60, 80 + 25 * number, 120), fill=(11, 79, 88))
        frames.append(av.VideoFrame.from_image(image))
    return track, frames


def _sound(to: Any, codec: str) -> tuple[Any, list[Any]]:
    track = to.add_stream(codec, rate=RATE, layout="mono")
    samples = array.array("h", (int(6000 * math.sin(2 * math.pi * 330 * at / RATE)) for at in range(RATE)))
    tone = av.AudioFrame(format="s16", layout="mono", samples=RATE)
    tone.sample_rate, tone.pts, tone.time_base = RATE, 0, Fraction(1, RATE)
    tone.planes[0].update(samples.tobytes())
    context = track.codec_context
    into = av.AudioResampler(format=context.format.name, layout="mono", rate=RATE, frame_size=context.frame_size or 960)
    return track, [*into.resample(tone), *into.resample(None)]
