"""Log lines as JSON on standard error, for web, worker, scheduler and commands (architecture 4: no personal data in a log).

What may quote a person never gets here: an exception is told by its kinds and places, not by its message (a unique
violation quotes the row, a KeyError the key); libraries' own messages lose what was put into them. Messages of
the loggers under "mia" are ours: ids, counts and kinds. Control characters are encoded, so nobody can forge a line.
"""

import json
import logging
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import flask
import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from structlog.typing import EventDict, WrappedLogger

from core import context
from core.errors import WallBreach

WEB = "mia.web"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OURS = "mia"
_WITH_OWN_HANDLERS = ("gunicorn.error", "gunicorn.access", "rq.worker", "werkzeug")
_ROOT = Path(__file__).resolve().parents[1]
_MOST_FRAMES = 40
_MOST_CAUSES = 5

_web = structlog.stdlib.get_logger(WEB)


def init_app(app: Flask) -> None:
    """Set up the process, and tell of every request and every failure. Call before anything else is registered:
    what is registered first runs last, when the answer stands."""
    configure()
    app.before_request(_note_start)
    app.after_request(_tell_request)
    app.log_exception = _tell_failure  # type: ignore[method-assign]  # Flask's own names the path


def configure() -> None:
    """Send all logging of this process through one handler. May be called again (gunicorn makes its own handlers late)."""
    root = logging.getLogger()
    if not any(isinstance(handler, _Handler) for handler in root.handlers):
        root.addHandler(_Handler())
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    for name in _WITH_OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def tell_uncaught() -> None:
    """Have exceptions that nothing caught, in any thread, told like all others. For processes of our own, not for tests."""
    sys.excepthook = lambda kind, error, trace: _tell_uncaught(kind, error, trace)
    threading.excepthook = lambda fault: _tell_uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)


def _tell_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(f"{_OURS}.process").critical("uncaught", exc_info=(kind, error or kind(), trace))


# --- requests


def _note_start() -> None:
    flask.g.mia_started = time.perf_counter()


def _tell_request(response: Response) -> Response:
    tell_answer(_method(), request.endpoint, response.status_code, flask.g.get("mia_started"))
    return response


def tell_answer(method: str, endpoint: str | None, status: int, started: float | None) -> None:
    """The line of a request that was answered; `started` by time.perf_counter()."""
    milliseconds = round((time.perf_counter() - started) * 1000, 1) if started else None
    _web.info("request", method=method, endpoint=endpoint, status=status, duration_ms=milliseconds)


def _tell_failure(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    _web.error("failure", method=_method(), endpoint=request.endpoint, exc_info=exc_info)


def _method() -> str:
    return request.method if request.method in METHODS else "other"


# --- one line


class _Handler(logging.Handler):
    """Writes to whatever standard error is now. A line that cannot be made says so without quoting its record."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=[_take_message],
                processors=[
                    _add_origin,
                    _add_scope,
                    _add_failure,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(serializer=_as_json),
                ],
                pass_foreign_args=True,
                use_get_message=False,
            )
        )

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception as error:  # noqa: BLE001 - whatever it was, logging must not fail a request
            line = _as_json({"event": "a log line could not be made", "logger": record.name, "error": type(error).__name__})
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _as_json(value: Mapping[str, Any], **_: Any) -> str:
    # ASCII only: also the controls and direction marks above 0x7F are encoded.
    return json.dumps(value, default=_plain, ensure_ascii=True, separators=(",", ":"))


def _plain(value: object) -> str:
    return str(value) if isinstance(value, uuid.UUID) else f"<{type(value).__name__}>"


def _take_message(_logger: WrappedLogger, _method_name: str, line: EventDict) -> EventDict:
    """The message of a record made by plain `logging`.

    A library's message is told by its pattern alone. One that came without arguments may have been put together already,
    so only its place is told.
    """
    record: logging.LogRecord = line["_record"]
    given = line.pop("positional_args", None)
    if not isinstance(record.msg, str):
        line["event"] = f"<{type(record.msg).__name__}>"
    elif _is_ours(record.name):
        line["event"] = _filled(record.msg, given, _own)
    else:
        line["event"] = _filled(record.msg, given, _masked) if given else "a message of a library"
    return line


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == _OURS


def _filled(pattern: str, given: Any, tell: Callable[[object], object]) -> str:
    if not given:
        return pattern
    values: Any = {key: tell(value) for key, value in given.items()} if isinstance(given, Mapping) else tuple(map(tell, given))
    try:
        return str(pattern % values)
    except (TypeError, ValueError):
        return pattern


def _own(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _masked(value: object) -> object:
    if isinstance(value, int | float | uuid.UUID):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else "*"


def _add_origin(_logger: WrappedLogger, _method_name: str, line: EventDict) -> EventDict:
    record: logging.LogRecord = line["_record"]
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    origin = {"at": f"{at}.{int(record.msecs):03d}Z", "level": record.levelname.lower(), "logger": record.name}
    if not _is_ours(record.name):
        origin["place"] = f"{_place(record.pathname)}:{record.lineno}"
    return {**origin, **line}


def _add_scope(_logger: WrappedLogger, _method_name: str, line: EventDict) -> EventDict:
    """Who and where, by ids only."""
    scope = context.scope()
    line["scope"] = scope.kind
    if scope.request_id:
        line["request_id"] = scope.request_id
    if scope.site and scope.site.tenant:
        line["tenant_id"] = scope.site.tenant.id
    if scope.person:
        line["account_id"] = scope.person.account_id
    return line


# --- exceptions


def _add_failure(_logger: WrappedLogger, _method_name: str, line: EventDict) -> EventDict:
    """Kinds and places of the exception and of its causes. A broken wall is always an alarm."""
    given = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exception() if given is True else given
    if isinstance(error, BaseException):
        chain = list(_causes(error))
        line["failure"] = [_told(one) for one in chain]
        if any(isinstance(one, WallBreach) for one in chain):
            line["level"] = "critical"
    return line


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, then what it came from, nearest first."""
    found: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if found is None:
            return
        yield found
        if isinstance(found, BaseExceptionGroup):
            yield from found.exceptions[:_MOST_CAUSES]
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, WallBreach):
        told["message"] = str(error)  # ours, and without data
    told.update(_database_words(error))
    frames = [
        f"{_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}" for frame, line in walk_tb(error.__traceback__)
    ]
    told["frames"] = frames[-_MOST_FRAMES:]
    return told


def in_a_line(error: BaseException) -> str:
    """What a command that failed says: our own words and those of server and system; of anything else kind and place."""
    kind = type(error).__name__
    own = type(error).__module__.partition(".")[0] in ("core", "tenants", "deploy")
    if own or isinstance(error, OSError | OperationalError | ProgrammingError):
        return f"{kind}: {str(error).partition(chr(10))[0]}"
    told = _told(error)
    words = [told[name] for name in ("sqlstate", "constraint_name") if name in told]
    return f"{' '.join([kind, *words])} at {told['frames'][-1] if told['frames'] else 'an unknown place'}"


def _database_words(error: BaseException) -> dict[str, str]:
    """SQLSTATE and the names of constraint and table: words of the schema, unlike the message and its DETAIL."""
    error = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = {"sqlstate": getattr(error, "pgcode", None)}
    diagnosis = getattr(error, "diag", None)
    for name in ("constraint_name", "table_name"):
        words[name] = getattr(diagnosis, name, None)
    return {name: word for name, word in words.items() if isinstance(word, str)}


def _place(file: str) -> str:
    """The file within the checkout, or from the library's own folder; never where it lies on the machine."""
    path = Path(file)
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
