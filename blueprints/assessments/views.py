"""Mappings of a person: compared over time, a new one, one in full, and a change while it is open."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.assessments.forms import MappingForm, mapping_form, stored
from blueprints.assessments.picture import comparison
from core.assessments import queries, services
from core.assessments.queries import list_questions, read_assessment
from core.assessments.terms import LIFE_AREA_NAMES, LifeArea
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _
from core.persons.queries import find_latest_participation, list_subjects, open_person
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

COMPARED = 6
blueprint = Blueprint("assessments", __name__, template_folder="templates")
drafts.register(
    Drafted("assessment", page="assessments.new", sends="assessments.create", subjects=list_subjects),
    Drafted("assessment-change", page="assessments.edit", sends="assessments.update", subjects=queries.list_subjects),
)


@blueprint.get("/persons/<uuid:person_id>/assessments")
@requires(Permission.WRITE_SUPPORT)
def index(person_id: uuid.UUID) -> str:
    person = open_person(person_id, fields="identity assessment")
    mappings = queries.list_assessments(person_id)
    compared = mappings[:COMPARED]
    return render_template(
        "assessments/index.html",
        subject=person,
        mappings=mappings,
        compared=compared,
        picture=comparison(compared),
        areas=[(area, str(LIFE_AREA_NAMES[area])) for area in LifeArea if any(area in one.grades for one in compared)],
        participation_id=find_latest_participation(person_id),
    )


@blueprint.get("/persons/<uuid:person_id>/assessments/new")
@requires(Permission.WRITE_SUPPORT)
def new(person_id: uuid.UUID) -> str:
    return _new_page(mapping_form(list_questions()), person_id)


@blueprint.post("/persons/<uuid:person_id>/assessments/new")
@requires(Permission.WRITE_SUPPORT)
def create(person_id: uuid.UUID) -> tuple[str, int] | Response:
    form = mapping_form(list_questions())
    status = carry_out(form, lambda: services.write_assessment(person_id=person_id, told=form.told()), twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        return _new_page(form, person_id), status
    flash(_("The assessment is saved."), "success")
    return redirect(url_for("assessments.index", person_id=person_id), HTTPStatus.SEE_OTHER)


def _new_page(form: MappingForm, person_id: uuid.UUID) -> str:
    person = open_person(person_id, fields="identity")
    manages = may(current_person(), Permission.MANAGE_SUBPROJECT)
    return render_template("assessments/new.html", form=form, subject=person, manages=manages)


@blueprint.get("/assessments/<uuid:assessment_id>")
@requires(Permission.WRITE_SUPPORT)
def show(assessment_id: uuid.UUID) -> str:
    mapped = read_assessment(assessment_id)
    asked = {one.id: one for one in list_questions(list(mapped.replies))}
    return render_template(
        "assessments/show.html",
        mapped=mapped,
        subject=open_person(mapped.person_id, fields="identity"),
        answers=[(str(LIFE_AREA_NAMES[area]), answer) for area, answer in mapped.answers.items()],
        replies=[(asked[one].text, words) for one, words in mapped.replies.items() if one in asked],
        is_open=queries.is_open(mapped),
        may_hand_over=may(current_person(), Permission.HAND_OVER),
    )


@blueprint.get("/assessments/<uuid:assessment_id>/edit")
@requires(Permission.WRITE_SUPPORT)
def edit(assessment_id: uuid.UUID) -> str | Response:
    mapped = read_assessment(assessment_id)
    if not queries.is_open(mapped):
        return redirect(url_for("assessments.show", assessment_id=assessment_id))
    questions = list_questions(list(mapped.replies))
    form = mapping_form(questions, data={**stored(mapped, questions), "version": mapped.version})
    return _edit_page(form, mapped)


@blueprint.post("/assessments/<uuid:assessment_id>/edit")
@requires(Permission.WRITE_SUPPORT)
def update(assessment_id: uuid.UUID) -> tuple[str, int] | Response:
    mapped = read_assessment(assessment_id)
    questions = list_questions(list(mapped.replies))
    form = mapping_form(questions)
    version = form.version.data
    status = carry_out(form, lambda: services.change_assessment(assessment_id=assessment_id, version=version, told=form.told()))
    if status == HTTPStatus.CONFLICT:
        mapped = read_assessment(assessment_id)
        status = conflicts.show(form, stored(mapped, questions), version=mapped.version, final=not queries.is_open(mapped))
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The assessment is saved."), "success")
        return redirect(url_for("assessments.show", assessment_id=assessment_id), HTTPStatus.SEE_OTHER)
    return _edit_page(form, mapped), status


def _edit_page(form: MappingForm, mapped: queries.Mapped) -> str:
    person = open_person(mapped.person_id, fields="identity")
    return render_template("assessments/edit.html", form=form, mapped=mapped, subject=person)
