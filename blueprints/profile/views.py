"""The pages of one's own account."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.profile.forms import EndSessionForm, LanguageForm, NewPasswordForm, SecondStepForm, WorkPhoneForm
from core.accounts import second_factor
from core.accounts.errors import TooManyTries
from core.accounts.terms import ROLE_NAMES, Role
from core.auth import own_account
from core.auth.permissions import Permission, requires
from core.context import current_person, find_tenant, language
from core.errors import Invalid, NotFound
from core.i18n import _
from core.web import conflicts
from core.web.deeds import carry_out

blueprint = Blueprint("profile", __name__, url_prefix="/profile", template_folder="templates")

Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.SEE_OWN_ACCOUNT)
def show() -> str:
    """Who one is here, and what can be changed."""
    return _profile(LanguageForm(language=language()))


@blueprint.post("")
@requires(Permission.SEE_OWN_ACCOUNT)
def update() -> Page:
    """Choose the language."""
    form = LanguageForm()
    if not form.validate():
        return _profile(form), 422
    own_account.set_language(form.language.data)
    return redirect(url_for("profile.show"), 303)


@blueprint.post("/phone")
@requires(Permission.SEE_OWN_ACCOUNT)
def update_phone() -> Page:
    """Where one is called at work."""
    form = WorkPhoneForm()
    status = carry_out(
        form,
        lambda: own_account.set_work_phone(version=form.version.data, work_phone=form.work_phone.data or ""),
    )
    if status == HTTPStatus.CONFLICT:
        now = own_account.find_work_phone()
        status = conflicts.show(form, {"work_phone": now.work_phone}, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return _profile(LanguageForm(formdata=None, language=language()), form), status
    flash(_("Your telephone at work is saved."), "success")
    return redirect(url_for("profile.show"), HTTPStatus.SEE_OTHER)


@blueprint.get("/password")
@requires(Permission.SEE_OWN_ACCOUNT)
def edit_password() -> str:
    """The form for a new password."""
    return render_template("profile/password.html", form=NewPasswordForm())


@blueprint.post("/password")
@requires(Permission.SEE_OWN_ACCOUNT)
def update_password() -> Page:
    """Change it; other sessions end."""
    form = NewPasswordForm()
    if form.validate():
        try:
            own_account.change_password(current=form.current.data, password=form.password.data)
        except Invalid as error:
            form.add_faults(error.faults)
        except TooManyTries as error:
            form.add_faults({"current": error.message})
        else:
            flash(_("Your password is changed. Your other sessions have ended."), "success")
            return redirect(url_for("profile.show"), 303)
    return render_template("profile/password.html", form=form), 422


@blueprint.get("/second-step")
@requires(Permission.SEE_OWN_ACCOUNT)
def edit_second_step() -> str:
    """The QR code of a new authenticator."""
    return _second_step(SecondStepForm())


@blueprint.post("/second-step")
@requires(Permission.SEE_OWN_ACCOUNT)
def update_second_step() -> Page:
    """Put it in place and show the recovery codes, this once."""
    form = SecondStepForm()
    if form.validate():
        try:
            codes = own_account.enrol_second_step(current=form.current.data, code=form.code.data)
        except Invalid as error:
            form.add_faults(error.faults)
        except TooManyTries as error:
            form.add_faults({"current": error.message})
        else:
            return render_template("profile/recovery_codes.html", codes=codes)
    return _second_step(form), 422


@blueprint.post("/sessions")
@requires(Permission.SEE_OWN_ACCOUNT)
def delete_session() -> Response:
    """End one of one's own sessions."""
    form = EndSessionForm()
    if not form.validate():
        raise NotFound
    own_account.end_session(form.session.data)
    flash(_("The session has ended."), "success")
    return redirect(url_for("profile.show"), 303)


@blueprint.post("/sessions/others")
@requires(Permission.SEE_OWN_ACCOUNT)
def delete_other_sessions() -> Response:
    """End every session of one's own but this one."""
    own_account.end_other_sessions()
    flash(_("Your other sessions have ended."), "success")
    return redirect(url_for("profile.show"), 303)


def _profile(language_form: LanguageForm, phone_form: WorkPhoneForm | None = None) -> str:
    person = current_person()
    return render_template(
        "profile/show.html",
        form=phone_form or language_form,
        language_form=language_form,
        phone_form=phone_form or WorkPhoneForm(formdata=None, obj=own_account.find_work_phone()),
        person=person,
        roles=", ".join(str(ROLE_NAMES[Role(role)]) for role in sorted(person.roles)),
        sessions=own_account.list_sessions(),
        at_tenant=find_tenant() is not None,
        second_step=own_account.describe_second_step(),
    )


def _second_step(form: SecondStepForm) -> str:
    secret = own_account.secret_to_enrol()
    return render_template(
        "profile/second_step.html",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        picture=second_factor.qr_picture(secret, current_person().email),
    )
