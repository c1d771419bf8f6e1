"""One page a project: what was granted, for whom, what for. Facts that nobody has are left out, never invented."""

from flask import Blueprint, Response, render_template

from blueprints.projects.texts import SUMMARIES
from core.auth.permissions import public
from core.projects.services import get_record
from core.web.caching import kept

blueprint = Blueprint("projects", __name__, url_prefix="/projects", template_folder="templates")


@blueprint.get("/<string(maxlength=60):project_key>")
@public
def show(project_key: str) -> Response:
    return kept(render_template("projects/show.html", page=get_record(project_key), summary=SUMMARIES.get(project_key)))
