"""/totals of the county and /figures of a delprojekt."""

from flask import Blueprint, render_template, request

from blueprints.totals.ages import say_age
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.followups.figures import list_intervals
from core.i18n import _l
from core.participants.choices import list_codes
from core.reporting.services import get_dashboard, get_totals_page
from core.web import navigation
from core.web.navigation import Entry

blueprint = Blueprint("totals", __name__, template_folder="templates")

navigation.add(
    Entry("totals.index", _l("Totals"), Permission.SEE_COUNTY_TOTALS, site="county", order=10),
    Entry(
        "totals.figures",
        _l("Figures"),
        Permission.SEE_TENANT_FIGURES,
        site="tenant",
        order=40,
        covers=("catalogue", "settings", "owed"),
    ),
)


@blueprint.get("/totals", subdomain="county")
@requires(Permission.SEE_COUNTY_TOTALS)
def index() -> str:
    return render_template("totals/index.html", page=get_totals_page(request.args.get("project")), age=say_age)


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
