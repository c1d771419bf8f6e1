"""The accessibility statement: what Digg requires stands on it, on every site, as its association has said it."""

import pytest
import sqlalchemy as sa

from core.participants.models import Subproject
from core.statements.models import Statement
from tests.conftest import OpenBrowser
from tests.house import House

SAID = {
    "conformity": "partly",
    "method": "external",
    "assessed_on": "2022-09-01",
    "faults_sv": "Filmen om ASF saknar syntolkning.\nEn äldre rapport går inte att läsa upp.",
    "burden_sv": "Kartan från 2019.",
    "email": "kansli@roslagen.example",
    "phone": "08-465 007 10",
}


@pytest.mark.parametrize("slug", ["roslagen", None])
def test_what_an_association_says_is_read_on_its_own_site_only(
    two_tenants: House, browser: OpenBrowser, slug: str | None
) -> None:
    editor, reader = browser(slug, "communicator"), browser(slug)
    before = reader.get("/about/accessibility").text
    assert "Sidorna uppfyller delvis kraven.</strong>" in before
    assert "Så når du oss</a>" in before, "there is always a way to tell of a fault"
    assert editor.submit("/content/accessibility", SAID).headers["Location"] == "/about/accessibility"
    page = reader.get("/about/accessibility").text
    for text in (
        *("<li>Filmen om ASF saknar syntolkning.</li>", "<li>Kartan från 2019.</li>", "kansli@roslagen.example"),
        *("Sidorna uppfyller delvis kraven", "Någon utanför förbundet har provat sidorna", "1 september 2022"),
        *('href="tel:08-46500710"', "https://www.digg.se/tdosanmalan", "2018:1937"),
    ):
        assert text in page
    english = reader.get("/en/about/accessibility").text
    assert '<ul lang="sv"><li>Filmen' in english.replace("\n", "")
    for other in {"roslagen", "hbs", None} - {slug}:
        assert "Filmen om ASF" not in browser(other).get("/about/accessibility").text


def test_where_nothing_is_said_a_fault_is_told_where_the_delprojekt_is_reached(two_tenants: House, browser: OpenBrowser) -> None:
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        connection.execute(sa.update(Subproject).values(contact_phone="08-465 004 15"))
    assert 'href="tel:08-46500415"' in browser("roslagen").get("/about/accessibility").text


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"faults_sv": " "}, "faults_sv"),
        ({"assessed_on": "2099-01-01"}, "assessed_on"),
        ({"assessed_on": "i går"}, "assessed_on"),
        ({"conformity": "mostly"}, "conformity"),
        ({"method": ""}, "method"),
        ({"faults_en": "x" * 4001}, "faults_en"),
    ],
)
def test_what_cannot_be_is_said_and_everything_is_kept(
    two_tenants: House, browser: OpenBrowser, changed: dict[str, str], fault: str
) -> None:
    answer = browser("roslagen", "communicator").submit("/content/accessibility", SAID | changed)
    assert answer.status_code == 422
    assert f'href="#{fault}' in answer.text
    assert "Filmen om ASF" in answer.text or fault == "faults_sv"
    assert "Filmen om ASF" not in browser("roslagen").get("/about/accessibility").text


def test_the_second_of_two_editors_sees_both(two_tenants: House, browser: OpenBrowser) -> None:
    first, second = browser("roslagen", "communicator"), browser("roslagen", "association_office")
    first.submit("/content/accessibility", SAID)
    version = {"version": "1"}
    assert first.submit("/content/accessibility", SAID | version | {"phone": "08-465 007 11"}).status_code == 303
    lost = second.submit("/content/accessibility", SAID | version | {"phone": "08-465 007 12"})
    assert lost.status_code == 409
    assert "08-465 007 11" in lost.text
    assert "08-465 007 12" in lost.text
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas['roslagen']}")
        assert connection.scalar(sa.select(Statement.phone)) == "08-465 007 11"


@pytest.mark.parametrize("role", ["case_worker", "tenant_admin", "log_reviewer"])
def test_nobody_else_says_it(two_tenants: House, browser: OpenBrowser, role: str) -> None:
    assert browser("roslagen", role).get("/content/accessibility").status_code == 404
