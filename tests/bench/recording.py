"""Records what one page of the product was made from, so that the floor can make the same bytes without the product.

Of each tenant's page the SQL of its contents as it went to the server; of one page what every template function gave and
what the view gave the template.
"""

import datetime as dt
import io
import pickle
import re
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flask
import sqlalchemy as sa

import wsgi
from core.translations import TARGET
from tests.bench.town import Town, Village

PATH = "/participants"
OWN_TEXTS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
"""The floor translates by itself."""
_NOT_FUNCTIONS = {"request", "session", "g", "config", "range", "dict", "lipsum", "cycler", "joiner", "namespace"}
_CHANGING = re.compile(rb'(nonce|name="csrf_token" value|data-left|data-most)="[^"]*"')


@dataclass(slots=True)
class Recorded:
    """What the floor needs. Plain types only, so that reading it loads nothing of the product."""

    database_url: str
    catalogue: str
    templates: list[str]
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    calls: dict[str, list[tuple[tuple[Any, ...], dict[str, Any], Any]]] = field(default_factory=dict)
    villages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        path.write_bytes(pickle.dumps({one.name: getattr(self, one.name) for one in fields(self)}))


def record(town: Town) -> tuple[Recorded, dict[str, bytes]]:
    """Ask the product once for each tenant's page. Returns the recording, and the pages by host."""
    app = wsgi.create_app()
    root = Path(__file__).parents[2]
    folders = [root / "core/web/templates", root / "blueprints/participants/templates"]
    made = Recorded(town.server.url, str(TARGET), [str(folder) for folder in folders], "participants/index.html")
    _listen_to_functions(app, made)

    def keep(_app: Any, template: Any, context: Mapping[str, Any], **_: Any) -> None:
        skipped = {*_NOT_FUNCTIONS, *app.jinja_env.globals, "found", "workers", "municipalities"}
        made.context = {name: plain(value) for name, value in context.items() if name not in skipped and _is_plain(value)}

    pages = {}
    with flask.before_render_template.connected_to(keep, app), redirect_stderr(io.StringIO()):  # a line for each request
        for village in town.villages:
            pages[village.host], statements = _ask(app, village)
            made.villages[village.host] = {
                "search_path": f"{village.place.schema}, ext",
                "site_name": f"Ort {int(village.slug[3:])}",
                "statements": statements,
            }
    app.extensions["mia.engines"].store.close_idle()
    return made, pages


def same_but_for_tokens(one: bytes, other: bytes) -> bool:
    """Whether two pages are the same bytes, but for nonces, form tokens and the seconds of the session."""
    return _CHANGING.sub(b"", one) == _CHANGING.sub(b"", other)


def _ask(app: flask.Flask, village: Village) -> tuple[bytes, list[str]]:
    statements: list[str] = []

    def note(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if any(table in statement for table in ("participation", "subproject_municipality")):
            statements.append(cursor.query.decode())

    client = app.test_client()
    client.set_cookie(f"mia-{village.host.rpartition(':')[2]}", village.cookie, domain=village.host.partition(":")[0])
    sa.event.listen(sa.Engine, "after_cursor_execute", note)
    try:
        answer = client.get(PATH, base_url=f"http://{village.host}")
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", note)
    assert answer.status_code == 200, answer.status
    assert len(statements) == 3, statements
    return answer.data, sorted(statements, key=_place)


def _place(statement: str) -> int:
    """The rows first, then the contact persons and the municipalities to choose among."""
    return 0 if "OVER ()" in statement else 1 if "FROM staff" in statement else 2


def _listen_to_functions(app: flask.Flask, made: Recorded) -> None:
    for name, function in list(app.jinja_env.globals.items()):
        if name not in _NOT_FUNCTIONS and name not in OWN_TEXTS and callable(function):
            app.jinja_env.globals[name] = _listening(name, function, made)


def _listening(name: str, function: Callable[..., Any], made: Recorded) -> Callable[..., Any]:
    calls = made.calls.setdefault(name, [])

    def called(*args: Any, **options: Any) -> Any:
        result = function(*args, **options)
        if all(_is_plain(value) for value in (args, options, result)):  # a form or a field is not on this page
            call = (plain(args), plain(options), plain(result))
            if not any(known[:2] == call[:2] for known in calls):
                calls.append(call)
        return result

    return called


def _is_plain(value: Any) -> bool:
    try:
        plain(value)
    except TypeError:
        return False
    return True


def plain(value: Any) -> Any:
    """The value in types that need no import. Raises TypeError for what has none."""
    if value is None or isinstance(value, bool | int | float | bytes | dt.date):
        return value
    if isinstance(value, str) or type(value).__name__ in ("LazyString", "_LazyString", "UUID"):
        return str(value)
    if isinstance(value, Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return (list if isinstance(value, list) else tuple)(plain(one) for one in value)
    if type(value).__name__ == "Pager":
        names = ("page", "pages", "first", "last", "total", "shown")
        addresses = {number: value.address(number) for number in range(1, value.pages + 1)}
        return SimpleNamespace(**{name: plain(getattr(value, name)) for name in names}, addresses=addresses)
    if is_dataclass(value):
        return SimpleNamespace(**{one.name: plain(getattr(value, one.name)) for one in fields(value)})
    raise TypeError(type(value).__name__)
