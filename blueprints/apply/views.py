"""The form, what becomes of it, and the receipt."""

import datetime as dt

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.apply.forms import ApplicationForm
from core.auth.limits import PUBLIC_FORM_LIMIT, limiter
from core.auth.permissions import public
from core.clock import today
from core.errors import NotFound
from core.i18n import _
from core.inbox.errors import FormClosed, SentBefore
from core.inbox.queries import PublicForm, get_public_form
from core.inbox.services import send
from core.web import open_forms
from core.web.forms import csrf

FORM = "apply"
blueprint = Blueprint("apply", __name__, template_folder="templates")
blueprint.after_request(open_forms.never_kept)


@blueprint.get("/apply")
@public
def new() -> str:
    """The form, or whom to phone while it is closed."""
    shown = get_public_form()
    return _page(shown, _form(shown))


@blueprint.post("/apply")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
@limiter.limit(PUBLIC_FORM_LIMIT)
def create() -> Response | tuple[str, int]:
    """Take it, or say everything that is wrong at once, with all that was written."""
    open_forms.refuse_other_sites()
    shown = get_public_form()
    form = _form(shown)
    opening = open_forms.find_opening(FORM, form.token.data)
    try:
        if form.validate() and opening:
            reference = send(opening=opening, interest=form.interest(), file=form.attached())
            receipt = open_forms.new_receipt(FORM, reference, today().isoformat())
            return redirect(url_for(".show", token=receipt), 303)
    except SentBefore as error:
        return _page(shown, form, sent_before=error.reference), 409
    except FormClosed:
        return _page(shown, form), 409
    if opening is None:
        form.add_faults({"": _("The form has been open for more than a day. Look it through and send it again.")})
    return _page(shown, form), 422


@blueprint.get("/apply/received/<token>")
@public
def show(token: str) -> str:
    """The receipt. It is the same whoever has sent, and says nothing of what was sent."""
    said = open_forms.find_receipt(FORM, token)
    if said is None:
        raise NotFound
    reference, day = said
    return render_template("apply/show.html", reference=reference, day=dt.date.fromisoformat(day), page=get_public_form())


def _form(shown: PublicForm) -> ApplicationForm:
    return ApplicationForm([(place.code, place.name) for place in shown.municipalities])


def _page(shown: PublicForm, form: ApplicationForm, *, sent_before: str = "") -> str:
    """Each page has an opening of its own: what is sent from it is a sending of its own."""
    if not shown.is_open:
        return render_template("apply/closed.html", page=shown)
    form.token.data = open_forms.new_opening(FORM)
    return render_template("apply/new.html", page=shown, form=form, sent_before=sent_before)
