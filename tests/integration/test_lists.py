"""Lists: an order per heading, filters that stay, names as people write them, and as many statements for 300 rows as for 3."""

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from core.identity_numbers import parse
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.crowd import Place, gather
from tests.house import OWN, House
from tests.integration.participation_makers import STARTED, begin
from tests.integration.referral_makers import applicant, refer
from tests.integration.test_participant_pages import statements

MANAGER = "subproject_manager"
Gather = Callable[[int], None]


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def gathered(two_tenants: House) -> Gather:
    """`gathered(300)`: so many more participants of the committee, each with a referral."""
    place = Place(
        two_tenants.schemas["roslagen"],
        two_tenants.subprojects["roslagen"],
        two_tenants.authorities["roslagen", OWN],
        two_tenants.accounts["case_worker@roslagen.example"],
        "0160",
    )

    def more(people: int) -> None:
        with two_tenants.operator.begin() as connection:
            gather(connection, place, people, referred=True)

    return more


def names(page: Any) -> list[str]:
    found = re.findall(r'<th role="rowheader" scope="row"><a href="[^"]+">([^<]+)</a>', page.text)
    return [html.unescape(name) for name in found]


def headings(page: Any) -> dict[str, tuple[str, str]]:
    """Label → (aria-sort, address) of the headings that sort."""
    found = re.findall(r'aria-sort="(\w+)"><a class="sort" href="([^"]+)">([^<]+)', page.text)
    return {label: (direction, html.unescape(address)) for direction, address, label in found}


@pytest.fixture
def three(in_tenant: InTenant, two_tenants: House) -> None:
    """Three in Swedish order, with days that follow another order, and one without a name."""
    days = {"Ärlig": (5, "2022-09-20"), "Zetterlund": (2, None), "Öberg": (3, "2022-09-16")}
    with in_tenant("roslagen", MANAGER):
        for family, (started, contact) in days.items():
            who = applicant(given_name="Åke", family_name=family)
            begin(
                two_tenants,
                who,
                started_on=STARTED.replace(day=started),
                next_contact_on=STARTED.fromisoformat(contact) if contact else None,
            )
        register_anonymous(participation_id=uuid.uuid4(), sex=Sex.MAN, started_on=STARTED)


@pytest.mark.usefixtures("three")
def test_each_heading_sorts_and_turns(manager: Browser) -> None:
    page = manager.get("/participants")
    assert names(page) == ["Åke Zetterlund", "Åke Ärlig", "Åke Öberg", "Anonym"]
    assert headings(page)["Deltagare"] == ("ascending", "/participants?sort=-name")
    assert [direction for direction, _ in headings(page).values()] == ["ascending", "none", "none", "none"]

    turned = manager.get(headings(page)["Deltagare"][1])
    assert names(turned) == ["Åke Öberg", "Åke Ärlig", "Åke Zetterlund", "Anonym"], "nobody's name is last either way"
    assert headings(turned)["Deltagare"] == ("descending", "/participants")

    since = manager.get(headings(page)["Sedan"][1])
    assert names(since)[:3] == ["Åke Zetterlund", "Åke Öberg", "Åke Ärlig"]
    contact = manager.get(headings(page)["Nästa kontakt"][1])
    assert names(contact)[:2] == ["Åke Öberg", "Åke Ärlig"], "those without a day come after"
    number = manager.get("/participants?sort=-number")
    assert names(number) == ["Anonym", "Åke Öberg", "Åke Zetterlund", "Åke Ärlig"]
    assert names(manager.get("/participants?sort=identity_number")) == names(page), "what is no column is no order"


@pytest.mark.usefixtures("three")
def test_filters_stay_when_the_order_or_the_page_is_changed(manager: Browser, gathered: Gather) -> None:
    gathered(120)
    page = manager.get("/participants?status=active&municipality=0160&worker=&page=1")
    address = headings(page)["Sedan"][1]
    assert address == "/participants?status=active&municipality=0160&sort=since"
    sorted_page = manager.get(address)
    assert '<option value="active" selected>' in sorted_page.text
    assert '<option value="since" selected>' in sorted_page.text, "the form keeps the order"
    onward = re.search(r'rel="next" href="([^"]+)"', manager.get("/participants?status=ended&sort=-since").text)
    assert onward is not None
    assert html.unescape(onward[1]) == "/participants?status=ended&sort=-since&page=2"
    second = manager.get(html.unescape(onward[1]))
    assert headings(second)["Sedan"] == ("descending", "/participants?status=ended&sort=since"), "begins at the first page"


