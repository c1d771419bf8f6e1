"""/figures/in-depth of a delprojekt. /figures itself, with its charts, is in blueprints/totals."""

from flask import Blueprint, render_template, request

from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.reporting.own import get_depth

blueprint = Blueprint("figures", __name__, template_folder="templates")


@blueprint.get("/figures/in-depth", subdomain="tenant")
@requires(Permission.SEE_TENANT_FIGURES)
def index() -> str:
    """A figure leads to the list behind it only for those who may read persons."""
    page = get_depth(request.args.get("project"))
    return render_template("figures/index.html", page=page, reads=may(current_person(), Permission.READ_PARTICIPANTS))
