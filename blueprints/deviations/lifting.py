"""Views of where one of them goes: read through, the next step, on and back."""

import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.deviations.forms import MoveForm, ReadingForm, StepForm
from blueprints.deviations.views import blueprint
from core.auth.permissions import Permission, requires
from core.deviations import lifting, queries
from core.deviations.checking import list_asked
from core.deviations.terms import STATE_NAMES, State
from core.errors import NotFound
from core.i18n import _
from core.ids import read_id
from core.web import conflicts
from core.web.conflicts import Said
from core.web.deeds import carry_out

Page = str | tuple[str, int] | Response


def _onward(deviation_id: uuid.UUID) -> Response:
    """Back to its page, or to the list when it is not theirs to see any more."""
    try:
        queries.read_deviation(deviation_id)
    except NotFound:
        return redirect(url_for("deviations.index"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("deviations.show", deviation_id=deviation_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/deviations/<uuid:deviation_id>/reading")
@requires(Permission.READ_DEVIATIONS)
def read(deviation_id: uuid.UUID) -> str:
    deviation = queries.read_deviation(deviation_id)
    text = lifting.get_text_to_read(deviation)
    return _reading_page(_reading_form(deviation, data={"number": text.number}), deviation)


@blueprint.post("/deviations/<uuid:deviation_id>/reading")
@requires(Permission.READ_DEVIATIONS)
def create_reading(deviation_id: uuid.UUID) -> Page:
    deviation = queries.read_deviation(deviation_id, lock=True)
    lifting.get_text_to_read(deviation)
    form = _reading_form(deviation)
    given = {"number": form.number.data, "verdict": form.verdict.data, "words": form.note.data or ""}
    status = carry_out(form, partial(lifting.read_text, deviation=deviation, **given))
    if status != HTTPStatus.SEE_OTHER:
        form.number.raw_data, form.number.data = None, lifting.get_text_to_read(deviation).number
        return _reading_page(form, deviation), status
    flash(_("Your reading is saved."), "success")
    return _onward(deviation_id)


def _reading_form(deviation: Any, **options: Any) -> ReadingForm:
    return ReadingForm(may_approve=queries.stands_near(deviation) and not lifting.is_read(deviation), **options)


def _reading_page(form: ReadingForm, deviation: Any) -> str:
    text = lifting.get_text_to_read(deviation)
    asked = list_asked({"title": text.title, "words": text.words, "proposal": text.proposal})
    return render_template("deviations/reading.html", form=form, deviation=deviation, text=text, asked=asked)


@blueprint.get("/deviations/<uuid:deviation_id>/next-step")
@requires(Permission.READ_DEVIATIONS)
def edit_step(deviation_id: uuid.UUID) -> str:
    deviation = lifting.require_steering(queries.read_deviation(deviation_id))
    form = _step_form(deviation, data={**_stored_step(deviation), "version": deviation.version})
    return render_template("deviations/step.html", form=form, deviation=deviation)


@blueprint.post("/deviations/<uuid:deviation_id>/next-step")
@requires(Permission.READ_DEVIATIONS)
def update_step(deviation_id: uuid.UUID) -> Page:
    deviation = lifting.require_steering(queries.read_deviation(deviation_id, lock=True))
    form = _step_form(deviation)

    def deed() -> None:  # asks the form what it holds only once it has been checked
        lifting.steer(
            deviation=deviation,
            version=form.version.data,
            holder_id=read_id(form.holder_id.data),
            next_step=form.next_step.data or "",
            next_step_on=form.next_step_on.data,
            sure_of=form.sure_of,
        )

    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        deviation = queries.read_deviation(deviation_id)
        status = conflicts.show(form, _stored_step(deviation), version=deviation.version)
    if status != HTTPStatus.SEE_OTHER:
        form.ask({"next_step": form.next_step.data or ""})
        return render_template("deviations/step.html", form=form, deviation=deviation), status
    flash(_("The next step is saved."), "success")
    return _onward(deviation_id)


def _step_form(deviation: Any, **options: Any) -> StepForm:
    return StepForm(queries.list_colleagues(deviation.owner_id, everybody=lifting.is_read(deviation)), **options)


def _stored_step(deviation: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    return {
        "holder_id": str(deviation.holder_id) if deviation.holder_id else None,
        "next_step": deviation.next_step,
        "next_step_on": deviation.next_step_on,
    }


@blueprint.get("/deviations/<uuid:deviation_id>/state")
@requires(Permission.READ_DEVIATIONS)
def edit_state(deviation_id: uuid.UUID) -> str:
    deviation = lifting.require_steering(queries.read_deviation(deviation_id), ended=True)
    form = MoveForm(lifting.list_moves(deviation), data={"version": deviation.version})
    return _state_page(form, deviation)


@blueprint.post("/deviations/<uuid:deviation_id>/state")
@requires(Permission.READ_DEVIATIONS)
def update_state(deviation_id: uuid.UUID) -> Page:
    deviation = lifting.require_steering(queries.read_deviation(deviation_id, lock=True), ended=True)
    form = MoveForm(lifting.list_moves(deviation))

    def deed() -> None:
        given = {"to": form.to.data, "words": form.note.data or "", "sure_of": form.sure_of}
        lifting.move(deviation=deviation, version=form.version.data, **given)

    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        deviation = queries.read_deviation(deviation_id)
        now = Said(str(STATE_NAMES[State(deviation.state)]), deviation.state)
        status = conflicts.show(form, {"to": now}, version=deviation.version)
    if status != HTTPStatus.SEE_OTHER:
        form.ask({"note": form.note.data or ""})
        return _state_page(form, deviation), status
    flash(_("It is saved."), "success")
    return _onward(deviation_id)


def _state_page(form: MoveForm, deviation: Any) -> str:
    text = lifting.get_present_text(deviation)
    return render_template("deviations/state.html", form=form, deviation=deviation, text=text, is_read=lifting.is_read(deviation))


@blueprint.post("/deviations/<uuid:deviation_id>/answer-seen")
@requires(Permission.NOTE_DEVIATION)
def mark_seen(deviation_id: uuid.UUID) -> Response:
    lifting.mark_seen(deviation=queries.read_deviation(deviation_id, lock=True))
    flash(_("The answer is marked as read."), "success")
    return redirect(url_for("deviations.show", deviation_id=deviation_id), HTTPStatus.SEE_OTHER)
