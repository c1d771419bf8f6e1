"""Pictures for the public pages: examined, turned upright, made anew in a few widths, and told nothing of where they came from.

What is kept is never the file that was sent: the pixels are drawn anew, so that a camera's position and serial number, a
second file behind the picture and whatever else was hidden in it are gone.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import DomainError
from core.i18n import _l

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MOST_SIDE = 16_000
"""WebP holds 16,383 pixels in each direction."""
LEAST_SIDE = 200
"""Smaller than this a picture is a blot on a page."""
WIDTHS = (480, 960, 1600)
MEDIA_TYPE = "image/webp"
_QUALITY = 80
_FORMATS = ("JPEG", "PNG", "WEBP")


class PictureRefused(DomainError):
    """The picture cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """The picture in one width, in pixels."""

    width: int
    height: int
    content: bytes


def renditions_of(content: bytes) -> tuple[Rendition, ...]:
    """The picture in each of WIDTHS that it is wide enough for, narrowest first; at least one. Raises PictureRefused."""
    picture = _opened(content)
    widths = [width for width in WIDTHS if width <= picture.width] or [picture.width]
    return tuple(_rendition(picture, width) for width in widths)


def _opened(content: bytes) -> Image.Image:
    if len(content) > MAX_BYTES:
        raise PictureRefused(_l("The picture is larger than 10 MB. Make it smaller and choose it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureRefused(_l("The picture has more than 50 million pixels. Make it smaller and choose it again."))
            if max(picture.size) > MOST_SIDE:
                raise PictureRefused(_l("The picture is too long and narrow to be shown. Cut out a part of it."))
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise PictureRefused(_l("The file is no picture that can be shown. Choose a JPEG, PNG or WebP.")) from error
    if min(upright.width, upright.height) < LEAST_SIDE:
        raise PictureRefused(_l("The picture is too small. It needs at least 200 pixels in width and in height."))
    return _plain(upright)


def _plain(picture: Image.Image) -> Image.Image:
    """In the colours every screen knows, see-through parts kept."""
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def _rendition(picture: Image.Image, width: int) -> Rendition:
    height = max(1, round(picture.height * width / picture.width))
    drawn = picture.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    bare.save(written, "WEBP", quality=_QUALITY, method=4)
    return Rendition(width, height, written.getvalue())
