"""The thread in a real browser, from a referral to the county's totals, and a förbund that sees nothing of it."""

import time
from collections.abc import Callable

import pytest

from tests.e2e import thread
from tests.e2e.accessibility import PageChecks
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.thread import WOMAN, Walked

pytestmark = pytest.mark.browser

COUNTED_WITHIN = 60.0


def test_a_referral_leads_to_a_start_an_exit_and_the_figures_of_the_county(
    product: Product, open_page: OpenPage, record_property: Callable[[str, object], None]
) -> None:
    staff = Staff(open_page(), product, "roslagen", look=PageChecks())
    wait_until_counted(product)
    before = figures(product, open_page)
    staff.sign_in("subproject_manager")
    assert staff.page.url == product.address("roslagen", "/work")
    staff.open("/referrals/new/person")
    assert staff.page.url == product.address("roslagen", "/referrals/new"), "the question comes before the first field"
    staff.fill_in({"protected": "no"})
    staff.press("Continue")
    thread.refuse_what_is_wrong(staff)
    walked = thread.walk(staff, WOMAN)
    seconds = seconds_until(product, open_page, tuple(figure + 1 for figure in before))
    record_property("from the exit to the public page and the county's totals", f"{seconds:.1f} s")
    sees_nothing(product, open_page, staff, walked)
    thread.look_around(staff, walked)


def wait_until_counted(product: Product) -> None:
    """What other tests have made is counted before the thread begins, or it would be counted with it."""
    marks = f"SELECT count(*) FROM {product.house.schemas['roslagen']}.dirty_mark"
    began = time.monotonic()
    with product.house.operator.connect() as connection:
        while connection.exec_driver_sql(marks).scalar_one():
            connection.rollback()
            assert time.monotonic() - began < COUNTED_WITHIN, "nothing is counted"
            time.sleep(0.5)


def figures(product: Product, open_page: OpenPage) -> tuple[int, ...]:
    """Started and ended in Roslagen's row of /totals, started in the county's, started on Roslagen's public page."""
    manager = Staff(open_page(), product, None)
    manager.sign_in("programme_manager")
    return _read(manager, Staff(open_page(), product, "roslagen"))


def seconds_until(product: Product, open_page: OpenPage, expected: tuple[int, ...]) -> float:
    """How long the worker and the scheduler take to show these figures."""
    began = time.monotonic()
    manager, reader = Staff(open_page(), product, None), Staff(open_page(), product, "roslagen")
    manager.sign_in("programme_manager")
    while (now := _read(manager, reader)) != expected:
        assert time.monotonic() - began < COUNTED_WITHIN, f"{now} instead of {expected} after {COUNTED_WITHIN} s"
        time.sleep(0.5)
    return time.monotonic() - began


def _read(manager: Staff, reader: Staff) -> tuple[int, ...]:
    assert manager.open("/totals") == 200, manager.page.url
    row = [manager.figure(f"participants.{name}", tenant="roslagen") for name in ("started", "ended")]
    total = manager.figure("participants.started", tenant="all")
    reader.open("/")
    reader.page.reload()  # a public page may be kept for a minute; reloading asks whether it is still true
    return (*row, total, reader.figure("participants.started"))


def sees_nothing(product: Product, open_page: OpenPage, owner: Staff, walked: Walked) -> None:
    """Another förbund's delprojektledare, by list, search, address, and with a cookie from the first one."""
    other = Staff(open_page(), product, "hbs")
    other.sign_in("subproject_manager")
    for path in ("/work", "/referrals?state=all", "/participants"):
        assert other.open(path) == 200
        assert not other.sees(walked.who.family_name), path
    for path, button, field in (("/referrals", "Search", "sought"), ("/participants", "Search", "q")):
        for sought in (walked.who.number, walked.who.family_name):
            other.open(path)
            other.fill_in({field: sought})
            other.press(button)
            assert other.sees(other.says("Nobody found")), (path, sought)
            assert not other.sees(walked.who.given_name), (path, sought)
    for path in (walked.referral, walked.participation, f"{walked.participation}/exit/new"):
        assert other.open(path) == 404
    _replay(product, open_page, owner, walked)


def _replay(product: Product, open_page: OpenPage, owner: Staff, walked: Walked) -> None:
    """Roslagen's session cookie, set by hand for the other host."""
    thief = Staff(open_page(), product, "hbs")
    [cookie] = owner.page.context.cookies(product.address("roslagen"))
    address = product.address("hbs")
    thief.page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": address}])
    for path in ("/participants", walked.participation):
        thief.open(path)
        assert "/sign-in" in thief.page.url, path
        assert not thief.sees(walked.who.family_name)
    owner.open("/work")
    assert "/sign-in" in owner.page.url, "a session whose cookie has come to another host is dead"
    owner.sign_in("subproject_manager")
