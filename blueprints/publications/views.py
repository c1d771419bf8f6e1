"""The editors' list, the form, the page of one publication with its files. Nothing of a person is shown."""

import uuid
from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.publications.forms import FileForm, PublicationForm, ShowingForm
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.errors import NotFound
from core.i18n import _
from core.ids import new_id, read_id
from core.library import queries, services
from core.library.terms import FROM_RIGHT, KIND_NAMES, LACKING, LANGUAGES
from core.pictures import MEDIA_TYPE
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody

blueprint = Blueprint("publications", __name__, url_prefix="/content/publications", template_folder="templates")
drafts.register(
    Drafted("publication", page="publications.new", sends="publications.create"),
    Drafted("publication-change", page="publications.edit", sends="publications.update", subjects=nobody),
)
Page = str | tuple[str, int] | Answer


@blueprint.get("")
@requires(Permission.EDIT_CONTENT)
def index() -> str:
    return render_template("publications/index.html", rows=queries.list_publications(), kinds=KIND_NAMES, languages=LANGUAGES)


@blueprint.get("/new")
@requires(Permission.EDIT_CONTENT)
def new() -> str:
    return render_template("publications/edit.html", form=PublicationForm(), publication=None)


@blueprint.post("/new")
@requires(Permission.EDIT_CONTENT)
def create() -> Page:
    form = PublicationForm()
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.add_publication(
            publication_id=row_id, values=form.values, file=form.file.examined, language=form.language.data or ""
        ),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return render_template("publications/edit.html", form=form, publication=None), status
    flash(_("The draft is saved. Nobody but you and your colleagues sees it."), "success")
    return _to(row_id)


@blueprint.get("/<uuid:publication_id>")
@requires(Permission.EDIT_CONTENT)
def show(publication_id: uuid.UUID) -> str:
    return _shown(publication_id, FileForm(formdata=None), ShowingForm(formdata=None))


@blueprint.get("/<uuid:publication_id>/edit")
@requires(Permission.EDIT_CONTENT)
def edit(publication_id: uuid.UUID) -> str:
    publication = queries.get_publication(publication_id)
    form = PublicationForm(data=PublicationForm.shown(publication))
    return render_template("publications/edit.html", form=form, publication=publication)


@blueprint.post("/<uuid:publication_id>/edit")
@requires(Permission.EDIT_CONTENT)
def update(publication_id: uuid.UUID) -> Page:
    publication, form = queries.get_publication(publication_id, lock=True), PublicationForm()
    status = carry_out(
        form,
        lambda: services.change_publication(publication=publication, version=form.version.data, values=form.values),
    )
    if status == HTTPStatus.CONFLICT:
        stored = PublicationForm.shown(publication)
        version = stored.pop("version")
        status = conflicts.show(form, stored, version=version)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("publications/edit.html", form=form, publication=publication), status
    flash(_("The publication has been changed."), "success")
    return _to(publication_id)


@blueprint.post("/<uuid:publication_id>/files")
@requires(Permission.EDIT_CONTENT)
def create_file(publication_id: uuid.UUID) -> Page:
    publication, form = queries.get_publication(publication_id, lock=True), FileForm()
    status = carry_out(
        form,
        lambda: services.put_file(publication=publication, file=form.file.examined, language=form.language.data or ""),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _shown(publication_id, form, ShowingForm(formdata=None)), status
    flash(_("The file has been added."), "success")
    return _to(publication_id)


@blueprint.post("/<uuid:publication_id>/files/<uuid:publication_file_id>/delete")
@requires(Permission.EDIT_CONTENT)
def delete_file(publication_id: uuid.UUID, publication_file_id: uuid.UUID) -> Page:
    publication = queries.get_publication(publication_id, lock=True)
    file, form = queries.get_stored_file(publication_file_id), ShowingForm()
    if file.publication_id != publication.id:
        raise NotFound
    status = carry_out(form, lambda: services.remove_file(publication=publication, version=form.version.data, file=file))
    if status != HTTPStatus.SEE_OTHER:
        return _shown(publication_id, FileForm(formdata=None), form), status
    flash(_("The file has been removed."), "success")
    return _to(publication_id)


@blueprint.post("/<uuid:publication_id>/showing")
@requires(Permission.EDIT_CONTENT)
def update_showing(publication_id: uuid.UUID) -> Page:
    publication, form = queries.get_publication(publication_id, lock=True), ShowingForm()
    wanted = form.shown.data == "yes"
    deed = services.show_publication if wanted else services.take_down
    status = carry_out(form, lambda: deed(publication=publication, version=form.version.data))
    if status != HTTPStatus.SEE_OTHER:
        return _shown(publication_id, FileForm(formdata=None), form), status
    flash(_("It is published.") if wanted else _("It has been taken down, everywhere."), "success")
    return _to(publication_id)


@blueprint.get("/covers/<uuid:publication_file_id>")
@requires(Permission.EDIT_CONTENT)
def cover(publication_file_id: uuid.UUID) -> Response:
    """Of a publication in any state."""
    content = queries.find_stored_cover(publication_file_id)
    if content is None:
        raise NotFound
    return Response(content, mimetype=MEDIA_TYPE)


def _shown(publication_id: uuid.UUID, file_form: FileForm, form: ShowingForm) -> str:
    return render_template(
        "publications/show.html",
        publication=queries.get_publication(publication_id),
        documents=queries.documents_of(publication_id),
        file_form=file_form,
        form=file_form if file_form.faults else form,
        kinds=KIND_NAMES,
        languages=LANGUAGES,
        from_right=FROM_RIGHT,
        lacking=LACKING,
    )


def _to(publication_id: uuid.UUID) -> Answer:
    return redirect(url_for("publications.show", publication_id=publication_id), HTTPStatus.SEE_OTHER)
