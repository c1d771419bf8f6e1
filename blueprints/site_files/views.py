"""Small files at the root of each site."""

from functools import lru_cache

from flask import Blueprint, Response, render_template, url_for

from core.auth.limits import LEAFLET_LIMIT, limiter
from core.auth.permissions import public
from core.clock import today
from core.config import get_settings
from core.content.queries import find_latest_published_subproject
from core.content.services import list_offer_addresses
from core.context import Language, current_site, language
from core.documents import make_picture
from core.i18n import _
from core.projects.queries import list_projects
from core.publishing.queries import list_addresses
from core.web.appearance import accent, site_address, site_name
from core.web.caching import fresh, kept

blueprint = Blueprint("site_files", __name__, template_folder="templates")

PAGES = (
    "public.index",
    "public.how_we_count",
    "embed.index",
    "about.accessibility",
    "news.index",
    "voices.index",
    "library.index",
)
ABOUT = ("personal-data", "cookies")
OF_THE_COUNTY = ("results.index", "support.index")
OF_A_DELPROJEKT = ("results.index", "guide.take_part", "guide.easy_read", "guide.case_officers", "apply.new")
"""Those of a delprojekt that are there once it has published what it is."""
AN_HOUR = 3600
HUES = {
    "lansvatten": ("#0b4f58", "#8fd3dc"),
    "skargard": ("#0e4877", "#97c9f5"),
    "skog": ("#0c5233", "#93d6ae"),
    "mossa": ("#3b5012", "#b6d488"),
    "ljung": ("#6b2f6c", "#e3b3e2"),
    "natt": ("#37408a", "#b7bff8"),
    "bark": ("#6a3f0d", "#eebd8b"),
    "vik": ("#074d68", "#8fd0ec"),
}
"""The accents of tokens.css in sRGB, on light and on dark: an icon knows no stylesheet."""
CARD = {
    "lansvatten": ("#0b4f58", "#6fa9b0", "#e6f2f3"),
    "skargard": ("#0e4877", "#7ba3cb", "#e8f0f9"),
    "skog": ("#0c5233", "#7dab90", "#e8f3ec"),
    "mossa": ("#3b5012", "#98aa76", "#eff2e6"),
    "ljung": ("#6b2f6c", "#b38db2", "#f5edf5"),
    "natt": ("#37408a", "#959ccb", "#edeefa"),
    "bark": ("#6a3f0d", "#b89a78", "#f7efe6"),
    "vik": ("#074d68", "#76a6bd", "#e7f1f6"),
}
"""The same hue from dark to light, for a picture."""


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """A demo is not to be found by anybody; nor are the pages one signs in to, or the box without the page it stands in."""
    apart = ("/sign-in", "/embed$", "/embed?")
    closed = ["/"] if get_settings().demo else [f"{prefix}{path}" for prefix in ("", "/en") for path in apart]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {site_address()}/sitemap.xml"]
    return kept(Response("\n".join(lines) + "\n", mimetype="text/plain"), seconds=AN_HOUR)


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every page for readers in both languages, each naming the other; what is taken down is gone from it at once."""
    body = render_template("site_files/sitemap.xml", pages=_pages(), root=site_address())
    return fresh(Response(body, mimetype="application/xml"))


@blueprint.get("/icon.svg")
@public
def icon() -> Response:
    light, dark = HUES.get(accent(), HUES["lansvatten"])
    body = render_template("site_files/icon.svg", light=light, dark=dark)
    return kept(Response(body, mimetype="image/svg+xml"), seconds=AN_HOUR)


@blueprint.get("/card.png")
@public
@limiter.limit(LEAFLET_LIMIT)
def card() -> Response:
    """What goes along when somebody shares a link: whose site it is, in its colour, and who pays."""
    said = _("One step at a time towards work or studies")
    return kept(Response(_drawn(accent(), site_name(), said, language()), mimetype="image/png"), seconds=AN_HOUR)


@lru_cache(maxsize=32)
def _drawn(hue: str, name: str, said: str, lang: Language) -> bytes:
    light, middle, soft = CARD.get(hue, CARD["lansvatten"])
    colours = {"hue": light, "middle": middle, "soft": soft}
    eu = _("Co-funded by the European Union")
    return make_picture("card", {"lang": lang, "title": f"MIA {name}", "name": name, "said": said, "eu": eu, **colours})


def _pages() -> list[dict[Language, str]]:
    """Paths without a language's prefix, by language."""
    found = [_same(url_for(endpoint)) for endpoint in PAGES]
    found += [_same(url_for("about.show", page=name)) for name in ABOUT]
    found += [{language: f"/news/{slug}" for language, slug in slugs.items()} for slugs in list_addresses()]
    if current_site().kind == "county":
        found += [_same(url_for(endpoint)) for endpoint in OF_THE_COUNTY]
        return found + [_same(url_for("projects.show", project_key=project.key)) for project in list_projects()]
    if find_latest_published_subproject(today()):
        found += [_same(url_for(endpoint)) for endpoint in OF_A_DELPROJEKT]
    offers = list_offer_addresses()
    return found + [{language: f"/offers/{last}" for language, last in addresses.items()} for addresses in offers]


def _same(path: str) -> dict[Language, str]:
    bare = path.removeprefix("/en") or "/"
    return {"sv": bare, "en": bare}
