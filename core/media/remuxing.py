"""Has sound or film written anew by core/media/remuxer.py, in a process of its own: whoever made the file is a stranger.

The process has no secrets and no database, so much memory and time and no more.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from core.apart import TookTooLong, run_apart
from core.media.errors import CannotPrepare
from core.media.terms import MediaKind, Trouble

REMUXER = Path(__file__).with_name("remuxer.py")
MOST_SECONDS = 25
"""The transaction of the job that waits is ended by the server after thirty without a statement."""


@dataclass(frozen=True, slots=True)
class WrittenAnew:
    """What readers get. Width, height and poster (WebP) of a film only."""

    kind: MediaKind
    media_type: str
    content: bytes
    milliseconds: int
    width: int | None
    height: int | None
    poster: bytes | None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


def written_anew(content: bytes, form: str) -> WrittenAnew:
    """`form` as core/media/containers.py found it. Raises CannotPrepare."""
    told, body = _told(content, form)
    if "trouble" in told:
        raise CannotPrepare(Trouble(told["trouble"]))
    size, film = told["size"], told["kind"] == MediaKind.FILM
    if not 0 < size <= len(body):
        raise CannotPrepare(Trouble.UNREADABLE)
    return WrittenAnew(
        kind=MediaKind(told["kind"]),
        media_type=told["media_type"],
        content=body[:size],
        milliseconds=max(1, round(told["seconds"] * 1000)),
        width=told["width"] if film else None,
        height=told["height"] if film else None,
        poster=_webp(body[size:]) if film else None,
    )


def _told(content: bytes, form: str) -> tuple[dict[str, Any], bytes]:
    try:
        done = run_apart(REMUXER, form, content=content, seconds=MOST_SECONDS)
        line, _newline, body = done.output.partition(b"\n")
        return json.loads(line), body
    except TookTooLong:
        raise CannotPrepare(Trouble.TOO_MUCH) from None
    except ValueError:  # killed at its limit, or by the file: no answer
        raise CannotPrepare(Trouble.TOO_MUCH if done.code < 0 else Trouble.UNREADABLE) from None


def _webp(png: bytes) -> bytes:
    written = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        picture.convert("RGB").save(written, "WEBP", quality=80, method=4)
    return written.getvalue()
