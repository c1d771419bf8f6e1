"""Taking in a referral: first the question about protected identity, then the form, then who it may be already."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.forms import ANOTHER, REGISTERED, ProtectionForm, ReferralForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.errors import Conflict, Invalid
from core.i18n import _, format_date
from core.participants.choices import find_authority, list_codes, list_municipalities, offered
from core.persons.errors import Match, PersonMayBeKnown
from core.referrals.services import find_sent_before, list_receivers, only_refers, register_referral
from core.referrals.terms import ArrivalWay, ReferralKind
from core.web import drafts
from core.web.drafts import Drafted

ASKED = "protection_asked"
"""In the session: that the question was answered with no. Says nothing about anyone."""
SHOWN = "referral_forms"
"""In the session: the tokens of the forms that were shown after that answer. Only these are taken."""
MOST_SHOWN = 5
DRAFT = "referral"
drafts.register(
    Drafted(DRAFT, page="referrals.register", sends="referrals.create", allowed=lambda remembered: bool(remembered.get(ASKED)))
)  # nothing is kept before the question has been answered


@blueprint.get("/referrals/new")
@requires(Permission.REGISTER_REFERRAL)
def new() -> str:
    """The question that comes before the first field."""
    drafts.wait_behind(DRAFT)
    return render_template("referrals/new.html", form=ProtectionForm())


@blueprint.post("/referrals/new")
@requires(Permission.REGISTER_REFERRAL)
def protection() -> Response | tuple[str, int]:
    """Only a clear no leads on."""
    form = ProtectionForm()
    if not form.validate_on_submit():
        return render_template("referrals/new.html", form=form), 422
    session[ASKED] = form.protected.data == "no"
    return redirect(url_for(".register" if session[ASKED] else ".protected"), 303)


@blueprint.get("/referrals/new/protected")
@requires(Permission.REGISTER_REFERRAL)
def protected() -> str:
    """What to do instead: nothing about the person is entered here."""
    drafts.wait_behind(DRAFT)
    may_start = may(current_person(), Permission.START_PARTICIPATION)
    return render_template("referrals/protected.html", may_start=may_start)


@blueprint.get("/referrals/new/person")
@requires(Permission.REGISTER_REFERRAL)
def register() -> Response | str:
    """The form, for those who have answered the question."""
    if not session.get(ASKED):
        return redirect(url_for(".new"), 303)
    form = _form()
    form.prefill(_known_of_me())
    session[SHOWN] = [*session.get(SHOWN, ()), str(form.token)][-MOST_SHOWN:]
    return _form_page(form)


@blueprint.post("/referrals/new/person")
@requires(Permission.REGISTER_REFERRAL)
def create() -> Response | tuple[str, int]:
    """Take it in, or say everything that is wrong at once. Without the answer to the question nothing is even read."""
    form = _form()
    if str(form.token) not in session.get(SHOWN, ()):
        return _refused(form)
    try:
        if form.validate_on_submit():
            return _taken_in(form)
    except Invalid as error:
        form.add_faults(error.faults)
    except PersonMayBeKnown as found:
        return _form_page(_ask(form, found), found), 409
    except Conflict as error:
        form.add_faults({"": error.message})
        return _form_page(form), 409
    return _form_page(form), 422


def _taken_in(form: ReferralForm) -> Response:
    referral = register_referral(
        applicant=form.applicant(),
        arrival=form.arrival(),
        answer=form.chosen_answer(),
        form_token=form.token,
        sending=form.sending(),
    )
    session.pop(ASKED, None)
    session[SHOWN] = [token for token in session.get(SHOWN, ()) if token != str(form.token)]
    flash(_("The referral is sent.") if referral.author_id else _("The referral is registered."), "success")
    return _shown(referral)


def _refused(form: ReferralForm) -> Response | tuple[str, int]:
    """The form came without the question, or it came twice: then the first sending stands."""
    sent = find_sent_before(form.token)
    if sent is not None:
        return _shown(sent)
    question = ProtectionForm(formdata=None)
    question.add_faults({"protected": _("Answer this first. Nothing of what was sent has been kept.")})
    return render_template("referrals/new.html", form=question), 422


def _shown(referral: Any) -> Response:
    """Who sends sees it as its sender, with the receipt; who takes it in, as its receiver."""
    page = ".sent_show" if referral.author_id or only_refers() else ".show"
    return redirect(url_for(page, referral_id=referral.id), 303)


def _form() -> ReferralForm:
    return ReferralForm(
        municipalities=list_municipalities(),
        parties=offered(list_codes("referring_party")["referring_party"]),
        receivers=list_receivers(),
        own=current_person().authority_id,
    )


def _known_of_me() -> dict[str, str]:
    """What a case officer who refers need not write about themselves."""
    me = current_person()
    employer = find_authority(me.authority_id) if me.authority_id and only_refers() else None
    if employer is None:
        return {}
    return {
        "kind": ReferralKind.REFERRAL.value,
        "arrival_way": ArrivalWay.SYSTEM.value,
        "referring_party": employer.party_key,
        "referrer_name": me.name,
        "referrer_contact": me.email,
    }


def _form_page(form: ReferralForm, found: PersonMayBeKnown | None = None) -> str:
    return render_template("referrals/register.html", form=form, found=found)


def _ask(form: ReferralForm, found: PersonMayBeKnown) -> ReferralForm:
    """Offer the answers there are: each person who may be known to the reader, and, if it can be, another one."""
    form.answer.choices = [(str(match.person_id), _described(match)) for match in found.matches]
    if found.joinable:
        form.answer.choices.append((REGISTERED, _("Yes, let this referral belong to that person")))
    if not found.certain:
        form.answer.choices.append((ANOTHER, _("No, it is another person")))
    form.add_faults({"answer" if form.answer.choices else "": found.message})
    return form


def _described(match: Match) -> str:
    if match.birth_date is None:
        return _("Yes, it is %(name)s", name=match.name)
    return _("Yes, it is %(name)s, born %(day)s", name=match.name, day=format_date(match.birth_date))
