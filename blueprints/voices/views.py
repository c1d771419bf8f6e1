"""One page of what people have said. A voice stands on its article, and is gone with it."""

from flask import Blueprint, Response, render_template

from core.auth.permissions import public
from core.context import language
from core.publishing import queries
from core.publishing.queries import Wanted
from core.publishing.terms import KIND_NAMES
from core.web.caching import fresh

blueprint = Blueprint("voices", __name__, url_prefix="/voices", template_folder="templates")
MOST = 50


@blueprint.get("")
@public
def index() -> Response:
    """The latest, each in the reader's language where it is written in it."""
    voices = queries.list_published(Wanted(is_quoted=True), language=language(), size=MOST).rows
    return fresh(render_template("voices/index.html", voices=voices, kinds=KIND_NAMES))
