"""The English address: what is reached at `/…` in Swedish is reached at `/en/…` in English."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENGLISH = "/en"
LANGUAGE = "mia.language"


class EnglishAddress:
    """Moves a leading `/en` from PATH_INFO to SCRIPT_NAME, so that url_for() keeps it, and notes the language.

    The session cookie's path is fixed to "/", so that one sign-in holds on both addresses.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == ENGLISH or path.startswith(f"{ENGLISH}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + ENGLISH
            environ["PATH_INFO"] = path.removeprefix(ENGLISH) or "/"
            environ[LANGUAGE] = "en"
        return self.app(environ, start_response)
