"""The menu shows what a person may use here, and a long list keeps its filters from page to page."""

import pytest
from flask import Flask, render_template_string

from core import context
from core.auth.permissions import Permission
from core.context import Person, Scope, Site
from core.web import navigation
from core.web.navigation import Entry
from core.web.paging import Pager, wanted_page
from tests.unit.web_app import PERSON, TENANT, make_app


@pytest.fixture(scope="module")
def app() -> Flask:
    """The small application."""
    return make_app()


@pytest.fixture(autouse=True)
def _own_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.add(
        Entry("pages.form", "Arbete", Permission.SEE_WORK, site="tenant", order=20),
        Entry("pages.parts", "Delar", Permission.SEE_WORK, site="tenant", order=10),
        Entry("pages.index", "Personal", Permission.MANAGE_STAFF, site="tenant"),
        Entry("pages.index", "Totaler", Permission.SEE_WORK, site="county"),
        Entry("gone.index", "Borta", Permission.SEE_WORK, site="tenant"),
        Entry("about.index", "Om MIA", None, site="tenant"),
    )


def menu(app: Flask, person: Person | None, path: str = "/", site: Site | None = None) -> list[str]:
    """The labels that `person` sees at `path`, the current one with a star."""
    with app.test_request_context(path), context.entered(Scope(site=site or Site("tenant", TENANT), person=person)):
        return [f"{link.label}{'*' * link.is_current}" for link in navigation.navigation()]


def test_a_person_sees_what_their_roles_open_in_order(app: Flask) -> None:
    assert menu(app, PERSON, "/nowhere") == ["Delar", "Arbete"]


def test_a_page_marks_the_entry_of_its_feature_or_of_one_that_covers_it(app: Flask) -> None:
    assert menu(app, PERSON, "/about/cookies") == ["Delar", "Arbete"]
    navigation.add(Entry("pages.form", "Arbete", Permission.SEE_WORK, site="tenant", order=20, covers=("others", "about")))
    assert menu(app, PERSON, "/about/cookies") == ["Delar", "Arbete*"]


def test_a_reader_sees_no_entry_of_staff_and_none_without_a_page(app: Flask) -> None:
    assert menu(app, None) == []


def test_entries_belong_to_one_kind_of_site(app: Flask) -> None:
    assert menu(app, PERSON, "/nowhere", Site("county")) == ["Totaler"]


def test_an_unknown_host_has_no_menu(app: Flask) -> None:
    with app.test_request_context("/"), context.entered(Scope(person=PERSON)):
        assert navigation.navigation() == []


@pytest.mark.parametrize(
    ("page", "total", "first", "last", "pages", "shown"),
    [
        (1, 0, 0, 0, 1, [1]),
        (1, 50, 1, 50, 1, [1]),
        (2, 51, 51, 51, 2, [1, 2]),
        (5, 1000, 201, 250, 20, [1, None, 4, 5, 6, None, 20]),
        (1, 300, 1, 50, 6, [1, 2, None, 6]),
    ],
)
def test_a_pager_counts_rows_and_pages(page: int, total: int, first: int, last: int, pages: int, shown: list[int | None]) -> None:
    pager = Pager(page, total)
    assert (pager.first, pager.last, pager.pages, pager.shown) == (first, last, pages, shown)


def test_filters_stay_from_page_to_page(app: Flask) -> None:
    with app.test_request_context("/parts?status=active&page=3"):
        assert Pager(3, 500).address(4) == "/parts?status=active&page=4"
        assert Pager(3, 500).address(1) == "/parts?status=active"


@pytest.mark.parametrize(
    ("query", "page"), [("", 1), ("page=7", 7), ("page=0", 1), ("page=-3", 1), ("page=x", 1), ("page=999999999", 1)]
)
def test_a_page_that_is_none_is_the_first(app: Flask, query: str, page: int) -> None:
    with app.test_request_context(f"/parts?{query}"):
        assert wanted_page() == page


@pytest.mark.parametrize(
    ("call", "markup"),
    [
        ('figure(301, "participants.started")', '<data value="301" data-figure="participants.started">301</data>'),
        ("figure(1903)", '<data value="1903">1\u00a0903</data>'),
        ('figure(88, "months.percent", percent=True)', '<data value="88" data-figure="months.percent">88\u00a0%</data>'),
        (
            'figure(none, "participants.ended")',
            (
                '<data value="" data-figure="participants.ended" data-suppressed="true">'
                '<span class="hidden-figure">färre än 5</span></data>'
            ),
        ),
    ],
)
def test_figures_are_marked_as_the_contract_says(app: Flask, call: str, markup: str) -> None:
    with app.test_request_context("/"), context.entered(Scope(language="sv")):
        shown = render_template_string('{% import "macros/figures.html" as f %}{{ f.' + call + " }}")
    assert shown == markup
