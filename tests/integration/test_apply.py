"""The public form: what is kept, what its sender learns, and what a hostile one tries."""

import pytest

from core.crypto import unseal
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import OWN, House
from tests.integration.arrival_makers import INTEREST, REFERENCE, receive_at, rows, with_file

SLUG = "roslagen"


@pytest.fixture(autouse=True)
def open_forms(two_tenants: House) -> None:
    for slug in ("roslagen", "hbs"):
        receive_at(two_tenants, slug, OWN)


@pytest.fixture
def public(browser: OpenBrowser) -> Browser:
    return browser(SLUG)


@pytest.mark.parametrize(
    ("page", "heading", "thanks"),
    [("/apply", "Anmäl ditt intresse", "Tack. Vi har tagit emot"), ("/en/apply", "Apply to take part", "Thank you. We have")],
)
def test_whoever_is_interested_gets_a_receipt_with_a_reference(
    public: Browser, two_tenants: House, page: str, heading: str, thanks: str
) -> None:
    shown = public.get(page)
    assert heading in shown.text
    assert shown.text.index("skyddade personuppgifter" if page == "/apply" else "protected personal data") < shown.text.index(
        'name="name"'
    )
    sent = public.submit(page, with_file())
    receipt = public.follow(sent)
    assert thanks in receipt.text
    assert REFERENCE.search(receipt.text)
    assert len(rows(two_tenants)) == len(rows(two_tenants, "referral_inbox_file")) == 1
    for answer in (shown, sent, receipt):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    for secret in (str(rows(two_tenants)[0].id), "Maja", "070-174"):
        assert secret not in receipt.text + sent.headers["Location"]


def test_nothing_of_it_stands_in_clear_in_the_database(public: Browser, two_tenants: House, in_tenant: InTenant) -> None:
    public.submit("/apply", with_file())
    row, file = rows(two_tenants)[0], rows(two_tenants, "referral_inbox_file")[0]
    for clear in (b"Maja", b"070-174", b"brev.pdf", b"%PDF"):
        assert clear not in bytes(row.sealed) + bytes(file.sealed)
    with in_tenant(SLUG):
        assert "Maja Ek" in unseal(bytes(row.sealed), table="referral_inbox", column="sealed", row=row.id)


def test_everything_wrong_is_said_at_once_and_nothing_written_is_lost(public: Browser, two_tenants: House) -> None:
    wrong = INTEREST | {
        "name": "",
        "phone": "12",
        "email": "maja@",
        "contact_way": None,
        "municipality": "",
        "contact_when": "Kväll",
    }
    answer = public.submit("/apply", wrong)
    assert answer.status_code == 422
    for said in ("Skriv ditt namn", "hela telefonnumret", "Skriv en e-postadress", "Välj hur vi ska", "Välj kommun"):
        assert said in answer.text, said
    for kept in ('value="12"', 'value="maja@"', 'value="Kväll"'):
        assert kept in answer.text
    assert rows(two_tenants) == []


def test_a_personal_number_is_refused_kindly(public: Browser, two_tenants: House) -> None:
    for field in ("name", "phone", "email", "contact_when"):
        answer = public.submit("/apply", INTEREST | {field: "Jag har 19900101-2385"})
        assert answer.status_code == 422
        assert "personnummer här. Ta bort det" in answer.text
        assert "Jag har 19900101-2385" in answer.text
    assert rows(two_tenants) == []


def test_neither_is_it_taken_in_the_name_of_a_file(public: Browser, two_tenants: House) -> None:
    answer = public.submit("/apply", with_file(name="brev 19900101-2385.pdf"))
    assert answer.status_code == 422
    assert "Ge filen ett annat namn" in answer.text
    assert rows(two_tenants) == []


def test_there_must_be_a_way_to_reach_them(public: Browser) -> None:
    nothing = public.submit("/apply", INTEREST | {"phone": "", "email": ""})
    other = public.submit("/apply", INTEREST | {"contact_way": "email", "email": ""})
    assert nothing.status_code == other.status_code == 422
    assert "Skriv ditt telefonnummer" in nothing.text
    assert "Skriv din e-postadress" in other.text


def test_it_is_closed_where_nobody_may_receive(public: Browser, two_tenants: House) -> None:
    opened = public.get("/apply").text
    receive_at(two_tenants, SLUG, None)
    closed = public.get("/apply")
    assert "Ring oss i stället" in closed.text
    assert 'name="name"' not in closed.text
    token = opened.partition('name="token" type="hidden" value="')[2].partition('"')[0]
    assert public.post("/apply", INTEREST | {"token": token}).status_code == 409
    assert rows(two_tenants) == []
    receive_at(two_tenants, SLUG, "lapsed")
    assert 'name="name"' not in public.get("/apply").text
