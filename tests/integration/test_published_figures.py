"""The same figure on the public page, in progress.json and on /totals; nothing hidden leaks; nothing public sets a cookie."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import sqlalchemy as sa

from core.db import new_id
from core.rollup.models import COUNTY, ReleaseCellMade, ReleaseMade, headline_built
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import PROJECT, House

NOW = dt.datetime(2022, 9, 15, 10, 0, tzinfo=dt.UTC)
PUBLIC_PATHS = ("/", "/en/", "/how-we-count", "/en/how-we-count", "/progress.json")
KEPT = ("public, max-age=60", "public, max-age=0, stale-while-revalidate=60")
"""Start pages are made anew for each test (MIA_PUBLIC_SECONDS); tests/integration/test_shared_pages.py keeps them."""
PROGRESS = [
    "months.elapsed",
    "months.total",
    "months.percent",
    "participants.started",
    "participants.target",
    "participants.percent",
    "participants.active",
    "participants.ended",
]
GOALS = ["outcomes.work_or_studies.percent", "outcomes.regular_measures.percent"]


@pytest.fixture
def counted(two_tenants: House) -> House:
    """Headlines of both tenants and a release in which HBS's outcomes are hidden."""
    rows = [("roslagen", 301, 96, 205, 300, dt.date(2020, 5, 1)), ("hbs", 12, 8, 4, 350, dt.date(2020, 6, 1))]
    with two_tenants.operator.begin() as connection:
        for slug, started, active, ended, target, starts_on in rows:
            connection.execute(
                sa.insert(headline_built).values(
                    tenant_id=two_tenants.tenant_ids[slug],
                    project_key=PROJECT,
                    starts_on=starts_on,
                    ends_on=dt.date(2022, 12, 31),
                    target=target,
                    target_is_example=slug == "hbs",
                    started=started,
                    active=active,
                    ended=ended,
                    as_of=NOW,
                )
            )
        _release(connection, two_tenants)
    return two_tenants


def _release(connection: sa.Connection, house: House) -> None:
    release = new_id()
    connection.execute(
        sa.insert(ReleaseMade).values(id=release, project_key=PROJECT, number=1, provisional=True, made_at=NOW, as_of=NOW.date())
    )
    roslagen = {"started_women": 174, "started_men": 127, "work_or_studies": 41, "regular_measures": 59}
    roslagen |= {"work_or_studies_percent": 20, "regular_measures_percent": 29}
    rows: list[tuple[uuid.UUID, str, int | None]] = []
    for figure, value in roslagen.items():
        rows += [(house.tenant_ids["roslagen"], figure, value), (house.tenant_ids["hbs"], figure, None)]
        rows.append((COUNTY, figure, None))
    connection.execute(
        sa.insert(ReleaseCellMade),
        [
            {
                "release_id": release,
                "tenant_id": tenant,
                "figure": figure,
                "value": value,
                "suppressed": value is None,
                "counted_on": NOW.date(),
            }
            for tenant, figure, value in rows
        ],
    )


def _figures_in(html: str, tenant: str | None = None) -> dict[str, str]:
    """data-figure → value, the first of each name: in the whole page, or in the row of a tenant."""
    root: Any = html5lib.parse(html, namespaceHTMLElements=False)
    if tenant:
        root = next(row for row in root.iter("tr") if row.get("data-tenant") == tenant)
    found: dict[str, str] = {}
    for figure in _data(root):
        found.setdefault(figure.get("data-figure", ""), figure.get("value", ""))
    return found


def _data(root: Element) -> Iterator[Element]:
    return (element for element in root.iter("data") if element.get("data-figure"))


def _json(browser: Browser) -> dict[str, Any]:
    return dict(json.loads(browser.get("/progress.json").text))


@pytest.mark.parametrize("slug", ["roslagen", None])
def test_nothing_public_sets_a_cookie_and_everything_may_be_kept_for_a_while(
    counted: House, browser: OpenBrowser, slug: str | None
) -> None:
    reader = browser(slug)
    for path in PUBLIC_PATHS:
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers["Cache-Control"] in KEPT, path
        assert answer.headers["ETag"], path


def test_roslagens_page_says_what_roslagen_published(counted: House, browser: OpenBrowser) -> None:
    page = browser("roslagen").get("/")
    expected = dict(zip(PROGRESS, ["28", "32", "88", "301", "300", "100", "96", "205"], strict=True))
    assert _figures_in(page.text) == expected | dict(zip(GOALS, ["20", "29"], strict=True))
    assert "88\N{NO-BREAK SPACE}%" in page.text
    assert "mellan 16 och 64 år" in page.text


