"""A small application with the whole of core.web and nothing behind it: no database, no sign-in."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Flask, Response, abort, flash, render_template, request, session

from blueprints.about import blueprint as about
from core import context, errors
from core.context import Person, Scope, Site, TenantRef
from core.web import register
from core.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    ManyField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.paging import Pager

TENANT = TenantRef(uuid.UUID(int=1), "roslagen", "Samordningsförbundet Roslagen", "t_test", accent="skargard")
PERSON = Person(uuid.UUID(int=2), "Mira Exempelgren", "case_worker@roslagen.example", frozenset({"case_worker"}))


class Everything(MiaForm):
    """One field of each kind."""

    name = TextField("Namn", [Required("Skriv namnet")], max_length=60)
    started = DateField("Startdatum", [Required("Skriv startdatum"), NotAfterToday()], description="Till exempel 2022-09-15.")
    controller = RadioField("Ansvarig", choices=[("fk", "Försäkringskassan"), ("af", "Arbetsförmedlingen")])
    municipality = ChoiceField("Hemkommun", [Required("Välj kommun")], choices=[("0117", "Österåker"), ("0187", "Vaxholm")])
    support = ManyField("Försörjning", choices=[("a", "Sjukpenning"), ("b", "Aktivitetsstöd")])
    extent = IntegerField("Omfattning i procent", [Optional()])
    words = LongTextField("Egna ord", [Optional()])
    known = BooleanField("Personen har skyddade uppgifter")


def make_app() -> Flask:
    """The application. `X-Signed-In: 1` stands for a signed-in person, `X-No-Site: 1` for an unknown host."""
    app = Flask("tests.unit", static_folder=None)
    app.config.update(SECRET_KEY="unit-test-key-of-at-least-32-bytes", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.before_request(_enter)
    app.teardown_request(_leave)
    register(app)
    app.register_blueprint(pages)
    app.register_blueprint(about)
    return app


def _enter() -> None:
    site = None if request.headers.get("X-No-Site") else Site("tenant", TENANT)
    person = PERSON if request.headers.get("X-Signed-In") else None
    context.enter(Scope(site=site, person=person, request_id="0123abcd", kind="request"))
    if request.headers.get("X-Refused"):
        raise errors.NotFound


def _leave(_error: BaseException | None) -> None:
    context.enter(Scope())


@contextmanager
def speaking(app: Flask, language: context.Language) -> Iterator[None]:
    """An application context that speaks `language`."""
    with app.app_context(), context.entered(Scope(language=language)):
        yield


pages = Blueprint("pages", __name__)


@pages.get("/")
def index() -> str:
    return render_template("index.html")


@pages.route("/form", methods=["GET", "POST"])
def form() -> tuple[str, int] | str:
    form = Everything()
    if form.validate_on_submit():
        if form.name.data == "Upptagen":
            form.add_faults({"name": "Namnet finns redan", "__all__": "Något annat är fel"})
            return render_template("form.html", form=form), 422
        flash("Sparat", "success")
        return "saved"
    return render_template("form.html", form=form), 422 if request.method == "POST" else 200


@pages.get("/parts")
def parts() -> str:
    return render_template("parts.html", pager=Pager(2, 240), day=dt.date(2022, 9, 15))


@pages.get("/remember")
def remember() -> str:
    session["something"] = 1
    return "ok"


@pages.get("/fail/<int:status>")
@pages.get("/fail/<int:status>.json", endpoint="fail_json")
def fail(status: int) -> Response:
    abort(status)


@pages.get("/domain/<name>")
def domain(name: str) -> Response:
    if name == "invalid":
        raise errors.Invalid({"a": "Det ena", "b": "Det andra"})
    raise getattr(errors, name)("Den är redan avslutad")


@pages.get("/crash")
def crash() -> Response:
    raise RuntimeError("secret of a person")
