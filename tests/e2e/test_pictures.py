"""`./mia test --screenshots DIR`: every page of the demo as a picture, narrow and wide, in Swedish and English."""

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from core.context import Language
from deploy.local import cluster, postgres, valkey
from tests import demo_runs
from tests.e2e.conftest import ORDINARY
from tests.e2e.product import Site
from tests.e2e.staff import Staff
from tests.e2e.thread import WRONG_NUMBER

pytestmark = pytest.mark.browser

WIDTHS = (390, 1280)
NOBODY = ""
Step = Callable[[Staff], object]


@pytest.fixture(scope="module")
def demo() -> Iterator[Site]:
    folder, port = Path(tempfile.mkdtemp(prefix="mia-pictures-")), demo_runs.free_port()
    running = demo_runs.start(folder, port)
    try:
        demo_runs.wait_until_ready(running)
        yield Site(port)
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
        postgres.stop(folder)
        valkey.stop(folder)
        cluster.remove_clusters(folder)
        shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, and what is done on it before the picture is taken."""

    name: str
    path: str
    steps: tuple[Step, ...] = ()


def link(number: int = 0, *, within: str = "main tbody th") -> Step:
    """Follow a link of the page: the first of its table, unless told."""

    def follow(staff: Staff) -> None:
        with staff.page.expect_navigation():
            staff.page.locator(f"{within} a").nth(number).click()

    return follow


def press(text: str, *, is_link: bool = True) -> Step:
    return lambda staff: staff.press(text, link=is_link)


def fill(**values: str) -> Step:
    return lambda staff: staff.fill_in(values)


PUBLIC = [
    Shot("start", "/"),
    Shot("start-of-the-first-project", "/?project=mia"),
    Shot("how-we-count", "/how-we-count"),
    Shot("accessibility", "/about/accessibility"),
    Shot("personal-data", "/about/personal-data"),
    Shot("cookies", "/about/cookies"),
    Shot("sign-in", "/sign-in"),
    Shot("sign-in-refused", "/sign-in", (press("Sign in", is_link=False),)),
    Shot("not-found", "/nowhere"),
]
PERSON_FORM = (fill(protected="no"), press("Continue", is_link=False))
REFERRALS = [
    Shot("referrals", "/referrals"),
    Shot("referrals-empty", "/referrals?state=withdrawn"),
    Shot("referrals-nobody-found", "/referrals", (fill(sought="Xerxes"), press("Search", is_link=False))),
    Shot("referral", "/referrals", (link(),)),
    Shot("referral-started", "/referrals?state=started", (link(),)),
    Shot("referral-offered", "/referrals?state=offered", (link(),)),
    Shot("referral-consent", "/referrals", (link(), press("Register a consent"))),
    Shot(
        "referral-consent-refused",
        "/referrals",
        (link(), press("Register a consent"), press("Register the consent", is_link=False)),
    ),
    Shot("referral-protection", "/referrals/new"),
    Shot("referral-protected", "/referrals/new/protected"),
    Shot("referral-person", "/referrals/new", PERSON_FORM),
    Shot(
        "referral-person-refused",
        "/referrals/new",
        (*PERSON_FORM, fill(identity_number=WRONG_NUMBER), press("Register the referral", is_link=False)),
    ),
    Shot("participant-start", "/referrals?state=offered", (link(), press("Register the start"))),
    Shot(
        "participant-start-refused",
        "/referrals?state=offered",
        (link(), press("Register the start"), press("Start the participant", is_link=False)),
    ),
]
PARTICIPANTS = [
    Shot("participants", "/participants"),
    Shot("participants-nobody-found", "/participants", (fill(q="Xerxes"), press("Search", is_link=False))),
    Shot("participants-anonymous", "/participants/new-anonymous"),
    Shot("participant", "/participants?status=active", (link(2),)),
    Shot("participant-ended", "/participants?status=ended", (link(2),)),
    Shot("participant-insats", "/participants?status=active", (link(2), press("Begin an intervention"))),
    Shot("participant-exit", "/participants?status=active", (link(2), press("Register the exit"))),
    Shot(
        "participant-exit-refused",
        "/participants?status=active",
        (link(2), press("Register the exit"), press("Register the exit", is_link=False)),
    ),
    Shot("participant-next-contact", "/participants?status=active", (link(2), press("Set the next contact"))),
    Shot("participant-contact-person", "/participants?status=active", (link(2), press("Change contact person"))),
    Shot("participant-status", "/participants?status=active", (link(2), press("Change status"))),
]
WORK = Shot("work", "/work")
OWN = [Shot("figures", "/figures"), Shot("profile", "/profile")]

WALKS: list[tuple[str | None, str, list[Shot]]] = [
    ("roslagen", NOBODY, PUBLIC),
    ("hbs", NOBODY, PUBLIC[:2]),
    (None, NOBODY, PUBLIC),
    ("roslagen", "subproject_manager", [WORK, *REFERRALS, *PARTICIPANTS, *OWN]),
    ("roslagen", "case_worker", [WORK, Shot("participants", "/participants")]),
    ("roslagen", "party_representative.fk", [WORK, Shot("participants", "/participants"), Shot("referrals", "/referrals")]),
    ("roslagen", "association_office", [WORK, Shot("figures", "/figures")]),
    ("roslagen", "tenant_admin", [WORK]),
    (None, "programme_manager", [Shot("totals", "/totals"), Shot("totals-of-the-first-project", "/totals?project=mia")]),
    (None, "communicator", [Shot("start", "/start")]),
    (None, "platform_admin", [Shot("start", "/start")]),
]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_take_pictures(
    demo: Site, chromium: Browser, language: Language, pytestconfig: pytest.Config, record_property: Callable[[str, object], None]
) -> None:
    folder = Path(pytestconfig.getoption("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    faults = [fault for slug, role, shots in WALKS for fault in walk(demo, chromium, language, folder, slug, role, shots)]
    record_property(f"pictures in {folder}", len(list(folder.glob(f"*-{language}-*.png"))))
    assert not faults, "\n".join(faults)


def walk(
    demo: Site, chromium: Browser, language: Language, folder: Path, slug: str | None, role: str, shots: list[Shot]
) -> Iterator[str]:
    """Take the pictures; yields what kept one from being taken."""
    context = chromium.new_context(**ORDINARY)
    context.set_default_timeout(10_000)
    staff = Staff(context.new_page(), demo, slug, language)
    if role:
        staff.sign_in(role)
    for shot in shots:
        name = "-".join(part for part in (slug or "county", role, shot.name) if part)
        try:
            take(staff, shot, folder / f"{name}-{language}", prefix="/en" if language == "en" and not role else "")
        except Error as fault:
            yield f"{name}: {str(fault).splitlines()[0]}"
    context.close()


def take(staff: Staff, shot: Shot, target: Path, *, prefix: str) -> None:
    staff.open(prefix + shot.path)
    for step in shot.steps:
        step(staff)
    for width in WIDTHS:
        staff.page.set_viewport_size({"width": width, "height": 900})
        staff.page.screenshot(path=f"{target}-{width}.png", full_page=True)
    staff.page.set_viewport_size({"width": max(WIDTHS), "height": 900})
