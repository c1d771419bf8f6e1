"""Sound and film in a page and as files: the same for readers and, in a preview, for editors.

A blueprint that shows them has three endpoints: `play`, `poster` and `track`.
"""

import uuid
from dataclasses import dataclass

from flask import Response, url_for

from core.context import Language
from core.errors import NotFound
from core.media import captions, queries
from core.media.queries import Player
from core.media.terms import PIECE
from core.pictures import MEDIA_TYPE
from core.web.caching import fresh, kept
from core.web.streaming import AN_HOUR, stream


@dataclass(frozen=True, slots=True)
class Shown:
    """What macros/media.html needs of a player."""

    media: Player
    address: str
    poster: str
    tracks: tuple[tuple[Language, str], ...]


def shown(player: Player | None, blueprint: str) -> Shown | None:
    """Its addresses at this blueprint."""
    if player is None:
        return None
    id_, said = player.media_id, player.said.items()
    return Shown(
        player,
        url_for(f"{blueprint}.play", media_id=id_),
        url_for(f"{blueprint}.poster", media_id=id_),
        tuple((one, url_for(f"{blueprint}.track", media_id=id_, spoken=one)) for one, own in said if own.captions),
    )


def play(media_id: uuid.UUID, *, seen: bool) -> Response:
    """The file, or the part of it that was asked for. `seen`: as long as readers may see it, else to its editors."""
    head = queries.get_head(media_id, seen=seen)
    return stream(
        size=head.size,
        piece=PIECE,
        media_type=head.media_type,
        digest=head.digest,
        asked_anew=head.on_consent,
        read=lambda first, last: queries.read_pieces(media_id, first, last, seen=seen),
    )


def poster(media_id: uuid.UUID, *, seen: bool) -> Response:
    """A picture of the film."""
    found = queries.find_poster(media_id, seen=seen)
    if found is None:
        raise NotFound
    answer = Response(found[0], mimetype=MEDIA_TYPE)
    return fresh(answer) if found[1] else kept(answer, seconds=AN_HOUR)


def track(media_id: uuid.UUID, language: str, *, seen: bool) -> Response:
    """Its captions."""
    found = queries.find_captions(media_id, language, seen=seen)
    if found is None:
        raise NotFound
    return fresh(Response(found, mimetype=captions.MEDIA_TYPE))
