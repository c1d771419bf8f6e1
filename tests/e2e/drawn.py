"""Pages that a browser cannot be led to here, drawn by the application in the test and shown at the site's own address."""

import datetime as dt
from collections.abc import Callable, Iterator

from flask import Flask, render_template
from playwright.sync_api import Page

from core.clock import now
from core.context import Language
from core.mail import Written
from core.web.addresses import ENGLISH, LANGUAGE
from core.web.errors import EXPIRED_FORM, FAULTS, answer
from core.web.languages import settle_language
from tenants.scope import tenant_scope
from tests.e2e.product import Site

DRAWN = "/drawn"


def drawings() -> Iterator[tuple[str, Callable[[], str]]]:
    """Every page of a fault, and what needs the demo, a new authenticator or a delprojekt without figures."""
    for fault in (*FAULTS.values(), EXPIRED_FORM):
        yield f"the page of {fault.status}", lambda fault=fault: answer(fault).get_data(as_text=True)  # type: ignore[misc]
    yield "faults in words", lambda: answer(FAULTS[422], messages=["Ett fel", "Ett fel till"]).get_data(as_text=True)
    yield "no mails", lambda: render_template("demo/mails.html", mails=[])
    yield "mails", lambda: render_template("demo/mails.html", mails=[_mail(language) for language in ("sv", "en")])
    yield "recovery codes", lambda: render_template("profile/recovery_codes.html", codes=["abcd-efgh-ijkl", "mnop-qrst-uvwx"])
    yield "no figures yet", lambda: render_template("public/preparing.html")


def show_drawing(page: Page, app: Flask, site: Site, slug: str, language: Language, draw: Callable[[], str]) -> None:
    """As it would come to somebody who is not signed in; style sheets and scripts come from the running product."""
    environment = {LANGUAGE: language} if language == "en" else {}
    base = f"http://{slug}.localhost{ENGLISH if language == 'en' else ''}"
    with tenant_scope(slug, app), app.test_request_context(DRAWN, base_url=base, environ_overrides=environment):
        settle_language()
        html = draw()
    address = site.address(slug, DRAWN)
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    page.unroute(address)


def _mail(language: Language) -> Written:
    link = f"https://roslagen.mia.example/welcome/{'x' * 22}"
    return Written(now() - dt.timedelta(minutes=1), "n@example.org", "mia@example.org", "Hej", ("Hej!", link), language)
