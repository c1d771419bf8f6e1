"""Searching: by POST, so that no name and no number stands in an address or a log. Without an answer in an address there is
none to go back to: the page is sent again."""

from flask import Blueprint, render_template, request

from blueprints.search.found import Found, find
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.participants.terms import ParticipationState
from core.referrals.terms import KIND_NAMES, STATE_NAMES
from core.web.fields import made_visible

blueprint = Blueprint("search", __name__, template_folder="templates")
MOST_TYPED = 200


@blueprint.get("/search")
@requires(Permission.SEARCH)
def new() -> str:
    return _page("", None)


@blueprint.post("/search")
@requires(Permission.SEARCH)
def show() -> str:
    text = made_visible(request.form.get("q", "").strip()[:MOST_TYPED])
    return _page(text, find(text) if text else None)


def _page(text: str, found: Found | None) -> str:
    return render_template(
        "search/index.html",
        text=text,
        found=found,
        reads_people=may(current_person(), Permission.READ_PARTICIPANTS),
        state_names={str(state): str(name) for state, name in STATE_NAMES.items()},
        kind_names={str(kind): str(name) for kind, name in KIND_NAMES.items()},
        ended=ParticipationState.ENDED,
    )
