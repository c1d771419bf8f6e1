"""A published picture in a page: which widths there are, what it shows, who took it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from core.context import language
from core.publishing.queries import Seen, pictures_seen


@dataclass(frozen=True, slots=True)
class Figure:
    """What an <img> needs. Width and height keep the place, so that nothing moves when it arrives."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str


def pictures_shown(picture_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Figure]:
    """Those that readers may see now."""
    return {picture_id: _figure(picture_id, seen) for picture_id, seen in pictures_seen(picture_ids).items()}


def figure_of(picture_id: uuid.UUID | None) -> Figure | None:
    """The picture at the top of an article, or None."""
    return pictures_shown([picture_id]).get(picture_id) if picture_id else None


def picture_address(picture_id: str) -> str | None:
    """For pictures in a text: the widest there is; None where readers may not see it."""
    figure = figure_of(uuid.UUID(picture_id))
    return figure.src if figure else None


def _figure(picture_id: uuid.UUID, seen: Seen) -> Figure:
    def address(width: int) -> str:
        return url_for("news.picture", picture_id=picture_id, width=width)

    width, height = seen.sizes[-1]
    return Figure(
        src=address(width),
        srcset=", ".join(f"{address(each)} {each}w" for each, _ in seen.sizes),
        width=width,
        height=height,
        alt=seen.alt_en if language() == "en" else seen.alt_sv,
        credit=seen.credit,
    )
