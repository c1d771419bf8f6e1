"""How long an answer for the public may be kept. An answer for one person is never kept: core/web/headers.py overrules this."""

from flask import Response, make_response, request

A_MINUTE = 60


def kept(body: str | Response, *, seconds: int = A_MINUTE) -> Response:
    """The answer with a cache rule and an ETag; 304 when the reader has it already.

    Vary: Cookie, so that someone who signs in does not meet the page as the public sees it.
    """
    response = make_response(body)
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.vary.add("Cookie")
    response.add_etag()
    response.make_conditional(request)
    return response
