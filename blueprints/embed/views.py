"""One page in a frame, and one that tells a website's editor how to put it there."""

from flask import Blueprint, Response, render_template, request

from core.auth.permissions import public
from core.content.services import get_public_progress
from core.web.caching import kept
from core.web.headers import may_be_framed
from core.web.shared import shared

blueprint = Blueprint("embed", __name__, url_prefix="/embed", template_folder="templates")


@blueprint.get("")
@public
def show() -> Response:
    """The figures alone: no menu, no script, no cookie; the link opens the site in the reader's own window."""
    may_be_framed()
    answer = shared(lambda: render_template("embed/show.html", page=get_public_progress(request.args.get("project"))))
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/how-to")
@public
def index() -> Response:
    return kept(render_template("embed/index.html"))
