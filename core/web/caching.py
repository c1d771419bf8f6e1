"""How long an answer for the public may be kept. An answer for one person is never kept: core/web/headers.py overrules this."""

import hashlib

from flask import Response, g, make_response, request

A_MINUTE = 60


def kept(body: str | Response, *, seconds: int = A_MINUTE) -> Response:
    """The answer with a cache rule and an ETag; 304 when the reader has it already.

    Vary: Cookie, so that someone who signs in does not meet the page as the public sees it.
    """
    response = make_response(body)
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.vary.add("Cookie")
    mark(response)
    return response


def fresh(body: str | Response) -> Response:
    """The answer with an ETag, asked for anew each time: what stands on a consent is gone the moment it is withdrawn."""
    response = make_response(body)
    response.cache_control.no_cache = True
    response.vary.add("Cookie")
    mark(response)
    return response


def mark(response: Response) -> None:
    """An ETag of what the reader reads: the number that each page's scripts carry is another every time and says nothing."""
    nonce = str(g.get("csp_nonce", ""))
    body = response.get_data()
    response.set_etag(hashlib.sha256(body.replace(nonce.encode(), b"") if nonce else body).hexdigest()[:32])
    response.make_conditional(request)
