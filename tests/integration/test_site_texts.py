"""What a site writes for its pages is kept each time: by whom and when, and it can stand there again."""

import re

import pytest

from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.test_participant_pages import statements

AT = "/content/site/texts/results"
EDITORS = [("roslagen", "association_office", "subproject_manager"), (None, "communicator", "communicator")]


def write(editor: Browser, body: str, **more: str) -> int:
    return editor.submit(AT, {"body_sv": body, **more}).status_code


def versions_in(page: str) -> list[str]:
    return re.findall(r'href="(/content/site/versions/[0-9a-f-]+)"', page)


@pytest.mark.parametrize(("slug", "first", "second"), EDITORS)
def test_an_earlier_text_is_read_and_brought_back(
    two_tenants: House, browser: OpenBrowser, slug: str | None, first: str, second: str
) -> None:
    one, two, reader = browser(slug, first), browser(slug, second), browser(slug)
    assert versions_in(one.get(AT).text) == []
    assert write(one, "Det **första**. <script>x</script>", body_en="The first one.") == 303
    assert write(two, "Det andra.") == 303
    assert write(two, "Det andra.") == 303, "nothing new is no new version"
    page = one.get(AT).text
    assert len(versions_in(page)) == 3
    told = {at: one.get(at).text for at in versions_in(page)}
    earlier = next(at for at, text in told.items() if "<strong>första</strong>" in text)
    now = next(at for at, text in told.items() if "Det andra." in text)
    assert "<script>x" not in told[earlier]
    assert "Det är det som står där nu." in told[now]
    assert "Ta tillbaka den här texten" not in told[now]
    late = two.get(earlier).text
    assert one.submit(earlier, {}).status_code == 303
    assert "<strong>första</strong>" in reader.get("/results").text
    version = re.search(r'name="version" value="(\d+)"', late)
    assert version
    lost = two.submit(earlier, {"version": version[1]}) if "Ta tillbaka" in two.get(earlier).text else None
    assert lost is None, "what stands there cannot be brought back once more"
    assert len(versions_in(one.get(AT).text)) == 4
    assert two.submit(now, {"version": version[1]}).status_code == 409
    assert write(one, "") == 303
    assert "<strong>första</strong>" not in reader.get("/results").text
    assert two.submit(now, {}).status_code == 303
    assert "Det andra." in reader.get("/results").text


def test_whose_version_it_is_stands_there_and_nobody_elses_site_has_it(two_tenants: House, browser: OpenBrowser) -> None:
    editor = browser("roslagen", "association_office")
    assert write(editor, "Vårt.") == 303
    page = editor.get(AT).text
    (at,) = versions_in(page)
    name = re.search(r'class="muted">[^<]*\d\.\d\d, ([^<]+)</span>', page)
    assert name
    assert name[1] in editor.get(at).text
    for other in (browser("hbs", "association_office"), browser(None, "communicator"), browser("roslagen", "case_worker")):
        assert other.get(at).status_code == 404
    editor.get(AT)  # what was said of the saving has been read
    with statements() as asked:
        editor.get(AT)
    few = len(asked)
    for number in range(6):
        assert write(editor, f"Vårt {number}.") == 303
    editor.get(AT)
    with statements() as asked:
        editor.get(AT)
    assert len(asked) == few <= 12
