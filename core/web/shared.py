"""Pages that everybody asks for at once: made anew every so many seconds, however many readers there are.

Only what is the same for every reader without a cookie comes here, and nothing that stands on somebody's consent: it may be as
old as `MIA_PUBLIC_SECONDS`, and while one reader's request makes it anew the others get the one before (RFC 5861).
"""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, current_app, g, make_response, request

from core import context
from core.config import get_settings
from core.web import written
from core.web.caching import mark
from core.web.headers import csp_nonce

STALE = 60
"""Seconds for which a page may be given out while it is made anew."""
MOST = 512
"""Pages of one process: about 20 kB each."""
NONCE = b"\x00nonce\x00"
"""Where the number of a page's scripts is put in when it is given out."""
GIVEN = "mia.shared_page"
"""In the environment of a request that was answered with a shared page: its key, the page, the number of this answer."""
_EXTENSION = "mia.shared_pages"

Key = tuple[str, str, str]
"""Site, language, path. Not the host as it was written: a site has several, and anybody may write any port."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """An answer as it was made, without the number of its scripts."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    made_at: float
    endpoint: str = ""
    """For the log."""

    @property
    def age(self) -> float:
        return time.monotonic() - self.made_at


class Pages:
    """Of one process, the latest used last."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._making: dict[Key, Lock] = {}
        self._lock = Lock()
        self._written: Counter[str] = Counter()
        self._listener = written.Listener()

    def ready(self, key: Key, seconds: float) -> Page | None:
        """The page when it is there and no older; what was written elsewhere meanwhile is forgotten first."""
        for site in self._listener.sites():
            self.forget(site)
        page = self._find(key)
        return page if page and page.age < seconds else None

    def get(self, key: Key, make: Callable[[], Page | None], seconds: float) -> Page | None:
        """The page, at most `seconds` old unless somebody else is making it just now. None when it may not be shared."""
        page = self.ready(key, seconds) or self._find(key)
        if page and page.age < seconds:
            return page
        with self._lock:
            making = self._making.setdefault(key, Lock())
        if not making.acquire(blocking=page is None or page.age >= STALE):
            return page
        try:
            found = self._find(key)
            return found if found and found.age < seconds else self._made(key, make)
        finally:
            making.release()

    def forget(self, site: str) -> None:
        """What was said of a site: something has been written there."""
        with self._lock:
            self._written[site] += 1
            for key in [key for key in self._pages if key[0] == site]:
                del self._pages[key]

    def _find(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def _made(self, key: Key, make: Callable[[], Page | None]) -> Page | None:
        """A page that was begun before something was written on the site is given to who asked, and not kept."""
        before = self._written[key[0]]
        page = make()
        with self._lock:
            if page and before == self._written[key[0]]:
                self._pages[key] = page
            while len(self._pages) > MOST:
                self._making.pop(self._pages.popitem(last=False)[0], None)
        return page


def init_app(app: Flask) -> None:
    """A store of this application's own, emptied for a site when something is written there."""
    app.extensions[_EXTENSION] = Pages()

    @app.after_request
    def forget(response: Response) -> Response:
        if request.method == "POST" and response.status_code < 400:
            stored_pages(app).forget(site_in_force())
            if get_settings().public_seconds:
                written.tell(site_in_force())
        return response


def shared(make: Callable[[], str | Response]) -> Response:
    """The page that `make` makes, from the store where it may come from there; 304 when the reader has it already."""
    seconds = get_settings().public_seconds
    if not seconds or request.cookies or request.args or context.find_person() is not None:
        return _answer(make_response(make()), seconds)
    made: list[Response] = []

    def made_now() -> Page | None:
        response = make_response(make())
        made.append(response)
        may_be_shared = response.status_code == 200 and "csrf_token" not in g
        headers = tuple(response.headers.items())
        return Page(_without_nonce(response), headers, time.monotonic(), request.endpoint or "") if may_be_shared else None

    key = (site_in_force(), context.language(), request.path)
    page = stored_pages(current_app).get(key, made_now, seconds)
    if page is None:
        return _answer(made[0], 0)
    request.environ[GIVEN] = (key, page, csp_nonce())
    return _answer(Response(page.body.replace(NONCE, csp_nonce().encode()), headers=list(page.headers)), seconds)


def site_in_force() -> str:
    """The first part of a key."""
    tenant = context.find_tenant()
    return str(tenant.id) if tenant else "county"


def stored_pages(app: Flask) -> Pages:
    """Those of this process."""
    pages: Pages = app.extensions[_EXTENSION]
    return pages


def _without_nonce(response: Response) -> bytes:
    body = response.get_data()
    return body.replace(csp_nonce().encode(), NONCE) if "csp_nonce" in g else body


def _answer(response: Response, seconds: int) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.cache_control.stale_while_revalidate = STALE
    response.vary.add("Cookie")
    mark(response)
    return response
