"""What every answer tells the browser about what it may do (docs/security.md). Set once, tested exactly."""

import secrets

from flask import Flask, Response, g, request

from core import context

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
    ),
}
DOWNLOAD = "default-src 'none'; sandbox"
"""A file that is opened in the browser all the same can neither run anything nor reach this site."""
TWO_YEARS = "max-age=63072000; includeSubDomains"


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the application."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The number used once by this page's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = new_nonce()
    return str(g.csp_nonce)


def new_nonce() -> str:
    """A number for one answer; always as long."""
    return secrets.token_urlsafe(16)


def may_be_framed() -> None:
    """The page at hand may stand in a frame on any website: one that shows public figures and takes nothing in."""
    g.may_be_framed = True


def add_headers(response: Response) -> Response:
    """Headers that are the same everywhere, and the cache rule of this answer."""
    response.headers.update(FIXED)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers["Content-Security-Policy"] = DOWNLOAD if _is_download(response) else _page_policy()
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TWO_YEARS
    if _is_personal():
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _page_policy() -> str:
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{csp_nonce()}'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        f"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {_framed_by()}"
    )


def _framed_by() -> str:
    return "*" if g.get("may_be_framed") and context.find_person() is None else "'none'"


def _is_download(response: Response) -> bool:
    """Whether the answer is a file to save, which somebody from outside may have made."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _is_personal() -> bool:
    """Whether the answer is for one person only: signed in, holding a form's token, or the answer to something sent."""
    return context.find_person() is not None or "csrf_token" in g or request.method not in ("GET", "HEAD", "OPTIONS")
