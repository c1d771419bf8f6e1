"""Host → site and tenant, set once a request (architecture 2, D10). An unknown host does not exist."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Request, has_request_context, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, UnicodeConverter
from werkzeug.sansio.utils import get_host

from core import context
from core.config import Settings
from core.context import Scope, Site
from tenants.registry import Registry

BOTH_SITES = "<any(county,tenant):site>"


class SiteFlask(Flask):
    """Flask with two kinds of site. A rule belongs to `subdomain="county"`, `"tenant"` or, saying nothing, to both."""

    settings: Settings
    registry: Registry
    within_site: WSGIApplication
    """What answers once the site is known: Flask itself, or what stands in front of it there."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.within_site = super().wsgi_app

    def add_url_rule(  # type: ignore[override]  # only a default is added
        self, rule: str, endpoint: str | None = None, view_func: Any = None, **options: Any
    ) -> None:
        options.setdefault("subdomain", BOTH_SITES)
        options["subdomain"] = options["subdomain"] or BOTH_SITES
        super().add_url_rule(rule, endpoint, view_func, **options)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        site = self.resolve(environ)
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        with context.entered(Scope(site=site, request_id=secrets.token_hex(8), kind="request", only_reads=reads)):
            return self.within_site(environ, start_response)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        site = context.find_site()
        if request is None:
            kind = site.kind if site else "county"
            return self.url_map.bind(self.settings.base_domain, subdomain=kind, url_scheme=self.settings.public_scheme)
        if site is None:
            raise NotFound
        return self.url_map.bind_to_environ(request.environ, server_name=request.host, subdomain=site.kind)

    def resolve(self, environ: WSGIEnvironment) -> Site | None:
        """The site of the Host header, or None. Forwarded host names are never believed."""
        host = get_host("http", environ.get("HTTP_HOST"), None).rsplit(":", 1)[0].lower()
        if host == self.settings.base_domain:
            return Site("county")
        slug, dot, rest = host.partition(".")
        is_ours = dot and rest == self.settings.base_domain
        tenant = self.registry.find(slug) if is_ours else self.registry.find_by_domain(host)
        return Site("tenant", tenant) if tenant else None


class WrittenConverter(UnicodeConverter):
    """A word in an address. With a sign in it that no column can hold it is the address of nothing."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002 - the router's own name for it
        super().__init__(map, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")


def install(app: SiteFlask) -> None:
    """Take `site` out of the view's arguments and put it back when an address is made."""
    app.url_map.converters.update(default=WrittenConverter, string=WrittenConverter)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False

    @app.url_value_preprocessor
    def drop_site(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values:
            values.pop("site", None)

    @app.url_defaults
    def add_site(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "site"):
            site = context.find_site()
            values.setdefault("site", site.kind if site else "county")

    app.jinja_env.globals["url_for_site"] = address_maker(app)


def address_maker(app: SiteFlask) -> Callable[..., str]:
    """`url_for_site(slug | None, endpoint, **values)`: an absolute address on a tenant's or (None) the county's host.

    A reader of an English address (`/en/…`) stays in English.
    """

    def url_for_site(slug: str | None, endpoint: str, **values: Any) -> str:
        kind = "tenant" if slug else "county"
        if app.url_map.is_endpoint_expecting(endpoint, "site"):
            values["site"] = kind
        path = app.url_map.bind("-", subdomain=kind).build(endpoint, values)
        if "://" in path or path.startswith("//"):
            path = "/" + path.split("//", 1)[1].partition("/")[2]
        language_prefix = request.script_root if has_request_context() else ""
        tenant = app.registry.find(slug) if slug else None
        return site_root(app.settings, slug, tenant.domain if tenant else None) + language_prefix + path

    return url_for_site


def site_root(settings: Settings, slug: str | None, domain: str | None = None) -> str:
    """Scheme, host and port of a site, without a slash at the end."""
    return settings.site_root(slug, domain)
