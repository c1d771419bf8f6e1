"""The waiting list: places, the order, who is next; and the first contact, which everybody waits for."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.path import days
from blueprints.referrals.path_forms import FirstContactForm, PriorityForm, VersionedForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import Conflict, NotFound
from core.i18n import _
from core.participants.choices import CodeRow, list_codes, offered
from core.referrals.queries import get_referral, list_subjects
from core.referrals.services import offer_place
from core.referrals.waiting import PRIORITIES, count_places, list_waiting, note_first_contact, set_priority
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.paging import Pager, wanted_page

drafts.register(
    Drafted("priority", page="referrals.priority_edit", sends="referrals.priority_update", subjects=list_subjects),
    Drafted("first-contact", page="referrals.contact_edit", sends="referrals.contact_update", subjects=list_subjects),
)
Answered = Response | tuple[str, int]


@blueprint.get("/referrals/waiting")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def waiting_index() -> str:
    """Who waits, next first."""
    return _list()


@blueprint.post("/referrals/<uuid:referral_id>/offers")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def offer_create(referral_id: uuid.UUID) -> Answered:
    """Offer a place from the list. When somebody else was first, the list shows how it stands now."""
    version = request.form.get("version", 0, type=int)
    try:
        offer_place(referral_id=referral_id, on_date=today(), version=version)
    except Conflict as error:
        return _list(str(error.message)), HTTPStatus.CONFLICT
    flash(_("A place is offered. Now tell the person and the case officer."), "success")
    return redirect(url_for(".waiting_index"), HTTPStatus.SEE_OTHER)


@blueprint.get("/referrals/<uuid:referral_id>/priority")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def priority_edit(referral_id: uuid.UUID) -> str:
    """The form about somebody's place in the order."""
    referral = get_referral(referral_id)
    form = _priority_form(referral.priority)
    if form.priority.data is None and not form.priority.raw_data:
        form.priority.data = referral.priority
    return _page(referral_id, form, _("Change the priority"))


@blueprint.post("/referrals/<uuid:referral_id>/priority")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def priority_update(referral_id: uuid.UUID) -> Answered:
    """Another place, and why."""
    form = _priority_form(get_referral(referral_id).priority)
    status = carry_out(
        form,
        lambda: set_priority(
            referral_id=referral_id,
            priority=form.priority.data or "",
            reason=form.reason.data or "",
            version=form.seen_version,
        ),
    )
    return _answer(referral_id, form, status, _("Change the priority"), "priority")


@blueprint.get("/referrals/<uuid:referral_id>/first-contact")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def contact_edit(referral_id: uuid.UUID) -> str:
    """The form about the first contact."""
    form = FirstContactForm()
    known = get_referral(referral_id).first_contact_on
    if known and not form.first_contact_on.raw_data:
        form.first_contact_on.data = known
    return _page(referral_id, form, _("Note the first contact"))


@blueprint.post("/referrals/<uuid:referral_id>/first-contact")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def contact_update(referral_id: uuid.UUID) -> Answered:
    """The day somebody was in touch with the person."""
    form = FirstContactForm()
    status = carry_out(
        form,
        lambda: note_first_contact(referral_id=referral_id, on_date=form.first_contact_on.data, version=form.seen_version),
    )
    return _answer(referral_id, form, status, _("Note the first contact"), "first_contact_on")


def _answer(referral_id: uuid.UUID, form: VersionedForm, status: HTTPStatus, title: str, changes: str) -> Answered:
    """Back to the referral; or the form again, after a lost race with what the other wrote beside it."""
    if status == HTTPStatus.CONFLICT:
        theirs = get_referral(referral_id)
        stored: Mapping[str, object] = {changes: getattr(theirs, changes)}
        status = conflicts.show(form, stored, version=theirs.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(referral_id, form, title, lost_race=status == HTTPStatus.CONFLICT), status
    flash(_("It is noted in the history of the referral."), "success")
    return redirect(url_for(".show", referral_id=referral_id), HTTPStatus.SEE_OTHER)


def _priority_form(current: str) -> PriorityForm:
    rows = list_codes(PRIORITIES)[PRIORITIES]
    form = PriorityForm()
    form.priority.choices = offered({key: row for key, row in rows.items() if row.active})
    if current in rows and not rows[current].active:
        form.priority.choices = [*form.priority.choices, (current, rows[current].name)]
    return form


def _page(referral_id: uuid.UUID, form: VersionedForm, title: str, *, lost_race: bool = False) -> str:
    referral = get_referral(referral_id)
    if not form.version.data:
        form.version.data = str(referral.version)
    return render_template("referrals/path_edit.html", referral=referral, form=form, heading=title, lost_race=lost_race)


def _list(fault: str = "") -> str:
    page = wanted_page()
    found = list_waiting(page)
    if page > 1 and not found.rows:
        raise NotFound
    names = list_codes(PRIORITIES)[PRIORITIES]
    return render_template(
        "referrals/waiting.html",
        rows=[_row(row, names) for row in found.rows],
        pager=Pager(page, found.total),
        places=count_places(),
        may_manage=may(current_person(), Permission.MANAGE_SUBPROJECT),
        fault=fault,
    )


def _row(row: Any, names: Mapping[str, CodeRow]) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version,
        "name": f"{row.given_name} {row.family_name}",
        "priority": names[row.priority].name,
        "listed_on": row.listed_on,
        "waited": days((today() - row.listed_on).days),
    }
