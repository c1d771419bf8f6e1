"""The timeline of a participant."""

import uuid

from flask import Blueprint, render_template, request

from core.auth.permissions import Permission, requires
from core.errors import NotFound
from core.participants.queries import read_participation
from core.participants.timeline import list_entries
from core.participants.timeline_parts import Group
from core.participants.timeline_words import GROUP_NAMES, lines_of
from core.web.paging import Pager, wanted_page

blueprint = Blueprint("timeline", __name__, template_folder="templates")
FIELDS = "participation referral consent outcome attendance step note assessment plan handover"


@blueprint.get("/participants/<uuid:participation_id>/timeline")
@requires(Permission.READ_PARTICIPANTS)
def show(participation_id: uuid.UUID) -> str:
    participation = read_participation(participation_id, fields=FIELDS)
    if participation.person_id is None:
        raise NotFound
    asked = request.args.get("kind", "")
    group = Group(asked) if asked in GROUP_NAMES else None
    page = wanted_page()
    found = list_entries(participation.person_id, group=group, page=page)
    if page > 1 and not found.rows:
        raise NotFound
    return render_template(
        "timeline/show.html",
        participation=participation,
        lines=lines_of(found.rows),
        pager=Pager(page, found.total),
        groups=[(str(one), name) for one, name in GROUP_NAMES.items()],
        group=group,
    )
