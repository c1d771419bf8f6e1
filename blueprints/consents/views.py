"""A person's consents: the list with its history, new ones, the two kinds apart, and taking back."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.consents.forms import ConsentForm, PublicityForm, WithdrawalForm
from core.auth.homes import home_of
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.consents import services
from core.consents.ending import proposed_end
from core.consents.errors import ConsentWithdrawn
from core.consents.queries import ConsentRow, get_consent_row, list_consents
from core.consents.terms import ConsentKind, reference_of
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.participants.choices import list_authorities_to_share_with
from core.persons.queries import find_latest_participation, list_subjects, open_person
from core.referrals.queries import list_latest_referrals
from core.web import drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("consents", __name__, template_folder="templates")
drafts.register(
    Drafted("consent", page="consents.new", sends="consents.create", subjects=list_subjects),
    Drafted("publicity", page="consents.publicity_new", sends="consents.publicity_create", subjects=list_subjects),
    Drafted(
        "consent-withdrawal",
        page="consents.withdrawal_new",
        sends="consents.withdrawal_create",
        subjects=services.list_subjects,
    ),
)
RENEW = "renew"


@blueprint.get("/persons/<uuid:person_id>/consents")
@requires(Permission.REGISTER_CONSENT)
def index(person_id: uuid.UUID) -> str:
    """Every consent the person has given, of both kinds, the newest first."""
    person = open_person(person_id, fields="identity consent")
    return render_template(
        "consents/index.html",
        consents=list_consents(person_id),
        publicity=list_consents(person_id, ConsentKind.PUBLICITY),
        ours=current_person().authority_id,
        reference_of=reference_of,
        **places(person),
    )


@blueprint.get("/persons/<uuid:person_id>/consents/new")
@requires(Permission.REGISTER_CONSENT)
def new(person_id: uuid.UUID) -> str:
    """The form about what authorities may learn; with `?renew=1` filled in from the latest."""
    person = open_person(person_id, fields="identity consent")
    return _page("consents/new.html", _form(person_id, renew=RENEW in request.args), person)


@blueprint.post("/persons/<uuid:person_id>/consents/new")
@requires(Permission.REGISTER_CONSENT)
def create(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep it, or say everything that is wrong at once."""
    form = _form(person_id)
    status = carry_out(form, lambda: services.register_consent(person_id=person_id, given=form.given()))
    return _done(person_id, form, "consents/new.html", status)


@blueprint.get("/persons/<uuid:person_id>/publicity/new")
@requires(Permission.REGISTER_CONSENT)
def publicity_new(person_id: uuid.UUID) -> str:
    """The form about what may be published."""
    person = open_person(person_id, fields="identity consent")
    return _page("consents/publicity.html", PublicityForm(), person)


@blueprint.post("/persons/<uuid:person_id>/publicity/new")
@requires(Permission.REGISTER_CONSENT)
def publicity_create(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep it, or say everything that is wrong at once."""
    form = PublicityForm()
    status = carry_out(form, lambda: services.register_publicity(person_id=person_id, given=form.given()))
    return _done(person_id, form, "consents/publicity.html", status)


@blueprint.get("/consents/<uuid:consent_id>/withdrawal")
@requires(Permission.REGISTER_CONSENT)
def withdrawal_new(consent_id: uuid.UUID) -> str | Response:
    """How the person takes it back; of what was taken back already, the list tells."""
    (person_id,) = services.list_subjects(consent_id)
    open_person(person_id, fields="identity consent")
    if get_consent_row(consent_id).withdrawn_on is not None:
        return redirect(url_for(".index", person_id=person_id))
    return _withdrawal_page(consent_id, person_id, WithdrawalForm())


@blueprint.post("/consents/<uuid:consent_id>/withdrawal")
@requires(Permission.REGISTER_CONSENT)
def withdrawal_create(consent_id: uuid.UUID) -> Response | tuple[str, int]:
    """The person takes it back. Whoever read the person on this consent alone is led to where their work begins."""
    (person_id,) = services.list_subjects(consent_id)
    form = WithdrawalForm()
    if not form.validate():  # the deed ends the consent: it is not tried to see what else it says
        return _withdrawal_page(consent_id, person_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    status = carry_out(
        form,
        lambda: services.withdraw_consent(consent_id=consent_id, how=form.how.data or ""),
        twice=(ConsentWithdrawn,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _withdrawal_page(consent_id, person_id, form), status
    flash(_("The consent is withdrawn. Nothing is shared on it any more."), "success")
    return redirect(_after_withdrawal(person_id), HTTPStatus.SEE_OTHER)


def _after_withdrawal(person_id: uuid.UUID) -> str:
    try:
        list_subjects(person_id)
    except NotFound:
        return home_of(current_person())
    return url_for(".index", person_id=person_id)


def _withdrawal_page(consent_id: uuid.UUID, person_id: uuid.UUID, form: WithdrawalForm) -> str:
    person = open_person(person_id, fields="identity consent")
    return _page("consents/withdraw.html", form, person, consent=get_consent_row(consent_id))


def _form(person_id: uuid.UUID, *, renew: bool = False) -> ConsentForm:
    return ConsentForm(list_authorities_to_share_with(today()), proposed(latest(person_id) if renew else None))


def latest(person_id: uuid.UUID) -> ConsentRow | None:
    """The newest consent to share information, also one that has ended."""
    return next(iter(list_consents(person_id)), None)


def proposed(former: ConsentRow | None) -> dict[str, Any]:
    """What stands in a form before anybody has typed; like the former consent, but for how and when it was given."""
    values: dict[str, Any] = {"until": proposed_end()}
    if former is None:
        return values
    return values | {
        "authorities": [str(one) for one in former.authority_ids],
        "data_kinds": [one.value for one in former.data_kinds],
        "purpose": former.purpose,
    }


def _done(person_id: uuid.UUID, form: Any, template: str, status: HTTPStatus) -> Response | tuple[str, int]:
    if status != HTTPStatus.SEE_OTHER:
        return _page(template, form, open_person(person_id, fields="identity consent")), status
    flash(_("The consent is registered."), "success")
    return redirect(url_for(".index", person_id=person_id), HTTPStatus.SEE_OTHER)


def _page(template: str, form: Any, person: Any, **more: Any) -> str:
    return render_template(template, form=form, **more, **places(person))


def places(person: Any) -> dict[str, Any]:
    """The person, and where the pages about them are, as far as the reader may open them."""
    me = current_person()
    participation_id = find_latest_participation(person.id) if may(me, Permission.READ_PARTICIPANTS) else None
    referral_id = list_latest_referrals([person.id]).get(person.id) if may(me, Permission.READ_REFERRALS) else None
    return {
        "subject": person,
        "name": f"{person.given_name} {person.family_name}",
        "participation_id": participation_id,
        "referral_id": referral_id,
    }
