"""One page of the county's site."""

from flask import Blueprint, Response, render_template

from blueprints.support.texts import TOGETHER
from core.auth.permissions import public
from core.content.services import get_county_page
from core.library.queries import list_contacts
from core.library.terms import SitePage
from core.library.texts import own_text
from core.web.caching import kept

blueprint = Blueprint("support", __name__, template_folder="templates")


@blueprint.get("/support")
@public
def index() -> Response:
    return kept(
        render_template(
            "support/index.html",
            page=get_county_page(None),
            text=own_text(SitePage.SUPPORT),
            together=TOGETHER,
            contacts=list_contacts(seen=True),
        )
    )
