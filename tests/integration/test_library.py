"""A publication is uploaded, published, found with its cover, saved as a file, and gone when it is taken down."""

import io
import re
from typing import Any

import pytest
import sqlalchemy as sa

from core.clock import today
from core.documents import make_pdf
from core.library.covers import cover_of
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.test_participant_pages import statements
from tests.integration.test_pdf_reading import saved, scanned

EDITORS = {"roslagen": "association_office", None: "communicator"}
TEXT = {"kind": "report", "title_sv": "Utvärdering av första året", "text_sv": "Vad som gick bra.", "year": "2022"}
LEAFLET = {
    "lang": "sv",
    "title": "MIA",
    "footer": "MIA",
    "eu": "Medfinansieras av Europeiska unionen",
    "lead": "Kom och prata.",
    "text": [],
    "who_heading": "Vem",
    "who": ["du"],
    "steps_heading": "Så",
    "steps": [["Ring", "oss"]],
    "contact_heading": "Kontakt",
    "contact": ["oss"],
}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return make_pdf("leaflet", LEAFLET)


def upload(content: bytes, name: str = "../Rapport <1>.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def write(editor: Browser, **changes: Any) -> str:
    """Save a draft; the address of its page."""
    answer = editor.submit("/content/publications/new", {**TEXT, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def carry(editor: Browser, page: str, shown: str) -> int:
    return editor.submit(page, {"shown": shown}, action=f"{page}/showing").status_code


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """Files and covers of a page."""
    return re.findall(r'href="([^"]*/library/files/[^"]+)"', text), re.findall(r'src="([^"]*/library/covers/[^"]+)"', text)


@pytest.mark.parametrize("slug", ["roslagen", None])
def test_a_publication_goes_from_the_editors_desk_to_the_reader_and_away_again(
    two_tenants: House, browser: OpenBrowser, pdf: bytes, slug: str | None
) -> None:
    editor, reader = browser(slug, EDITORS[slug]), browser(slug)
    page = write(editor, file=upload(pdf), language="sv")
    assert "Utvärdering" not in reader.get("/library").text
    assert "Utvärdering" in editor.get("/content/publications").text
    assert carry(editor, page, "yes") == 303
    added = editor.submit(page, {"language": "ar", "file": upload(pdf, "ar.pdf")}, action=f"{page}/files")
    assert added.status_code == 303
    swedish, english = reader.get("/library"), reader.get("/en/library")
    assert "Set-Cookie" not in swedish.headers
    assert ">Utvärdering av första året</h3>" in swedish.text
    assert '<span lang="ar" dir="rtl">العربية</span>' in swedish.text
    assert '<h3 class="h4 mb-1" lang="sv">Utvärdering av första året</h3>' in english.text
    assert f'hreflang="en" href="http://{reader.host}/en/library"' in swedish.text
    files, covers = addresses_in(swedish.text)
    assert (len(files), len(covers)) == (2, 1)
    got = reader.get(files[0])
    assert got.data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in got.data or b"/ObjStm" in got.data
    assert "uppläst" not in swedish.text
    assert "Går att få uppläst" in editor.get(page).text
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Rapport" in got.headers["Content-Disposition"]
    assert ".." not in got.headers["Content-Disposition"]
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert reader.get(covers[0]).data[8:12] == b"WEBP"
    assert browser("hbs").get(files[0]).status_code == 404
    assert carry(editor, page, "no") == 303
    for path in (files[0], covers[0]):
        assert reader.get(path).status_code == 404, path
    assert "Utvärdering" not in reader.get("/library").text


def test_a_new_file_takes_the_place_of_the_one_in_its_language(two_tenants: House, browser: OpenBrowser, pdf: bytes) -> None:
    editor, reader = browser("roslagen", EDITORS["roslagen"]), browser("roslagen")
    page = write(editor, kind="leaflet", file=upload(pdf), language="so", title_en="Leaflet")
    assert carry(editor, page, "yes") == 303
    (before,), _ = addresses_in(reader.get("/library").text)
    assert editor.submit(page, {"language": "so", "file": upload(pdf)}, action=f"{page}/files").status_code == 303
    (after,), _ = addresses_in(reader.get("/library").text)
    assert before != after
    with statements() as asked:
        offered = reader.get("/offers/kurs").text
    assert len(asked) <= 12
    beside = offered.partition("På andra språk")[2]
    assert f'href="{after}" hreflang="so"' in beside
    assert '<span lang="so">Soomaali</span>' in beside
    assert "In other languages" in reader.get("/en/offers/course").text
    assert "På andra språk" not in browser("hbs").get("/offers/kurs").text
    assert reader.get(before).status_code == 404
    shown = editor.get(page).text
    removal = re.search(r'action="([^"]+/files/[^"]+/delete)"', shown)
    assert removal
    last = editor.submit(page, {}, action=removal[1])
    assert last.status_code == 422
    assert "Ta ned den först" in last.text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title_sv": ""}, "Skriv rubriken på svenska"),
        ({"kind": "sermon"}, "Välj"),
        ({"year": "22"}, "fyra siffror"),
        ({"link": "ftp://example.org/x"}, "hela adressen"),
        ({"file": (io.BytesIO(b"<html>"), "x.pdf")}, "PDF"),
        ({"file": (io.BytesIO(b"%PDF-1.4 <script>x</script> %%EOF"), "x.pdf")}, "PDF"),
        ({"file": (io.BytesIO(b"\xff\xd8\xff"), "x.jpg")}, "PDF"),
        ({"language": "xx"}, "Välj"),
    ],
    ids=["no title", "no kind", "year", "a link elsewhere", "a page", "polyglot", "a picture", "language"],
)
def test_what_cannot_be_taken_is_said_and_kept(
    two_tenants: House, browser: OpenBrowser, changes: dict[str, Any], says: str
) -> None:
    typed = {**TEXT, "text_sv": "Det jag skrev", **changes}
    answer = browser("roslagen", EDITORS["roslagen"]).submit("/content/publications/new", typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Det jag skrev" in answer.text


def test_a_publication_without_file_or_link_is_not_shown(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITORS["roslagen"]), browser("roslagen")
    page = write(editor)
    refused = editor.submit(page, {"shown": "yes"}, action=f"{page}/showing")
    assert refused.status_code == 422
    assert "Lägg till en fil eller en länk" in refused.text
    tip = write(editor, kind="reading_tip", link="https://www.example.org/rapport", title_sv="Läs detta")
    assert carry(editor, tip, "yes") == 303
    assert 'href="https://www.example.org/rapport"' in reader.get("/library").text


def test_the_second_of_two_editors_sees_both(two_tenants: House, browser: OpenBrowser) -> None:
    first, second = browser("roslagen", EDITORS["roslagen"]), browser("roslagen", "subproject_manager")
    page = write(first)
    assert first.submit(f"{page}/edit", {"title_sv": "Först"}).status_code == 303
    late = second.submit(f"{page}/edit", {"title_sv": "Sist", "version": "1"})
    assert late.status_code == 409
    assert "Först" in late.text
    assert "Sist" in late.text


def test_a_damaged_pdf_is_refused_in_words_and_one_that_cannot_be_drawn_has_no_cover(
    two_tenants: House, browser: OpenBrowser
) -> None:
    nothing = b"%PDF-1.4\nnothing of a PDF\n%%EOF"
    answer = browser("roslagen", EDITORS["roslagen"]).submit("/content/publications/new", {**TEXT, "file": upload(nothing)})
    assert answer.status_code == 422
    assert "Filen är skadad eller ingen pdf." in answer.text
    assert cover_of(nothing) is None


@pytest.mark.parametrize("slug", ["roslagen", None])
def test_editor_and_reader_are_told_what_cannot_be_read_aloud(two_tenants: House, browser: OpenBrowser, slug: str | None) -> None:
    editor, reader = browser(slug, EDITORS[slug]), browser(slug)
    page = write(editor, file=upload(saved(scanned())), language="sv")
    hint = editor.get(page).text
    assert "Svår att få uppläst" in hint
    assert "inte genom att skanna en utskrift" in hint
    assert carry(editor, page, "yes") == 303
    told = reader.get("/library").text
    assert "En skannad bild som inte går att få uppläst." in told
    (ask,) = re.findall(r'<a href="([^"]+)">Be oss om texten', told)
    assert reader.get(ask.partition("#")[0]).status_code == 200
    assert f'id="{ask.partition("#")[2]}"' in reader.get(ask.partition("#")[0]).text
    assert "A scanned picture that cannot be read aloud." in reader.get("/en/library").text


@pytest.mark.parametrize("role", ["case_worker", "party_representative.fk", "referrer", "log_reviewer", "tenant_admin"])
def test_nobody_else_edits(two_tenants: House, browser: OpenBrowser, role: str) -> None:
    page = write(browser("roslagen", EDITORS["roslagen"]))
    other = browser("roslagen", role)
    for path in ("/content/publications", "/content/publications/new", page, f"{page}/edit"):
        assert other.get(path).status_code == 404, path


def test_the_list_asks_the_same_of_the_database_however_long_it_is(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITORS["roslagen"]), browser("roslagen")
    counted = []
    for number in (1, 4):
        for one in range(number):
            page = write(editor, title_sv=f"Rapport {number}-{one}", link="https://www.example.org", year=str(today().year))
            assert carry(editor, page, "yes") == 303
        with statements() as asked:
            reader.get("/library")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6


def test_the_public_role_reads_no_stored_file(two_tenants: House) -> None:
    schema = two_tenants.schemas["roslagen"]
    asked = sa.text("SELECT has_table_privilege(:role, :table, 'SELECT')")
    with two_tenants.operator.connect() as connection:
        for table in ("publication", "publication_file", "dated_fact", "site_contact", "site_text"):
            allowed = connection.scalar(asked, {"role": f"{schema}_public", "table": f"{schema}.{table}"})
            assert allowed is False, table
