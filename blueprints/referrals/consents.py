"""Consent to share information: registered from a referral, withdrawn from wherever it is shown."""

import uuid
from contextlib import suppress

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.forms import ConsentForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, requires
from core.clock import today
from core.consents.errors import ConsentWithdrawn
from core.consents.queries import find_person_of
from core.consents.services import register_consent, withdraw_consent
from core.errors import Conflict, Invalid
from core.i18n import _
from core.participants.choices import list_authorities_to_share_with
from core.referrals.queries import get_referral, list_latest_referrals, list_subjects
from core.web import drafts
from core.web.drafts import Drafted

drafts.register(Drafted("consent", page="referrals.consent_new", sends="referrals.consent_create", subjects=list_subjects))


@blueprint.get("/referrals/<uuid:referral_id>/consents/new")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_CONSENT)
def consent_new(referral_id: uuid.UUID) -> str:
    """The form about what the person allows."""
    return _page(referral_id, ConsentForm(list_authorities_to_share_with(today())))


@blueprint.post("/referrals/<uuid:referral_id>/consents/new")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_CONSENT)
def consent_create(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep it, or say everything that is wrong at once."""
    form = ConsentForm(list_authorities_to_share_with(today()))
    try:
        if form.validate_on_submit():
            register_consent(person_id=get_referral(referral_id).person_id, given=form.given())
            flash(_("The consent is registered."), "success")
            return redirect(url_for(".show", referral_id=referral_id), 303)
    except Invalid as error:
        form.add_faults(error.faults)
    except Conflict as error:
        form.add_faults({"": error.message})
        return _page(referral_id, form), 409
    return _page(referral_id, form), 422


@blueprint.post("/consents/<uuid:consent_id>/withdrawal")
@requires(Permission.REGISTER_CONSENT)
def consent_withdraw(consent_id: uuid.UUID) -> Response:
    """The person takes it back. Whoever read the person on this consent alone is led to the list."""
    with suppress(ConsentWithdrawn):  # pressed twice, or by somebody else a moment ago: it is what was wanted
        withdraw_consent(consent_id=consent_id)
    flash(_("The consent is withdrawn. Nothing is shared on it any more."), "success")
    person_id = find_person_of(consent_id)
    referral_id = list_latest_referrals([person_id]).get(person_id) if person_id else None
    target = url_for(".show", referral_id=referral_id) if referral_id else url_for(".index")
    return redirect(target, 303)


def _page(referral_id: uuid.UUID, form: ConsentForm) -> str:
    return render_template("referrals/consent.html", referral=get_referral(referral_id), form=form)
