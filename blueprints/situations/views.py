"""Put right what was entered about somebody's situation before or after."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.situations.forms import LISTS, AfterForm, BeforeForm, SituationForm, stored_values
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.outcomes.queries import Observed, get_situation_for_change, list_subjects, read_situation
from core.outcomes.services import correct_situation
from core.outcomes.terms import Moment
from core.participants.choices import list_codes
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("situations", __name__, template_folder="templates")
drafts.register(Drafted("situation", page="situations.edit", sends="situations.update", subjects=list_subjects))


@blueprint.get("/situations/<uuid:situation_id>")
@requires(Permission.EDIT_PARTICIPATION)
def edit(situation_id: uuid.UUID) -> str:
    observed = read_situation(situation_id)
    stored = stored_values(observed.values) | {"version": observed.situation.version}
    return _page(_form(observed, data=stored), observed)


@blueprint.post("/situations/<uuid:situation_id>")
@requires(Permission.EDIT_PARTICIPATION)
def update(situation_id: uuid.UUID) -> tuple[str, int] | Response:
    observed = get_situation_for_change(situation_id)
    form = _form(observed)
    status = carry_out(form, lambda: correct_situation(observed=observed, version=form.version.data, values=form.values))
    if status == HTTPStatus.CONFLICT:
        observed = read_situation(situation_id)
        stored = stored_values(observed.values, form)
        status = conflicts.show(form, stored, version=observed.situation.version)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The situation has been changed."), "success")
        home = url_for("participants.show", participation_id=observed.participation.id)
        return redirect(home, HTTPStatus.SEE_OTHER)
    return _page(form, read_situation(situation_id)), status


def _form(observed: Observed, **options: object) -> SituationForm:
    kind = BeforeForm if observed.situation.moment == Moment.BEFORE else AfterForm
    return kind(list_codes(*LISTS), observed.values, **options)


def _page(form: SituationForm, observed: Observed) -> str:
    return render_template(
        "situations/edit.html",
        form=form,
        participation=observed.participation,
        situation=observed.situation,
        is_before=observed.situation.moment == Moment.BEFORE,
    )
