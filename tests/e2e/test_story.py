"""A communicator publishes an illustrated story in two languages; when the consent is withdrawn it is gone everywhere."""

import http.client
import io
import re
import uuid
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.e2e.accessibility import check_page
from tests.e2e.conftest import OpenPage
from tests.e2e.staff import Staff
from tests.e2e.town import SLUG, Town
from tests.integration.attendance_makers import somebody

pytestmark = pytest.mark.browser

STORY = {
    "kind": "story",
    "title_sv": "Jag vågade fråga",
    "lead_sv": "Efter tre år hemma började hon i en verkstad.",
    "body_sv": "## Första dagen\n\nDet var **nervöst**.\n\n> Ingen frågade varför, bara vad jag ville.\n\n[Ansök](/apply)",
    "title_en": "I dared to ask",
    "lead_en": "After three years at home she began in a workshop.",
    "body_en": "## The first day\n\nIt was **scary**.\n\n> Nobody asked why, only what I wanted.",
    "alt_sv": "Händer som slipar en stol",
    "alt_en": "Hands sanding a chair",
    "credit": "Prov Bildsson",
    "tags": "röster, arbetsträning",
}


def photograph() -> bytes:
    """A photograph as a telephone takes it: large, and with the place written in it."""
    picture = Image.new("RGB", (2400, 1600), (206, 190, 160))
    ImageDraw.Draw(picture).ellipse((600, 300, 1800, 1300), fill=(120, 84, 52))
    where = picture.getexif()
    where[0x010E] = "Provgatan 1"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=where)
    return written.getvalue()


@pytest.fixture
def participant(town: Town) -> uuid.UUID:
    """Somebody who has not yet agreed to anything being published."""
    made: list[uuid.UUID] = []

    def settle() -> None:
        person_id = somebody(town.product.house, "Vågsdotter").person_id
        assert person_id
        made.append(person_id)

    town.make(settle)
    return made[0]


def agree(manager: Staff, person_id: uuid.UUID) -> str:
    """The contact person notes what was agreed to; the reference that goes to whoever writes."""
    manager.open(f"/persons/{person_id}/publicity/new")
    manager.fill_in({"scope": "Berättelse och bild på webbplatsen", "given_by": "written", "until": "2022-12-31"})
    manager.press("Register the consent")
    found = re.search(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", manager.page.get_by_role("main").inner_text())
    assert found
    return found[0]


def write(editor: Staff, reference: str) -> None:
    """From the start page by what stands on it, to what readers see."""
    editor.open("/")
    editor.page.get_by_role("banner").get_by_role("link", name=editor.says("News and stories")).first.click()
    editor.press("Write something new", link=True)
    editor.fill_in({**STORY, "consent": reference})
    editor.page.locator("input[name=picture]").set_input_files(
        {"name": "DSC_0001.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    assert editor.press("Save") == 200
    for shown in (STORY["title_sv"], STORY["title_en"], STORY["alt_sv"]):
        assert editor.sees(shown), "the preview has both languages and the picture"
    assert editor.press("Publish") == 200
    assert editor.sees(editor.says("It is published."))


def read(page: Page, reader: Staff) -> tuple[str, str]:
    """The story in both languages as a reader finds it; its address and its picture's."""
    reader.open("/news")
    page.get_by_role("link", name=STORY["title_sv"]).click()
    assert page.locator("h1").inner_text() == STORY["title_sv"]
    assert page.locator("blockquote").inner_text().startswith("Ingen frågade varför")
    picture = page.get_by_alt_text(STORY["alt_sv"])
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    check_page(page)
    address, source = page.url, str(picture.evaluate("one => one.currentSrc"))
    page.get_by_role("banner").get_by_role("link", name="English").first.click()
    assert page.locator("h1").inner_text() == STORY["title_en"]
    assert page.get_by_alt_text(STORY["alt_en"]).is_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    check_page(page)
    return address, source


def withdraw(manager: Staff, person_id: uuid.UUID) -> None:
    manager.open(f"/persons/{person_id}/consents")
    manager.page.locator("main a[href$='/withdrawal']").first.click()
    manager.fill_in({"how": "per telefon"})
    manager.press("Withdraw the consent")


def test_a_story_from_the_first_word_until_the_consent_is_withdrawn(
    town: Town, participant: uuid.UUID, open_page: OpenPage
) -> None:
    manager, editor, reader = (Staff(open_page(), town.product, SLUG) for _ in range(3))
    manager.sign_in("subproject_manager")
    editor.sign_in("communicator")
    write(editor, agree(manager, participant))
    address, picture = (urlsplit(found).path for found in read(reader.page, reader))
    status, kind, drawn = fetch(town, picture)
    assert (status, kind, b"Provgatan" in drawn) == (200, "image/webp", False)
    withdraw(manager, participant)
    assert reader.open(address) == 404
    assert fetch(town, picture)[0] == 404
    for path in ("/", "/news", "/en/news", "/news?q=fr%C3%A5ga", "/news/feed.xml", "/en/news/feed.xml", "/sitemap.xml"):
        status, _kind, page = fetch(town, path)
        said = page.decode()
        assert (status, STORY["title_sv"] in said, STORY["title_en"] in said) == (200, False, False), path


def fetch(town: Town, path: str) -> tuple[int, str, bytes]:
    """Status, kind and content, as a browser gets them that has never been there."""
    with closing(http.client.HTTPConnection("127.0.0.1", town.product.port)) as connection:
        connection.request("GET", path, headers={"Host": f"{SLUG}.localhost:{town.product.port}"})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
