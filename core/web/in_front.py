"""Gives shared pages out in front of Flask: a reader who asks plainly costs neither session nor hooks (decision 0201).

Stands inside the scope of the site (tenants/resolution.py): a site that is not there, or no longer, is never answered here.
What the answer says beside the page is what Flask said with it, the number of the scripts put in anew.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

from core import context, logs
from core.config import get_settings
from core.web.addresses import LANGUAGE
from core.web.headers import new_nonce
from core.web.shared import GIVEN, MOST, NONCE, Key, Page, site_in_force, stored_pages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_MADE_EACH_TIME = frozenset({"date", "content-length"})
Headers = list[tuple[str, str]]


class SharedInFront:
    """WSGI middleware of one process; passes on everything that is not a shared page asked for plainly."""

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        self.app, self.inner = app, inner
        self._said: OrderedDict[tuple[Key, str], tuple[Page, Headers]] = OrderedDict()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = time.perf_counter()
        found = self._find(environ)
        if found is None:
            return self.inner(environ, self._noting(environ, start_response))
        page, headers = found
        nonce = new_nonce()
        given = [(name, value.replace(NONCE.decode(), nonce)) for name, value in headers]
        response = Response(page.body.replace(NONCE, nonce.encode()), headers=given)
        response.make_conditional(environ)
        logs.tell_answer("GET", page.endpoint, response.status_code, began)
        return response(environ, start_response)

    def _find(self, environ: "WSGIEnvironment") -> tuple[Page, Headers] | None:
        seconds = get_settings().public_seconds
        plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING") and "HTTP_COOKIE" not in environ
        if not seconds or not plain or context.find_site() is None:
            return None
        key = (site_in_force(), environ.get(LANGUAGE, "sv"), environ["PATH_INFO"])
        page = stored_pages(self.app).ready(key, seconds)
        said = self._said.get((key, environ["wsgi.url_scheme"]))
        return said if said and said[0] is page else None

    def _noting(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "StartResponse":
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            if GIVEN in environ and status.startswith("200"):
                self._note(environ, headers)
            return start_response(status, headers, *rest)

        return start

    def _note(self, environ: "WSGIEnvironment", headers: Headers) -> None:
        key, page, nonce = environ[GIVEN]
        kept = [(name, value.replace(nonce, NONCE.decode())) for name, value in headers if name.lower() not in _MADE_EACH_TIME]
        self._said[key, environ["wsgi.url_scheme"]] = (page, kept)
        while len(self._said) > MOST:
            self._said.popitem(last=False)
