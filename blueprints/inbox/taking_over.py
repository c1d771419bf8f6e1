"""From an expression of interest to a referral: the question about protected identity, who it is, whether they are known."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from blueprints.inbox.views import arrived_page, blueprint
from core.auth.permissions import Permission, requires
from core.errors import Conflict, Invalid
from core.i18n import _
from core.inbox.errors import TakenCareOf
from core.inbox.queries import Arrived, get_arrived, list_subjects
from core.inbox.services import remove_protected, take_over, wanted_contact
from core.participants.choices import list_municipalities
from core.persons.errors import PersonMayBeKnown
from core.web import drafts
from core.web.applicants import ELSEWHERE, ApplicantForm, ProtectionQuestion
from core.web.drafts import Drafted

ASKED = "inbox_asked"
"""In the session: for which of them the question was answered with no."""
MOST_ASKED = 20


def _was_asked(remembered: Mapping[str, Any], inbox_id: uuid.UUID) -> bool:
    return str(inbox_id) in remembered.get(ASKED, ())


drafts.register(
    Drafted(
        "arrival",
        page="inbox.new",
        sends="inbox.create",
        subjects=list_subjects,
        allowed=lambda remembered: bool(remembered.get(ASKED)),
    )
)


@blueprint.post("/inbox/<uuid:inbox_id>/protection")
@requires(Permission.TAKE_IN)
def protection(inbox_id: uuid.UUID) -> Response | tuple[str, int]:
    """Only a clear no leads on."""
    form = ProtectionQuestion()
    if not form.validate_on_submit():
        return arrived_page(inbox_id, form), 422
    get_arrived(inbox_id)
    asked: Sequence[str] = [one for one in session.get(ASKED, ()) if one != str(inbox_id)]
    if form.protected.data == "no":
        session[ASKED] = [*asked, str(inbox_id)][-MOST_ASKED:]
        return redirect(url_for(".new", inbox_id=inbox_id), 303)
    session[ASKED] = list(asked)
    return redirect(url_for(".protected", inbox_id=inbox_id), 303)


@blueprint.get("/inbox/<uuid:inbox_id>/protected")
@requires(Permission.TAKE_IN)
def protected(inbox_id: uuid.UUID) -> str:
    """What to do instead: note it on paper, then take away what was sent."""
    return render_template("inbox/protected.html", arrived=get_arrived(inbox_id))


@blueprint.post("/inbox/<uuid:inbox_id>/removal")
@requires(Permission.TAKE_IN)
def delete(inbox_id: uuid.UUID) -> Response:
    """What was sent is gone."""
    remove_protected(inbox_id=inbox_id)
    flash(_("What was sent is taken away."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/inbox/<uuid:inbox_id>/referral")
@requires(Permission.TAKE_IN)
def new(inbox_id: uuid.UUID) -> Response | str:
    """The form, for those who have answered the question."""
    arrived = get_arrived(inbox_id)
    if not _was_asked(session, inbox_id):
        return redirect(url_for(".show", inbox_id=inbox_id), 303)
    form = ApplicantForm(list_municipalities())
    form.prefill(_known(arrived))
    return _form_page(arrived, form)


@blueprint.post("/inbox/<uuid:inbox_id>/referral")
@requires(Permission.TAKE_IN)
def create(inbox_id: uuid.UUID) -> Response | tuple[str, int]:
    """Make the referral, or say everything that is wrong at once."""
    form = ApplicantForm(list_municipalities())
    found = None
    try:
        if not _was_asked(session, inbox_id):
            return _unasked(inbox_id)
        if form.validate_on_submit():
            return _taken_over(inbox_id, form)
        status = 422
    except Invalid as error:
        form.add_faults(error.faults)
        status = 422
    except PersonMayBeKnown as error:
        form.ask(error)
        found, status = error, 409
    except TakenCareOf:
        raise
    except Conflict as error:
        form.add_faults({"": error.message})
        status = 409
    return _form_page(get_arrived(inbox_id), form, found), status


def _taken_over(inbox_id: uuid.UUID, form: ApplicantForm) -> Response:
    referral = take_over(
        inbox_id=inbox_id,
        applicant=form.applicant(),
        exception_reason=form.exception_reason.data or "",
        answer=form.chosen_answer(),
    )
    flash(_("The expression of interest is taken over."), "success")
    return redirect(url_for("referrals.show", referral_id=referral.id), 303)


def _unasked(inbox_id: uuid.UUID) -> tuple[str, int]:
    question = ProtectionQuestion(formdata=None)
    question.add_faults({"protected": _("Answer this first. Nothing of what was sent has been kept.")})
    return arrived_page(inbox_id, question), 422


def _known(arrived: Arrived) -> dict[str, str]:
    """What the sender has written, where it belongs in the form: the last word of a name is most often the family's."""
    given, _blank, family = arrived.name.rpartition(" ")
    return {
        "given_name": given or family,
        "family_name": family if given else "",
        "municipality": arrived.municipality_code or ELSEWHERE,
        "phone": arrived.phone,
        "email": arrived.email,
    }


def _form_page(arrived: Arrived, form: ApplicantForm, found: PersonMayBeKnown | None = None) -> str:
    contact = wanted_contact(arrived.contact_way, arrived.contact_when)
    return render_template("inbox/new.html", arrived=arrived, contact=contact, form=form, found=found)
