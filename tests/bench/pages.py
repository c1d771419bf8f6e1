"""What pages cost: SQL statements and processor time each, and bytes over the wire at the first visit and after."""

import gzip
import re
import time
from typing import Any

import flask
import sqlalchemy as sa
from werkzeug.test import Client

import wsgi
from tests.bench.results import Row, at_most
from tests.bench.town import PORT, Town, Village

FIRST_KB, AFTER_KB = 150, 30
TURNS = 40
STAFF = ("/participants", "/referrals", "/work", "/figures")
PUBLIC = ("/", "/how-we-count")
_LINKED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_IN_CSS = re.compile(rb'url\("?(/static/[^")]+)')


def run(town: Town) -> list[Row]:
    """Pages of one tenant of the town, in this process."""
    app = wsgi.create_app()
    village = town.villages[0]
    signed_in = _client(app, village)
    paths = [path for path in STAFF if signed_in.get(path, base_url=_base(village)).status_code == 200]
    paths.append(_somebody(signed_in, village))
    rows = [_cost(signed_in, village, path) for path in paths]
    visitor = app.test_client()
    rows += [_cost(visitor, village, path) for path in PUBLIC if visitor.get(path, base_url=_base(village)).status_code == 200]
    rows += [row for client, path in ((visitor, "/"), (signed_in, "/participants")) for row in _wire(client, village, path)]
    app.extensions["mia.engines"].store.close_idle()
    return rows


def _client(app: flask.Flask, village: Village) -> Client:
    client = app.test_client()
    client.set_cookie(f"mia-{PORT}", village.cookie, domain=f"{village.slug}.localhost")
    return client


def _base(village: Village) -> str:
    return f"http://{village.host}"


def _somebody(client: Client, village: Village) -> str:
    page = client.get("/participants", base_url=_base(village)).text
    return str(re.findall(r'href="(/participants/[0-9a-f-]{36})"', page)[0])


def _cost(client: Client, village: Village, path: str) -> Row:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    client.get(path, base_url=_base(village))
    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    client.get(path, base_url=_base(village))
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
    begun = time.process_time()
    for _ in range(TURNS):
        client.get(path, base_url=_base(village))
    spent = (time.process_time() - begun) / TURNS * 1000
    shown = re.sub(r"[0-9a-f-]{36}", "<id>", path)
    return Row("pages", shown, f"{len(statements)} statements, {spent:.1f} ms of processor")


def _wire(client: Client, village: Village, path: str) -> list[Row]:
    """Pages are packed by nginx, static files by the product; headers are not counted."""
    page = client.get(path, base_url=_base(village)).data
    own = len(gzip.compress(page, 5)) / 1000
    first, seen, waiting = own, set[str](), set(_LINKED.findall(page.decode()))
    while waiting - seen:
        address = (waiting - seen).pop()
        seen.add(address)
        answer = client.get(address, base_url=_base(village), headers={"Accept-Encoding": "gzip"})
        first += len(answer.data) / 1000
        body = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
        if address.endswith(".css"):
            waiting |= {found.decode() for found in _IN_CSS.findall(body)}
    goal = at_most(FIRST_KB, first, " kB")
    return [
        Row("pages", f"{path} at the first visit, with {len(seen)} files", f"{first:.0f} kB", "", None, *goal),
        Row("pages", f"{path} after that", f"{own:.1f} kB", "", None, *at_most(AFTER_KB, own, " kB")),
    ]
