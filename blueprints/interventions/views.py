"""A participant begins and ends an insats."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.interventions.forms import BeginForm, EndForm
from core.auth.permissions import Permission, requires
from core.clock import today
from core.constraints import SentTwice
from core.i18n import _
from core.ids import new_id, read_id
from core.interventions.queries import get_period_for_change, list_catalogue, list_subjects, name_of, read_period
from core.interventions.services import end_intervention, start_intervention
from core.participants.queries import get_for_change, read_participation
from core.participants.queries import list_subjects as list_subjects_of_participation
from core.participants.services import require_open
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("interventions", __name__, template_folder="templates")
drafts.register(
    Drafted("insats", page="interventions.new", sends="interventions.create", subjects=list_subjects_of_participation),
    Drafted("insats-end", page="interventions.edit", sends="interventions.update", subjects=list_subjects),
)


@blueprint.get("/participants/<uuid:participation_id>/interventions/new")
@requires(Permission.EDIT_PARTICIPATION)
def new(participation_id: uuid.UUID) -> str:
    participation = read_participation(participation_id)
    require_open(participation)
    form = BeginForm(_catalogue(participation))
    form.token.data = str(new_id())
    return render_template("interventions/new.html", form=form, participation=participation)


@blueprint.post("/participants/<uuid:participation_id>/interventions")
@requires(Permission.EDIT_PARTICIPATION)
def create(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = get_for_change(participation_id)
    form = BeginForm(_catalogue(participation))
    status = carry_out(
        form,
        lambda: start_intervention(
            participation=participation,
            period_id=read_id(form.token.data) or new_id(),
            intervention_id=read_id(form.intervention_id.data),
            starts_on=form.starts_on.data,
            extent_percent=form.extent_percent.data,
            place=form.place.data or "",
            place_id=read_id(form.place_id.data),
            insured={"yes": True, "no": False}.get(form.insured.data or ""),
        ),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        participation = read_participation(participation_id)
        return render_template("interventions/new.html", form=form, participation=participation), status
    flash(_("The intervention has begun."), "success")
    return redirect(url_for("participants.show", participation_id=participation_id), HTTPStatus.SEE_OTHER)


def _catalogue(participation: Any) -> list[tuple[str, str]]:
    return [(str(row.id), name_of(row)) for row in list_catalogue(participation.subproject_id, today())]


@blueprint.get("/interventions/<uuid:period_id>/end")
@requires(Permission.EDIT_PARTICIPATION)
def edit(period_id: uuid.UUID) -> str:
    period = read_period(period_id)
    return _end_page(EndForm(data={"version": period.version, "ends_on": today()}), period)


@blueprint.post("/interventions/<uuid:period_id>/end")
@requires(Permission.EDIT_PARTICIPATION)
def update(period_id: uuid.UUID) -> tuple[str, int] | Response:
    period = get_period_for_change(period_id)
    form = EndForm()
    status = carry_out(form, lambda: end_intervention(period=period, version=form.version.data, ends_on=form.ends_on.data))
    if status == HTTPStatus.CONFLICT:
        period = read_period(period_id)
        stored = {"ends_on": period.ends_on} if period.ends_on else {}
        status = conflicts.show(form, stored, version=period.version, final=period.ends_on is not None)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The intervention has ended."), "success")
        return redirect(url_for("participants.show", participation_id=period.participation_id), HTTPStatus.SEE_OTHER)
    return _end_page(form, read_period(period_id), lost_race=status == HTTPStatus.CONFLICT), status


def _end_page(form: EndForm, period: Any, *, lost_race: bool = False) -> str:
    return render_template(
        "interventions/edit.html", form=form, period=period, name=name_of(period.intervention), lost_race=lost_race
    )
