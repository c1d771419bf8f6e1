"""Register that a participant leaves."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.exits.forms import ANSWERS, ExitForm
from core.auth.permissions import Permission, requires
from core.i18n import _, ngettext
from core.outcomes.queries import list_situations
from core.outcomes.services import EXIT_LISTS, end_participation
from core.outcomes.terms import Moment
from core.participants.choices import list_codes, names_of
from core.participants.queries import get_for_change, list_subjects, may_read, read_participation
from core.participants.services import require_can_end, summary
from core.participants.terms import OUTCOME_KINDS, Grade, ParticipationState
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("exits", __name__, template_folder="templates")
drafts.register(Drafted("exit", page="exits.new", sends="exits.create", subjects=list_subjects))


@blueprint.get("/participants/<uuid:participation_id>/exit/new")
@requires(Permission.END_PARTICIPATION)
def new(participation_id: uuid.UUID) -> str | Response:
    participation = read_participation(participation_id, fields="participation outcome")
    if participation.state == ParticipationState.ENDED:  # whoever goes back after sending
        return redirect(url_for("participants.show", participation_id=participation_id))
    require_can_end(participation)
    form = ExitForm(list_codes(*EXIT_LISTS), data={"version": participation.version})
    return _page(form, participation)


@blueprint.post("/participants/<uuid:participation_id>/exit")
@requires(Permission.END_PARTICIPATION)
def create(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = get_for_change(participation_id)
    form = ExitForm(list_codes(*EXIT_LISTS))
    status = carry_out(form, lambda: end_participation(participation=participation, version=form.version.data, exit_=form.exit))
    if status == HTTPStatus.CONFLICT:
        participation = read_participation(participation_id)
        ended = participation.state == ParticipationState.ENDED
        status = conflicts.show(form, _stored(participation, form) if ended else {}, version=participation.version, final=ended)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The exit has been registered."), "success")
        return redirect(url_for("participants.show", participation_id=participation_id), HTTPStatus.SEE_OTHER)
    participation = read_participation(participation_id)
    return _page(form, participation, summary(participation) if status == HTTPStatus.CONFLICT else []), status


def _stored(participation: Any, form: ExitForm) -> dict[str, object]:
    """The exit that stands, as the form's fields."""
    after = list_situations(participation).get(Moment.AFTER)
    stored = {name: getattr(participation, name) for name in ("ended_on", "exit_reason", "handed_to")}
    if after is None:
        return stored
    main = form.main_source.data if len(after.sources) == 1 else after.main_source
    answer = next((key for key, value in ANSWERS.items() if value == after.work_subsidised), None)
    return stored | {
        "sources": after.sources,
        "main_source": main,
        "main_activity": after.main_activity,
        "work_subsidised": answer,
    }


def _page(form: ExitForm, participation: Any, theirs: list[tuple[str, str]] | None = None) -> str:
    months = [ngettext("%(num)s month", "%(num)s months", one) for one in sorted(participation.subproject.follow_up_months)]
    return render_template(
        "exits/new.html",
        form=form,
        participation=participation,
        theirs=theirs or [],
        asks_after=participation.grade == Grade.PERSONAL,
        before=_before(participation),
        follow_ups=", ".join(months),
    )


def _before(participation: Any) -> list[tuple[str, str]]:
    """What stood before the start, so that what is entered now can be compared with it."""
    before = list_situations(participation).get(Moment.BEFORE) if may_read(participation, OUTCOME_KINDS) else None
    if before is None:
        return []
    codes = list_codes(*EXIT_LISTS)
    return [
        (_("Means of support"), ", ".join(names_of(codes["support_source"], before.sources))),
        (_("Main activity"), ", ".join(names_of(codes["main_activity"], [before.main_activity]))),
    ]
