"""From an error to a page that helps: the one place where words of the domain become HTTP status.

A page says what happened and what to do, in the reader's language. It never shows a person's data, a query or a traceback.
Addresses that end in .json get the same as JSON.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from core import context, errors
from core.auth import unsent
from core.config import get_settings
from core.i18n import _, _l
from core.web import drafts
from core.web.languages import local_address, settle_language

LAST_RESORT = Path(__file__).parent / "templates" / "errors" / "last-resort.html"
"""A file and no template: nothing in it can fail. In both languages, for nobody knows any more who asks."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The words of one status."""

    status: int
    title: object
    help: object
    shows_id: bool = False


FAULTS = {
    fault.status: fault
    for fault in (
        Fault(
            400,
            _l("We could not understand what was sent"),
            _l("Go back, reload the page and try again. What you typed is often still there."),
        ),
        Fault(
            401,
            _l("You need to sign in"),
            _l("Sign in and try again."),
        ),
        Fault(
            403,
            _l("You may not do this"),
            _l("You can see this, but not change it in this way. Ask the person who leads the sub-project if it is wrong."),
        ),
        Fault(
            404,
            _l("The page does not exist"),
            _l("It may have been moved or removed, or it is not for you to see. Check that the address is right."),
        ),
        Fault(
            405,
            _l("That cannot be done here"),
            _l("The address is right, but not for this. Go back and use the buttons on the page."),
        ),
        Fault(
            409,
            _l("Somebody else was here first"),
            _l("What you wanted to change has been changed meanwhile. Go back, reload the page and look before you try again."),
        ),
        Fault(
            413,
            _l("That was too much at once"),
            _l("A file may be at most 10 MB and a text a few pages. Make it smaller and try again."),
        ),
        Fault(
            422,
            _l("This cannot be saved as it is"),
            _l("Go back, put it right and send it again."),
        ),
        Fault(
            429,
            _l("Too many attempts"),
            _l("Wait a minute and try again. Nothing has been lost."),
        ),
        Fault(
            500,
            _l("Something went wrong with us"),
            _l("It is not your fault, and nothing was saved halfway. Try again in a while."),
            shows_id=True,
        ),
        Fault(
            503,
            _l("The service does not answer just now"),
            _l("Nothing was changed. Try again in a minute."),
            shows_id=True,
        ),
    )
}
EXPIRED_FORM = Fault(
    400,
    _l("The form was open too long"),
    _l("For safety a form holds only as long as you are signed in. Go back, reload the page and send it again."),
)

OTHERS_FORM = Fault(
    400,
    _l("Somebody else is signed in here now"),
    _l("Nothing was sent, so nothing has been written in the wrong name."),
)

STATUS: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.Unavailable: 503,
    errors.DomainError: 409,
}


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(errors.DomainError, show_domain_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(HTTPException, show_http_error)


def status_of(error: errors.DomainError) -> int:
    """The HTTP status of a domain error: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def show_domain_error(error: errors.DomainError) -> Response:
    """What the domain refused, with its own sentence. What may not be known to exist is a plain 404."""
    settle_language()
    status = status_of(error)
    if isinstance(error, errors.Invalid):
        return answer(FAULTS[422], messages=[str(message) for message in error.faults.values()])
    message = "" if status == 404 else str(error.message)
    return answer(FAULTS[status], message=message)


def show_csrf_error(_error: CSRFError) -> Response:
    """A form without a valid token: one that outlived its session, or an open tab of who was signed in before."""
    if not unsent.is_somebody_elses():
        return answer(EXPIRED_FORM)
    name = context.current_person().name
    message = _("%(name)s is signed in on this browser. The form was opened by another person before that.", name=name)
    return answer(OTHERS_FORM, message=message, draft_at=drafts.find_address())


def show_http_error(error: HTTPException) -> Response:
    """What Flask, Werkzeug or a limit refused. Headers that belong to the status (Allow, Retry-After) are kept."""
    if error.code is None or error.code < 400:
        return error.get_response()
    response = answer(_fault_of(error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def answer(fault: Fault, *, message: str = "", messages: list[str] | None = None, draft_at: str | None = None) -> Response:
    """The page, or JSON for an address that ends in .json. `draft_at`: the form whose draft its writer will find there."""
    settle_language()
    if request.path.endswith(".json"):
        body = {"status": fault.status, "title": str(fault.title), "help": str(fault.help)}
        return make_response(jsonify(error=body), fault.status)
    try:
        page = render_template(
            "errors/error.html",
            fault=fault,
            message=message,
            messages=messages or [],
            draft_at=draft_at,
            request_id=context.request_id(),
            home=local_address("/"),
            towns=f"{get_settings().site_root(None)}{local_address('/')}#municipalities",
            shows_ways=fault.status == 404 and context.find_site() is not None and context.find_person() is None,
        )
    except Exception as error:  # noqa: BLE001 - whatever broke, somebody waits for an answer
        logging.getLogger("mia.web").error("the page of an error could not be made: %s", type(error).__name__)
        page = LAST_RESORT.read_text(encoding="utf-8")
        return make_response(page, max(fault.status, 500))
    return make_response(page, fault.status)


def _fault_of(status: int) -> Fault:
    """The words of this status, or of its family."""
    if status in FAULTS:
        return FAULTS[status]
    family = FAULTS[500 if status >= 500 else 400]
    return Fault(status, family.title, family.help, family.shows_id)
