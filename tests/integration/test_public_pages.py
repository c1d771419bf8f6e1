"""The public pages beside the start page: an insats with its leaflet, a project's record, the small page for other sites."""

import io
import re
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from PIL import Image

from core.interventions.models import Intervention
from core.projects.models import Project
from tests.conftest import OpenBrowser
from tests.house import PROJECT, House


def write_texts(house: House, *, sv: str = "", en: str = "") -> None:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        texts = {"text_sv": sv, "text_en": en}
        connection.execute(sa.update(Intervention).where(Intervention.name_sv == "Kurs").values(texts))


def test_an_insats_has_an_address_of_its_own_in_each_language(two_tenants: House, browser: OpenBrowser) -> None:
    reader = browser("roslagen")
    swedish = reader.get("/offers/kurs")
    assert "<h1>Kurs</h1>" in swedish.text
    assert 'hreflang="en" href="http://roslagen.localhost/en/offers/course"' in swedish.text
    assert "<h1>Course</h1>" in reader.get("/en/offers/course").text
    assert reader.get("/en/offers/kurs").headers["Location"] == "/en/offers/course"
    assert reader.get("/offers/course").headers["Location"] == "/offers/kurs"
    assert 'href="/offers/kurs"' in reader.get("/").text


def test_a_text_that_is_not_translated_says_so_and_tells_its_language(two_tenants: House, browser: OpenBrowser) -> None:
    write_texts(two_tenants, sv="## Dagarna\n\nVi *ses* i grupp. <script>alert(1)</script>")
    reader = browser("roslagen")
    swedish, english = reader.get("/offers/kurs").text, reader.get("/en/offers/course").text
    assert '<h2 id="dagarna">Dagarna</h2>' in swedish
    assert "<em>ses</em>" in swedish
    assert "&lt;script&gt;" in swedish
    assert "This text has not been translated yet." in english
    assert 'lang="sv"' in english
    assert "Dagarna" in english


@pytest.mark.parametrize("path", ["/offers/finns-inte", "/offers/finns-inte.pdf", "/offers/..%2Fkurs", "/offers/" + "a" * 200])
def test_what_is_not_offered_has_no_page(two_tenants: House, browser: OpenBrowser, path: str) -> None:
    assert browser("roslagen").get(path).status_code == 404


def test_the_leaflet_is_a_tagged_paper_in_the_language_of_its_address(two_tenants: House, browser: OpenBrowser) -> None:
    write_texts(two_tenants, sv="Vi ses i grupp.")
    reader = browser("roslagen")
    swedish, english = reader.get("/offers/kurs.pdf"), reader.get("/en/offers/course.pdf")
    for paper in (swedish, english):
        assert paper.status_code == 200
        assert paper.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in paper.data
        assert "Set-Cookie" not in paper.headers
    assert b"/Lang (sv)" in swedish.data or b"(sv)" in swedish.data
    assert swedish.data != english.data
    assert reader.get("/offers/kurs.pdf").data == swedish.data


def test_a_record_leaves_out_what_nobody_knows(two_tenants: House, browser: OpenBrowser) -> None:
    reader = browser(None)
    bare = reader.get(f"/projects/{PROJECT}").text
    assert "1 900" in bare.replace("\N{NO-BREAK SPACE}", " ")
    for missing in ("Diarienummer", "Beviljat", "Andel av budgeten", "Programområde"):
        assert missing not in bare
    with two_tenants.operator.begin() as connection:
        known = {"granted_esf_sek": 91_752_514, "total_budget_sek": 136_883_875, "record": {"programme_area": "2"}}
        connection.execute(sa.update(Project).values(known))
    told = reader.get(f"/en/projects/{PROJECT}").text
    assert "67.0%" in told
    assert "SEK 91,752,514" in told
    assert "Programme area" in told
    assert reader.get("/projects/finns-inte").status_code == 404
    assert browser("roslagen").get(f"/projects/{PROJECT}").status_code == 404


