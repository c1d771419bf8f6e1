"""Who may be registered twice, two records side by side, and putting them together or apart again."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.persons.forms import OTHER, THIS, MergeForm
from core.audit import Action
from core.auth.permissions import Permission, requires
from core.errors import NotFound
from core.i18n import _, _l
from core.persons import merging, queries
from core.persons.queries import Likeness
from core.web.deeds import carry_out

blueprint = Blueprint("persons", __name__, url_prefix="/persons", template_folder="templates")

Page = str | tuple[str, int] | Response
WHY_ALIKE = {
    Likeness.NAME_AND_BIRTH_DATE: _l("Same name and birth date"),
    Likeness.BIRTH_DATE: _l("Same birth date, similar name"),
    Likeness.NAME: _l("Same name, birth date not known"),
}


@blueprint.get("/<uuid:person_id>/doubles")
@requires(Permission.TAKE_IN)
def doubles_index(person_id: uuid.UUID) -> str:
    """Records that may be the same person, each with the reason, and what has been put together before."""
    _require_intake()
    subject = queries.open_person(person_id, fields="identity", action=Action.SEARCH)
    found = queries.list_possible_doubles(subject)
    merges = queries.list_merges(person_id)
    queries.record_shown([row.Person.id for row in found] + [row.PersonMerge.gone_id for row in merges])
    return render_template("persons/doubles.html", subject=subject, found=found, why=WHY_ALIKE, merges=merges)


@blueprint.get("/<uuid:person_id>/doubles/<uuid:double_id>")
@requires(Permission.TAKE_IN)
def merges_new(person_id: uuid.UUID, double_id: uuid.UUID) -> str:
    return _compare(person_id, double_id, MergeForm())


@blueprint.post("/<uuid:person_id>/doubles/<uuid:double_id>")
@requires(Permission.TAKE_IN)
def merges_create(person_id: uuid.UUID, double_id: uuid.UUID) -> Page:
    """Put the two together; what stands in the way is said on the same page."""
    form = MergeForm()
    form.keeps.choices = _choices(person_id, double_id)
    if not form.validate():  # the deed is not even tried: what it moves would be gone from the page that tells the faults
        return _compare(person_id, double_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    kept, gone = (double_id, person_id) if form.keeps.data == OTHER else (person_id, double_id)
    status = carry_out(form, lambda: merging.merge(kept_id=kept, gone_id=gone, reason=form.reason.data or ""))
    if status != HTTPStatus.SEE_OTHER:
        return _compare(person_id, double_id, form), status
    flash(_("The two records are put together. You can take them apart again here."), "success")
    return redirect(url_for(".doubles_index", person_id=kept), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:person_id>/merges/<uuid:merge_id>/undoing")
@requires(Permission.TAKE_IN)
def merges_delete(person_id: uuid.UUID, merge_id: uuid.UUID) -> Page:
    """Take them apart: every row goes back to where it was."""
    merging.take_apart(merge_id=merge_id, kept_id=person_id)
    flash(_("The two records are taken apart again."), "success")
    return redirect(url_for(".doubles_index", person_id=person_id), HTTPStatus.SEE_OTHER)


def _require_intake() -> None:
    """Who may be the same person is shown to intake staff only."""
    if not merging.takes_in():
        raise NotFound


def _compare(person_id: uuid.UUID, double_id: uuid.UUID, form: MergeForm) -> str:
    _require_intake()
    form.keeps.choices = _choices(person_id, double_id)
    both = [queries.open_person(one, fields="identity") for one in (person_id, double_id)]
    counts = [queries.count_belongings(one) for one in (person_id, double_id)]
    numbers = [queries.identity_number(one) for one in both]
    return render_template("persons/compare.html", both=both, counts=counts, numbers=numbers, form=form)


def _choices(person_id: uuid.UUID, double_id: uuid.UUID) -> list[tuple[str, str]]:
    """Names are those of the columns of the page: the first and the second record."""
    names = [queries.open_person(one, fields="identity") for one in (person_id, double_id)]
    first, second = (f"{one.given_name} {one.family_name}" for one in names)
    return [(THIS, _("The first: %(name)s", name=first)), (OTHER, _("The second: %(name)s", name=second))]
