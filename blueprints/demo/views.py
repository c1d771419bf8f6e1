"""The demo's mails, for everyone to read: all in it is made up. In production this page does not exist."""

from flask import Blueprint, render_template

from core.auth.permissions import public
from core.config import get_settings
from core.context import find_tenant
from core.errors import NotFound
from core.mail import list_written

blueprint = Blueprint("demo", __name__, url_prefix="/demo", template_folder="templates")


@blueprint.get("/mails")
@public
def mails() -> str:
    """What would have been sent from this site, newest first."""
    if not get_settings().demo:
        raise NotFound
    tenant = find_tenant()
    return render_template("demo/mails.html", mails=list_written(tenant.slug if tenant else None))
