"""What was entered about the situation before and after is put right: by whom, how far, and by two at the same time."""

import uuid
from typing import Any

import pytest

from core.consents.terms import DataKind
from core.outcomes.queries import list_situations
from core.outcomes.situations import SituationValues
from core.outcomes.terms import Moment
from core.participants.queries import read_participation
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.participation_makers import AFTER, BEFORE, begin, leave
from tests.integration.referral_makers import allow, applicant

MANAGER, WORKER, OFFICER_FK = "subproject_manager", "case_worker", "party_representative.fk"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def left(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """Somebody who has left for work without subsidy."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina"))
        leave(made.id)
        return made.id


@pytest.fixture
def pages(left: uuid.UUID, in_tenant: InTenant) -> dict[Moment, str]:
    return {moment: f"/situations/{values.id}" for moment, values in stands(in_tenant, left).items()}


def stands(in_tenant: InTenant, participation_id: uuid.UUID) -> dict[Moment, SituationValues]:
    with in_tenant("roslagen", MANAGER):
        return list_situations(read_participation(participation_id))


def opened(browser: Browser, page: str) -> tuple[str, dict[str, Any]]:
    return find_form(browser.get(page).text, page, page)


def send(browser: Browser, form: tuple[str, dict[str, Any]], **typed: Any) -> Any:
    filled = {name: value for name, value in {**form[1], **typed}.items() if value is not None}
    return browser.post(form[0], filled)


def test_before_and_after_are_put_right_from_the_participants_page(
    manager: Browser, left: uuid.UUID, pages: dict[Moment, str], in_tenant: InTenant
) -> None:
    shown = manager.get(f"/participants/{left}").text
    assert all(f'href="{page}"' in shown for page in pages.values())
    before = opened(manager, pages[Moment.BEFORE])
    assert before[1]["sources"] == ["forsorjningsstod", "aktivitetsstod_utvecklingsersattning"]
    typed = {"sources": ["a_kassa"], "main_source": "", "education": "eftergymnasial", "support_since": ""}
    assert send(manager, before, **typed).status_code == 303
    after = opened(manager, pages[Moment.AFTER])
    assert send(manager, after, sources=["lon", "a_kassa"], main_source="lon").status_code == 303
    now = stands(in_tenant, left)
    assert now[Moment.BEFORE] == SituationValues(
        sources=("a_kassa",), main_source="a_kassa", main_activity="other", education="eftergymnasial"
    )
    assert now[Moment.AFTER].sources == ("lon", "a_kassa")
    assert now[Moment.AFTER].main_source == "lon"
    assert (now[Moment.AFTER].main_activity, now[Moment.AFTER].work_subsidised) == ("work", False)


@pytest.mark.parametrize(
    ("moment", "typed", "fault"),
    [
        (Moment.BEFORE, {"sources": None}, "Välj minst en"),
        (Moment.BEFORE, {"main_source": ""}, "huvudsaklig"),
        (Moment.BEFORE, {"education": ""}, "Välj högsta utbildning"),
        (Moment.BEFORE, {"support_since": "2022-09-06"}, "efter starten"),
        (Moment.BEFORE, {"main_activity": None}, "sysselsättning"),
        (Moment.AFTER, {"work_subsidised": None}, "subventionerat"),
        (Moment.AFTER, {"work_subsidised": "yes"}, "stämmer inte med avslutsanledningen"),
        (Moment.AFTER, {"sources": ["lon", "ingen"]}, "kan inte"),
    ],
)
def test_what_cannot_be_is_refused_as_at_the_start_and_the_exit(
    manager: Browser, left: uuid.UUID, pages: dict[Moment, str], in_tenant: InTenant, moment: Moment, typed: Any, fault: str
) -> None:
    answer = send(manager, opened(manager, pages[moment]), **typed)
    assert answer.status_code == 422
    assert fault in answer.text
    assert stands(in_tenant, left) == {Moment.BEFORE: BEFORE, Moment.AFTER: stands(in_tenant, left)[Moment.AFTER]}
    assert stands(in_tenant, left)[Moment.AFTER].sources == AFTER.sources


def test_two_who_put_the_same_right_see_both_versions(
    manager: Browser, browser: OpenBrowser, left: uuid.UUID, pages: dict[Moment, str], in_tenant: InTenant
) -> None:
    page, worker = pages[Moment.BEFORE], browser("roslagen", WORKER)
    mine = opened(manager, page)
    theirs = {"sources": ["a_kassa"], "main_source": ""}
    assert send(worker, opened(worker, page), **theirs).status_code == 303, "the sources alone are a change too"
    lost = send(manager, mine, sources=["sjukpenning_rehabpenning"], main_source="", education="forgymnasial")
    assert lost.status_code == 409
    for text in ("Inget av ditt är borta", 'name="use-sources"', 'name="use-education"'):
        assert text in lost.text, text
    again = find_form(lost.text, page, page)
    assert send(manager, again, **{"use-sources": "y"}).status_code == 303
    now = stands(in_tenant, left)[Moment.BEFORE]
    assert (now.sources, now.education) == (("a_kassa",), "forgymnasial")
    twice = opened(manager, page)
    assert [send(manager, twice, education="gymnasial").status_code for _ in range(2)] == [303, 303]


def test_it_is_logged_and_kept_as_a_draft(
    manager: Browser, left: uuid.UUID, pages: dict[Moment, str], two_tenants: House
) -> None:
    page = pages[Moment.AFTER]
    _target, fields = opened(manager, page)
    draft = {"draft_form": f"situation/{page.rpartition('/')[2]}", "draft_version": "0", "main_activity": "studies"}
    assert manager.post("/drafts", fields | draft).status_code == 200
    assert "Du har ett utkast" in manager.get(page).text
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        person = connection.exec_driver_sql(f"SELECT person_id FROM {schema}.participation WHERE id = '{left}'").scalar_one()
        seen = connection.exec_driver_sql(
            f"SELECT action FROM {schema}.access_log WHERE fields = 'outcome' AND '{person}' = ANY(subject_ids)"
        ).scalars()
        assert set(seen) == {"read"}
    send(manager, opened(manager, page))
    with two_tenants.operator.connect() as connection:
        count = f"SELECT count(*) FROM {schema}.access_log WHERE fields = 'outcome' AND action = 'write'"
        assert connection.exec_driver_sql(count).scalar_one() == 1


def test_another_authority_finds_it_only_with_a_consent_to_the_outcome(
    browser: OpenBrowser, left: uuid.UUID, pages: dict[Moment, str], in_tenant: InTenant, two_tenants: House
) -> None:
    for role in (OFFICER_FK, "party_representative.kommun", "tenant_admin", "association_office"):
        assert browser("roslagen", role).get(pages[Moment.AFTER]).status_code == 404, role
    with in_tenant("roslagen", MANAGER):
        person_id = read_participation(left).person_id
        assert person_id is not None
        allow(person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
    assert browser("roslagen", OFFICER_FK).get(pages[Moment.AFTER]).status_code == 404


def test_what_was_registered_by_mistake_is_left_alone(manager: Browser, left: uuid.UUID, pages: dict[Moment, str]) -> None:
    form = opened(manager, pages[Moment.AFTER])
    assert manager.submit(f"/participants/{left}/status", {"status": "misregistered"}).status_code == 303
    assert pages[Moment.AFTER] not in manager.get(f"/participants/{left}").text
    assert send(manager, form, sources=["a_kassa"]).status_code == 409
