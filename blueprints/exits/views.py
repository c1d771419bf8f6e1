"""Register that a participant leaves."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.exits.forms import ExitForm
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.outcomes.services import EXIT_LISTS, end_participation
from core.participants.choices import list_codes
from core.participants.queries import get_for_change, read_participation
from core.participants.services import require_can_end, summary
from core.participants.terms import Grade
from core.web.deeds import carry_out

blueprint = Blueprint("exits", __name__, template_folder="templates")


@blueprint.get("/participants/<uuid:participation_id>/exit/new")
@requires(Permission.END_PARTICIPATION)
def new(participation_id: uuid.UUID) -> str:
    participation = read_participation(participation_id)
    require_can_end(participation)
    form = ExitForm(list_codes(*EXIT_LISTS), data={"version": participation.version})
    return _page(form, participation)


@blueprint.post("/participants/<uuid:participation_id>/exit")
@requires(Permission.END_PARTICIPATION)
def create(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = get_for_change(participation_id)
    form = ExitForm(list_codes(*EXIT_LISTS))
    status = carry_out(form, lambda: end_participation(participation=participation, version=form.version.data, exit_=form.exit))
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The exit has been registered."), "success")
        return redirect(url_for("participants.show", participation_id=participation_id), HTTPStatus.SEE_OTHER)
    participation = read_participation(participation_id)
    theirs = []
    if status == HTTPStatus.CONFLICT:
        form.version.raw_data, form.version.data = None, participation.version
        theirs = summary(participation)
    return _page(form, participation, theirs), status


def _page(form: ExitForm, participation: Any, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "exits/new.html",
        form=form,
        participation=participation,
        theirs=theirs or [],
        asks_after=participation.grade == Grade.PERSONAL,
    )
