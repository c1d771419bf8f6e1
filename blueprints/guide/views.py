"""Three pages and a paper. The delprojekt may write their texts itself; the facts beside them are always its own."""

from flask import Blueprint, Response, render_template

from blueprints.guide.brochure import WAYS, brochure_of
from core.auth.limits import LEAFLET_LIMIT, limiter
from core.auth.permissions import public
from core.content.services import TenantPage, admission_of, find_tenant_page, offers_of
from core.content.terms import PATH
from core.errors import NotFound
from core.i18n import _
from core.library.queries import list_contacts, list_published
from core.library.terms import FROM_RIGHT, LANGUAGES, PublicationKind, SitePage
from core.library.texts import own_text
from core.web.caching import kept

blueprint = Blueprint("guide", __name__, template_folder="templates")


@blueprint.get("/take-part")
@public
def take_part() -> Response:
    leaflets = list_published(kind=PublicationKind.LEAFLET)
    return _page("guide/take_part.html", SitePage.PARTICIPANTS, leaflets=leaflets, languages=LANGUAGES, from_right=FROM_RIGHT)


@blueprint.get("/take-part/easy-read")
@public
def easy_read() -> Response:
    return _page("guide/easy_read.html", SitePage.EASY_READ)


@blueprint.get("/case-officers")
@public
def case_officers() -> Response:
    return _page("guide/case_officers.html", SitePage.OFFICERS, ways=WAYS)


@blueprint.get("/case-officers/brochure.pdf")
@public
@limiter.limit(LEAFLET_LIMIT)
def brochure() -> Response:
    """What the page for case officers says, to print."""
    start = _start()
    content = brochure_of(start, own_text(SitePage.OFFICERS), list_contacts(seen=True))
    answer = Response(content, mimetype="application/pdf")
    name = _("mia-for-case-officers")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return kept(answer)


def _page(template: str, page: SitePage, **more: object) -> Response:
    start = _start()
    return kept(
        render_template(
            template,
            page=start,
            offers=offers_of(start),
            text=own_text(page),
            who=admission_of(start),
            steps=PATH,
            contacts=list_contacts(seen=True),
            **more,
        )
    )


def _start() -> TenantPage:
    """Raises NotFound while nothing has been published."""
    start = find_tenant_page(None)
    if start is None:
        raise NotFound
    return start
