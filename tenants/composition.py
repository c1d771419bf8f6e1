"""Puts the wall under an application: registry, engines, keys, scopes, resolution of hosts."""

import importlib
import pkgutil
from pathlib import Path

from flask import Flask

import core
from core import crypto, db, jobs, logs
from core.config import Settings
from core.context import SiteKind
from tenants import cli, resolution, roles
from tenants.engines import Engines
from tenants.keys import RegistryKeys
from tenants.registry import Registry
from tenants.resolution import SiteFlask
from tenants.scope import Scopes

MAX_FORM_BYTES = 3 * 2 * 1024 * 1024
"""Two megabytes of text: sent as a form, a byte that is no plain letter takes three. What is too long for its field is then
said beside it; only past this is the whole form refused (413)."""


def new_application(settings: Settings) -> SiteFlask:
    """An application with its wall and no pages. Every mapped class is imported, so that relationships resolve."""
    app = SiteFlask("mia", static_folder=None, template_folder=None)
    logs.init_app(app)
    app.settings = settings
    app.secret_key = crypto.derive(settings.secret_key, "flask").hex() if settings.secret_key else None
    app.config["MAX_CONTENT_LENGTH"] = 12 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_BYTES
    import_all("models")
    db.init_app(app)
    _raise_the_wall(app, settings)
    import_all("jobs")
    cli.register(app)
    return app


def _raise_the_wall(app: SiteFlask, settings: Settings) -> None:
    engines = Engines(settings)
    app.registry = Registry(settings, lambda: engines.of_role(roles.PLATFORM_APP, "platform,pg_temp"))
    scopes = Scopes(app, app.registry)
    app.extensions["mia.engines"] = engines
    app.extensions["mia.scopes"] = scopes
    db.use_engines(engines)
    crypto.use_keys(RegistryKeys(app.registry))
    jobs.use_scopes(scopes)
    resolution.install(app)


def import_all(name: str) -> None:
    """Import core/<domain>/<name>.py wherever there is one."""
    for module in pkgutil.iter_modules(core.__path__):
        if module.ispkg and (Path(core.__path__[0]) / module.name / f"{name}.py").exists():
            importlib.import_module(f"core.{module.name}.{name}")


def register_blueprints(app: Flask, package_path: Path) -> None:
    """Every feature under blueprints/: `blueprint` on the sites it names in SITES."""
    for module in sorted(pkgutil.iter_modules([str(package_path)]), key=lambda found: found.name):
        feature = importlib.import_module(f"blueprints.{module.name}")
        app.register_blueprint(feature.blueprint, subdomain=_subdomain(feature.SITES))


def _subdomain(sites: tuple[SiteKind, ...]) -> str:
    return resolution.BOTH_SITES if len(sites) == 2 else sites[0]
