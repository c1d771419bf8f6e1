"""Referrals as their sender sees them: what was sent, where it stands, what is asked for, and what was answered."""

import uuid
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.listing import STATUS_KINDS
from blueprints.referrals.path import facts_of, sent_facts, sent_page
from blueprints.referrals.path_forms import CompletionForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, requires
from core.clock import today
from core.i18n import _
from core.participants.choices import get_current_subproject
from core.referrals.answers import list_answers_to_sender, standard_sentence
from core.referrals.queries import get_referral
from core.referrals.sent import complete, get_sent, list_sent_subjects, list_talk, sent_exists
from core.referrals.terms import STATE_NAMES, ReferralState
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(
    Drafted("completion", page="referrals.sent_show", sends="referrals.completion_create", subjects=list_sent_subjects)
)


@blueprint.get("/referrals/sent")
@requires(Permission.READ_REFERRALS)
def sent_index() -> str:
    """What one has sent; for those who lead, what their authority has sent to others."""
    return sent_page()


@blueprint.get("/referrals/sent/<uuid:referral_id>")
@requires(Permission.READ_REFERRALS)
def sent_show(referral_id: uuid.UUID) -> str:
    """One of them, with its reference. Nothing that the receiver has written about the person is here."""
    return _page(referral_id, CompletionForm())


@blueprint.post("/referrals/sent/<uuid:referral_id>/completion")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_REFERRAL)
def completion_create(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """What was missing is written, and the referral stands as received again."""
    form = CompletionForm()
    status = carry_out(form, lambda: complete(referral_id=referral_id, text=form.text.data or "", version=form.seen_version))
    if status == HTTPStatus.CONFLICT:
        conflicts.show(form, {}, version=get_sent(referral_id).version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(referral_id, form, lost_race=status == HTTPStatus.CONFLICT), status
    flash(_("What was missing is sent."), "success")
    return redirect(url_for(".sent_show", referral_id=referral_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/referrals/<uuid:referral_id>/receipt")
@requires(Permission.READ_REFERRALS)
def receipt(referral_id: uuid.UUID) -> str:
    """The reference on a paper that names nobody, so that it may be sent by letter or read out on the telephone."""
    if sent_exists(referral_id):
        sent = get_sent(referral_id)
        reference, received_on, receiver = sent.reference, sent.received_on, sent.receiver
        back = url_for(".sent_show", referral_id=referral_id)
    else:
        referral = get_referral(referral_id)
        reference, received_on, receiver = referral.reference, referral.received_on, referral.owner.name
        back = url_for(".show", referral_id=referral_id)
    return render_template(
        "referrals/receipt.html",
        reference=reference,
        received_on=received_on,
        receiver=receiver,
        back=back,
        subproject=get_current_subproject(today()),
    )


def _page(referral_id: uuid.UUID, form: CompletionForm, *, lost_race: bool = False) -> str:
    sent = get_sent(referral_id)
    form.version.data = str(sent.version)
    is_asked = sent.state == ReferralState.TO_BE_COMPLETED
    return render_template(
        "referrals/sent_show.html",
        sent=sent,
        about=facts_of(sent.written),
        facts=sent_facts(sent),
        state_name=STATE_NAMES[sent.state],
        status_kind=STATUS_KINDS.get(sent.state, "plain"),
        talk=[(day, _("They ask") if asked else _("You have answered"), text) for day, asked, text in list_talk(referral_id)],
        is_asked=is_asked,
        shows_form=is_asked or bool(form.text.data),
        answers=[
            (one.on_date, _("Answer to %(whom)s", whom=one.to_whom), one.says or standard_sentence())
            for one in list_answers_to_sender(referral_id)
        ],
        form=form,
        lost_race=lost_race,
    )
