"""Public pages without figures or persons; plain text in both languages."""

import datetime as dt

from flask import Blueprint, render_template

from core.auth.permissions import public
from core.context import find_tenant, language
from core.i18n import _
from core.statements.queries import read_statement
from core.statements.terms import CONFORMITY_NAMES, METHOD_NAMES, Conformity, Method

blueprint = Blueprint("about", __name__, url_prefix="/about", template_folder="templates")

REVIEWED = dt.date(2026, 11, 22)
"""The day we last tried all pages of the product; a site's own statement has its own day."""


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """How accessible the site is, with everything such a statement must hold."""
    said, tenant = read_statement(language()), find_tenant()
    return render_template(
        "about/accessibility.html",
        said=said,
        association=tenant.name if tenant else _("The coordination association that owns the project"),
        conformity=CONFORMITY_NAMES[said.conformity if said else Conformity.PARTLY],
        method=METHOD_NAMES[said.method if said else Method.OWN],
        assessed_on=said.assessed_on if said else REVIEWED,
        changed_on=said.changed_on if said else REVIEWED,
    )


@blueprint.get("/<any('accessibility', 'personal-data', 'cookies'):page>")
@public
def show(page: str) -> str:
    """One of the pages that are the same on every site."""
    return render_template(f"about/{page}.html")
