"""Which language a request speaks (architecture D7), and the addresses that change it.

The address decides first (`/en/…`), then what a signed-in person has chosen, then Swedish. Accept-Language is
ignored: an address has one language, whoever opens it. Readers of public pages need no cookie for it.
"""

from collections.abc import Mapping
from typing import cast
from urllib.parse import quote, urlencode

from flask import g, redirect, request, session
from werkzeug.wrappers import Response

from core import context
from core.context import Language
from core.i18n import LANGUAGES, use_language
from core.web.addresses import ENGLISH, LANGUAGE

_PATH_SIGNS = "/:@!$&'()*+,;=~"
"""What stands unquoted in a path (RFC 3986)."""


def choose_language() -> Response | None:
    """Set the language of this request, and follow `?lang=` on a page that is read."""
    settle_language()
    wanted = request.args.get("lang")
    if wanted not in LANGUAGES or request.method not in ("GET", "HEAD"):
        return None
    if context.find_person() is None:
        return redirect(own_address(wanted))
    session["language"] = wanted
    return redirect(_address(""))


def settle_language() -> None:
    """Set the language once a request. Error pages ask too: they may come before the hook that chooses."""
    if "language_is_settled" not in g:
        g.language_is_settled = True
        use_language(_address_language() or _session_language() or "sv")


def use_addresses(paths: Mapping[Language, str]) -> None:
    """Say that the page at hand has a path of its own in each language, as pages with a title in their address have."""
    g.paths_by_language = paths


def own_address(language: Language) -> str:
    """The address of the page at hand in `language`, for readers without a session: `/…` or `/en/…`."""
    return _address(ENGLISH if language == "en" else "", language)


def switch_address(language: Language) -> str:
    """Where the link to the other language leads: its own address, or `?lang=` for a signed-in person."""
    if context.find_person() is None:
        return own_address(language)
    return _address(request.script_root, language, lang=language)


def local_address(path: str) -> str:
    """`path` on this host, in the language of the page at hand."""
    return f"{request.script_root}{path}"


def _address(prefix: str, language: Language | None = None, **added: str) -> str:
    """The page at hand (as `language` calls it) below `prefix`, with its query but without `lang`."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    kept += added.items()
    path = prefix + _local_path(language)
    return f"{path}?{urlencode(kept)}" if kept else path


def _local_path(language: Language | None) -> str:
    """The path with one slash in front: `//elsewhere.example` would lead away from this host. Quoted, as it was asked for."""
    paths: Mapping[Language, str] = g.get("paths_by_language", {})
    path = paths.get(language, request.path) if language else request.path
    return "/" + quote(path.lstrip("/\\"), safe=_PATH_SIGNS)


def _address_language() -> Language | None:
    return "en" if request.environ.get(LANGUAGE) == "en" else None


def _session_language() -> Language | None:
    remembered = session.get("language")
    return cast("Language", remembered) if remembered in LANGUAGES else None
