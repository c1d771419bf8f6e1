"""Notes about a person: the list, a new one, a correction."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.notes.forms import NoteForm
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _
from core.notes import queries, services
from core.participants.next_contact import find_open_participation
from core.persons.queries import find_latest_participation, list_subjects, open_person
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("notes", __name__, template_folder="templates")
drafts.register(
    Drafted("note", page="notes.new", sends="notes.create", subjects=list_subjects),
    Drafted("note-correction", page="notes.new_correction", sends="notes.create_correction", subjects=queries.list_subjects),
)


@blueprint.get("/persons/<uuid:person_id>/notes")
@requires(Permission.WRITE_SUPPORT)
def index(person_id: uuid.UUID) -> str:
    person = open_person(person_id, fields="identity note")
    return render_template(
        "notes/index.html",
        subject=person,
        notes=queries.list_notes(person_id),
        participation_id=find_latest_participation(person_id),
        may_hand_over=may(current_person(), Permission.HAND_OVER),
    )


@blueprint.get("/persons/<uuid:person_id>/notes/new")
@requires(Permission.WRITE_SUPPORT)
def new(person_id: uuid.UUID) -> str:
    subject = open_person(person_id, fields="identity")
    return render_template("notes/new.html", form=NoteForm(_taking_part(person_id)), subject=subject)


@blueprint.post("/persons/<uuid:person_id>/notes/new")
@requires(Permission.WRITE_SUPPORT)
def create(person_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = _taking_part(person_id)
    form = NoteForm(participation)
    status = carry_out(
        form,
        lambda: services.write_note(person_id=person_id, written=form.written(), agreed=form.agreed),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _new_page(form, person_id, status), status
    flash(_("The note is saved."), "success")
    return redirect(url_for("notes.index", person_id=person_id), HTTPStatus.SEE_OTHER)


def _new_page(form: NoteForm, person_id: uuid.UUID, status: HTTPStatus) -> str:
    subject = open_person(person_id, fields="identity")
    now = _taking_part(person_id) if status == HTTPStatus.CONFLICT else None
    if now is not None and "version" in form:
        conflicts.show(form, {"next_contact_on": now.next_contact_on}, version=now.version)
    return render_template("notes/new.html", form=form, subject=subject)


def _taking_part(person_id: uuid.UUID) -> Any:
    """The participation whose next contact this reader may agree on beside the note; None when there is none."""
    return find_open_participation(person_id) if may(current_person(), Permission.EDIT_PARTICIPATION) else None


@blueprint.get("/notes/<uuid:note_id>/correction")
@requires(Permission.WRITE_SUPPORT)
def new_correction(note_id: uuid.UUID) -> str:
    note = queries.read_note(note_id)
    return _correction_page(NoteForm(data={"noted_on": note.on_date, "text": note.text}), note)


@blueprint.post("/notes/<uuid:note_id>/correction")
@requires(Permission.WRITE_SUPPORT)
def create_correction(note_id: uuid.UUID) -> tuple[str, int] | Response:
    form = NoteForm()
    status = carry_out(form, lambda: services.correct_note(note_id=note_id, written=form.written()), twice=(SentTwice,))
    note = queries.read_note(note_id)
    if status != HTTPStatus.SEE_OTHER:
        return _correction_page(form, note), status
    flash(_("The correction is saved. The old words stay to be read under it."), "success")
    return redirect(url_for("notes.index", person_id=note.person_id), HTTPStatus.SEE_OTHER)


def _correction_page(form: NoteForm, note: Any) -> str:
    person = open_person(note.person_id, fields="identity")
    return render_template("notes/correct.html", form=form, note=note, subject=person)
