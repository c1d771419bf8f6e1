"""Help and what is new: for anybody, in both languages, and one step away from the task."""

import pytest

from blueprints.help.topics import TOPICS
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House

PATHS = ("/help", "/whats-new", *(f"/help/{topic.slug}" for topic in TOPICS))


@pytest.mark.parametrize("slug", ["roslagen", None])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_anybody_may_read_help_without_a_cookie(two_tenants: House, browser: OpenBrowser, slug: str | None, prefix: str) -> None:
    reader = browser(slug)
    for path in PATHS:
        answer = reader.get(prefix + path)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers, path


def test_help_that_does_not_exist_is_not_found(two_tenants: House, browser: OpenBrowser) -> None:
    assert browser("roslagen").get("/help/nothing").status_code == 404


@pytest.mark.parametrize(
    ("path", "slug"),
    [("/referrals/new", "refer"), ("/figures", "figures"), ("/participants/new-anonymous", "protected-identity")],
)
def test_the_page_of_a_task_leads_to_its_help(two_tenants: House, browser: OpenBrowser, path: str, slug: str) -> None:
    assert f'href="/help/{slug}"' in _signed_in(browser).get(path).text


def test_staff_find_help_and_news_in_the_footer(two_tenants: House, browser: OpenBrowser) -> None:
    page = _signed_in(browser).get("/help").text
    assert 'href="/whats-new"' in page.partition("<footer")[2]
    assert 'href="/help"' in page.partition("<footer")[2]


def test_every_topic_leads_from_pages_that_exist(two_tenants: House, browser: OpenBrowser) -> None:
    views = browser("roslagen").client.application.view_functions
    assert [endpoint for topic in TOPICS for endpoint in topic.endpoints if endpoint not in views] == []


@pytest.mark.parametrize(("asked", "found"), [("Täby", "roslagen"), ("Huddinge", "hbs"), ("Paris", ""), ("", "")])
def test_a_municipality_leads_to_its_delprojekt(two_tenants: House, browser: OpenBrowser, asked: str, found: str) -> None:
    answer = browser(None).get("/", query_string={"municipality": asked})
    assert answer.status_code == 200
    assert ("är ditt delprojekt" in answer.text) == bool(found)
    if found:
        assert f'<a href="http://{found}.localhost/"><b>' in answer.text


def _signed_in(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "subproject_manager")


@pytest.mark.parametrize(("slug", "leads_to"), [("roslagen", "/#contact"), (None, "/#sub-projects")])
def test_a_reader_who_looks_for_help_is_told_first_whom_it_is_for(
    two_tenants: House, browser: OpenBrowser, slug: str | None, leads_to: str
) -> None:
    before_the_topics = browser(slug).get("/help").text.partition('class="tiles')[0]
    assert f'<a href="{leads_to}">' in before_the_topics
    assert "för dig som arbetar i MIA" in before_the_topics
