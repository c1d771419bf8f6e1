"""News and stories: written, read, published at a time, found, and gone from everywhere when the consent is withdrawn."""

import datetime as dt
import io
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from core import clock
from core.publishing.models import Article, ArticleText, ArticleVersion
from tests.browsing import find_form
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, TEXT, carry, picture_file, write


def test_news_is_seen_by_readers_once_it_is_published_and_not_before(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor)
    assert "Öppet hus" not in reader.get("/news").text
    assert reader.get("/news/oppet-hus-pa-mandag").status_code == 404
    assert carry(editor, page, "ask") == 303
    assert reader.get("/news/oppet-hus-pa-mandag").status_code == 404
    assert carry(editor, page, "publish") == 303
    shown = reader.get("/news/oppet-hus-pa-mandag")
    assert "<strong>bjuder</strong>" in shown.text
    assert "Set-Cookie" not in shown.headers
    assert "/news/oppet-hus-pa-mandag" in reader.get("/news").text
    assert browser("hbs").get("/news/oppet-hus-pa-mandag").status_code == 404
    assert browser(None).get("/news/oppet-hus-pa-mandag").status_code == 404
    assert carry(editor, page, "take_down") == 303
    assert reader.get("/news/oppet-hus-pa-mandag").status_code == 404


def test_what_is_published_for_a_later_day_waits_for_it(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    page = write(editor)
    later = clock.today() + dt.timedelta(days=3)
    assert carry(editor, page, "publish", day=later.isoformat(), hour="8") == 303
    assert reader.get("/news/oppet-hus-pa-mandag").status_code == 404
    assert "Öppet hus" not in reader.get("/news/feed.xml").text


def test_a_text_in_both_languages_has_two_addresses_and_one_in_swedish_says_so(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    both = write(editor, title_en="Open house", lead_en="Come along.", body_en="Coffee.")
    one = write(editor, title_sv="Bara svenska")
    assert carry(editor, both, "publish") == carry(editor, one, "publish") == 303
    assert 'hreflang="en" href="http://roslagen.localhost/en/news/open-house"' in reader.get("/news/oppet-hus-pa-mandag").text
    assert reader.get("/en/news/oppet-hus-pa-mandag").headers["Location"] == "/en/news/open-house"
    assert "Come along." in reader.get("/en/news").text
    untranslated = reader.get("/en/news/bara-svenska").text
    assert "This text has not been translated yet." in untranslated
    assert '<h1 lang="sv">Bara svenska</h1>' in untranslated


def test_a_picture_is_drawn_anew_described_and_seen_only_with_its_article(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    nameless = editor.submit("/content/new", {**TEXT, "picture": picture_file()})
    assert nameless.status_code == 422
    assert "Skriv vad bilden visar" in nameless.text
    page = write(editor, picture=picture_file(), alt_sv="Kaffe på ett bord", alt_en="Coffee on a table")
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas['roslagen']}")
        picture_id = connection.scalar(sa.select(Article.picture_id))
    address = f"/news/pictures/{picture_id}/480.webp"
    assert reader.get(address).status_code == 404
    assert editor.get(f"/content/pictures/{picture_id}/480").status_code == 200
    assert carry(editor, page, "publish") == 303
    seen = reader.get(address)
    assert seen.data[8:12] == b"WEBP"
    shown = reader.get("/news/oppet-hus-pa-mandag").text
    assert 'alt="Kaffe på ett bord"' in shown
    assert 'width="960" height="480"' in shown
    assert browser("hbs").get(address).status_code == 404
    assert carry(editor, page, "take_down") == 303
    assert reader.get(address).status_code == 404


def test_readers_find_by_words_tag_kind_and_month_and_turn_pages(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    for number in range(13):
        page = write(editor, title_sv=f"Nyhet {number}", tags="Kaffe, öppet hus" if number == 4 else "")
        assert carry(editor, page, "publish") == 303
    assert reader.get("/news").text.count('class="news-item"') == 12
    assert reader.get("/news?page=2").text.count('class="news-item"') == 1
    assert reader.get("/news?page=3").status_code == 404
    assert reader.get("/news?tag=öppet hus").text.count('class="news-item"') == 1
    assert reader.get("/news?q=Nyhet 12").text.count('class="news-item"') == 1
    assert reader.get("/news?kind=job").text.count('class="news-item"') == 0
    month = clock.today().strftime("%Y-%m")
    assert reader.get(f"/news?month={month}").text.count('class="news-item"') == 12
    assert f'href="/news?page=2&amp;month={month}"' in reader.get(f"/news?month={month}").text
    assert f'href="/news?month={month[:4]}"' in reader.get("/news").text
    assert 'href="/news?kind=' not in reader.get("/news").text, "there is one kind only"
    assert reader.get("/news?month=2020-01").text.count('class="news-item"') == 0
    assert reader.get("/news?q=%25").text.count('class="news-item"') == 0


def test_the_feed_is_atom_and_carries_its_language(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    assert carry(editor, write(editor, title_sv='Kaffe & <kaka> "nu"'), "publish") == 303
    for path, language in (("/news/feed.xml", "sv"), ("/en/news/feed.xml", "en")):
        answer = reader.get(path)
        assert answer.mimetype == "application/atom+xml"
        feed = ElementTree.fromstring(answer.text)  # noqa: S314 - our own answer
        atom = "{http://www.w3.org/2005/Atom}"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == ['Kaffe & <kaka> "nu"']


def test_two_editors_and_every_version_is_kept(two_tenants: House, browser: OpenBrowser) -> None:
    first, second = browser("roslagen", EDITOR), browser("roslagen", EDITOR)
    page = write(first)
    stale = second.get(f"{page}/edit")
    assert stale.status_code == 200
    assert first.submit(f"{page}/edit", {"title_sv": "Först"}).status_code == 303
    late = second.submit(f"{page}/edit", {"title_sv": "Sist", "version": "1"})
    assert late.status_code == 409
    assert "Först" in late.text
    assert "Sist" in late.text
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas['roslagen']}")
        kept = connection.execute(sa.select(ArticleVersion.number, ArticleVersion.content)).all()
    assert [number for number, _ in kept] == [1, 2]
    assert kept[0].content["sv"]["title"] == TEXT["title_sv"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title_sv": ""}, "behöver en rubrik"),
        ({"kind": "sermon"}, "Välj"),
        ({"tags": ",".join(f"t{n}" for n in range(11))}, "Skriv högst 10 etiketter"),
        ({"tags": ",".join(f"t{n}" for n in range(10_000))}, "högst 500"),
        ({"tags": "<script>"}, "bara bokstäver"),
        ({"happens_on": "2022-09-20", "last_day": "2022-09-10"}, "före den första"),
        ({"picture": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg"), "alt_sv": "x", "alt_en": "x"}, "JPEG"),
    ],
    ids=["no title", "no kind", "eleven tags", "ten thousand tags", "a script for a tag", "days the wrong way", "svg"],
)
def test_what_cannot_be_taken_is_said_and_kept(
    two_tenants: House, browser: OpenBrowser, changes: dict[str, Any], says: str
) -> None:
    answer = browser("roslagen", EDITOR).submit("/content/new", {**TEXT, "body_sv": "Det jag skrev", **changes})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Det jag skrev" in answer.text


def test_the_county_writes_news_of_its_own_and_no_stories(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser(None, "communicator"), browser(None)
    page = write(editor, title_sv="Länet berättar")
    assert carry(editor, page, "publish") == 303
    assert "Länet berättar" in reader.get("/news").text
    assert browser("roslagen").get("/news/lanet-berattar").status_code == 404
    assert editor.submit("/content/new", {**TEXT, "kind": "story"}).status_code == 422


@pytest.mark.parametrize("role", ["case_worker", "party_representative.fk", "referrer", "log_reviewer", "tenant_admin"])
def test_nobody_else_edits(two_tenants: House, browser: OpenBrowser, role: str) -> None:
    page = write(browser("roslagen", EDITOR))
    other = browser("roslagen", role)
    for path in ("/content", "/content/new", page, f"{page}/edit"):
        assert other.get(path).status_code == 404, path


def test_the_public_role_reads_no_draft(two_tenants: House, browser: OpenBrowser) -> None:
    write(browser("roslagen", EDITOR))
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        for table in (Article.__tablename__, ArticleText.__tablename__, "picture_rendition", "article_consent"):
            allowed = connection.scalar(
                sa.text("SELECT has_table_privilege(:role, :table, 'SELECT')"),
                {"role": f"{schema}_public", "table": f"{schema}.{table}"},
            )
            assert allowed is False, table


def test_one_signs_up_for_an_event_that_has_a_day(two_tenants: House, browser: OpenBrowser) -> None:
    editor = browser("roslagen", EDITOR)
    event = {"kind": "event", "happens_on": "2022-10-03", "signup_until": "2022-09-30", "places": "12"}
    for wrong, said in (
        ({"kind": "news"}, "Man kan bara anmäla sig till"),
        ({"happens_on": ""}, "Skriv första dagen"),
        ({"signup_until": ""}, "Skriv också sista dag"),
        ({"signup_until": "2022-10-04"}, "när evenemanget är över"),
        ({"places": "0"}, "från 1 till 1 000"),
        ({"places": "99999999999999"}, "från 1 till 1 000"),
    ):
        answer = editor.submit("/content/new", {**TEXT, **event, **wrong})
        assert answer.status_code == 422
        assert said in answer.text
    page = write(editor, **event)
    assert 'value="2022-09-30"' in editor.get(f"{page}/edit").text
    assert 'value="12"' in editor.get(f"{page}/edit").text


def test_an_earlier_version_is_opened_in_the_editor_and_saved_anew(two_tenants: House, browser: OpenBrowser) -> None:
    editor = browser("roslagen", EDITOR)
    page = write(editor, tags="fika, måndag", kind="event", happens_on="2022-10-03", signup_until="2022-10-01", places="12")
    changed = editor.submit(f"{page}/edit", {"title_sv": "Stängt", "body_sv": "Inget.", "tags": "", "places": ""})
    assert changed.status_code == 303
    assert f"{page}/edit?from=1" in editor.get(page).text
    earlier = f"{page}/edit?from=1"
    assert "Du ser en tidigare version" in editor.get(earlier).text
    assert "Stängt" in editor.get(page).text, "nothing is changed by looking"
    form = find_form(editor.get(earlier).text, earlier, None)[1]
    assert (form["title_sv"], form["tags"], form["happens_on"], form["places"]) == (
        TEXT["title_sv"],
        "fika, måndag",
        "2022-10-03",
        "12",
    )
    assert editor.submit(earlier, {}, action=f"{page}/edit").status_code == 303
    assert "Öppet hus på måndag" in editor.get(page).text
    assert editor.get(page).text.count("?from=") == 2
    for number in ("99", "-1", "x", "9" * 50):
        answer = editor.get(f"{page}/edit?from={number}")
        assert answer.status_code == (404 if number == "99" else 200), number
