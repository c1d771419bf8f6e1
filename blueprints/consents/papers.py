"""The printed form of a consent: filled in with what was talked about, to be read and signed."""

import uuid
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from blueprints.consents.forms import PaperForm, ids_of, kinds_of
from blueprints.consents.views import blueprint, latest, places, proposed
from blueprints.consents.words import Wanted, paper_of
from core.auth.permissions import Permission, requires
from core.clock import today
from core.consents.blanks import get_blank, list_blanks
from core.consents.holding import list_holders
from core.consents.queries import get_consent_row
from core.consents.services import list_subjects_of_scan
from core.context import current_person
from core.documents import make_pdf
from core.errors import NotFound
from core.file_kinds import Examined
from core.files import open_file
from core.i18n import _
from core.participants.choices import find_authority, list_authorities_to_share_with
from core.persons.queries import open_person
from core.web.uploads import download


@blueprint.get("/persons/<uuid:person_id>/consents/print")
@requires(Permission.REGISTER_CONSENT)
def paper_new(person_id: uuid.UUID) -> str:
    """What the form is to say, proposed as the latest consent said."""
    return _page(person_id, _form(person_id))


@blueprint.post("/persons/<uuid:person_id>/consents/print")
@requires(Permission.REGISTER_CONSENT)
def paper_create(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """The form as PDF. Nothing is kept but that it was made."""
    form = _form(person_id)
    if not form.validate_on_submit():
        return _page(person_id, form), 422
    person = open_person(person_id, fields="identity")
    names = dict(form.authorities.choices)
    wanted = Wanted(
        name=f"{person.given_name} {person.family_name}",
        holder=_own_name(),
        controllers=list(list_holders(person_id).values()),
        authorities=[name for key, name in names.items() if uuid.UUID(key) in ids_of(form.authorities.data)],
        kinds=kinds_of(form.data_kinds.data),
        purpose=form.purpose.data,
        until=form.until.data,
    )
    pdf = make_pdf("consent", paper_of(form.chosen_paper, wanted))
    return download(Examined(_("consent.pdf"), "application/pdf", pdf))


@blueprint.get("/consents/<uuid:consent_id>/signed-form")
@requires(Permission.REGISTER_CONSENT)
def scan(consent_id: uuid.UUID) -> Response:
    """The signed form, to save: for the authority that keeps it."""
    list_subjects_of_scan(consent_id)
    file_id = get_consent_row(consent_id).file_id
    if file_id is None:
        raise NotFound
    return download(open_file(file_id))


@blueprint.get("/consent-forms/<uuid:blank_id>")
@requires(Permission.REGISTER_CONSENT)
def blank(blank_id: uuid.UUID) -> Response:
    """A translation of the blank form, to save."""
    return download(open_file(get_blank(blank_id).file_id))


def _own_name() -> str:
    mine = current_person().authority_id
    authority = find_authority(mine) if mine else None
    return authority.name if authority else ""


def _form(person_id: uuid.UUID) -> PaperForm:
    known: dict[str, Any] = proposed(latest(person_id)) | {"paper": "sv"}
    return PaperForm(list_authorities_to_share_with(today()), known)


def _page(person_id: uuid.UUID, form: PaperForm) -> str:
    person = open_person(person_id, fields="identity consent")
    return render_template("consents/paper.html", form=form, blanks=list_blanks(only_active=True), **places(person))
