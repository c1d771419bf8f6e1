"""The public side of the county and of a delprojekt. Sets no cookie and may be cached; figures come from the rollup only."""

from flask import Blueprint, Response, jsonify, render_template, request

from blueprints.public.texts import FOUR_PARTIES, in_words
from core.auth.permissions import public
from core.clock import day_of
from core.content.services import (
    find_tenant_page,
    get_county_page,
    get_definitions,
    get_public_record,
    offers_of,
)
from core.content.terms import OFFER_TEXTS, PATH
from core.content.towns import on_map
from core.context import current_site, language
from core.i18n import _l
from core.library.queries import list_contacts
from core.publishing.queries import Wanted, list_published
from core.publishing.terms import KIND_NAMES
from core.web import navigation
from core.web.caching import kept
from core.web.navigation import Entry
from core.web.shared import shared

blueprint = Blueprint("public", __name__, template_folder="templates")

navigation.add(
    Entry("public.index", _l("Sub-projects"), None, site="county", order=10, anchor="sub-projects"),
    Entry("results.index", _l("Results"), None, site="county", order=20),
    Entry("library.index", _l("Publications"), None, site="county", order=35),
    Entry("public.how_we_count", _l("How we count"), None, site="county", order=40),
    Entry("public.index", _l("What we offer"), None, site="tenant", order=10, anchor="interventions"),
    Entry("guide.take_part", _l("Take part"), None, site="tenant", order=20),
    Entry("guide.case_officers", _l("For case officers"), None, site="tenant", order=30),
    Entry("public.index", _l("Contact"), None, site="tenant", order=40, anchor="contact"),
)


@blueprint.get("/")
@public
def index() -> Response:
    return shared(_county_page if current_site().kind == "county" else _tenant_page)


def _county_page() -> str:
    page = get_county_page(request.args.get("project"), request.args.get("municipality"))
    towns = page.towns
    return render_template(
        "public/county.html", page=page, towns=towns, spots=on_map(towns), parties=FOUR_PARTIES, in_words=in_words, **_news()
    )


def _tenant_page() -> str:
    own = find_tenant_page(request.args.get("project"))
    if own is None:
        return render_template("public/preparing.html")
    contacts = list_contacts(seen=True)
    return render_template(
        "public/tenant.html", page=own, offers=offers_of(own), texts=OFFER_TEXTS, steps=PATH, contacts=contacts, **_news()
    )


def _news() -> dict[str, object]:
    """The latest that stands on nobody's consent: this page may be some seconds old, a story that is withdrawn may not."""
    latest = list_published(Wanted(on_no_consent=True), language=language(), size=3).rows
    return {"news": latest, "kinds": KIND_NAMES, "day_of": day_of}


@blueprint.get("/how-we-count")
@public
def how_we_count() -> Response:
    return kept(render_template("public/how_we_count.html", page=get_definitions(request.args.get("project"))))


@blueprint.get("/progress.json")
@public
def progress() -> Response:
    """The public figures. Open to scripts of other sites, and to caches for some seconds."""
    return shared(_record)


def _record() -> Response:
    answer = jsonify(get_public_record(request.args.get("project")))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
