"""Sound and film for tests, made here: a circle that moves, and tones. What a telephone would note in them is there too.

And how they are sent, prepared and given words to.
"""

import array
import io
import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
import sqlalchemy as sa
from PIL import Image, ImageDraw

from core import jobs
from core.jobs import Outbox, PlatformOutbox
from core.media.models import Media, MediaPiece
from core.media.terms import PIECE
from tests.browsing import Browser, find_form
from tests.house import House

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
    "vorbis.ogg": ("ogg", None, "vorbis"),
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


def multipart(fields: dict[str, str], content: bytes, name: str) -> dict[str, Any]:
    """What a browser sends. Werkzeug's test client puts a large file on disk and leaves it open."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    parts.append(f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


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
    options = {"strict": "experimental"} if codec == "vorbis" else {}
    track = to.add_stream(codec, rate=RATE, layout="stereo", options=options)
    samples = array.array("h", (int(6000 * math.sin(math.pi * 330 * at / RATE)) for at in range(2 * RATE)))
    tone = av.AudioFrame(format="s16", layout="stereo", samples=RATE)
    tone.sample_rate, tone.pts, tone.time_base = RATE, 0, Fraction(1, RATE)
    tone.planes[0].update(samples.tobytes())
    context = track.codec_context
    into = av.AudioResampler(format=context.format.name, layout="stereo", rate=RATE, frame_size=context.frame_size or 960)
    return track, [*into.resample(tone), *into.resample(None)]


def work(house: House, slug: str | None) -> None:
    """What the worker does with what the editors have sent."""
    model = Outbox if slug else PlatformOutbox
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas[slug] if slug else 'platform'}")
        waiting = list(connection.scalars(sa.select(model.id).where(model.done_at.is_(None), model.job.startswith("media."))))
    for row_id in waiting:
        assert jobs.run(str(house.tenant_ids[slug]) if slug else None, str(row_id)) == "done"


def send(
    house: House, editor: Browser, page: str, name: str, content: bytes | None = None, *, slug: str | None = "roslagen"
) -> Any:
    """Send a file, and have it prepared when it was taken."""
    shown = editor.get(f"{page}/media")
    _action, fields = find_form(shown.text, f"{page}/media", f"{page}/media")
    content = made(name) if content is None else content
    body = multipart(fields, content, f"../../etc/<b>\u202egpj.{name}")
    answer = editor.client.post(f"{page}/media", base_url=f"http://{editor.host}", **body)
    if answer.status_code == 303:
        assert "Förbereds" in editor.get(f"{page}/media").text
        assert editor.get(f"{page}/media/progress").json == {"state": "waiting", "done": 0, "total": 0}
        work(house, slug)
    return answer


def say(editor: Browser, page: str, **typed: Any) -> int:
    files = {name: (io.BytesIO(value[0].encode()), value[1]) for name, value in typed.items() if isinstance(value, tuple)}
    return editor.submit(f"{page}/media/said", typed | files, action=f"{page}/media/said").status_code


def address_of(text: str) -> str:
    return str(re.findall(r'<source src="([^"]+)"', text)[0])


def stored(house: House, model: Any) -> int:
    with house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {house.schemas['roslagen']}")
        return connection.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def replace_with(house: House, content: bytes) -> None:
    """Something longer in the place of the one second of sound."""
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        connection.execute(sa.update(Media).values(size=len(content)))
        connection.execute(sa.delete(MediaPiece))
        media_id = connection.scalar(sa.select(Media.id))
        for number, at in enumerate(range(0, len(content), PIECE)):
            piece = {"media_id": media_id, "number": number, "content": content[at : at + PIECE]}
            connection.execute(sa.insert(MediaPiece), piece)
