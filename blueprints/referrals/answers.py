"""Answers to the case officer who referred: what was said, when and how; more than that it arrived only on a consent."""

import uuid
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.path_forms import AnswerForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, requires
from core.clock import today
from core.consents.queries import consents_in_force
from core.i18n import _
from core.participants.choices import list_authorities_to_share_with
from core.referrals.answers import answer_officer, asks_for_authority, possible_ways
from core.referrals.queries import get_referral, list_subjects
from core.web import drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(Drafted("answer", page="referrals.answer_new", sends="referrals.answer_create", subjects=list_subjects))


@blueprint.get("/referrals/<uuid:referral_id>/answers/new")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def answer_new(referral_id: uuid.UUID) -> str:
    """The form, with what the person allows beside it."""
    form = _form(referral_id)
    if not form.to_whom.data and not form.to_whom.raw_data:
        form.to_whom.data = get_referral(referral_id).referrer_name
    return _page(referral_id, form)


@blueprint.post("/referrals/<uuid:referral_id>/answers/new")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def answer_create(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep it, or say everything that is wrong at once: also when no consent allows it."""
    form = _form(referral_id)
    status = carry_out(form, lambda: answer_officer(referral_id=referral_id, answer=form.answer()))
    if status != HTTPStatus.SEE_OTHER:
        return _page(referral_id, form), status
    flash(_("The answer is noted."), "success")
    return redirect(url_for(".show", referral_id=referral_id), HTTPStatus.SEE_OTHER)


def _form(referral_id: uuid.UUID) -> AnswerForm:
    referral = get_referral(referral_id)
    asked = list_authorities_to_share_with(today()) if asks_for_authority(referral) else []
    return AnswerForm(possible_ways(referral), asked)


def _page(referral_id: uuid.UUID, form: AnswerForm) -> str:
    referral = get_referral(referral_id)
    return render_template("referrals/answer.html", referral=referral, form=form, consents=consents_in_force(referral.person_id))
