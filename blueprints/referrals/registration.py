"""Taking in a referral: first the question about protected identity, then the form, then who it may be already."""

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.forms import ANOTHER, ProtectionForm, ReferralForm
from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.errors import Conflict, Invalid
from core.i18n import _, format_date
from core.participants.choices import list_codes, list_municipalities, offered
from core.persons.errors import Match, PersonMayBeKnown
from core.referrals.services import register_referral
from core.web import drafts
from core.web.drafts import Drafted

ASKED = "protection_asked"
"""In the session: that the question was answered with no. Says nothing about anyone."""
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
    return _form_page(_form())


@blueprint.post("/referrals/new/person")
@requires(Permission.REGISTER_REFERRAL)
def create() -> Response | tuple[str, int]:
    """Take it in, or say everything that is wrong at once."""
    form = _form()
    try:
        if form.validate_on_submit():
            referral = register_referral(
                applicant=form.applicant(),
                arrival=form.arrival(),
                answer=form.chosen_answer(),
                form_token=form.token,
            )
            session.pop(ASKED, None)
            flash(_("The referral is registered."), "success")
            return redirect(url_for(".show", referral_id=referral.id), 303)
    except Invalid as error:
        form.add_faults(error.faults)
    except PersonMayBeKnown as found:
        return _form_page(_ask(form, found), found), 409
    except Conflict as error:
        form.add_faults({"": error.message})
        return _form_page(form), 409
    return _form_page(form), 422


def _form() -> ReferralForm:
    return ReferralForm(municipalities=list_municipalities(), parties=offered(list_codes("referring_party")["referring_party"]))


def _form_page(form: ReferralForm, found: PersonMayBeKnown | None = None) -> str:
    return render_template("referrals/register.html", form=form, found=found)


def _ask(form: ReferralForm, found: PersonMayBeKnown) -> ReferralForm:
    """Offer the answers there are: each person who may be known to the reader, and, if it can be, another one."""
    form.answer.choices = [(str(match.person_id), _described(match)) for match in found.matches]
    if not found.certain:
        form.answer.choices.append((ANOTHER, _("No, it is another person")))
    form.add_faults({"answer" if form.answer.choices else "": found.message})
    return form


def _described(match: Match) -> str:
    if match.birth_date is None:
        return _("Yes, it is %(name)s", name=match.name)
    return _("Yes, it is %(name)s, born %(day)s", name=match.name, day=format_date(match.birth_date))
