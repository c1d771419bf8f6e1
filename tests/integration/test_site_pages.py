"""Pages for participants, in easy read too, and for case officers; results with dated facts; contacts; whose money it is."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from core.participants.models import Subproject, SubprojectMunicipality
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.test_participant_pages import statements

OFFICE = "association_office"
FACT = {
    "happened_on": "2018-03-31",
    "text_sv": "220 deltagare hade börjat under det första året.",
    "text_en": "220 participants had begun in the first year.",
    "source_sv": "Delprojektets webbplats",
}
CONTACT = {"role_sv": "Delprojektledare", "role_en": "Sub-project manager", "phone": "08-123 45 67"}


def send(editor: Browser, path: str, values: dict[str, str]) -> int:
    return editor.submit(path, values).status_code


@pytest.mark.parametrize("path", ["/take-part", "/take-part/easy-read", "/case-officers", "/results"])
def test_a_page_stands_in_both_languages_with_the_mark_of_the_fund_and_asks_little(
    two_tenants: House, browser: OpenBrowser, path: str
) -> None:
    reader = browser("roslagen")
    for address in (path, f"/en{path}"):
        with statements() as asked:
            page = reader.get(address)
        assert page.status_code == 200
        assert len(asked) <= 12
        assert len(page.data) < 60_000
        assert f'hreflang="sv" href="http://roslagen.localhost{path}"' in page.text
        assert f'hreflang="en" href="http://roslagen.localhost/en{path}"' in page.text
        assert "Set-Cookie" not in page.headers
        assert 'class="eu mb-0"' in page.text.partition("<h2")[0]
    assert browser(None).get(path).status_code == (200 if path == "/results" else 404)


def test_easy_read_is_one_step_from_the_page_and_in_short_sentences(two_tenants: House, browser: OpenBrowser) -> None:
    reader = browser("roslagen")
    assert 'href="/take-part/easy-read"' in reader.get("/take-part").text.partition("<h2")[0]
    assert 'href="/take-part/easy-read"' in reader.get("/").text
    for address, begins in (("/take-part/easy-read", "MIA hjälper dig"), ("/en/take-part/easy-read", "MIA helps people")):
        own = reader.get(address).text.partition('class="easy')[2].partition("</main>")[0]
        assert begins in own
        words = [len(re.sub(r"<[^>]+>", " ", part).split()) for part in re.findall(r"<p>(.*?)</p>", own)]
        assert max(words) <= 18


def test_what_the_delprojekt_writes_takes_the_place_of_ours_and_says_where_it_is_not_translated(
    two_tenants: House, browser: OpenBrowser
) -> None:
    editor, reader = browser("roslagen", OFFICE), browser("roslagen")
    ours = "Det här får du"
    assert ours in reader.get("/take-part").text
    assert send(editor, "/content/site/texts/participants", {"body_sv": "## Hos oss\n\n<script>x</script> Vi **fikar**."}) == 303
    swedish, english = reader.get("/take-part").text, reader.get("/en/take-part").text
    assert "<strong>fikar</strong>" in swedish
    assert "<script>x" not in swedish
    assert ours not in swedish
    assert "This is what you get" in english
    assert 'href="/take-part" hreflang="sv"' in english
    assert "fikar" not in browser("hbs").get("/take-part").text
    stale = editor.submit("/content/site/texts/participants", {"body_sv": "Annat", "version_sv": "0"})
    assert stale.status_code == 409
    assert "fikar" in stale.text
    assert "Annat" in stale.text
    assert send(editor, "/content/site/texts/participants", {"body_sv": ""}) == 303
    assert ours in reader.get("/take-part").text
    assert editor.get("/content/site/texts/support").status_code == 404


@pytest.mark.parametrize(("slug", "role"), [("roslagen", OFFICE), (None, "communicator")])
def test_a_fact_stands_with_its_day_and_source_until_it_is_hidden(
    two_tenants: House, browser: OpenBrowser, slug: str | None, role: str
) -> None:
    editor, reader = browser(slug, role), browser(slug)
    assert send(editor, "/content/site/facts/new", FACT) == 303
    swedish, english = reader.get("/results").text, reader.get("/en/results").text
    assert '<time datetime="2018-03-31">31 mars 2018</time>' in swedish
    assert FACT["text_sv"] in swedish
    assert FACT["text_en"] in english
    assert '<span lang="sv">Delprojektets webbplats</span>' in english
    edit = re.search(r'href="(/content/site/facts/[0-9a-f-]+)"', editor.get("/content/site").text)
    assert edit
    form = {"shown": ""}
    assert send(editor, edit[1], form) == 303
    assert FACT["text_sv"] not in reader.get("/results").text
    for wrong in ({"happened_on": ""}, {"source_sv": ""}, {"link": "ftp://x"}):
        assert send(editor, "/content/site/facts/new", {**FACT, **wrong}) == 422


def test_the_figures_of_the_results_are_those_of_the_start_page(two_tenants: House, browser: OpenBrowser) -> None:
    reader = browser("roslagen")
    figures = re.compile(r'<data value="([^"]*)"[^>]* data-figure="(participants\.started|outcomes[^"]+)"')
    start = {name: value for value, name in figures.findall(reader.get("/").text)}
    assert {name: value for value, name in figures.findall(reader.get("/results").text)} == start


def test_contacts_stand_by_role_and_acting_is_said(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", OFFICE), browser("roslagen")
    assert send(editor, "/content/site/contacts/new", {**CONTACT, "is_acting": "y"}) == 303
    for path in ("/", "/take-part", "/case-officers"):
        assert "Delprojektledare" in reader.get(path).text, path
        assert "(tf.)" in reader.get(path).text, path
        assert 'href="tel:08-1234567"' in reader.get(path).text, path
        assert "Sub-project manager" in reader.get(f"/en{path}").text, path
        assert "(acting)" in reader.get(f"/en{path}").text, path
    assert "Delprojektledare" not in browser("hbs").get("/take-part").text
    assert send(editor, "/content/site/contacts/new", {**CONTACT, "role_sv": ""}) == 422


def test_the_brochure_says_what_the_page_says_as_a_tagged_paper(two_tenants: House, browser: OpenBrowser) -> None:
    reader = browser("roslagen")
    swedish, english = reader.get("/case-officers/brochure.pdf"), reader.get("/en/case-officers/brochure.pdf")
    for paper in (swedish, english):
        assert paper.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in paper.data
        assert paper.headers["Content-Disposition"].startswith("attachment")
    assert swedish.data != english.data
    assert 'href="/case-officers/brochure.pdf"' in reader.get("/case-officers").text


def test_who_pays_is_told_with_the_day_the_fund_ends(two_tenants: House, browser: OpenBrowser) -> None:
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        ends = connection.scalar(sa.select(sa.func.max(Subproject.ends_on)))
        assert ends
        connection.execute(sa.update(Subproject).values(esf_ends_on=ends - dt.timedelta(days=100)))
    told = browser("roslagen").get("/case-officers").text
    assert "Europeiska socialfonden och förbundet" in told
    assert "Förbundets egna pengar" in told


def test_every_municipality_leads_to_its_delprojekt(two_tenants: House, browser: OpenBrowser) -> None:
    whole = browser(None).get("/").text
    page = whole.partition('class="towns"')[2].partition("</ul>")[0]
    assert page.count("<li>") >= 2
    assert "roslagen" in page


def test_the_map_says_the_same_as_the_list_and_not_by_colour_alone(two_tenants: House, browser: OpenBrowser) -> None:
    whole = browser(None).get("/?municipality=Täby").text
    drawn = whole.partition('class="town-map"')[2].partition("</figure>")[0]
    listed = whole.partition('class="towns"')[2].partition("</ul>")[0]
    mapped = re.findall(r'href="([^"]+)"[^>]*><span class="town-number"[^>]*>(\d)</span><span lang="sv">([^<]+)</span>', drawn)
    wanted = re.findall(r'<b>([^<]+)</b> <a [^>]*href="([^"]+)"><span class="town-number"[^>]*>(\d)<', listed)
    assert {(name.replace("\N{SOFT HYPHEN}", ""), at, number) for at, number, name in mapped} == set(wanted)
    assert len(wanted) > 2
    assert drawn.count('aria-current="location"') == 1
    assert "style=" not in drawn


@pytest.mark.parametrize("asked", ["Täby", "taby", "TÄBY ", "täb"])
def test_a_municipality_is_found_however_it_is_written(two_tenants: House, browser: OpenBrowser, asked: str) -> None:
    found = browser(None).get("/", query_string={"municipality": asked}).text
    assert "Bor du i Täby är ditt delprojekt" in found
    nobody = browser(None).get("/", query_string={"municipality": "Visby <b>"}).text
    assert "Ingen kommun med det namnet är med." in nobody


def test_the_county_tells_what_the_project_helps_with(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser(None, "communicator"), browser(None)
    with statements() as asked:
        page = reader.get("/support")
    assert len(asked) <= 12
    assert "Ett sätt att arbeta" in page.text
    assert "A way to work" in reader.get("/en/support").text
    assert send(editor, "/content/site/texts/support", {"body_en": "Written here."}) == 303
    assert "Written here." in reader.get("/en/support").text
    assert browser("roslagen").get("/support").status_code == 404


def test_search_engines_find_them_all(two_tenants: House, browser: OpenBrowser) -> None:
    wanted = {
        "roslagen": {"/take-part", "/take-part/easy-read", "/case-officers", "/results", "/library", "/news", "/apply"},
        None: {"/results", "/library", "/support", "/news"},
    }
    for slug, paths in wanted.items():
        found = ElementTree.fromstring(browser(slug).get("/sitemap.xml").text)  # noqa: S314 - our own answer
        places = {str(place.text) for place in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        bare = {re.sub(r"^https?://[^/]+", "", place) for place in places}
        assert paths | {f"/en{path}" for path in paths} <= bare


@pytest.mark.parametrize("role", ["case_worker", "party_representative.fk", "referrer", "log_reviewer", "tenant_admin"])
def test_nobody_else_edits(two_tenants: House, browser: OpenBrowser, role: str) -> None:
    other = browser("roslagen", role)
    for path in ("/content/site", "/content/site/facts/new", "/content/site/contacts/new", "/content/site/texts/participants"):
        assert other.get(path).status_code == 404, path


def test_a_new_municipality_is_told_as_news_from_words_that_stand_there(two_tenants: House, browser: OpenBrowser) -> None:
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        joined = {"name": "Vaxholm", "joined_on": dt.date(2022, 9, 1)}
        code = sa.select(sa.func.max(SubprojectMunicipality.code)).scalar_subquery()
        connection.execute(sa.update(SubprojectMunicipality).where(SubprojectMunicipality.code == code).values(joined))
    editor, reader = browser("roslagen", OFFICE), browser("roslagen")
    assert 'href="/content/new?kind=opening"' in editor.get("/content").text
    assert 'value="MIA opens in Vaxholm"' in editor.get("/content/new?kind=opening").text
    saved = editor.submit("/content/new?kind=opening", {}, action="/content/new")
    assert saved.status_code == 303, saved.text
    page = str(saved.headers["Location"])
    assert editor.submit(page, {"deed": "publish"}, action=f"{page}/deed").status_code == 303
    assert "MIA öppnar i Vaxholm" in reader.get("/news?kind=opening").text
    assert "Ny kommun" in reader.get("/news/mia-oppnar-i-vaxholm").text
    assert reader.get("/en/news/mia-opens-in-vaxholm").status_code == 200


def test_the_day_the_fund_ends_is_a_setting(two_tenants: House, browser: OpenBrowser) -> None:
    manager = browser("roslagen", "subproject_manager")
    assert "Europeiska socialfonden" not in browser("roslagen").get("/case-officers").text
    assert manager.submit("/settings", {"esf_ends_on": "2022-10-31"}).status_code == 303
    assert 'value="2022-10-31"' in manager.get("/settings").text
    assert "oktober 2022" in browser("roslagen").get("/case-officers").text
    refused = manager.submit("/settings", {"esf_ends_on": "1999-01-01"})
    assert refused.status_code == 422
    assert "inom delprojektets tid" in refused.text
