"""The catalogue of insatser is kept in pages, and the figures follow when something else counts as a start."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from core.db import session
from core.interventions.services import recount_first_activities
from core.participants.choices import get_current_subproject
from core.participants.queries import read_participation
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from core.rollup import services as rollup
from tenants.scope import tenant_scope
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import TODAY, House
from tests.integration.participation_makers import STARTED, begin, take_part

MANAGER = "subproject_manager"
LATER = dt.date(2022, 9, 12)


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


def entry(house: House, kind: str = "course") -> str:
    return f"/catalogue/{house.interventions['roslagen', kind]}"


def opened(browser: Browser, page: str) -> tuple[str, dict[str, Any]]:
    return find_form(browser.get(page).text, page, page)


def send(browser: Browser, form: tuple[str, dict[str, Any]], **typed: Any) -> Any:
    return browser.post(form[0], {**form[1], **typed})


def test_an_insats_is_added_named_anew_and_no_longer_offered(
    manager: Browser, in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    assert 'href="/catalogue"' in manager.get("/figures").text
    assert '<a href="/figures" aria-current="page">' in manager.get("/catalogue").text
    form = opened(manager, "/catalogue/new")
    new = {"name_sv": "Odlargruppen", "kind": "health_group"}
    assert [send(manager, form, **new).status_code for _ in range(2)] == [303, 303]
    page = manager.get("/catalogue").text
    assert page.count("Odlargruppen") == 1
    with in_tenant("roslagen", MANAGER):
        participation = begin(two_tenants).id
    begins = f"/participants/{participation}/interventions/new"
    assert "Odlargruppen" in manager.get(begins).text
    mine = page[: page.index(">Odlargruppen<")].rpartition('href="')[2].rstrip('"')
    assert manager.submit(mine, {"name_sv": "Trädgården", "valid_until": "2022-09-14"}).status_code == 303
    assert "Inte nu" in manager.get("/catalogue").text
    assert "Trädgården" not in manager.get(begins).text
    assert "Trädgården" not in browser("hbs", MANAGER).get("/catalogue").text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name_sv": ""}, "Skriv insatsens namn"),
        ({"name_sv": "Samverkansteam"}, "Det finns redan en insats med det namnet"),
        ({"kind": "mystery"}, "Välj"),
        ({"valid_until": "igår"}, "Skriv datumet som"),
    ],
)
def test_a_wrong_insats_is_explained(manager: Browser, two_tenants: House, typed: dict[str, str], fault: str) -> None:
    for page in ("/catalogue/new", entry(two_tenants)):
        answer = send(manager, opened(manager, page), **({"name_sv": "Odling", "kind": "course"} | typed))
        assert answer.status_code == 422, page
        assert fault in answer.text


def test_only_who_manages_the_delprojekt_keeps_its_catalogue(browser: OpenBrowser, two_tenants: House) -> None:
    for role in ("case_worker", "association_office", "communicator", "tenant_admin"):
        for page in ("/catalogue", "/catalogue/new", entry(two_tenants)):
            assert browser("roslagen", role).get(page).status_code == 404
    assert "/catalogue" not in browser("roslagen", "association_office").get("/figures").text


def test_two_who_change_the_same_insats_see_both_versions(manager: Browser, browser: OpenBrowser, two_tenants: House) -> None:
    second = browser("roslagen", MANAGER)
    page = entry(two_tenants)
    mine = opened(manager, page)
    assert send(second, opened(second, page), name_sv="Studiecirkel").status_code == 303
    lost = send(manager, mine, name_sv="Kursen")
    assert lost.status_code == 409
    assert "Studiecirkel" in lost.text
    assert 'value="Kursen"' in lost.text
    assert send(manager, find_form(lost.text, page, page), **{"use-name_sv": "y"}).status_code == 303


def test_what_others_give_stands_apart_and_says_who(manager: Browser, browser: OpenBrowser, two_tenants: House) -> None:
    given = {"name_sv": "Studievägledning", "name_en": "Study guidance", "kind": "study_start", "is_complementary": "y"}
    form = opened(manager, "/catalogue/new")
    nobody = send(manager, form, **given)
    assert nobody.status_code == 422
    assert "Skriv vem som ger den" in nobody.text
    assert send(manager, form, **given, given_by="Vuxenutbildningen <b>").status_code == 303
    assert "Kompletterande: Vuxenutbildningen &lt;b&gt;" in manager.get("/catalogue").text
    reader = browser("roslagen")
    own, _heading, beside = reader.get("/").text.partition("Kompletterande insatser")
    assert "Kurs</a>" in own
    assert "Studievägledning" not in own
    assert "Ges av Vuxenutbildningen &lt;b&gt;." in beside
    assert "Kompletterande: ges av Vuxenutbildningen &lt;b&gt;." in reader.get("/offers/studievagledning").text
    assert "Studievägledning" in reader.get("/take-part").text.partition("Kompletterande insatser")[2]
    assert "Complementary: given by Vuxenutbildningen" in reader.get("/en/offers/study-guidance").text
    course = reader.get("/offers/kurs").text
    assert "Kompletterande: ges av" not in course
    assert course.index("Kompletterande insatser") < course.index("Studievägledning")
    page = entry(two_tenants)
    assert send(manager, opened(manager, page), given_by="Någon").status_code == 303
    assert "Ges av Någon" not in reader.get("/").text, "the delprojekt's own is given by nobody else"


# What counts ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(in_tenant: InTenant, two_tenants: House) -> dict[str, uuid.UUID]:
    """Mapped only; mapped and later in a course; in a course only; and an anonymous participant."""
    ids = {}
    with in_tenant("roslagen", MANAGER):
        for name, kinds in (("mapped", ["mapping"]), ("both", ["mapping", "course"]), ("course", ["course"])):
            made = begin(two_tenants)
            for kind in kinds:
                take_part(two_tenants, made, kind, starts_on=LATER if kind == "course" else STARTED)
            ids[name] = made.id
        ids["anonymous"] = register_anonymous(participation_id=uuid.uuid4(), sex=Sex.MAN, started_on=STARTED).id
    return ids


def first_days(in_tenant: InTenant, counted: dict[str, uuid.UUID]) -> dict[str, dt.date | None]:
    with in_tenant("roslagen", MANAGER):
        return {name: read_participation(one).first_activity_on for name, one in counted.items()}


def started(house: House, app: Flask) -> int:
    """Works off the marks as the scheduler does, and reads what everybody sees."""
    with tenant_scope("roslagen", app):
        assert rollup.has_marks()
        rollup.recount()
        session.commit()
    with house.operator.connect() as connection:
        tenant = {"tenant": house.tenant_ids["roslagen"]}
        found: int = connection.scalar(sa.text("SELECT started FROM rollup.headline WHERE tenant_id = :tenant"), tenant)
        return found


@pytest.fixture
def say(in_tenant: InTenant) -> Callable[[bool], None]:
    """`say(False)`: the mapping counts no longer."""

    def set_counts(counts: bool) -> None:
        with in_tenant("roslagen", MANAGER):
            subproject = get_current_subproject(TODAY)
            subproject.mapping_counts = counts
            session.flush()
            recount_first_activities(subproject.id)

    return set_counts


def test_the_figures_follow_when_the_mapping_counts_no_longer(
    say: Callable[[bool], None],
    manager: Browser,
    app: Flask,
    two_tenants: House,
    in_tenant: InTenant,
    counted: dict[str, uuid.UUID],
) -> None:
    assert started(two_tenants, app) == 4
    assert "Här räknas kartläggningen som" in manager.get("/catalogue").text
    say(False)
    assert "Här räknas kartläggningen inte" in manager.get("/catalogue").text
    days = {"mapped": None, "both": LATER, "course": LATER, "anonymous": STARTED}
    assert first_days(in_tenant, counted) == days
    assert started(two_tenants, app) == 3
    say(True)
    assert first_days(in_tenant, counted) == days | {"mapped": STARTED, "both": STARTED}
    assert started(two_tenants, app) == 4


def test_the_figures_follow_when_an_insats_turns_out_to_be_the_mapping(
    say: Callable[[bool], None],
    manager: Browser,
    app: Flask,
    two_tenants: House,
    in_tenant: InTenant,
    counted: dict[str, uuid.UUID],
) -> None:
    say(False)
    assert started(two_tenants, app) == 3
    assert send(manager, opened(manager, entry(two_tenants)), kind="mapping").status_code == 303
    assert first_days(in_tenant, counted) == {"mapped": None, "both": None, "course": None, "anonymous": STARTED}
    assert started(two_tenants, app) == 1
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        log = f"SELECT cardinality(subject_ids) FROM {schema}.access_log WHERE reason = 'recount' ORDER BY at"
        assert list(connection.exec_driver_sql(log).scalars()) == [2, 2], "whose start was moved"