def test_the_page_and_the_json_say_the_same(counted: House, browser: OpenBrowser) -> None:
    for slug in ("roslagen", "hbs", None):
        shown = _figures_in(browser(slug).get("/").text)
        record = _json(browser(slug))
        told = {name: "" if value is None else str(value) for name, value in record["figures"].items()}
        assert shown.items() <= told.items(), slug
        assert set(shown) >= set(PROGRESS), slug


def test_totals_say_the_same_as_the_public_pages(counted: House, browser: OpenBrowser) -> None:
    totals = browser(None, "programme_manager").get("/totals").text
    for slug in ("roslagen", "hbs"):
        row, record = _figures_in(totals, slug), _json(browser(slug))
        for name in ("participants.started", "participants.target", "participants.active", "participants.ended", *GOALS):
            value = record["figures"][name]
            assert row.get(name, "") == ("" if value is None else str(value)), (slug, name)
    everything = _figures_in(totals, "all")
    assert everything["participants.started"] == "313"
    assert everything["participants.target"] == "1900"


def test_the_countys_json_lists_its_delprojekt(counted: House, browser: OpenBrowser) -> None:
    record = _json(browser(None))
    assert record["slug"] == "all"
    assert [record["figures"][name] for name in PROGRESS[:2]] == [27, 28]
    assert {row["slug"]: row["figures"]["participants.started"] for row in record["delprojekt"]} == {
        "roslagen": 301,
        "hbs": 12,
    }


def test_a_hidden_figure_carries_no_value_anywhere(counted: House, browser: OpenBrowser) -> None:
    totals = browser(None, "programme_manager").get("/totals").text
    root: Any = html5lib.parse(totals, namespaceHTMLElements=False)
    row = next(found for found in root.iter("tr") if found.get("data-tenant") == "hbs")
    hidden = [figure for figure in _data(row) if figure.get("data-suppressed") == "true"]
    names = {figure.get("data-figure") for figure in hidden}
    assert names >= {"participants.women", "participants.men", "outcomes.work_or_studies.count"}
    for figure in hidden:
        assert figure.get("value") == ""
        assert "".join(figure.itertext()).strip() == "färre än 5"
    assert "Färre än 5:" in totals
    record = _json(browser("hbs"))
    assert record["figures"]["outcomes.work_or_studies.percent"] is None
    assert record["suppressed"] == GOALS


def test_the_json_is_open_to_scripts_and_answers_304(counted: House, browser: OpenBrowser) -> None:
    reader = browser("roslagen")
    first = reader.get("/progress.json")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = reader.get("/progress.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_an_unknown_project_does_not_exist(counted: House, browser: OpenBrowser) -> None:
    for path in ("/?project=mia", "/progress.json?project=mia", "/?project=%00", "/how-we-count?project=nothing"):
        assert browser("roslagen").get(path).status_code == 404, path
        assert browser(None).get(path).status_code == 404, path


def test_english_pages_are_english_and_lead_to_english_pages(counted: House, browser: OpenBrowser) -> None:
    county = browser(None).get("/en/").text
    assert 'lang="en"' in county
    assert 'href="http://roslagen.localhost/en/"' in county
    assert "88%" in browser("roslagen").get("/en/").text


def test_only_those_who_steer_see_the_totals(counted: House, browser: OpenBrowser) -> None:
    assert browser(None).get("/totals").status_code in (302, 401)
    for role in ("communicator", "platform_admin"):
        assert browser(None, role).get("/totals").status_code == 404, role
    for role in ("programme_manager", "programme_controller"):
        assert browser(None, role).get("/totals").status_code == 200, role
    assert browser("roslagen", "subproject_manager").get("/totals").status_code == 404
    assert browser("roslagen", "case_worker").get("/figures").status_code == 404


def test_before_anything_is_counted_the_pages_say_so(two_tenants: House, browser: OpenBrowser) -> None:
    assert "ingen uppgift" in browser("roslagen").get("/").text
    totals = browser(None, "programme_manager").get("/totals").text
    assert "Det finns ingen utgåva ännu." in totals
    assert _json(browser("roslagen"))["figures"]["participants.started"] is None


def test_own_figures_are_live_and_open_to_the_office(two_tenants: House, browser: OpenBrowser) -> None:
    for role in ("subproject_manager", "association_office"):
        shown = _figures_in(browser("roslagen", role).get("/figures").text)
        assert shown["participants.started"] == "0"
        assert shown["months.elapsed"] == "28"
