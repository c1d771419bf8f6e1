"""The page of one insats, and the same as a leaflet to print and put on a table."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.offers.leaflet import leaflet_of
from core.auth.limits import LEAFLET_LIMIT, limiter
from core.auth.permissions import public
from core.content.services import admission_of, find_offer_page
from core.content.terms import OFFER_TEXTS, PATH
from core.library.queries import list_published
from core.library.terms import FROM_RIGHT, LANGUAGES, PublicationKind
from core.web.caching import kept
from core.web.languages import use_addresses
from core.writing import html_of

blueprint = Blueprint("offers", __name__, url_prefix="/offers", template_folder="templates")


@blueprint.get("/<string(maxlength=100):offer>")
@public
def show(offer: str) -> Answer:
    """Under its address in the language of the page; under the other language's it leads there."""
    page = find_offer_page(offer)
    if offer != page.offer.slug:
        return redirect(url_for(".show", offer=page.offer.slug), 301)
    use_addresses({language: f"/offers/{address}" for language, address in page.offer.addresses.items()})
    written = html_of(page.offer.text)
    return kept(
        render_template(
            "offers/show.html",
            page=page,
            written=written,
            who=admission_of(page.start),
            texts=OFFER_TEXTS,
            steps=PATH,
            leaflets=list_published(kind=PublicationKind.LEAFLET),
            languages=LANGUAGES,
            from_right=FROM_RIGHT,
        )
    )


@blueprint.get("/<string(maxlength=100):offer>.pdf")
@public
@limiter.limit(LEAFLET_LIMIT)
def leaflet(offer: str) -> Response:
    """A tagged PDF of what the page says."""
    page = find_offer_page(offer)
    answer = Response(leaflet_of(page), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.offer.slug}.pdf"'
    return kept(answer)
