"""A release on the county's pages: asked for, made, looked at, taken home and reported, by those who may."""

import io
import json
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from python_calamine import CalamineWorkbook

from core import jobs
from core.config import forget_settings
from core.db import session
from core.disclosure.audit import Audit
from core.disclosure.publishing import Refused
from core.jobs import PlatformOutbox, enqueue
from core.rollup import building
from core.rollup.reading import find_file, get_tables, latest_tables
from core.steering import telling
from core.steering.filing import make_report
from core.steering.queries import list_files, list_without_files
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import PROJECT, House
from tests.integration.made_releases import SOME, count, county, draw, release
from tests.integration.test_participant_pages import statements

CHIEF = "programme_manager"


@pytest.fixture
def chief(browser: OpenBrowser) -> Browser:
    return browser(None, CHIEF)


@pytest.fixture
def released(app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    """A release with its files."""
    count(two_tenants, in_tenant)
    return release(app, monkeypatch)


def _run(app: Flask, name: str) -> None:
    """Do what waits of a job, as the worker would."""
    with county(app):
        waits = sa.select(PlatformOutbox.id).where(PlatformOutbox.job == name, jobs.is_open(PlatformOutbox))
        rows = list(session.scalars(waits))
    for row in rows:
        assert jobs.run(None, str(row)) == jobs.Outcome.DONE


def test_the_chief_asks_waits_and_sees_how_it_was_tried(
    app: Flask, chief: Browser, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(two_tenants, in_tenant)
    monkeypatch.setattr(building, "ASKED", SOME)
    asked = chief.submit("/releases", {}, action="/releases")
    assert asked.status_code == 303
    attempt = asked.location
    assert "Väntar på sin tur" in chief.get(attempt).text
    assert chief.get(f"{attempt}/progress").json == {"state": "waiting", "done": 0, "total": 100}
    assert "En utgåva väntar" in chief.get("/releases").text
    _run(app, "rollup.build")
    ended = chief.get(attempt).text
    assert "Utgiven" in ended
    assert "spelade 3 läsare" in ended
    assert "Det lyckades med 0." in ended
    assert "begära en utgåva om dagen" in chief.get("/releases").text
    assert chief.get(f"/releases/attempts/{uuid.uuid4()}").status_code == 404


def test_a_cancelled_attempt_and_a_refused_one_say_so(
    app: Flask, chief: Browser, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(two_tenants, in_tenant)
    monkeypatch.setattr(building, "ASKED", SOME)
    attempt = chief.submit("/releases", {}, action="/releases").location
    assert chief.submit(attempt, {}, action=f"{attempt}/cancel").status_code == 303
    assert "Den har fått besked om att sluta" in chief.get(attempt).text
    _run(app, "rollup.build")
    assert "Någon stoppade det" in chief.get(attempt).text
    found = Audit(3, 9, 1, 1, 0, 0, 4, 0.1, ())
    monkeypatch.setattr(building, "publish", lambda *_args, **_named: Refused(found, ()))
    attempt = chief.submit("/releases", {}, action="/releases").location
    _run(app, "rollup.build")
    refused = chief.get(attempt).text
    assert "även de grövsta" in refused
    assert "Det lyckades med 1." in refused


def test_the_page_and_the_files_of_a_release_say_the_same(app: Flask, chief: Browser, released: uuid.UUID) -> None:
    page = chief.get(f"/releases/{released}").text
    with county(app):
        tables, files = get_tables(released), list_files(released)
    assert tables.digest in page
    for one in files:
        address = f"/releases/{released}/files/{one.language}/{one.kind}"
        assert f'href="{address}"' in page
        sent = chief.get(address)
        assert sent.status_code == 200
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in sent.headers["Content-Security-Policy"]
        with county(app):
            stored = find_file(released, one.kind, one.language)
            assert stored is not None
            assert sent.data == stored.content
    shown = chief.get(f"/releases/{released}/tables").text
    content = json.loads(chief.get(f"/releases/{released}/files/all/json").data)
    cells = [cell for table in content["tables"] for cell in table["cells"]]
    assert shown.count('data-suppressed="true"') == sum(cell["value"] is None for cell in cells) + _hidden(content)
    for value in {cell["value"] for cell in cells if cell["value"]}:
        assert f'<data value="{value}">' in shown
    assert chief.get(f"/releases/{released}/files/sv/exe").status_code == 404
    assert chief.get(f"/releases/{uuid.uuid4()}").status_code == 404


def _hidden(content: dict[str, object]) -> int:
    from core.steering.grids import Number, goals

    return sum(isinstance(one, Number) and bool(one.fewer_than) for line in goals(content).lines for one in line.values)


def test_the_rules_that_were_decided_are_those_of_the_next_release(
    app: Flask, chief: Browser, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(two_tenants, in_tenant)
    monkeypatch.setattr(building, "ASKED", SOME)
    rules = {"base": "10", "least_rate_base": "40", "decided_on": "2022-09-14", "decision": "Styrgruppen."}
    assert chief.submit("/disclosure/new", rules).status_code == 303
    chief.submit("/releases", {}, action="/releases")
    _run(app, "rollup.build")
    with county(app):
        made = latest_tables(PROJECT)
    assert made is not None
    assert made.policy.base == 10
    assert {value % 10 for value in made.cells.values()} == {0}


def test_the_texts_are_frozen_into_the_report_that_is_made(
    app: Flask, chief: Browser, released: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.web.jobs._draw_wide", draw)
    home, edit = f"/releases/{released}", f"/releases/{released}/report"
    assert chief.submit(edit, {"summary": "Det går framåt.\n\nMycket."}).status_code == 303
    assert chief.submit(home, {}, action=f"{home}/reports").status_code == 303
    assert "Den tas fram" in chief.get(home).text
    with county(app):
        waits = sa.select(PlatformOutbox.ids).where(PlatformOutbox.job == "releases.report")
        (ids,) = session.scalars(waits).all()
    assert set(ids) == {"report"}, "the texts are in no queue"
    _run(app, "releases.report")
    with county(app):
        first = find_file(released, "report-1.xlsx", "sv")
        assert first is not None
        before = (first.content, first.sha256)
    assert chief.submit(edit, {"summary": "Annat."}).status_code == 303
    with county(app):
        make_report(uuid.UUID(ids["report"]), draw)
        again = find_file(released, "report-1.xlsx", "sv")
        paper = find_file(released, "report-1.pdf", "sv")
    assert again is not None
    assert paper is not None
    assert (again.content, again.sha256) == before
    book = CalamineWorkbook.from_filelike(io.BytesIO(before[0]))
    assert ["Kort sagt", "Det går framåt.\n\nMycket."] in book.get_sheet_by_name("Text").to_python()
    assert f"{home}/files/sv/report-1.pdf" in chief.get(home).text


def test_two_who_write_the_texts_see_each_other(chief: Browser, browser: OpenBrowser, released: uuid.UUID) -> None:
    edit = f"/releases/{released}/report"
    target, fields = find_form(chief.get(edit).text, edit, None)
    assert browser(None, CHIEF).submit(edit, {"summary": "deras"}).status_code == 303
    lost = chief.post(target, {**fields, "summary": "mitt"})
    assert lost.status_code == 409
    assert "deras" in lost.text
    assert "mitt" in lost.text


def test_only_the_chief_asks_and_writes_and_only_the_county_reads(
    chief: Browser, browser: OpenBrowser, released: uuid.UUID
) -> None:
    pages = ["/releases", f"/releases/{released}", f"/releases/{released}/tables", f"/releases/{released}/files/sv/pdf"]
    controller = browser(None, "programme_controller")
    assert [controller.get(page).status_code for page in pages] == [200] * 4
    assert controller.get(f"/releases/{released}/report").status_code == 404
    for role in ("communicator", "platform_admin"):
        other = browser(None, role)
        assert [other.get(page).status_code for page in pages] == [404] * 4
    assert browser("roslagen", "subproject_manager").get(pages[0]).status_code == 404


def test_a_page_costs_few_statements(chief: Browser, released: uuid.UUID) -> None:
    for page, most in (("/releases", 12), (f"/releases/{released}", 12), (f"/releases/{released}/tables", 12)):
        chief.get(page)
        with statements() as seen:
            assert chief.get(page).status_code == 200
        assert len(seen) <= most, (page, len(seen))


def test_those_who_steer_are_told_once_where_it_is_and_nothing_of_what_it_says(
    app: Flask, released: uuid.UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIA_MAIL_FOLDER", str(tmp_path))
    monkeypatch.setenv("MIA_MAIL_FROM", "mia@county.example")
    forget_settings()
    with county(app):
        assert telling.has_somebody_to_tell()
        telling.tell()
        telling.tell()
        assert not telling.has_somebody_to_tell()
    mails = [one.read_text() for one in tmp_path.rglob("*.eml")]
    assert len(mails) == 2
    for text in mails:
        assert f"/releases/{released}" in text
        assert "70" not in text.split("\n\n", 1)[1].replace(str(released), "")
    monkeypatch.undo()
    forget_settings()


def test_the_scheduler_finds_what_has_no_files(
    app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(two_tenants, in_tenant)
    made = release(app, monkeypatch, files=False)
    with county(app):
        assert list_without_files() == [made]
        monkeypatch.setattr("core.web.jobs._draw_wide", draw)
        enqueue("releases.files")
    _run(app, "releases.files")
    with county(app):
        assert list_without_files() == []