def test_an_empty_list_says_why(manager: Browser, gathered: Gather) -> None:
    assert "Ingen deltar just nu" in manager.get("/participants").text
    assert "Inga deltagare här än" in manager.get("/participants?status=all").text
    gathered(1)
    assert "1 deltagare" in manager.get("/participants?status=all").text
    page = manager.get("/participants?municipality=0188").text
    assert "Ingen stämmer med det du har valt" in page
    assert 'href="/participants?status=all">Visa alla' in page


@pytest.mark.parametrize(
    "sought",
    [
        "åsa",
        "ÅSA",
        "A\N{COMBINING RING ABOVE}sa",
        "Anna-Lena Ek-Lund",
        "anna lena",
        "Ek\N{NON-BREAKING HYPHEN}Lund",
        "Ek-Lund, Åsa",
        "lund",
    ],
)
def test_a_name_is_found_however_it_is_written(manager: Browser, in_tenant: InTenant, two_tenants: House, sought: str) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Åsa Anna-Lena", family_name="Ek-Lund"))
        begin(two_tenants, applicant(given_name="Asa", family_name="Ek"))
    for page, field in (("/participants", "q"), ("/referrals", "sought")):
        found = manager.submit(page, {field: sought}, action=f"{page}/search")
        assert names(found) == ["Åsa Anna-Lena Ek-Lund"], page
        assert not headings(found), "what was searched for has no address to sort by"


@pytest.mark.parametrize("sought", ["%", "_", "\\", "' OR 1=1 --", "Ö" * 200])
def test_signs_of_patterns_find_nobody(manager: Browser, gathered: Gather, sought: str) -> None:
    gathered(3)
    for page, field in (("/participants", "q"), ("/referrals", "sought")):
        assert names(manager.submit(page, {field: sought}, action=f"{page}/search")) == []


def test_a_number_is_found_and_stands_in_no_address(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Elif", family_name="Prov", identity=parse("199001012385")))
    found = manager.submit("/participants", {"q": "19900101-2385"}, action="/participants/search")
    assert names(found) == ["Elif Prov"]
    assert "19900101" not in "".join(re.findall(r'(?:href|action)="[^"]*"', found.text))


def test_referrals_are_sorted_by_name_day_and_step(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        for family, day in (("Öberg", 1), ("Zetterlund", 3), ("Ärlig", 2)):
            refer(applicant(given_name="Åke", family_name=family), received_on=STARTED.replace(day=day))
    page = manager.get("/referrals")
    assert names(page) == ["Åke Zetterlund", "Åke Ärlig", "Åke Öberg"], "the latest first"
    assert headings(page)["Inkom"] == ("descending", "/referrals?sort=received")
    assert names(manager.get("/referrals?sort=received")) == ["Åke Öberg", "Åke Ärlig", "Åke Zetterlund"]
    assert headings(manager.get("/referrals?sort=name"))["Inkom"] == ("none", "/referrals")
    assert names(manager.get("/referrals?sort=-name&state=received")) == ["Åke Öberg", "Åke Ärlig", "Åke Zetterlund"]
    assert names(manager.get("/referrals?sort=state")) == names(page)
    assert "Ingen stämmer med det du har valt" in manager.get("/referrals?state=withdrawn").text


@pytest.mark.parametrize(
    "path", ["/participants", "/participants?sort=-since&status=active", "/referrals", "/referrals?sort=name"]
)
def test_a_list_asks_as_much_for_300_as_for_3(manager: Browser, gathered: Gather, path: str) -> None:
    counts, rows = [], []
    for more in (3, 297):
        gathered(more)
        manager.get(path)
        with statements() as seen:
            rows.append(len(names(manager.get(path))))
        counts.append(len(seen))
    assert rows[0] <= 3 < rows[1] == 50
    assert counts[0] == counts[1] <= 12, counts
