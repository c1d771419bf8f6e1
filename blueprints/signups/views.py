"""The reader's side: the form, the receipt with its way to cancel, the file for a calendar."""

import datetime as dt
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.signups.forms import SignupForm
from core.auth.limits import PUBLIC_FORM_LIMIT, limiter
from core.auth.permissions import public
from core.clock import today
from core.context import Language, language
from core.errors import NotFound
from core.i18n import _
from core.signups import queries, services
from core.signups.calendar import calendar_of
from core.signups.errors import CancelledBefore, NoRoom, SignedUpBefore
from core.signups.terms import KEEP_DAYS, STATE_WORDS, SignupState
from core.web import open_forms
from core.web.appearance import site_address
from core.web.caching import fresh
from core.web.forms import csrf
from core.web.languages import use_addresses

FORM = "signup"
LANGUAGES: tuple[Language, ...] = ("sv", "en")
Page = str | tuple[str, int] | Answer
blueprint = Blueprint("signups", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt's address says, signed by us: ids, a reference and a day, and nobody's name."""

    token: str
    article_id: uuid.UUID
    signup_id: uuid.UUID
    reference: str
    day: dt.date


@blueprint.after_request
def never_kept(response: Response) -> Response:
    """Neither a form nor a receipt is kept anywhere; the file for a calendar is everybody's."""
    return response if request.endpoint == "signups.calendar" else open_forms.never_kept(response)


@blueprint.get("/events/<string(maxlength=100):article>/sign-up")
@public
def new(article: str) -> Page:
    """The form, or why one cannot sign up just now."""
    event = _event(article)
    if event.slug != article:
        return redirect(url_for(".new", article=event.slug), 302)
    return _page(event, SignupForm())


@blueprint.post("/events/<string(maxlength=100):article>/sign-up")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
@limiter.limit(PUBLIC_FORM_LIMIT)
def create(article: str) -> Page:
    """Take it, or say everything that is wrong at once, with all that was written."""
    open_forms.refuse_other_sites()
    event, form = _event(article), SignupForm()
    opening = open_forms.find_opening(_form_of(event), form.token.data)
    try:
        if form.validate() and opening:
            taken = services.sign_up(opening=opening, event=event, visitor=form.visitor())
            return redirect(url_for(".show", token=_receipt(event, taken)), HTTPStatus.SEE_OTHER)
    except SignedUpBefore as error:
        return _page(event, form, sent_before=error.reference), HTTPStatus.CONFLICT
    except (NoRoom, CancelledBefore) as error:
        form.add_faults({"": error.message})
        return _page(event, form), HTTPStatus.CONFLICT
    if opening is None:
        form.add_faults({"": _("The form has been open for more than a day. Look it through and send it again.")})
    return _page(event, form), HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.get("/events/<string(maxlength=100):article>.ics")
@public
def calendar(article: str) -> Response:
    """For everybody who likes to remember the day."""
    event = _event(article)
    file = calendar_of(
        uid=f"{event.article_id}@{request.host.partition(':')[0]}",
        stamp=event.changed_at,
        title=event.title,
        text=event.lead,
        address=site_address() + url_for("news.show", article=event.slug),
        first_day=event.happens_on,
        last_day=event.last_day or event.happens_on,
    )
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return fresh(answer)


@blueprint.get("/sign-ups/<token>")
@public
def show(token: str) -> str:
    """The receipt. It says nothing of what was written, and tells when the sign-up no longer stands."""
    return _receipt_page("signups/show.html", _read(token))


@blueprint.get("/sign-ups/<token>/cancel")
@public
def confirm_cancel(token: str) -> str:
    """One question."""
    return _receipt_page("signups/cancel.html", _read(token))


@blueprint.post("/sign-ups/<token>/cancel")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
@limiter.limit(PUBLIC_FORM_LIMIT)
def cancel(token: str) -> Answer:
    """What was written is gone. The address itself is the right to do so: it is signed, and nobody else has it."""
    open_forms.refuse_other_sites()
    receipt = _read(token)
    services.cancel(article_id=receipt.article_id, signup_id=receipt.signup_id)
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


def _event(article: str) -> Any:
    """As readers see it, in the language of the page where it is written in it."""
    texts = queries.get_event(article)
    event = texts.get(language()) or next(iter(texts.values()))
    tail = (request.url_rule.rule if request.url_rule else "").rpartition(">")[2]
    use_addresses({one: f"/events/{texts[one].slug if one in texts else event.slug}{tail}" for one in LANGUAGES})
    return event


def _form_of(event: Any) -> str:
    """A token opens the form of one event only."""
    return f"{FORM}/{event.article_id}"


def _page(event: Any, form: SignupForm, *, sent_before: str = "") -> str:
    """Each page has an opening of its own: what is sent from it is a sending of its own. What was typed stays, full or not."""
    standing = queries.find_standing(event)
    if standing is None:
        raise NotFound
    last = queries.last_day_of(event)
    form.token.data = open_forms.new_opening(_form_of(event))
    return render_template(
        "signups/new.html",
        event=event,
        standing=standing,
        is_open=standing.state is SignupState.OPEN or form.is_submitted(),
        words=STATE_WORDS[standing.state],
        form=form,
        sent_before=sent_before,
        keeper=queries.keeper(),
        kept_until=last + dt.timedelta(days=KEEP_DAYS) if last else None,
    )


def _receipt(event: Any, taken: services.Taken) -> str:
    return open_forms.new_receipt(FORM, event.article_id.hex, taken.id.hex, taken.reference, today().isoformat())


def _read(token: str) -> Receipt:
    said = open_forms.find_receipt(FORM, token)
    if said is None:
        raise NotFound
    article_id, signup_id, reference, day = said
    return Receipt(token, uuid.UUID(article_id), uuid.UUID(signup_id), reference, dt.date.fromisoformat(day))


def _receipt_page(template: str, receipt: Receipt) -> str:
    event = queries.find_event(receipt.article_id, language=language())
    last = queries.last_day_of(event) if event else None
    return render_template(
        template,
        receipt=receipt,
        event=event,
        is_gone=queries.is_gone(receipt.signup_id),
        is_over=bool(event and queries.is_over(event)),
        keeper=queries.keeper(),
        kept_until=last + dt.timedelta(days=KEEP_DAYS) if last else None,
    )
