"""The floor of the list page, as WSGI applications for gunicorn: no Flask, no ORM, no session, no permission, no log.

`app` sends the SQL of the page's contents as the product sent it and renders the same template to the same bytes. `bare` sends
the same SQL and writes the rows into the barest table. Both through one pool and one login for all tenants.
"""

import gettext
import os
import pickle
import threading
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg2.extras import NamedTupleCursor
from psycopg2.pool import ThreadedConnectionPool

RECORDING = pickle.loads(Path(os.environ["MIA_BENCH_RECORDING"]).read_bytes())  # noqa: S301 - written by the bench itself


class Database:
    """A pool without a wall: one login, a connection a thread, the schema chosen in the same round trip as the question."""

    def __init__(self) -> None:
        threads = int(os.environ.get("MIA_WEB_THREADS", "4"))
        self._pool = ThreadedConnectionPool(threads, threads, RECORDING["database_url"])

    def ask(self, village: dict[str, Any]) -> list[list[Any]]:
        connection = self._pool.getconn()
        try:
            connection.autocommit = True
            found = []
            with connection.cursor(cursor_factory=NamedTupleCursor) as cursor:
                for statement in village["statements"]:
                    cursor.execute(f"SET search_path = {village['search_path']}; {statement}")
                    found.append(cursor.fetchall())
            return found
        finally:
            self._pool.putconn(connection)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(RECORDING["templates"]),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    with Path(RECORDING["catalogue"]).open("rb") as file:
        made.install_gettext_translations(gettext.GNUTranslations(file), newstyle=True)  # type: ignore[attr-defined]
    for name, calls in RECORDING["calls"].items():
        made.globals[name] = _replayed(calls)
    made.globals["request"] = SimpleNamespace(path="/participants", full_path="/participants?", script_root="")
    return made


def _replayed(calls: list[tuple[tuple[Any, ...], dict[str, Any], Any]]) -> Callable[..., Any]:
    known = {(args, tuple(options.items())): result for args, options, result in calls if _is_key(args, options)}
    return lambda *args, **options: known[args, tuple(options.items())]


def _is_key(args: object, options: dict[str, Any]) -> bool:
    try:
        hash((args, tuple(options.items())))
    except TypeError:
        return False
    return True


class Page:
    """The list page from rows, by the product's own template."""

    def __init__(self) -> None:
        environment = _environment()
        environment.globals["site_name"] = lambda: _SITE.name
        self._template = environment.get_template(RECORDING["template"])
        self._context = dict(RECORDING["context"])
        pager = self._context["pager"]
        self._context["pager"] = SimpleNamespace(**vars(pager), address=pager.addresses.__getitem__)

    def render(self, village: dict[str, Any], found: list[list[Any]]) -> str:
        rows, workers, municipalities = found
        _SITE.name = village["site_name"]
        context = dict(self._context)
        context["found"] = SimpleNamespace(rows=rows, total=rows[0].total)
        context["workers"] = [(str(one[0]), one[1]) for one in workers]
        context["municipalities"] = municipalities
        return self._template.render(context)


class _Site(threading.local):
    name = ""


_SITE = _Site()
_DATABASE: Database | None = None
_PAGE: Page | None = None


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The same SQL, the same template, the same bytes."""
    global _PAGE
    page = _PAGE = _PAGE or Page()
    village = RECORDING["villages"][environ["HTTP_HOST"]]
    return _answer(start_response, page.render(village, _database().ask(village)))


def bare(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The same SQL, and the rows in the barest table."""
    rows, _workers, _municipalities = _database().ask(RECORDING["villages"][environ["HTTP_HOST"]])
    lines = ("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return _answer(start_response, f"<!doctype html><title>x</title><table>{''.join(lines)}</table>")


def _database() -> Database:
    global _DATABASE
    _DATABASE = _DATABASE or Database()
    return _DATABASE


def _answer(start_response: StartResponse, text: str) -> Iterable[bytes]:
    body = text.encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
