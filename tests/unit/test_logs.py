"""No person in a log line, and no line that somebody else wrote."""

import json
import logging
import sys
import uuid
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from core import context, logs
from core.context import Person, Scope, Site, TenantRef
from core.errors import NotFound, WallBreach
from deploy import cli

CANARY = "Mirakel Exempelgren"
TENANT = TenantRef(uuid.UUID(int=7), "roslagen", CANARY, "t_x")
PERSON = Person(uuid.UUID(int=8), CANARY, f"{CANARY}@roslagen.example", frozenset({"case_worker"}))
OURS = logging.getLogger("mia.test")
THEIRS = logging.getLogger("some.library")


@pytest.fixture(autouse=True)
def configured() -> None:
    logs.configure()


@pytest.fixture
def client() -> FlaskClient:
    """A small application whose every page fails in its own way."""
    app = Flask("tests.logs")
    logs.init_app(app)

    @app.get("/people/<name>")
    def show(name: str) -> str:
        return name

    @app.post("/key")
    def key() -> str:
        return dict[str, str]()[CANARY]

    @app.post("/wall")
    def wall() -> str:
        raise WallBreach("nobody is signed in")

    return app.test_client()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged, each line valid JSON of its own and free of controls, without any name."""
    written = capsys.readouterr().err
    assert CANARY not in written
    assert all(sign == "\n" or " " <= sign <= "~" for sign in written)
    return [json.loads(line) for line in written.splitlines()]


def test_exception_is_told_by_kind_and_place_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(f"{CANARY} is unknown") from cause
    except ValueError:
        OURS.exception("the deed failed")
    (line,) = lines(capsys)
    assert line["event"] == "the deed failed"
    assert [one["kind"] for one in line["failure"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert line["failure"][0]["frames"][0].startswith("tests/unit/test_logs.py:")


def test_group_of_exceptions_is_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ExceptionGroup(CANARY, [ValueError(CANARY), KeyError(CANARY)])
    except ExceptionGroup:
        THEIRS.exception("a group")
    (line,) = lines(capsys)
    assert [one["kind"] for one in line["failure"]] == [
        "builtins.ExceptionGroup",
        "builtins.ValueError",
        "builtins.KeyError",
    ]


def test_exception_given_as_message_or_argument_is_told_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    OURS.error(ValueError(CANARY))
    OURS.error("round of %s: %s", uuid.UUID(int=3), ValueError(CANARY))
    assert [line["event"] for line in lines(capsys)] == [
        "<ValueError>",
        "round of 00000000-0000-0000-0000-000000000003: ValueError",
    ]


def test_library_is_told_by_its_pattern_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    THEIRS.error("Error handling request %s of %d", f"/participants?name={CANARY}", 3)
    THEIRS.error(f"Invalid request line GET /?name={CANARY}")
    logging.getLogger("rq.worker").error("Job %s: %s", CANARY, ValueError(CANARY))
    told = lines(capsys)
    assert [line["event"] for line in told] == [
        "Error handling request * of 3",
        "a message of a library",
        "Job *: ValueError",
    ]
    assert all(line["place"].startswith("tests/unit/test_logs.py:") for line in told)


def test_line_that_cannot_be_filled_in_keeps_its_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    THEIRS.error("%d of many", Decimal(3))  # masked, it is no number any more
    assert lines(capsys)[0]["event"] == "%d of many"


def test_controls_and_line_breaks_are_encoded(capsys: pytest.CaptureFixture[str]) -> None:
    OURS.warning('x\r\n{"event":"forged"} %s', "\x1b[31m \x9b0m \u202e \u2028")
    (line,) = lines(capsys)
    assert line["event"].startswith("x\r\n")


def test_uncaught_exception_is_told_without_its_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    logs.tell_uncaught()
    sys.excepthook(ValueError, ValueError(CANARY), None)
    assert lines(capsys)[0]["failure"][0]["kind"] == "builtins.ValueError"


def test_request_is_told_by_endpoint_and_ids(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    with context.entered(Scope(Site("tenant", TENANT), PERSON, request_id="abc", kind="request")):
        assert client.get(f"/people/{CANARY}?name={CANARY}").status_code == 200
    (line,) = lines(capsys)
    assert line.pop("duration_ms") >= 0
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "mia.web",
        "event": "request",
        "method": "GET",
        "endpoint": "show",
        "status": 200,
        "scope": "request",
        "request_id": "abc",
        "tenant_id": str(TENANT.id),
        "account_id": str(PERSON.account_id),
    }


def test_nothing_a_client_sends_is_repeated(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    agent = f"{CANARY}\r\n\x1b[2Jforged"
    client.open("/nowhere", method="FORGED\x1b", environ_overrides={"HTTP_USER_AGENT": agent, "HTTP_X_REQUEST_ID": agent})
    (line,) = lines(capsys)
    assert (line["method"], line["endpoint"], line["status"]) == ("other", None, 404)
    assert "orged" not in json.dumps(line)


def test_failed_request_tells_where_and_not_what(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert client.post("/key", data={"name": CANARY}).status_code == 500
    failure, request = lines(capsys)
    assert (failure["level"], failure["endpoint"], request["status"]) == ("error", "key", 500)
    assert failure["failure"][0]["kind"] == "builtins.KeyError"


def test_broken_wall_is_an_alarm_with_its_words(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.post("/wall")
    failure = lines(capsys)[0]
    assert failure["level"] == "critical"
    assert failure["failure"][0]["kind"] == "core.errors.WallBreach"
    assert failure["failure"][0]["message"] == "nobody is signed in"


def test_logging_that_fails_says_so_and_goes_on(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "scope", lambda: 1 / 0)
    OURS.error("a deed")
    assert lines(capsys) == [{"event": "a log line could not be made", "logger": "mia.test", "error": "ZeroDivisionError"}]


class _Refused(Exception):
    pgcode = "23505"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotFound("no such tenant"), "NotFound: no such tenant"),
        (OSError(2, "No such file"), "FileNotFoundError: [Errno 2] No such file"),
        (ValueError(CANARY), "ValueError at an unknown place"),
        (sa.exc.DataError("INSERT", None, Exception(CANARY)), "DataError at an unknown place"),
        (sa.exc.IntegrityError("INSERT", {"name": CANARY}, _Refused(CANARY)), "IntegrityError 23505 at an unknown place"),
    ],
)
def test_command_that_fails_says_one_line_without_data(error: Exception, words: str) -> None:
    assert logs.in_a_line(error) == words


def test_command_line_uses_that_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(**_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(cli.group, "main", fail)
    monkeypatch.delenv("MIA_TRACEBACK", raising=False)
    assert cli.main([]) == 1
    written = capsys.readouterr().err
    assert CANARY not in written
    assert written.startswith("mia: ValueError at tests/unit/test_logs.py:")
