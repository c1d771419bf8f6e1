"""Language: where it comes from, how it is changed, and how numbers and dates are written in it."""

import datetime as dt
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core import i18n, translations
from tests.unit.web_app import make_app, speaking

SIGNED_IN = {"X-Signed-In": "1"}
DAY = dt.date(2022, 9, 15)


@pytest.fixture(scope="module")
def app() -> Flask:
    """The small application."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client with an empty cookie jar."""
    return app.test_client()


@pytest.mark.parametrize(
    ("write", "sv", "en"),
    [
        (lambda: i18n.format_number(1903), "1\u00a0903", "1,903"),
        (lambda: i18n.format_number(301), "301", "301"),
        (lambda: i18n.format_number(136883875), "136\u00a0883\u00a0875", "136,883,875"),
        (lambda: i18n.format_percent(88), "88\u00a0%", "88%"),
        (lambda: i18n.format_percent(Decimal("67.05"), 1), "67,1\u00a0%", "67.1%"),
        (lambda: i18n.format_decimal(Decimal("0.5"), 0), "1", "1"),
        (lambda: i18n.format_decimal(2.5, 0), "3", "3"),
        (lambda: i18n.format_decimal(1234.5), "1\u00a0234,5", "1,234.5"),
        (lambda: i18n.format_date(DAY), "15 september 2022", "15 September 2022"),
        (lambda: i18n.format_date(DAY, "weekday"), "torsdag 15 september", "Thursday 15 September"),
        (lambda: i18n.format_date(DAY, "iso"), "2022-09-15", "2022-09-15"),
        (lambda: i18n.format_month(DAY), "september 2022", "September 2022"),
        (
            lambda: i18n.format_instant(dt.datetime(2022, 9, 15, 8, 42, tzinfo=dt.UTC)),
            "15 september 2022 10.42",
            "15 September 2022 10:42",
        ),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(app: Flask, write: Callable[[], str], sv: str, en: str) -> None:
    with speaking(app, "sv"):
        assert write() == sv
    with speaking(app, "en"):
        assert write() == en


def test_texts_follow_the_language_even_when_it_changes(app: Flask) -> None:
    with speaking(app, "sv"):
        assert i18n._("Menu") == "Meny"
        i18n.use_language("en")
        assert i18n._("Menu") == "Menu"
        i18n.use_language("sv")
        assert i18n._("Menu") == "Meny"


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "sv"),
        ("/", {"Accept-Language": "en"}, "sv"),
        ("/en/", {}, "en"),
        ("/en", {}, "en"),
        ("/en/parts", SIGNED_IN, "en"),
        ("/english", {}, "sv"),
    ],
)
def test_the_address_has_the_language(client: FlaskClient, path: str, headers: dict[str, str], language: str) -> None:
    assert f'<html lang="{language}"' in client.get(path, headers=headers).text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/parts?lang=en", "/en/parts"),
        ("/en/parts?lang=sv", "/parts"),
        ("/parts?status=active&lang=en&page=2", "/en/parts?status=active&page=2"),
        ("/?lang=en", "/en/"),
        ("/%5Celsewhere.example/?lang=sv", "/elsewhere.example/"),
        ("/en//elsewhere.example/?lang=sv", "/elsewhere.example/"),
    ],
)
def test_a_reader_is_sent_to_the_address_of_the_language(client: FlaskClient, path: str, target: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert "Set-Cookie" not in answer.headers


def test_the_choice_of_a_signed_in_person_is_remembered(client: FlaskClient) -> None:
    answer = client.get("/parts?lang=en&status=active", headers=SIGNED_IN)
    assert answer.headers["Location"] == "/parts?status=active"
    assert '<html lang="en"' in client.get("/parts", headers=SIGNED_IN).text
    assert client.get("/en/parts?lang=sv", headers=SIGNED_IN).headers["Location"] == "/parts"
    assert '<html lang="sv"' in client.get("/parts", headers=SIGNED_IN).text


def test_an_unknown_language_is_ignored(client: FlaskClient) -> None:
    assert client.get("/?lang=xx").status_code == 200


@pytest.mark.parametrize(("prefix", "other"), [("", 'href="/en/parts"'), ("/en", 'href="/parts"')])
def test_links_keep_the_language_and_static_files_have_one_address(client: FlaskClient, prefix: str, other: str) -> None:
    page = client.get(f"{prefix}/parts").text
    assert f'href="{prefix}/about/cookies"' in page
    assert other in page
    assert 'href="/static/' in page


def test_two_parts_that_disagree_and_gaps_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "Team"\nmsgstr "Team"\n\nmsgid "Gap"\nmsgstr ""\n')
    (tmp_path / "b.po").write_text('msgid "Team"\nmsgstr "Lag"\n\nmsgid "%(n)s left"\nmsgstr "%(m)s kvar"\n')
    faults = translations.compile_catalogue(tmp_path, tmp_path / "sv.mo")
    assert faults == [
        "a.po: 'Gap' is not translated",
        "b.po: 'Team' has another translation in a.po",
        "b.po: '%(n)s left' uses m, which the English does not have",
    ]


def test_the_catalogue_is_compiled_again_only_when_a_part_changed(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "a.po").write_text('msgid "Team"\nmsgstr "Team"\n')
    target = tmp_path / "sv.mo"
    assert not translations.is_current(parts, target)
    assert translations.compile_catalogue(parts, target) == []
    assert translations.is_current(parts, target)
    os.utime(parts / "a.po", (target.stat().st_mtime + 1,) * 2)
    assert not translations.is_current(parts, target)
