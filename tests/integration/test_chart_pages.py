"""Charts on the pages: drawn by a job, shown when they fit the figures, and never more than what is released."""

import re
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask

from core import jobs, scheduler
from core.db import session
from core.jobs import Outbox, PlatformOutbox
from core.reporting import county, services
from core.reporting.models import CountyChart, OwnChart
from core.rollup.models import ReleaseCellMade, headline_built
from core.web.jobs import render, render_county
from tenants.scope import scopes_of
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.participation_makers import begin, leave, take_part
from tests.integration.test_published_figures import counted

__all__ = ["counted"]

SVG = "{http://www.w3.org/2000/svg}"
BEING_DRAWN = "Bilden ritas."
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def one_exit(in_tenant: InTenant, two_tenants: House) -> None:
    """One started and ended in Roslagen, to work."""
    with in_tenant("roslagen", "subproject_manager"):
        participation = begin(two_tenants)
        take_part(two_tenants, participation)
        leave(participation.id)


def draw_county(app: Flask) -> None:
    with scopes_of(app).county():
        render_county()
        session.commit()


def pictures(html: str) -> list[str]:
    """What is written in each picture of the page, one string a picture."""
    root: Any = html5lib.parse(html, namespaceHTMLElements=False)
    main = next(root.iter("main"))
    drawn = [svg for svg in main.iter(f"{SVG}svg") if svg.get("role") == "img" and svg.get("class") != "spark"]
    return [" ".join(svg.itertext()) for svg in drawn]


def test_without_a_picture_the_table_is_open_and_says_so(one_exit: None, browser: OpenBrowser) -> None:
    page = browser("roslagen", "subproject_manager").get("/figures").text
    assert page.count(BEING_DRAWN) == 2
    assert pictures(page) == []
    assert page.count('<details class="chart-table" open>') == 2


