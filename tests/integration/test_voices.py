"""Voices: what somebody said stands large in its article and on a page of its own, and goes with the article."""

import uuid

from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, TEXT, carry, write
from tests.integration.publicity_makers import consent_id, reference_of, withdraw

__all__ = ["consent_id"]
SAID = {"quote_sv": "Jag <b>vågade</b> fråga.", "quoted_as_sv": "deltagare, 34 år"}


def test_a_voice_is_heard_in_both_languages_and_gone_with_the_consent(
    two_tenants: House, browser: OpenBrowser, consent_id: uuid.UUID
) -> None:
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    assert "Ingen har citerats än" in reader.get("/voices").text
    told = {"kind": "story", "title_sv": "En berättelse", "consent": reference_of(consent_id)}
    english = {"title_en": "A story", "quote_en": "I dared to ask.", "quoted_as_en": "participant, 34"}
    page = write(editor, **told, **english, **SAID)
    assert "Ingen har citerats än" in reader.get("/voices").text, "a draft is heard by nobody"
    assert carry(editor, page, "publish") == 303
    heard = reader.get("/voices")
    assert "Jag &lt;b&gt;vågade&lt;/b&gt; fråga." in heard.text
    assert heard.headers["Cache-Control"] == "no-cache"
    assert "I dared to ask." in reader.get("/en/voices").text
    assert "deltagare, 34 år" in reader.get("/news/en-berattelse").text
    assert "En berättelse" in reader.get("/news?q=fråga").text
    assert "vågade" not in browser("hbs").get("/voices").text + browser(None).get("/voices").text
    withdraw(two_tenants, consent_id)
    assert "Ingen har citerats än" in reader.get("/voices", headers={"If-None-Match": heard.headers["ETag"]}).text


def test_a_voice_says_what_and_who_and_belongs_to_a_text(two_tenants: House, browser: OpenBrowser) -> None:
    editor = browser("roslagen", EDITOR)
    for fault in (SAID | {"quoted_as_sv": ""}, SAID | {"quote_sv": ""}, {"quote_en": "I dared.", "quoted_as_en": "x"}):
        assert editor.submit("/content/new", {**TEXT, **fault}).status_code == 422, fault
    too_long = editor.submit("/content/new", {**TEXT, **SAID, "quote_sv": "a" * 401})
    assert too_long.status_code == 422


def test_the_county_has_voices_of_its_own(two_tenants: House, browser: OpenBrowser) -> None:
    editor, reader = browser(None, "communicator"), browser(None)
    assert carry(editor, write(editor, **SAID), "publish") == 303
    assert "deltagare, 34 år" in reader.get("/voices").text
    assert "deltagare, 34 år" not in browser("roslagen").get("/voices").text
    assert "/voices" in reader.get("/sitemap.xml").text
