"""The composition root: the only module that knows every part. `wsgi:create_app()`, and `wsgi:app` for gunicorn."""

from pathlib import Path

from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
import core.auth
import core.web
import core.web.edge
import core.web.in_front
from core.config import get_settings
from tenants import composition, start
from tenants.resolution import SiteFlask


def create_app() -> SiteFlask:
    """The whole product, ready to answer on the county's host and every tenant's."""
    settings = get_settings()
    app = composition.new_application(settings)
    core.auth.init_app(app)
    core.web.register(app)
    composition.register_blueprints(app, Path(blueprints.__path__[0]))
    core.web.edge.init_app(app)
    app.within_site = core.web.in_front.SharedInFront(app, app.within_site)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )
    return app


def __getattr__(name: str) -> SiteFlask:
    """`app` is made when a server asks for it, after the start was found safe; commands call create_app()."""
    if name != "app":
        raise AttributeError(name)
    made = create_app()
    start.refuse_unsafe(made)
    globals()["app"] = made
    return made
