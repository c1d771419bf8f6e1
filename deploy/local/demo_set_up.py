"""Schemas, the eight tenants and the made-up people; a line on standard output for each step.

One process does all of it, because importing the product costs more than the work. What is there already is left alone.
"""

import sys
from collections.abc import Sequence

from flask.cli import ScriptInfo

from core import facts
from core.config import get_settings
from tenants.cli import operator
from tenants.provisioning import NewTenant, add_tenant
from tenants.resolution import SiteFlask
from wsgi import create_app

# A hue each, so that a person with two tenants open sees which is which (core/web/static/css/tokens.css).
ACCENTS = {
    "ostra-sodertorn": "natt",
    "hbs": "skog",
    "varna": "vik",
    "stockholms-stad": "lansvatten",
    "sodertalje": "bark",
    "roslagen": "skargard",
    "sundbyberg": "ljung",
    "suvs": "mossa",
}


def main() -> None:
    app = create_app()
    tell("Migrating the schemas")
    command(app, ["migrate"])
    add_missing_tenants(app)
    tell("Loading the made-up people")
    command(app, ["demo-data", "load"])


def add_missing_tenants(app: SiteFlask) -> None:
    with app.app_context():
        present = {entry.ref.slug for entry in app.registry.list_all()}
    for found in facts.associations():
        if found.slug not in present:
            tell(f"Creating {found.slug}")
            municipalities = [(town.code, town.name) for town in found.municipalities]
            new = NewTenant(found.slug, found.name, municipalities, ACCENTS[found.slug], is_owner=found.is_owner)
            add_tenant(operator(), get_settings(), new)


def command(app: SiteFlask, arguments: Sequence[str]) -> None:
    app.cli.main(args=list(arguments), obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
