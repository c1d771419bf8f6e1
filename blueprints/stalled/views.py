"""The list of participants who stand still."""

from flask import Blueprint, render_template

from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.participants.settings import get_settings
from core.participants.stalled import list_stalled
from core.web.paging import Pager, wanted_page

blueprint = Blueprint("stalled", __name__, template_folder="templates")


@blueprint.get("/stalled")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    page = wanted_page()
    found = list_stalled(page=page)
    if page > 1 and not found.rows:
        raise NotFound
    return render_template(
        "stalled/index.html",
        found=found,
        pager=Pager(page, found.total),
        days=_quiet_days(),
        today=today(),
        may_edit=may(current_person(), Permission.EDIT_PARTICIPATION),
    )


def _quiet_days() -> int | None:
    """After how many quiet days; None before there is a delprojekt."""
    try:
        return get_settings().quiet_days
    except NotFound:
        return None