def test_a_job_draws_what_the_delprojekts_page_then_shows(one_exit: None, browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen"):
        render()
    page = browser("roslagen", "subproject_manager").get("/figures").text
    assert BEING_DRAWN not in page
    shown = pictures(page)
    assert len(shown) == 4, "two charts, each wide and narrow"
    assert f"1 i sep{NBSP}2022" in shown[0]
    assert f"100{NBSP}%, 1 personer" in shown[2]
    assert '<details class="chart-table" open>' not in page
    english = browser("roslagen", "subproject_manager")
    assert f"1 in Sep{NBSP}2022" in pictures(english.follow(english.get("/figures?lang=en")).text)[0]


def test_a_picture_of_older_figures_is_not_shown(
    one_exit: None, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen"):
        render()
    with in_tenant("roslagen", "subproject_manager"):
        take_part(two_tenants, begin(two_tenants))
    page = browser("roslagen", "subproject_manager").get("/figures").text
    assert page.count(BEING_DRAWN) == 1, "the line has changed, the exits have not"


def test_nothing_is_drawn_twice(one_exit: None, in_tenant: InTenant) -> None:
    with in_tenant("roslagen"):
        render()
    with in_tenant("roslagen"):
        before = session.scalars(sa.select(OwnChart.drawn_at)).all()
        services.draw_own(lambda *_: pytest.fail("drawn again"))
        assert len(before) == 8


def test_a_recount_asks_for_new_pictures(one_exit: None, in_tenant: InTenant) -> None:
    with in_tenant("roslagen") as ref:
        jobs.enqueue("rollup.recount")
        session.commit()
        row = session.scalar(sa.select(Outbox.id).where(Outbox.job == "rollup.recount"))
    assert jobs.run(str(ref.id), str(row)) == "done"
    with in_tenant("roslagen"):
        assert session.scalar(sa.select(sa.func.count()).where(Outbox.job == "charts.render")) == 1


def test_the_countys_pictures_are_asked_for_while_they_are_missing(counted: House, app: Flask) -> None:
    scheduler.sweep(None)
    with scopes_of(app).county():
        assert session.scalar(sa.select(sa.func.count()).where(PlatformOutbox.job == "charts.render_county")) == 1
    draw_county(app)
    with scopes_of(app).county():
        assert not county.county_lacks_pictures()


def test_the_countys_charts_hold_no_figure_that_is_not_released(counted: House, app: Flask, browser: OpenBrowser) -> None:
    page = browser(None, "programme_manager").get("/totals").text
    assert page.count(BEING_DRAWN) == 2
    draw_county(app)
    page = browser(None, "programme_manager").get("/totals").text
    assert BEING_DRAWN not in page
    goals, _, targets, _ = pictures(page)
    assert _figures(goals) - _axis(goals) == {f"20{NBSP}%", f"29{NBSP}%", f"30{NBSP}%", f"40{NBSP}%"}
    assert goals.count("visas inte") == 2, "HBS, towards both goals"
    assert {"301 av 300", "12 av 350"} <= set(re.findall(r"\d+ av \d+", targets))


def _figures(text: str) -> set[str]:
    return set(re.findall(rf"\d+{NBSP}%", text))


def _axis(text: str) -> set[str]:
    """The axis says 0, 10, 20 …; those that are figures of the release or goals are meant all the same."""
    return {f"{number}{NBSP}%" for number in (0, 10, 50, 60)} & _figures(text)


def test_a_figure_hidden_later_leaves_the_page_with_its_picture(counted: House, app: Flask, browser: OpenBrowser) -> None:
    draw_county(app)
    with counted.operator.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no role of the product can change a release
        hide = sa.update(ReleaseCellMade).where(ReleaseCellMade.tenant_id == counted.tenant_ids["roslagen"])
        connection.execute(hide.where(ReleaseCellMade.figure == "work_or_studies_percent").values(value=None, suppressed=True))
    page = browser(None, "programme_manager").get("/totals").text
    assert page.count(BEING_DRAWN) == 1
    assert not any("visas inte" in one for one in pictures(page))


def test_a_headline_that_changes_is_drawn_anew(counted: House, app: Flask, browser: OpenBrowser) -> None:
    draw_county(app)
    with counted.operator.begin() as connection:
        wanted = headline_built.c.tenant_id == counted.tenant_ids["hbs"]
        connection.execute(sa.update(headline_built).where(wanted).values(started=13))
    assert browser(None, "programme_manager").get("/totals").text.count(BEING_DRAWN) == 1
    draw_county(app)
    assert any("13 av 350" in one for one in pictures(browser(None, "programme_manager").get("/totals").text))


def test_the_reader_may_not_write_pictures(counted: House, app: Flask) -> None:
    with scopes_of(app).county(), pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        session.execute(sa.delete(CountyChart))


def test_pictures_stay_in_their_own_delprojekt(one_exit: None, in_tenant: InTenant) -> None:
    with in_tenant("roslagen"):
        render()
    with in_tenant("hbs"):
        assert session.scalars(sa.select(OwnChart)).all() == []


def test_every_figure_leads_to_its_definition(counted: House, browser: OpenBrowser) -> None:
    defined: Any = html5lib.parse(browser("roslagen").get("/how-we-count").text, namespaceHTMLElements=False)
    anchors = {element.get("id") for element in defined.iter() if element.get("id")}
    pages = [browser(None, "programme_manager").get("/totals"), browser("roslagen", "subproject_manager").get("/figures")]
    pages += [browser("roslagen").get("/"), browser(None).get("/")]
    for page in pages:
        links = re.findall(r'href="/how-we-count#([a-z-]+)"', page.text)
        assert links
        assert set(links) <= anchors
    assert {"started", "target", "active", "ended", "work-or-studies", "regular-measures", "women-men"} <= set(
        re.findall(r'href="/how-we-count#([a-z-]+)"', pages[0].text)
    )
