"""Sound and film in pieces: a part that was asked for (RFC 9110, section 14), or all of it, never more than a piece in memory.

A player asks for "from here on". It gets a megabyte and asks for the next when it needs it, as the standard allows: no reader
holds a thread or a connection while they listen, and what has been taken down is gone with the next part.
"""

from collections.abc import Callable, Iterator

from flask import Response, request, stream_with_context
from werkzeug.datastructures import ContentRange
from werkzeug.http import parse_range_header

from core.context import Scope, entered, scope
from core.db import release_connection
from core.errors import NotFound

AN_HOUR = 3600
PIECES = 4
"""How many are given to whoever asks for a part."""

Read = Callable[[int, int], list[bytes]]
"""From the first and last number of pieces to their content."""


def stream(*, size: int, piece: int, media_type: str, digest: str, asked_anew: bool, read: Read) -> Response:
    """The part that was asked for, or all of it; 304 and 416 where they belong.

    `asked_anew`: it stands on somebody's consent, and is asked for each time it is shown.
    """
    wanted = _wanted(size, digest)
    if wanted == (0, 0):
        answer = Response(status=416, mimetype="text/plain")
        answer.content_range = ContentRange("bytes", None, None, size)
    elif wanted:
        answer = _part(wanted, size, piece, read)
    else:
        answer = Response(stream_with_context(_all(-(-size // piece), read, scope())), mimetype=media_type)
        answer.content_length = size
    if answer.status_code != 416:
        answer.mimetype = media_type
        answer.set_etag(digest)
    answer.accept_ranges = "bytes"
    _rule(answer, asked_anew)
    return _not_modified(answer, digest)


def _wanted(size: int, digest: str) -> tuple[int, int] | None:
    """First byte and the one after the last; (0, 0) when there are none such; None for all of it.

    Several parts at once, other units and what is no range are answered with all of it, as the standard allows.
    """
    asked = parse_range_header(request.headers.get("Range"))
    condition = request.if_range
    is_stale = condition.date is not None or (condition.etag is not None and condition.etag != digest)
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or is_stale:
        return None
    first, after = asked.ranges[0]
    if first < 0:
        return max(size + first, 0), size
    return (first, min(after or size, size)) if first < size else (0, 0)


def _part(wanted: tuple[int, int], size: int, piece: int, read: Read) -> Response:
    first, after = wanted
    begins = first // piece
    after = min(after, (begins + PIECES) * piece)
    content = b"".join(read(begins, (after - 1) // piece))[first - begins * piece : after - begins * piece]
    if len(content) != after - first:
        raise NotFound
    answer = Response(content, status=206)
    answer.content_range = ContentRange("bytes", first, after, size)
    return answer


def _all(count: int, read: Read, within: Scope) -> Iterator[bytes]:
    """Piece by piece, after the view: each in the scope of its request, and without a connection while the reader takes it in.

    Ends too soon, which the reader's browser notices, when it may no longer be seen.
    """
    for number in range(count):
        with entered(within):
            found = read(number, number)
            release_connection()
        if not found:
            return
        yield found[0]


def _rule(answer: Response, asked_anew: bool) -> None:
    answer.vary.add("Cookie")
    if asked_anew:
        answer.cache_control.no_cache = True
    else:
        answer.cache_control.public = True
        answer.cache_control.max_age = AN_HOUR


def _not_modified(answer: Response, digest: str) -> Response:
    """304 to a reader who has it already and asks for all of it."""
    if answer.status_code != 200 or not request.if_none_match.contains(digest):
        return answer
    answer.close()
    kept = Response(status=304, headers=answer.headers)
    kept.headers.pop("Content-Length", None)
    return kept
