"""Further filters and columns of the participants' list, and lists kept under a name."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest

from core.consents.terms import DataKind
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.participation_makers import STARTED, begin, leave, offer, take_part
from tests.integration.referral_makers import allow, applicant
from tests.integration.test_lists import names
from tests.integration.test_participant_pages import statements

MANAGER, WORKER, AT_FK = "subproject_manager", "case_worker", "party_representative.fk"
NAME = "Började i höst"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def three(in_tenant: InTenant, two_tenants: House) -> dict[str, uuid.UUID]:
    """Ärlig takes part in a course and is late, Öberg has no next contact, Zetterlund has ended."""
    made: dict[str, uuid.UUID] = {}
    with in_tenant("roslagen", MANAGER):
        for family, day, contact in (("Ärlig", 5, dt.date(2022, 9, 14)), ("Öberg", 3, None), ("Zetterlund", 2, None)):
            who = applicant(given_name="Åke", family_name=family)
            one = begin(two_tenants, who, started_on=STARTED.replace(day=day), next_contact_on=contact)
            made[family] = one.id
            if family != "Öberg":
                take_part(two_tenants, one, starts_on=STARTED.replace(day=day))
        leave(made["Zetterlund"])
    return made


@pytest.mark.usefixtures("three")
def test_each_filter_narrows(manager: Browser, two_tenants: House) -> None:
    course = two_tenants.interventions["roslagen", "course"]
    own = two_tenants.authorities["roslagen", "own"]
    day = STARTED.replace(day=3).isoformat()
    found = {
        query: names(manager.get(f"/participants?status=all&{query}"))
        for query in (
            f"insats={course}",
            f"controller={own}",
            f"controller={uuid.uuid4()}",
            "contact=none",
            "contact=late",
            f"started_from={day}",
            f"started_until={day}",
            "ended_from=2022-09-14",
            "ended_until=2022-09-13",
            f"insats={course}&started_until={day}",
        )
    }
    everybody = ["Åke Zetterlund", "Åke Ärlig", "Åke Öberg"]
    assert list(found.values()) == [
        ["Åke Zetterlund", "Åke Ärlig"] if "Åke Zetterlund" in found[f"insats={course}"] else ["Åke Ärlig"],
        everybody,
        [],
        ["Åke Öberg"],
        ["Åke Ärlig"],
        ["Åke Ärlig", "Åke Öberg"],
        ["Åke Zetterlund", "Åke Öberg"],
        ["Åke Zetterlund"],
        [],
        [],
    ]


@pytest.mark.usefixtures("three")
def test_chosen_columns_are_shown_and_stay(manager: Browser) -> None:
    page = manager.get("/participants?status=all&columns=insats&columns=ended_on&columns=password").text
    assert re.search(r"<th[^>]*>(<span[^>]*>)?Insatser nu", page)
    assert "2022-09-14" in page
    assert ">password" not in page
    assert manager.get("/participants?status=all&columns=ended_on,insats").text.count("Insatser nu") == page.count("Insatser nu")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "query", ["started_from=i+höst", "started_from=2022-13-45", "ended_until=%00", "started_from=99999-01-01"]
)
def test_a_day_that_cannot_be_read_is_told(manager: Browser, query: str) -> None:
    page = manager.get(f"/participants?status=all&{query}")
    assert "gick inte att läsa" in page.text
    assert len(names(page)) == 3


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "query", ["worker=x", "insats=1", "controller='", "contact=x", "municipality=%25", "columns=,,", "status=x"]
)
def test_what_means_nothing_breaks_nothing(manager: Browser, query: str) -> None:
    assert manager.get(f"/participants?{query}").status_code == 200


def test_another_authoritys_insatser_are_neither_shown_nor_filtered_by(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer(applicant(given_name="Åke", family_name="Ärlig"))
        allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.MAPPING)
        officer = two_tenants.accounts["party_representative.fk@roslagen.example"]
        take_part(two_tenants, begin(two_tenants, referral=referral, key_worker_id=officer))
    fk, course = browser("roslagen", AT_FK), two_tenants.interventions["roslagen", "course"]
    assert names(fk.get("/participants?columns=insats")) == ["Åke Ärlig"]
    assert "Kurs" not in re.sub(r"<select.*?</select>", "", fk.get("/participants?columns=insats").text, flags=re.S)
    assert names(fk.get(f"/participants?insats={course}")) == [], "by what is counted one could find out what is not shown"
    assert names(browser("roslagen", MANAGER).get(f"/participants?insats={course}")) == ["Åke Ärlig"]


def save(who: Browser, query: str, **changes: Any) -> Any:
    return who.submit(f"/saved-lists/new?kind=participants&{query}", {"name": NAME} | changes)


@pytest.mark.usefixtures("three")
def test_a_list_is_kept_shared_and_opened_on(manager: Browser, browser: OpenBrowser) -> None:
    answer = save(manager, "status=all&contact=none&columns=ended_on&sort=-since", shared="y", opens="y")
    assert answer.status_code == 303
    opened = manager.get("/participants")
    assert names(opened) == ["Åke Öberg"]
    assert f'aria-current="page">{NAME}' in opened.text
    assert len(names(manager.get("/participants?status=all"))) == 3, "an address that says something is followed"
    colleague = browser("roslagen", WORKER)
    assert NAME in colleague.get("/participants").text
    assert len(names(colleague.get("/participants"))) == 2, "it opens the page for its maker only"
    assert NAME not in browser("hbs", MANAGER).get("/participants").text


@pytest.mark.usefixtures("three")
def test_ones_own_list_is_nobody_elses(manager: Browser, browser: OpenBrowser) -> None:
    save(manager, "status=all")
    page = manager.get("/saved-lists").text
    address = re.findall(r'href="(/saved-lists/[^"]+/edit)"', page)[0]
    other = browser("roslagen", "party_representative.kommun")
    assert NAME not in other.get("/participants").text
    assert other.get(address).status_code == 404
    assert manager.get(address).status_code == 200
    assert manager.submit("/saved-lists", {}, action=address.replace("/edit", "/removal")).status_code == 303
    assert NAME not in manager.get("/participants").text


@pytest.mark.usefixtures("three")
def test_the_second_of_two_changes_sees_the_first(manager: Browser) -> None:
    save(manager, "status=all")
    address = re.findall(r'href="(/saved-lists/[^"]+/edit)"', manager.get("/saved-lists").text)[0]
    assert manager.submit(address, {"name": "Andra", "shared": "y"}).status_code == 303
    late = manager.submit(address, {"name": "Tredje", "version": "1"})
    assert late.status_code == 409
    assert "Andra" in late.text


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "x" * 81}, {"name": "a\u202eb"}, {"name": "a\x00b"}])
def test_a_list_needs_a_name_that_can_be_read(manager: Browser, changes: dict[str, Any]) -> None:
    assert save(manager, "status=all", **changes).status_code == 422
    assert "Inga sparade listor" in manager.get("/saved-lists").text


@pytest.mark.usefixtures("three")
def test_two_lists_have_two_names_and_tampering_keeps_no_more_than_an_address(manager: Browser) -> None:
    assert save(manager, "status=all").status_code == 303
    assert save(manager, "status=paused").status_code == 422
    assert save(manager, "status=all", name="Två", choices="status=all&words=Anna&q=1&identity_index=x").status_code == 303
    page = manager.get("/saved-lists").text
    assert "Anna" not in page
    assert save(manager, "status=all", kind="person").status_code == 404


def test_the_list_asks_once_for_all_that_its_filters_offer(manager: Browser, three: dict[str, uuid.UUID]) -> None:
    assert len(three) == 3
    manager.get("/participants")
    with statements() as seen:
        manager.get("/participants")
    assert len(seen) <= 5, seen
