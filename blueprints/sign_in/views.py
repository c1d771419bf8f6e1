"""The pages of sign-in. What is decided is decided in core/auth/sign_in.py."""

from urllib.parse import quote

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints.sign_in.forms import CodeForm, PasswordForm, SignInForm
from core.accounts.errors import CodeRefused, LinkWorn, NoRoleHere, SignInRefused, TooManyTries
from core.auth import invitations, sessions, sign_in
from core.auth.gate import safe_next
from core.auth.homes import home_of
from core.auth.limits import SIGN_IN_LIMIT, SIGN_IN_PAGE_LIMIT, limiter
from core.auth.permissions import Permission, public, requires
from core.context import current_person
from core.errors import DomainError, Invalid
from core.i18n import _
from core.web.languages import local_address
from core.web.navigation import navigation

blueprint = Blueprint("sign_in", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response
_STATUS: dict[type[DomainError], int] = {SignInRefused: 422, CodeRefused: 422, NoRoleHere: 403, TooManyTries: 429}


@blueprint.get("/sign-in")
@public
@limiter.limit(SIGN_IN_PAGE_LIMIT)
def new() -> Page:
    """The form; who is signed in already goes on to their work."""
    wanted = safe_next(request.args.get("next"))
    if current_user.is_authenticated:  # type: ignore[attr-defined]  # Flask-Login has no types
        return _onward(wanted)
    return _sign_in_page(SignInForm(next=wanted))


@blueprint.post("/sign-in")
@public
@limiter.limit(SIGN_IN_LIMIT)
def create() -> Page:
    """Check the password; then the second step, or the work."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, 422)
    wanted = safe_next(form.next.data)
    try:
        found = sign_in.check_password(email=form.email.data, password=form.password.data)
        if found.totp_secret is not None:
            sign_in.await_code(found, wanted=wanted)
            return redirect(url_for("sign_in.new_code"), 303)
        sign_in.complete(found)
    except (SignInRefused, NoRoleHere, TooManyTries) as error:
        form.add_faults({"sign_in": error.message})
        return _sign_in_page(form, _STATUS[type(error)])
    return _onward(wanted)


@blueprint.get("/sign-in/code")
@public
@limiter.limit(SIGN_IN_PAGE_LIMIT)
def new_code() -> Page:
    """The second step, for who has given the password."""
    if sign_in.find_pending() is None:
        return redirect(url_for("sign_in.new"), 303)
    return render_template("sign_in/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@public
@limiter.limit(SIGN_IN_LIMIT)
def create_code() -> Page:
    """Check the code; then the work."""
    account_id, wanted, form = sign_in.find_pending(), sign_in.pending_next(), CodeForm()
    if account_id is None:
        flash(_("It took too long. Write your password again."), "warning")
        return redirect(url_for("sign_in.new"), 303)
    if not form.validate():
        return render_template("sign_in/code.html", form=form), 422
    try:
        sign_in.complete(sign_in.check_code(account_id=account_id, code=form.code.data))
    except (CodeRefused, SignInRefused, NoRoleHere, TooManyTries) as error:
        form.add_faults({"code": error.message})
        return render_template("sign_in/code.html", form=form), _STATUS[type(error)]
    return _onward(wanted)


@blueprint.post("/sign-out")
@public
def delete() -> Response:
    """End the session; pressing twice is no fault. `next` is where another person goes on from, once signed in."""
    sign_in.leave()
    wanted = safe_next(request.form.get("next"))
    return redirect(f"{local_address('/sign-in')}?next={quote(wanted)}" if wanted else local_address("/"), 303)


@blueprint.post("/session")
@requires(Permission.SEE_OWN_ACCOUNT)
def update() -> Response:
    """Stay signed in. Any request moves the idle limit; this one does nothing else (static/js/unsent.js)."""
    idle, most = sessions.current().seconds_left() or (0, 0)
    return jsonify(left=idle, most=most)


@blueprint.get("/welcome/<string:token>")
@public
@limiter.limit(SIGN_IN_PAGE_LIMIT)
def show_invitation(token: str) -> Page:
    """Where a one-time link leads. Opening it does not use it up: mail filters open links too."""
    try:
        email = invitations.email_of(token)
    except LinkWorn:
        return render_template("sign_in/worn.html"), 404
    return render_template("sign_in/invitation.html", form=PasswordForm(), email=email)


@blueprint.post("/welcome/<string:token>")
@public
@limiter.limit(SIGN_IN_LIMIT)
def accept_invitation(token: str) -> Page:
    """Set the password; the link is used up by it."""
    form = PasswordForm()
    try:
        email = invitations.email_of(token)
        if not form.validate():
            return render_template("sign_in/invitation.html", form=form, email=email), 422
        invitations.accept(token=token, password=form.password.data)
    except LinkWorn:
        return render_template("sign_in/worn.html"), 404
    except Invalid as error:
        form.add_faults(error.faults)
        return render_template("sign_in/invitation.html", form=form, email=email), 422
    flash(_("Your password is set. Sign in with it."), "success")
    return redirect(url_for("sign_in.new"), 303)


@blueprint.get("/start")
@requires(Permission.SEE_OWN_ACCOUNT)
def start() -> str:
    """Where work begins for those whose own pages are elsewhere."""
    return render_template("sign_in/start.html", links=navigation())


def _sign_in_page(form: SignInForm, status: int = 200) -> Page:
    accounts, more_accounts = invitations.demo_accounts()
    return render_template("sign_in/new.html", form=form, demo_accounts=accounts, more_accounts=more_accounts), status


def _onward(wanted: str | None) -> Response:
    return redirect(wanted or local_address(home_of(current_person())), 303)
