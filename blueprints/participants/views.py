"""Participants: list, search, one participant's page, start, and changes along the way."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.participants.forms import (
    AnonymousForm,
    KeyWorkerForm,
    NextContactForm,
    StartForm,
    StatusForm,
)
from blueprints.participants.listing import list_page, search_page
from blueprints.participants.page import get_page
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _, _l
from core.ids import new_id, read_id
from core.participants import queries, services
from core.participants.choices import list_codes
from core.participants.errors import AlreadyStarted
from core.participants.search import searched
from core.participants.terms import SEX_NAMES, STATE_NAMES, ParticipationState, Sex
from core.referrals.queries import get_for_change as get_referral_for_change
from core.referrals.queries import get_referral
from core.referrals.queries import list_subjects as list_subjects_of_referral
from core.referrals.terms import ReferralState
from core.web import conflicts, drafts, navigation
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.fields import made_visible
from core.web.navigation import Entry
from core.web.paging import wanted_page

blueprint = Blueprint("participants", __name__, template_folder="templates")

navigation.add(
    Entry(
        "participants.index",
        _l("Participants"),
        Permission.READ_PARTICIPANTS,
        site="tenant",
        order=20,
        covers=(
            *("consents", "exits", "interventions", "situations", "notes", "assessments", "plans", "caseloads"),
            *("steps", "timeline", "follow_ups", "stalled", "imports"),
        ),
    )
)

drafts.register(
    Drafted("start", page="participants.new", sends="participants.create", subjects=list_subjects_of_referral),
    Drafted("anonymous", page="participants.new_anonymous", sends="participants.create_anonymous"),
    *(
        Drafted(name, page=f"participants.edit_{deed}", sends=f"participants.update_{deed}", subjects=queries.list_subjects)
        for name, deed in [("next-contact", "next_contact"), ("contact-person", "key_worker"), ("status", "status")]
    ),
)


@blueprint.get("/participants")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    return list_page(wanted_page())


@blueprint.post("/participants/search")
@requires(Permission.READ_PARTICIPANTS)
def search() -> str:
    """A POST, so that a name or a number is never in an address or a log. Shows the first page of what was found."""
    text = made_visible(request.form.get("q", "").strip()[:200])
    return search_page(searched(text), text) if text else list_page(1)


@blueprint.get("/participants/<uuid:participation_id>")
@requires(Permission.READ_PARTICIPANTS)
def show(participation_id: uuid.UUID) -> str:
    return render_template("participants/show.html", page=get_page(participation_id), may=_allowed())


def _allowed() -> dict[str, bool]:
    """Which deeds the page offers this reader."""
    me = current_person()
    return {
        "edit": may(me, Permission.EDIT_PARTICIPATION),
        "end": may(me, Permission.END_PARTICIPATION),
        "referral": may(me, Permission.READ_REFERRALS),
        "write": may(me, Permission.WRITE_SUPPORT),
        "consent": may(me, Permission.REGISTER_CONSENT),
    }


@blueprint.get("/referrals/<uuid:referral_id>/start")
@requires(Permission.START_PARTICIPATION)
def new(referral_id: uuid.UUID) -> str | Response:
    referral = get_referral(referral_id)
    started = queries.find_started_from(referral_id) if referral.state == ReferralState.STARTED else None
    if started is not None:  # whoever goes back after sending
        return redirect(url_for("participants.show", participation_id=started))
    services.require_offered(referral)
    return _start_page(_start_form(referral), referral)


@blueprint.post("/referrals/<uuid:referral_id>/start")
@requires(Permission.START_PARTICIPATION)
def create(referral_id: uuid.UUID) -> tuple[str, int] | Response:
    referral = get_referral_for_change(referral_id)
    form = _start_form(referral)
    status = carry_out(
        form,
        lambda: services.start_participation(referral=referral, person=referral.person, start=form.start),
        twice=(AlreadyStarted,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _start_page(form, get_referral(referral_id)), status
    started = queries.find_started_from(referral_id)
    flash(_("The participant has started. The next thing is the first intervention."), "success")
    if started is None:
        return redirect(url_for("participants.index"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("participants.show", participation_id=started), HTTPStatus.SEE_OTHER)


def _start_form(referral: Any) -> StartForm:
    """Offers as data controller who received the referral and whom a consent names; preselected when there is one."""
    authorities = queries.list_allowed_authorities(referral.person_id, referral.owner_id)
    form = StartForm(list_codes(*services.BASELINE_LISTS), authorities)
    if len(form.controller_id.choices) == 1 and form.controller_id.data is None:
        form.controller_id.data = form.controller_id.choices[0][0]
    return form


def _start_page(form: StartForm, referral: Any) -> str:
    return render_template("participants/new.html", form=form, referral=referral)


@blueprint.get("/participants/new-anonymous")
@requires(Permission.START_PARTICIPATION)
def new_anonymous() -> str:
    form = AnonymousForm()
    form.token.data = str(new_id())
    return render_template("participants/new_anonymous.html", form=form)


@blueprint.post("/participants/new-anonymous")
@requires(Permission.START_PARTICIPATION)
def create_anonymous() -> tuple[str, int] | Response:
    form = AnonymousForm()
    sex = Sex(form.sex.data) if form.sex.data in SEX_NAMES else None
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.register_anonymous(participation_id=row_id, sex=sex, started_on=form.started_on.data),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return render_template("participants/new_anonymous.html", form=form), status
    flash(_("An anonymous participant has been registered."), "success")
    return redirect(url_for("participants.show", participation_id=row_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/participants/<uuid:participation_id>/next-contact")
@requires(Permission.EDIT_PARTICIPATION)
def edit_next_contact(participation_id: uuid.UUID) -> str:
    participation = queries.read_participation(participation_id)
    form = NextContactForm(obj=participation)
    return _change_page(form, participation, _("Next contact"))


@blueprint.post("/participants/<uuid:participation_id>/next-contact")
@requires(Permission.EDIT_PARTICIPATION)
def update_next_contact(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = queries.get_for_change(participation_id)
    form = NextContactForm()
    status = carry_out(
        form,
        lambda: services.set_next_contact(
            participation=participation, version=form.version.data, next_contact_on=form.next_contact_on.data
        ),
    )
    changing = Changing(participation_id, _("Next contact"), _("The next contact has been saved."))
    return _changed(form, status, changing, lambda now: {"next_contact_on": now.next_contact_on})


@blueprint.get("/participants/<uuid:participation_id>/contact-person")
@requires(Permission.EDIT_PARTICIPATION)
def edit_key_worker(participation_id: uuid.UUID) -> str:
    participation = queries.read_participation(participation_id)
    form = KeyWorkerForm(
        _authorities(participation),
        data={"version": participation.version, "key_worker_id": str(participation.key_worker_id or "")},
    )
    return _change_page(form, participation, _("Change contact person"))


@blueprint.post("/participants/<uuid:participation_id>/contact-person")
@requires(Permission.EDIT_PARTICIPATION)
def update_key_worker(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = queries.get_for_change(participation_id)
    form = KeyWorkerForm(_authorities(participation))
    worker = read_id(form.key_worker_id.data)
    status = carry_out(
        form,
        lambda: services.set_key_worker(participation=participation, version=form.version.data, key_worker_id=worker),
    )
    changing = Changing(participation_id, _("Change contact person"), _("The contact person has been changed."))
    return _changed(form, status, changing, lambda now: {"key_worker_id": now.key_worker_id})


def _authorities(participation: Any) -> Sequence[uuid.UUID]:
    """Where a contact person may work: at the data controller, and where a consent allows."""
    return queries.list_allowed_authorities(participation.person_id, participation.controller_id)


@blueprint.get("/participants/<uuid:participation_id>/status")
@requires(Permission.EDIT_PARTICIPATION)
def edit_status(participation_id: uuid.UUID) -> str:
    participation = queries.read_participation(participation_id)
    form = StatusForm(ParticipationState(participation.state), data={"version": participation.version})
    return _change_page(form, participation, _("Change status"))


@blueprint.post("/participants/<uuid:participation_id>/status")
@requires(Permission.EDIT_PARTICIPATION)
def update_status(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = queries.get_for_change(participation_id)
    form = StatusForm(ParticipationState(participation.state))
    to = ParticipationState(form.status.data) if form.status.data in STATE_NAMES else None
    status = carry_out(form, lambda: services.set_status(participation=participation, version=form.version.data, to=to))
    changing = Changing(participation_id, _("Change status"), _("The status has been changed."))
    return _changed(form, status, changing, lambda now: {} if now.state != form.status.data else {"status": now.state})


@dataclass(frozen=True, slots=True)
class Changing:
    """A change along the way: whose, the page's heading, and what is said when it is done."""

    participation_id: uuid.UUID
    heading: str
    done: str


def _change_page(form: Any, participation: Any, heading: str, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template("participants/edit.html", form=form, participation=participation, heading=heading, theirs=theirs or [])


def _changed(
    form: Any, status: HTTPStatus, changing: Changing, stored: Callable[[Any], dict[str, object]]
) -> tuple[str, int] | Response:
    """Back to the participant; or the form again, after a lost race with both versions side by side."""
    theirs = []
    if status == HTTPStatus.CONFLICT:
        now = queries.read_participation(changing.participation_id)
        status = conflicts.show(form, stored(now), version=now.version)
        theirs = [(_("Status"), str(STATE_NAMES[ParticipationState(now.state)])), *services.summary(now)]
    if status == HTTPStatus.SEE_OTHER:
        flash(changing.done, "success")
        return redirect(url_for("participants.show", participation_id=changing.participation_id), HTTPStatus.SEE_OTHER)
    return _change_page(form, queries.read_participation(changing.participation_id), changing.heading, theirs), status
