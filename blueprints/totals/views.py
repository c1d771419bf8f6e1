"""/totals of the county, a page a question, and /figures of a delprojekt."""

import datetime as dt
import re
from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from blueprints.totals.ages import say_age
from blueprints.totals.lifted import read_lifted
from blueprints.totals.sparklines import spark
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.followups.figures import list_intervals
from core.i18n import _l
from core.participants.choices import list_codes
from core.reporting import county, questions
from core.reporting.categories import Category, name_of_category
from core.reporting.places import response_rate
from core.reporting.services import get_dashboard
from core.reporting.terms import ChartName
from core.web import navigation
from core.web.navigation import Entry

blueprint = Blueprint("totals", __name__, template_folder="templates")
INFLOW = (ChartName.INFLOW, ChartName.PARTY, ChartName.AGE, ChartName.MUNICIPALITY)
TIME = (ChartName.WAIT, ChartName.LENGTH, ChartName.SINCE, ChartName.INSATS)
SUPPORT = (ChartName.SUPPORT, ChartName.ACTIVITY, ChartName.GOAL_BY_SEX, ChartName.SUPPORT_AT_START, ChartName.ACTIVITY_AT_START)
FOLLOW_UP = (ChartName.FOLLOW_UP,)
BASIS = (ChartName.MISSING,)
HEADINGS = {
    ChartName.INFLOW: _l("Referrals, by party"),
    ChartName.AGE: _l("Age at the start"),
    ChartName.PARTY: _l("Who referred"),
    ChartName.MUNICIPALITY: _l("Where they live"),
    ChartName.WAIT: _l("From referral to start"),
    ChartName.LENGTH: _l("How long they took part"),
    ChartName.SINCE: _l("How long they have been in"),
    ChartName.INSATS: _l("Interventions"),
    ChartName.SUPPORT_AT_START: _l("Means of support at the start"),
    ChartName.SUPPORT: _l("Means of support after"),
    ChartName.ACTIVITY_AT_START: _l("Main activity at the start"),
    ChartName.ACTIVITY: _l("Main activity after"),
    ChartName.FOLLOW_UP: _l("Follow-ups"),
    ChartName.MISSING: _l("Not registered"),
}
"""What the tables of one delprojekt are called."""

navigation.add(
    Entry("totals.index", _l("Totals"), Permission.SEE_COUNTY_TOTALS, site="county", order=10),
    Entry(
        "totals.figures",
        _l("Figures"),
        Permission.SEE_TENANT_FIGURES,
        site="tenant",
        order=40,
        covers=("figures", "catalogue", "settings", "owed"),
    ),
)


@blueprint.app_template_global("name_of_quarter")
def name_of_quarter(key: str) -> str:
    """2022q3 in the reader's language."""
    return name_of_category(Category("quarter", key))


@blueprint.app_template_global("merged_names")
def merged_names(dimension: str, keys: Iterable[str]) -> list[str]:
    """What was put together, in the reader's language."""
    return [name_of_category(Category(dimension, key)) for key in keys]


@blueprint.get("/totals", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def index() -> str:
    page = county.get_totals_page(_project(), _month(request.args.get("month", "")))
    return render_template("totals/index.html", page=page, age=say_age, spark=spark)


@blueprint.get("/totals/sub-projects", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def parts() -> str:
    return render_template("totals/parts.html", page=county.get_totals_page(_project()), age=say_age)


@blueprint.get("/totals/inflow", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def inflow() -> str:
    return render_template("totals/inflow.html", page=questions.get_questions_page(_project(), INFLOW))


@blueprint.get("/totals/time", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def time() -> str:
    page = questions.get_questions_page(_project(), TIME)
    return render_template("totals/time.html", page=page, hours=questions.list_hours(page))


@blueprint.get("/totals/support", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def support() -> str:
    return render_template("totals/support.html", page=questions.get_questions_page(_project(), SUPPORT))


@blueprint.get("/totals/follow-up", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def follow_up() -> str:
    page = questions.get_questions_page(_project(), FOLLOW_UP)
    rate = response_rate(page.tables, {}) if page.tables else None
    return render_template("totals/follow-up.html", page=page, rate=rate)


@blueprint.get("/totals/basis", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def basis() -> str:
    page = questions.get_questions_page(_project(), BASIS)
    lifted = read_lifted() if may(current_person(), Permission.SEE_LIFTED) else None
    tenants = {part.tenant_id: part.name for part in page.parts}
    states = questions.list_states(page.parts)
    return render_template("totals/basis.html", page=page, states=states, tenants=tenants, lifted=lifted, age=say_age)


@blueprint.get("/totals/slides", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def slides() -> str:
    project, shown = county.get_slides(_project())
    return render_template("totals/slides.html", project=project, slides=list(shown.values()))


@blueprint.get("/totals/charts/<name>.png", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def png(name: str) -> Response:
    found = county.get_png(_project(), name, request.args.get("of", ""))
    answer = Response(found, HTTPStatus.OK, mimetype="image/png")
    answer.headers.set("Content-Disposition", "attachment", filename=f"mia-{name}.png")
    return answer


@blueprint.get("/totals/<part>", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def show(part: str) -> str:
    page = county.get_part_page(part, _project())
    return render_template("totals/show.html", page=page, age=say_age, headings=HEADINGS)


@blueprint.get("/figures", subdomain="tenant")
@requires(Permission.SEE_TENANT_FIGURES)
def figures() -> str:
    manages = may(current_person(), Permission.MANAGE_SUBPROJECT)
    page = get_dashboard(request.args.get("project"))
    return render_template(
        "totals/figures.html",
        page=page,
        manages=manages,
        intervals=list_intervals(page.project.key),
        activities=list_codes("main_activity")["main_activity"],
    )


def _project() -> str | None:
    return request.args.get("project")


def _month(asked: str) -> dt.date | None:
    """2022-08, or nothing that is a month."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", asked)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None
