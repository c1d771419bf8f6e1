"""The first page of a PDF as a small picture, drawn by a program of its own: whoever made the file is a stranger.

The process that draws has no secrets and no database, so much memory and time and no more. A PDF that cannot be drawn has
no cover, and the page says its kind and year instead.
"""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.apart import TookTooLong, run_apart
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
    try:
        said = run_apart(DRAWER, content=pdf, seconds=MOST_SECONDS)
    except TookTooLong:
        return None
    return said.output if said.code == 0 and said.output.startswith(b"\x89PNG") else None


def _small(page: Image.Image) -> Cover:
    written = io.BytesIO()
    page.resize((WIDTH, max(1, round(page.height * WIDTH / page.width))), Image.Resampling.LANCZOS).save(written, "PNG")
    made = renditions_of(written.getvalue())[0]
    return Cover(made.content, made.width, made.height)
