"""Public pages without figures or persons; plain text in both languages."""

import datetime as dt

from flask import Blueprint, render_template

from core.auth.permissions import public

blueprint = Blueprint("about", __name__, url_prefix="/about", template_folder="templates")

REVIEWED = dt.date(2026, 11, 22)
"""The day the accessibility statement was last gone through."""


@blueprint.get("/<any('accessibility', 'personal-data', 'cookies'):page>")
@public
def show(page: str) -> str:
    """One of the three pages."""
    return render_template(f"about/{page}.html", reviewed=REVIEWED)
