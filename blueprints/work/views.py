"""The page staff at a tenant come to after signing in."""

from flask import Blueprint, render_template

from blueprints.work.kinds import CHANGES, KINDS
from blueprints.work.page import get_work_page
from core.auth.permissions import Permission, requires
from core.clock import today
from core.i18n import _l
from core.web import navigation, waiting
from core.web.navigation import Entry

blueprint = Blueprint("work", __name__, template_folder="templates")

navigation.add(
    Entry(
        "work.index",
        _l("My work"),
        Permission.SEE_WORK,
        site="tenant",
        order=5,
        covers=("contact_card", "handovers", "activities", "attendance", "months", "attendance_reports"),
    )
)
waiting.add(*KINDS)
waiting.add_changes(*CHANGES)


@blueprint.get("/work")
@requires(Permission.SEE_WORK)
def index() -> str:
    return render_template("work/index.html", page=get_work_page(), today=today())
