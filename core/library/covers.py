"""The first page of a PDF as a small picture, drawn by a program of its own: whoever made the file is a stranger.

The process that draws has no secrets and no database, so much memory and time and no more. A PDF that cannot be drawn has
no cover, and the page says its kind and year instead.
"""

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.pictures import PictureRefused, renditions_of

DRAWER = Path(__file__).with_name("drawer.py")
WIDTH = 320
MOST_SECONDS = 12


@dataclass(frozen=True, slots=True)
class Cover:
    """A WebP and its size in pixels."""

    content: bytes
    width: int
    height: int


def cover_of(pdf: bytes) -> Cover | None:
    """The first page, or None when it cannot be drawn."""
    drawn = _drawn(pdf)
    if drawn is None:
        return None
    try:
        with Image.open(io.BytesIO(drawn), formats=("PNG",)) as page:
            return _small(page.convert("RGB"))
    except (OSError, ValueError, PictureRefused):
        return None


def _drawn(pdf: bytes) -> bytes | None:
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, without a shell
            [sys.executable, "-I", str(DRAWER)],
            input=pdf,
            capture_output=True,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def _small(page: Image.Image) -> Cover:
    written = io.BytesIO()
    page.resize((WIDTH, max(1, round(page.height * WIDTH / page.width))), Image.Resampling.LANCZOS).save(written, "PNG")
    made = renditions_of(written.getvalue())[0]
    return Cover(made.content, made.width, made.height)