def test_the_box_may_be_framed_anywhere_and_holds_nothing_that_runs(two_tenants: House, browser: OpenBrowser) -> None:
    for slug in (None, "roslagen"):
        answer = browser(slug).get("/embed")
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.text
        assert 'data-figure="months.elapsed"' in answer.text
    for path in ("/", "/embed/how-to", "/sign-in", "/offers/kurs"):
        assert "frame-ancestors 'none'" in browser("roslagen").get(path).headers["Content-Security-Policy"], path


def test_a_signed_in_reader_cannot_be_framed(two_tenants: House, browser: OpenBrowser) -> None:
    answer = browser("roslagen", "case_worker").get("/embed")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_search_engines_find_every_page_in_both_languages(two_tenants: House, browser: OpenBrowser) -> None:
    for slug, own in ((None, f"/projects/{PROJECT}"), ("roslagen", "/offers/kurs")):
        reader = browser(slug)
        found = ElementTree.fromstring(reader.get("/sitemap.xml").text)  # noqa: S314 - our own answer
        places = [str(place.text) for place in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        paths = ["/" + place.split("/", 3)[3] for place in places]
        assert own in paths
        assert len(paths) == len(set(paths))
        for path in paths:
            assert reader.get(path).status_code == 200, path
        robots = reader.get("/robots.txt").text
        assert f"Sitemap: {places[0].removesuffix('/')}/sitemap.xml" in robots
        closed = [line.removeprefix("Disallow: ") for line in robots.splitlines() if line.startswith("Disallow: ")]
        assert "/en/sign-in" in closed
        ways = [path for path in paths if any(f"{path}$".startswith(one) for one in closed)]
        assert not ways, "what is to be found is closed"


def test_a_shared_link_brings_the_sites_own_picture_along(two_tenants: House, browser: OpenBrowser) -> None:
    cards = {}
    for slug, root in ((None, ""), ("roslagen", ""), ("hbs", ""), ("roslagen", "/en")):
        reader = browser(slug)
        said = re.search(r'<meta property="og:image" content="([^"]+)">', reader.get(f"{root}/how-we-count").text)
        assert said
        assert said[1].endswith(f"{root}/card.png")
        assert said[1].startswith("http")
        card = reader.get(f"{root}/card.png")
        with Image.open(io.BytesIO(card.data)) as drawn:
            assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
        assert "max-age=3600" in card.headers["Cache-Control"]
        assert "Set-Cookie" not in card.headers
        cards[slug, root] = card.data
    assert len(set(cards.values())) == 4, "each site in its colour and each language in its words"


@pytest.mark.parametrize("slug", [None, "roslagen"])
def test_an_address_that_leads_nowhere_leads_on(two_tenants: House, browser: OpenBrowser, slug: str | None) -> None:
    reader = browser(slug)
    for root, says in (("", "Var bor jag?"), ("/en", "Where do I live?")):
        lost = reader.get(f"{root}/finns-inte")
        assert lost.status_code == 404
        assert f'action="{root}/news"' in lost.text
        there = re.search(rf'href="([^"]+)#municipalities">{re.escape(says)}', lost.text)
        assert there
        assert 'id="municipalities"' in browser(None).get(re.sub("^https?://[^/]+", "", there[1]) or "/").text
        for way in (f"{root}/library", f"{root}/news", f"{root}/"):
            assert f'href="{way}"' in lost.text
            assert reader.get(way).status_code == 200
    signed_in = browser("roslagen", "case_worker").get("/finns-inte")
    assert "Var bor jag?" not in signed_in.text


def test_the_icon_has_the_colour_of_its_site(two_tenants: House, browser: OpenBrowser) -> None:
    icons = {browser(slug).get("/icon.svg").text for slug in (None, "roslagen", "hbs")}
    assert len(icons) >= 2
    assert all(icon.startswith("<svg") for icon in icons)


@pytest.mark.parametrize("path", ["/", "/news", "/how-we-count", "/results", "/library", "/voices", "/offers/kurs"])
def test_every_page_says_before_it_begins_who_pays_and_at_its_end_who_runs_it(
    two_tenants: House, browser: OpenBrowser, path: str
) -> None:
    page = browser("roslagen").get(path).text
    assert 'class="eu mb-0"' in page.partition("<h2")[0]
    assert "Drivs av Samordningsförbundet Roslagen" in page.partition("<footer")[2]
    assert "\u00ad" not in page.partition("<body")[0]
