"""The county's pages of totals: every number of page, picture, alt text and table is one of the release's, and nothing else."""

import datetime as dt
import re
import uuid
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask

from core.reporting import county
from core.rollup.models import CubeFact, count_state_built
from core.rollup.reading import TablesRead, latest_tables
from core.web.jobs import render_county
from tenants.scope import scopes_of
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import PROJECT, House
from tests.integration.release_makers import put_months, put_release
from tests.integration.test_participant_pages import statements
from tests.integration.test_published_figures import counted

__all__ = ["counted"]

SVG = "{http://www.w3.org/2000/svg}"
NBSP = "\N{NO-BREAK SPACE}"
QUESTIONS = {
    "/totals/inflow": ("inflow", "party", "age", "municipality"),
    "/totals/time": ("wait", "length", "since", "insats"),
    "/totals/support": ("support", "activity", "goal_by_sex", "support_at_start", "activity_at_start"),
    "/totals/follow-up": ("follow_up",),
    "/totals/basis": ("missing",),
}
PAGES = (*QUESTIONS, "/totals", "/totals/sub-projects", "/totals/slides", "/totals/roslagen")


@pytest.fixture
def chief(counted: House, browser: OpenBrowser) -> Browser:
    """Who steers, with a full release to read."""
    put_release(counted)
    return browser(None, "programme_manager")


def read(app: Flask) -> TablesRead:
    with scopes_of(app).county():
        found = latest_tables(PROJECT)
    assert found is not None
    return found


DRAWN = {"inflow", "party", "age", "support", "targets"}
"""One chart of every make: drawing all of them takes a minute and tries nothing more."""


