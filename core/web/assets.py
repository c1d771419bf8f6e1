"""Static files with the hash of their content in the address, so that a browser may keep them for a year.

Served in front of Flask: a stylesheet needs no tenant, no session and no permission. The theme's files are joined
into one stylesheet; Bootstrap's comes from Bootstrap-Flask's own folder.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
THEME: tuple[str, ...] = ("tokens", "base", "forms", "head-foot", "components", "work", "tables", "unsent", "plans", "attendance")
THEME += ("library", "media", "sites")
FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
_PACKED = {".css", ".js", ".svg"}
FONTS = ("fonts/hanken-grotesk-400.woff2", "fonts/hanken-grotesk-600.woff2")
_FONT_URL = re.compile(rb'url\("\.\./(fonts/[^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire."""

    body: bytes
    packed: bytes | None
    digest: str
    content_type: str


def static_url(filename: str) -> str:
    """The address of a static file: `/static/<hash>/<filename>`. The same on both language addresses.

    Raises FileNotFoundError for a file that does not exist, so that a wrong name fails the first test of its page.
    """
    asset = find_asset(filename)
    if asset is None:
        raise FileNotFoundError(f"no static file {filename}")
    return f"{PREFIX}{asset.digest}/{filename}"


@lru_cache(maxsize=256)
def find_asset(filename: str) -> Asset | None:
    """The file with its hash, read once a process; None when there is none."""
    body = _read(filename)
    if body is None:
        return None
    suffix = Path(filename).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(filename)[0] or "application/octet-stream"
    packed = gzip.compress(body, 9, mtime=0) if suffix in _PACKED else None
    return Asset(body, packed, hashlib.sha256(body).hexdigest()[:12], kind)


def _read(filename: str) -> bytes | None:
    if filename == "css/mia.css":
        return _theme()
    if filename == "bootstrap/bootstrap.min.css":
        source = files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css"
        return re.sub(rb"/\*# sourceMappingURL=.*?\*/", b"", source.read_bytes())
    try:
        path = (FOLDER / filename).resolve()
        if not path.is_relative_to(FOLDER) or path.name.startswith(".") or not path.is_file():
            return None
        return path.read_bytes()
    except (OSError, ValueError):  # a name that no file can have: too long, or with a NUL
        return None


def _theme() -> bytes:
    """The theme's files in order; the fonts' addresses get their hash, and a font that was not made is left out."""
    joined = b"\n".join((FOLDER / "css" / f"{name}.css").read_bytes() for name in THEME)

    def with_hash(match: re.Match[bytes]) -> bytes:
        filename = match.group(1).decode()
        return f'url("{static_url(filename)}")'.encode() if find_asset(filename) else b"local()"

    return _FONT_URL.sub(with_hash, joined)


def fonts() -> list[str]:
    """The typefaces that were made, for pages to ask for at once: one that came late would make every line jump."""
    return [name for name in FONTS if find_asset(name)]


class StaticFiles:
    """WSGI middleware that answers what lies under /static/ and passes on everything else."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        digest, _, filename = path.removeprefix(PREFIX).partition("/")
        asset = find_asset(filename) if filename else None
        if asset is None:
            return self.app(environ, start_response)
        return _answer(environ, start_response, asset, digest)


def _answer(environ: "WSGIEnvironment", start_response: "StartResponse", asset: Asset, digest: str) -> Iterable[bytes]:
    """An address with an older hash still gets the file of today, but nobody may keep that."""
    headers = [
        ("Content-Type", asset.content_type),
        ("Cache-Control", FOREVER if digest == asset.digest else "no-cache"),
        ("ETag", f'"{asset.digest}"'),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ("Vary", "Accept-Encoding"),
    ]
    if environ.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/").strip('"') == asset.digest:
        start_response("304 Not Modified", headers)
        return []
    body = asset.body
    if asset.packed is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = asset.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
