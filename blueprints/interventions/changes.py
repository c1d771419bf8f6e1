"""One insats while it runs, and the forms that change it. They are alike, so they are made of a table."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, update_wrapper
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.interventions.forms import ExtentForm, InsuranceForm, PauseForm, PlaceForm, StagesForm, choices_of_places
from blueprints.interventions.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _l
from core.ids import read_id
from core.interventions import changes
from core.interventions.places import find_place
from core.interventions.queries import get_period_for_change, list_subjects, name_of, read_period
from core.interventions.terms import EMPLOYMENT_STAGE_NAMES, INSURED_KINDS, EmploymentStage, InterventionKind
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.forms import MiaForm


@dataclass(frozen=True, slots=True)
class Change:
    """One way an insats changes. `stored` is what stands of the form's fields, `deed` does it with the form's."""

    form: type[MiaForm]
    heading: Any
    done: Any
    stored: Callable[[Any], dict[str, object]]
    deed: Callable[[Any, Any], None]
    fits: Callable[[Any], bool] = lambda _period: True


def _stages(period: Any) -> dict[str, object]:
    reached = changes.list_stages(period)
    return {stage.value: reached.get(stage) for stage in EmploymentStage}


def _pause(period: Any) -> dict[str, object]:
    pause = changes.find_open_pause(period)
    return {"starts_on": pause.starts_on if pause else None, "ends_on": None}


def _extent(period: Any) -> dict[str, object]:
    return {"percent": changes.extent_on(changes.list_extents(period), today())}


def _to_place(period: Any, form: Any) -> None:
    place_id = read_id(form.place_id.data)
    changes.change_place(period=period, version=form.version.data, place_id=place_id, place=form.place.data or "")


def _to_stages(period: Any, form: Any) -> None:
    reached = {stage: form[stage.value].data for stage in EmploymentStage}
    changes.reach_stages(period=period, version=form.version.data, reached=reached)


CHANGES: Mapping[str, Change] = {
    "place": Change(
        PlaceForm,
        _l("Change the place"),
        _l("The place has been changed."),
        lambda period: {"place_id": str(period.place_id) if period.place_id else None, "place": period.place},
        _to_place,
    ),
    "extent": Change(
        ExtentForm,
        _l("Change the extent"),
        _l("The extent has been saved."),
        _extent,
        lambda period, form: changes.change_extent(
            period=period, version=form.version.data, percent=form.percent.data, valid_from=form.valid_from.data
        ),
    ),
    "pause": Change(
        PauseForm,
        _l("Pause, or go on again"),
        _l("The pause has been saved."),
        _pause,
        lambda period, form: changes.rest(
            period=period, version=form.version.data, starts_on=form.starts_on.data, ends_on=form.ends_on.data
        ),
    ),
    "insurance": Change(
        InsuranceForm,
        _l("The insurance is arranged"),
        _l("The insurance has been noted."),
        lambda period: {"insured_on": period.insured_on},
        lambda period, form: changes.insure(period=period, version=form.version.data, insured_on=form.insured_on.data),
    ),
    "stages": Change(
        StagesForm,
        _l("The steps of supported employment"),
        _l("The steps have been saved."),
        _stages,
        _to_stages,
        lambda period: period.intervention.kind == InterventionKind.SUPPORTED_EMPLOYMENT,
    ),
}


@blueprint.get("/interventions/<uuid:period_id>")
@requires(Permission.READ_PARTICIPANTS)
def show(period_id: uuid.UUID) -> str:
    period = read_period(period_id)
    pauses = changes.list_pauses(period)
    place = find_place(period.place_id) if period.place_id else None
    return render_template(
        "interventions/show.html",
        period=period,
        name=name_of(period.intervention),
        state=changes.state_of(period, changes.pause_on(pauses, today())),
        place=place,
        extents=changes.list_extents(period),
        pauses=pauses,
        stages=changes.list_stages(period),
        stage_names=EMPLOYMENT_STAGE_NAMES,
        is_employment=period.intervention.kind == InterventionKind.SUPPORTED_EMPLOYMENT,
        is_insured_kind=period.intervention.kind in INSURED_KINDS,
        may_edit=may(current_person(), Permission.EDIT_PARTICIPATION),
    )


@requires(Permission.EDIT_PARTICIPATION)
def edit(change: Change, period_id: uuid.UUID) -> str:
    period = read_period(period_id)
    stored = {name: value for name, value in change.stored(period).items() if value is not None}
    form = change.form(data={"version": period.version, **stored})
    return _page(change, form, period)


@requires(Permission.EDIT_PARTICIPATION)
def update(change: Change, period_id: uuid.UUID) -> tuple[str, int] | Response:
    period = get_period_for_change(period_id)
    form = _offering(change.form(), period)
    status = carry_out(form, lambda: change.deed(period, form))
    if status == HTTPStatus.CONFLICT:
        period = read_period(period_id)
        stored = change.stored(period) | ({"ends_on": period.ends_on} if period.ends_on and "ends_on" in form else {})
        status = conflicts.show(form, stored, version=period.version, final=period.ends_on is not None)
    if status == HTTPStatus.SEE_OTHER:
        flash(str(change.done), "success")
        return redirect(url_for("interventions.show", period_id=period_id), HTTPStatus.SEE_OTHER)
    return _page(change, form, read_period(period_id)), status


def _offering(form: MiaForm, period: Any) -> MiaForm:
    """The places that a form about the place may choose among."""
    if isinstance(form, PlaceForm):
        place = find_place(period.place_id) if period.place_id else None
        form.place_id.choices = choices_of_places((place.id, place.name) if place else None)
    return form


def _page(change: Change, form: MiaForm, period: Any) -> str:
    if not change.fits(period):
        raise NotFound
    return render_template(
        "interventions/change.html",
        form=_offering(form, period),
        period=period,
        heading=change.heading,
        name=name_of(period.intervention),
    )


def _of(change: Change, view: Callable[..., Any]) -> Callable[..., Any]:
    return update_wrapper(partial(view, change), view)


for _name, _change in CHANGES.items():
    _rule = f"/interventions/<uuid:period_id>/{_name}"
    blueprint.add_url_rule(_rule, f"edit_{_name}", _of(_change, edit), methods=["GET"])
    blueprint.add_url_rule(_rule, f"update_{_name}", _of(_change, update), methods=["POST"])
    drafts.register(
        Drafted(
            f"insats-{_name}",
            page=f"interventions.edit_{_name}",
            sends=f"interventions.update_{_name}",
            subjects=list_subjects,
        )
    )