def draw(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the scheduler does: again while something is missing."""
    every = county._charts
    monkeypatch.setattr(county, "_charts", lambda project: [one for one in every(project) if one.name in DRAWN])
    with scopes_of(app).county():
        while county.county_lacks_pictures():
            render_county()
    monkeypatch.undo()


def parsed(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False)


def section(html: str, name: str) -> Element:
    found: Element = next(one for one in parsed(html).iter("section") if one.get("aria-labelledby") == name)
    return found


def numbers(element: Element) -> list[int]:
    """Every figure shown, in order; a hidden one is 0."""
    return [int(one.get("value") or 0) for one in element.iter("data")]


def test_table_picture_and_alt_text_say_the_numbers_of_the_release(
    app: Flask, chief: Browser, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one test, since drawing takes seconds."""
    assert chief.get("/totals/charts/party.png").status_code == 404, "nothing has been painted"
    draw(app, monkeypatch)
    _pictures_and_tables_agree(chief)
    _numbers_are_the_releases(read(app), chief.get("/totals/inflow").text)
    _pictures_can_be_saved(chief)
    assert browser(None, "communicator").get("/totals/charts/party.png").status_code == 404
    _english_is_english(chief)


def _pictures_and_tables_agree(chief: Browser) -> None:
    for path, names in QUESTIONS.items():
        page = chief.get(path).text
        for name in DRAWN.intersection(names):
            found = section(page, name)
            svgs = [one for one in found.iter(f"{SVG}svg") if one.get("role") == "img"]
            table = next(found.iter("table"))
            cells = [cell for row in table.iter("tr") for cell in row.iter("td")]
            shown = ["".join(cell.itertext()).strip().replace(" (", ", ").replace(")", "") for cell in cells]
            rows = [
                row for row in table.iter("tr") if list(row.iter("td")) and "".join(next(row.iter("th")).itertext()) != "Alla"
            ]
            of_rows = len(list(rows[0].iter("td"))) * len(rows)
            assert len(svgs) == 2, name
            for words in shown[:of_rows]:
                assert all(words in " ".join(svg.itertext()) for svg in svgs), (name, words)
                assert all(words in (svg.get("aria-label") or "") for svg in svgs), (name, words)


def _numbers_are_the_releases(told: TablesRead, page: str) -> None:
    party = section(page, "party")
    keys = told.categories("started_party", "party")
    expected = [told.value("started", party=key) for key in keys] + [told.value("started")]
    assert numbers(next(party.iter("table"))) == expected
    by_place, by_sex = list(party.iter("table"))[1:3]
    sexes = [told.value("started", party=key, sex=sex) for key in keys for sex in told.categories("started_party_sex", "sex")]
    assert numbers(by_sex) == sexes
    tenant = next(key for key in told.categories("started_party", "tenant"))
    row = [told.value("started", tenant=tenant), *(told.value("started", tenant=tenant, party=key) for key in keys)]
    assert row == numbers(by_place)[: len(row)] or row == numbers(by_place)[len(row) : 2 * len(row)]


def _pictures_can_be_saved(chief: Browser) -> None:
    saved = {path for page in PAGES for path in re.findall(r'href="(/totals/charts/[^"]+)"', chief.get(page).text)}
    assert len(saved) == len(DRAWN)
    assert any("of=roslagen" in path for path in saved) is False, "no month of it has been counted here"
    for path in ("/totals/charts/party.png", "/totals/charts/targets.png"):
        answer = chief.get(path)
        assert (path, answer.mimetype) == (path, "image/png")
        assert answer.data.startswith(b"\x89PNG")
        assert "public" not in answer.headers.get("Cache-Control", "")
    assert chief.get("/totals/charts/nothing.png").status_code == 404


def _english_is_english(chief: Browser) -> None:
    chief.follow(chief.get("/totals?lang=en"))
    page = chief.get("/totals/support").text
    assert "What did people live on before, and what after?" in page
    found = [one for one in section(page, "support").iter(f"{SVG}svg") if one.get("role") == "img"]
    assert len(found) == 2
    assert all("before" in (one.get("aria-label") or "") for one in found)
    assert all("före" not in "".join(one.itertext()) for one in found)


def test_nothing_is_shown_that_was_not_released(app: Flask, counted: House, chief: Browser) -> None:
    """The exact counts lie in the same database: 37 there, in no cell of the release and on no page."""
    with counted.operator.begin() as connection:
        fact = {"project_key": PROJECT, "month": dt.date(2022, 8, 1), "sex": "woman", "apart": False, "count": 37}
        rows = [("started_party", "kommun"), ("started_wait", "to_14"), ("ended_support", "ingen>lon"), ("missing", "exit")]
        tenant = {"tenant_id": counted.tenant_ids["roslagen"]}
        connection.execute(sa.insert(CubeFact), [tenant | fact | {"cube": cube, "key": key} for cube, key in rows])
    released = set(read(app).cells.values())
    for path in QUESTIONS:
        shown = set(numbers(parsed(chief.get(path).text)))
        assert shown <= released, path
        assert all(number % 5 == 0 for number in shown), path


def test_fewer_than_five_what_was_merged_and_what_stands_are_said_in_words(counted: House, browser: OpenBrowser) -> None:
    roslagen, hbs = (str(counted.tenant_ids[slug]) for slug in ("roslagen", "hbs"))
    put_release(counted, number=2)
    few = {"started|party=kommun": 0, f"started|party=kommun|tenant={hbs}": 0}
    merges = {"insats": {"cbt": "other", "course": "other"}, "wait": {"to_14": "other", "15_30": "other"}}
    put_release(counted, number=3, kept=[roslagen], merges=merges, wide=True, numbers=few)
    chief = browser(None, "programme_manager")
    page = chief.get("/totals/inflow").text
    hidden = [one for one in section(page, "party").iter("data") if one.get("data-suppressed") == "true"]
    assert len(hidden) >= 2
    assert {"".join(one.itertext()).strip() for one in hidden} == {"färre än 5"}
    assert all(one.get("value") == "" for one in hidden)
    assert "som den 15 sep. 2022" in page
    assert "mer än vanligt" in page
    time = chief.get("/totals/time").text
    assert "Övrigt: 14 dagar eller färre och 15–30 dagar" in time
    basis = chief.get("/totals/basis").text
    assert "Roslagen står som den 15 september 2022" in basis
    assert "Redovisas tillsammans: " in basis


def test_small_delprojekt_share_a_row_that_names_them(counted: House, browser: OpenBrowser) -> None:
    both = {str(counted.tenant_ids[slug]): "region" for slug in ("roslagen", "hbs")}
    put_release(counted, merges={"tenant": both})
    chief = browser(None, "programme_manager")
    page = chief.get("/totals/inflow").text
    together = [" ".join("".join(one.itertext()).split()) for one in parsed(page).iter("th")]
    assert sum(one.startswith("Redovisas tillsammans: ") and "Roslagen" in one for one in together) == 4
    assert "Redovisas tillsammans: " in chief.get("/totals/roslagen").text


def test_the_month_is_exact_and_another_can_be_chosen(counted: House, browser: OpenBrowser) -> None:
    months = {dt.date(2022, 7, 1): 4, dt.date(2022, 8, 1): 7, dt.date(2022, 9, 1): 3}
    put_months(counted, "roslagen", {dt.date(2020, 5, 1): 287} | months, {dt.date(2022, 8, 1): 5, dt.date(2022, 6, 1): 200})
    chief = browser(None, "programme_manager")
    august, july = month_row(chief, "/totals"), month_row(chief, "/totals?month=2022-07")
    assert august[1:4] == ["7", "5", "93"], "new, ended, active at its end, of the latest whole month"
    assert july[1:4] == ["4", "0", "91"]
    assert month_row(chief, "/totals?month=2031-13") == august
    assert august[4] == "34 föreplan 267", "301 started, against a straight line on 15 September"
    page = chief.get("/totals/roslagen").text
    assert "Kvartal" in page
    assert "Prognosen tar de 12 senaste hela månaderna" in page
    assert "Prognos, december 2022" in page, "in the table under the line as well"


def test_a_delprojekt_whose_schema_is_behind_says_since_when_it_stands(counted: House, browser: OpenBrowser) -> None:
    state = {"tenant_id": counted.tenant_ids["hbs"], "as_of": dt.datetime(2022, 9, 12, 8, tzinfo=dt.UTC), "behind": True}
    with counted.operator.begin() as connection:
        connection.execute(sa.insert(count_state_built).values(**state))
    chief = browser(None, "programme_manager")
    assert chief.get("/totals").text.count("står sedan 12 sep. 2022") == 1
    assert "Står sedan 12 september 2022: databasen väntar på en uppdatering" in chief.get("/totals/hbs").text
    assert chief.get("/totals/basis").text.count("databasen väntar på en uppdatering") == 1


def month_row(chief: Browser, path: str) -> list[str]:
    found = section(chief.get(path).text, "month")
    row = next(one for one in found.iter("tr") if "Roslagen" in "".join(one.itertext()))
    return [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td")]


def test_every_page_costs_twelve_statements_at_most(chief: Browser) -> None:
    for path in PAGES:
        chief.get(path)
        with statements() as sent:
            assert chief.get(path).status_code == 200
        assert len(sent) <= 12, (path, sent)


def test_before_the_first_release_pages_say_what_will_be_there(counted: House, browser: OpenBrowser) -> None:
    chief = browser(None, "programme_manager")
    for path in QUESTIONS:
        assert "Det finns ingen fullständig utgåva än." in chief.get(path).text
    assert chief.get("/totals/nobody").status_code == 404
    assert chief.get(f"/totals/{uuid.uuid4()}").status_code == 404
    assert browser(None, "communicator").get("/totals/inflow").status_code == 404
