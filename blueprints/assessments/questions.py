"""The tenant's own questions: listed, added, put otherwise, and asked no more."""

import uuid
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.assessments.forms import QuestionForm
from blueprints.assessments.views import blueprint
from core.assessments.queries import as_question, find_successor, get_question, list_questions
from core.assessments.services import add_question, change_question, remove_question
from core.assessments.terms import LIFE_AREA_NAMES, LifeArea
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.errors import NotFound
from core.i18n import _
from core.ids import new_id, read_id
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody

drafts.register(
    Drafted("question", page="assessments.question_new", sends="assessments.question_create"),
    Drafted("question-change", page="assessments.question_edit", sends="assessments.question_update", subjects=nobody),
)


@blueprint.get("/assessment-questions")
@requires(Permission.MANAGE_SUBPROJECT)
def questions() -> str:
    """Those asked now, area by area."""
    asked = list_questions()
    areas = [(str(LIFE_AREA_NAMES[area]), [one for one in asked if one.area == area]) for area in LifeArea]
    return render_template("assessments/questions.html", areas=[(name, found) for name, found in areas if found])


@blueprint.get("/assessment-questions/new")
@requires(Permission.MANAGE_SUBPROJECT)
def question_new() -> str:
    """The form of a new one."""
    return _page(QuestionForm(), None)


@blueprint.post("/assessment-questions/new")
@requires(Permission.MANAGE_SUBPROJECT)
def question_create() -> tuple[str, int] | Response:
    """Ask it from now on."""
    form = QuestionForm()
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(form, lambda: add_question(question_id=row_id, asked=form.asked()), twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, None), status
    flash(_("The question is asked from now on."), "success")
    return redirect(url_for("assessments.questions"), HTTPStatus.SEE_OTHER)


@blueprint.get("/assessment-questions/<uuid:question_id>")
@requires(Permission.MANAGE_SUBPROJECT)
def question_edit(question_id: uuid.UUID) -> str:
    """The form of one that is asked."""
    return _page(QuestionForm(obj=as_question(get_question(question_id))), question_id)


@blueprint.post("/assessment-questions/<uuid:question_id>")
@requires(Permission.MANAGE_SUBPROJECT)
def question_update(question_id: uuid.UUID) -> tuple[str, int] | Response:
    """Put it otherwise: what was answered before keeps the old words."""
    form = QuestionForm()
    version = form.version.data
    status = carry_out(form, lambda: change_question(question_id=question_id, version=version, asked=form.asked()))
    if status == HTTPStatus.CONFLICT:
        question_id, status = _beside(form, question_id)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, question_id), status
    flash(_("The question is changed. Earlier answers keep the words they were given to."), "success")
    return redirect(url_for("assessments.questions"), HTTPStatus.SEE_OTHER)


def _beside(form: QuestionForm, question_id: uuid.UUID) -> tuple[uuid.UUID, HTTPStatus]:
    """After a lost race: what is asked now beside what was typed, and to which question it would be sent again."""
    now = find_successor(question_id) or get_question(question_id)
    while (later := find_successor(now.id)) is not None:
        now = later
    if not now.active:
        raise NotFound
    stored = {name: getattr(now, name) for name in ("area", "text_sv", "text_en", "position")}
    return now.id, conflicts.show(form, stored, version=now.version)


@blueprint.post("/assessment-questions/<uuid:question_id>/removal")
@requires(Permission.MANAGE_SUBPROJECT)
def question_delete(question_id: uuid.UUID) -> Response:
    """Ask it no more."""
    remove_question(question_id=question_id)
    flash(_("The question is asked no more. What was answered stays."), "success")
    return redirect(url_for("assessments.questions"), HTTPStatus.SEE_OTHER)


def _page(form: QuestionForm, question_id: uuid.UUID | None) -> str:
    return render_template("assessments/question.html", form=form, question_id=question_id)
