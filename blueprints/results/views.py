"""One page: what has been reached, from released figures and dated facts."""

from flask import Blueprint, Response, render_template

from core.auth.permissions import public
from core.content.services import get_public_progress
from core.library.queries import list_facts, list_published
from core.library.terms import FROM_RIGHT, LANGUAGES, PublicationKind, SitePage
from core.library.texts import own_text
from core.web.caching import kept

blueprint = Blueprint("results", __name__, template_folder="templates")


@blueprint.get("/results")
@public
def index() -> Response:
    return kept(
        render_template(
            "results/index.html",
            page=get_public_progress(None),
            text=own_text(SitePage.RESULTS),
            facts=list_facts(seen=True),
            reports=list_published(kind=PublicationKind.REPORT),
            languages=LANGUAGES,
            from_right=FROM_RIGHT,
        )
    )
