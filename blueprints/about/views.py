"""Public pages without figures or persons; plain text in both languages."""

import datetime as dt
from typing import NamedTuple

from flask import Blueprint, render_template

from core.auth.permissions import public
from core.clock import today
from core.content.queries import find_latest_published_subproject
from core.context import find_tenant, language
from core.i18n import _
from core.statements.queries import Said, read_statement
from core.statements.terms import CONFORMITY_NAMES, METHOD_NAMES, Conformity, Method

blueprint = Blueprint("about", __name__, url_prefix="/about", template_folder="templates")

REVIEWED = dt.date(2026, 11, 22)
"""The day we last tried all pages of the product; a site's own statement has its own day."""


class Reach(NamedTuple):
    """Where a reader tells of a fault."""

    email: str | None
    phone: str | None


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """How accessible the site is, with everything such a statement must hold."""
    said, tenant = read_statement(language()), find_tenant()
    return render_template(
        "about/accessibility.html",
        said=said,
        reach=_reach(said),
        association=tenant.name if tenant else _("The coordination association that owns the project"),
        conformity=CONFORMITY_NAMES[said.conformity if said else Conformity.PARTLY],
        method=METHOD_NAMES[said.method if said else Method.OWN],
        assessed_on=said.assessed_on if said else REVIEWED,
        changed_on=said.changed_on if said else REVIEWED,
    )


def _reach(said: Said | None) -> Reach:
    """Where faults are told: what the site has said, else where the delprojekt is reached for everything."""
    if said and (said.email or said.phone):
        return Reach(said.email, said.phone)
    own = find_latest_published_subproject(today()) if find_tenant() else None
    return Reach(own.contact_email, own.contact_phone) if own else Reach(None, None)


@blueprint.get("/<any('accessibility', 'personal-data', 'cookies'):page>")
@public
def show(page: str) -> str:
    """One of the pages that are the same on every site."""
    return render_template(f"about/{page}.html")
