"""One box for people, referrals and places: everybody finds what they may read, and nothing tells of what they may not."""

import re
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.db import new_id
from core.identity_numbers import parse
from core.interventions.places import PlaceValues, add_place
from core.interventions.terms import PlaceKind
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant, refer
from tests.integration.test_participant_pages import statements

MANAGER, WORKER, OTHER_PARTY, REFERRER = "subproject_manager", "case_worker", "party_representative.kommun", "referrer"
OFFICER = "party_representative.fk"
NUMBER = "199001012385"
NO_MORE: dict[str, Any] = dict.fromkeys(("municipality_code", "capacity")) | {"active": True}
NO_MORE |= dict.fromkeys(("tasks", "contact_name", "contact_phone", "contact_email"), "")


@pytest.fixture
def amina(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov", identity=parse(NUMBER)))
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {two_tenants.schemas['roslagen']}.participation SET number = 'ROS-0001'")
    return made.id


def look_for(reader: Browser, text: str) -> str:
    answer = reader.submit("/search", {"q": text})
    assert answer.status_code == 200
    return answer.text


def found(page: str) -> set[str]:
    return {path.split("/")[1] for path in re.findall(r'<h3[^>]*><a href="([^"]+)"', page)}


@pytest.mark.parametrize("text", ["amina", "Prov, Amina", "ROS-0001", "1", NUMBER, "19900101-2385"])
def test_a_participant_is_found_by_name_and_number(browser: OpenBrowser, two_tenants: House, amina: uuid.UUID, text: str) -> None:
    page = look_for(browser("roslagen", MANAGER), text)
    assert f'href="/participants/{amina}"' in page
    assert found(page) == {"participants"} | (set() if text in ("ROS-0001", "1") else {"referrals"})


@pytest.mark.parametrize("text", ["amina", "ROS-0001", NUMBER])
@pytest.mark.parametrize(
    ("slug", "role"),
    [("roslagen", "party_representative.fk"), ("roslagen", OTHER_PARTY), ("roslagen", REFERRER), ("hbs", MANAGER)],
)
def test_who_may_not_read_somebody_does_not_find_them(
    browser: OpenBrowser, amina: uuid.UUID, slug: str, role: str, text: str
) -> None:
    reader = browser(slug, role)
    page = look_for(reader, text)
    assert (found(page), "Inga träffar" in page) == (set(), True)
    nobody = look_for(reader, "xyzzy" if text == "amina" else "ROS-0999" if text == "ROS-0001" else "200002292399")
    without = [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", one) for one in (page, nobody)]
    assert without[0] == without[1], "hidden and unknown are one answer"


def test_hidden_and_unknown_cost_the_same(browser: OpenBrowser, amina: uuid.UUID) -> None:
    reader, sent = browser("roslagen", OTHER_PARTY), []
    for text in ("warm up", "amina", "xyzzy"):
        with statements() as seen:
            look_for(reader, text)
        sent.append([re.sub(r"\s+", " ", one) for one in seen])
    assert sent[1] == sent[2]


def test_a_referrer_finds_what_they_sent(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", REFERRER):
        refer(applicant(given_name="Bo", family_name="Egen"))
    with in_tenant("roslagen", MANAGER):
        refer(applicant(given_name="Bo", family_name="Annans"))
    page = look_for(browser("roslagen", REFERRER), "bo")
    assert "Egen" in page
    assert "Annans" not in page
    assert "platser" not in page.partition("<main")[2].lower(), "places are not theirs"


def test_places_are_found_by_those_who_work_with_participants(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        place = add_place(place_id=new_id(), values=PlaceValues(kind=PlaceKind.ASF, name="Återbruket", **NO_MORE))
    assert f'href="/places/{place.id}"' in look_for(browser("roslagen", WORKER), "bruket åter")


def test_what_is_looked_for_stands_in_no_address_and_is_logged(
    browser: OpenBrowser, two_tenants: House, amina: uuid.UUID
) -> None:
    reader = browser("roslagen", MANAGER)
    assert "Amina" not in reader.get("/search?q=Amina").text.partition("<main")[2].partition("</main>")[0]
    look_for(reader, "amina")
    with two_tenants.operator.connect() as connection:
        log = f"{two_tenants.schemas['roslagen']}.access_log"
        rows = connection.execute(sa.text(f"SELECT action, cardinality(subject_ids) FROM {log} WHERE action = 'search'")).all()
    assert [tuple(row) for row in rows] == [("search", 1)] * 2


ANYTHING = ["", "   ", "%", "_", "\\", "---", "a" * 5000, "Robert'); DROP TABLE person;--", "\u202eabc", "😀"]


@pytest.mark.parametrize("text", ANYTHING)
def test_anything_may_be_typed(browser: OpenBrowser, amina: uuid.UUID, text: str) -> None:
    assert "Amina" not in look_for(browser("roslagen", MANAGER), text).partition("<main")[2]


@pytest.mark.parametrize("role", ["association_office", "tenant_admin", "log_reviewer", "communicator"])
def test_who_reads_nobody_has_no_search(browser: OpenBrowser, role: str) -> None:
    reader = browser("roslagen", role)
    assert "data-search-box" not in reader.get("/profile").text
    assert reader.get("/search").status_code == 404


@pytest.mark.parametrize("role", [MANAGER, WORKER, OTHER_PARTY, REFERRER])
def test_the_box_stands_in_the_head_of_every_page_but_the_searchs_own(browser: OpenBrowser, role: str) -> None:
    reader = browser("roslagen", role)
    assert reader.get("/profile").text.count("data-search-box") == 1
    assert "data-search-box" not in reader.get("/search").text
