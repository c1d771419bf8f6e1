"""Which language a request speaks (architecture D7), and the addresses that change it.

The address decides first (`/en/…`), then what a signed-in person has chosen, then Swedish. Accept-Language is
ignored: an address has one language, whoever opens it. Readers of public pages need no cookie for it.
"""

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


def own_address(language: Language) -> str:
    """The address of the page at hand in `language`, for readers without a session: `/…` or `/en/…`."""
    return _address(ENGLISH if language == "en" else "")


def switch_address(language: Language) -> str:
    """Where the link to the other language leads: its own address, or `?lang=` for a signed-in person."""
    if context.find_person() is None:
        return own_address(language)
    return _address(request.script_root, lang=language)


def local_address(path: str) -> str:
    """`path` on this host, in the language of the page at hand."""
    return f"{request.script_root}{path}"


def _address(prefix: str, **added: str) -> str:
    """The page at hand below `prefix`, with its query but without `lang`."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    kept += added.items()
    path = prefix + _local_path()
    return f"{path}?{urlencode(kept)}" if kept else path


def _local_path() -> str:
    """The path with one slash in front: `//elsewhere.example` would lead away from this host. Quoted, as it was asked for."""
    return "/" + quote(request.path.lstrip("/\\"), safe=_PATH_SIGNS)


def _address_language() -> Language | None:
    return "en" if request.environ.get(LANGUAGE) == "en" else None


def _session_language() -> Language | None:
    remembered = session.get("language")
    return cast("Language", remembered) if remembered in LANGUAGES else None
