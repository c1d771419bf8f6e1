"""Another authority's officer asks whom to call about a person."""

from flask import Blueprint, render_template

from blueprints.contact_card.forms import QuestionForm
from core.auth.limits import CONTACT_CARD_LIMIT, account, limiter
from core.auth.permissions import Permission, requires
from core.consents.card import ask

blueprint = Blueprint("contact_card", __name__, template_folder="templates")


@blueprint.get("/contact-card")
@requires(Permission.ASK_FOR_CONTACT)
def new() -> str:
    """The question."""
    return render_template("contact_card/new.html", form=QuestionForm())


@blueprint.post("/contact-card")
@requires(Permission.ASK_FOR_CONTACT)
@limiter.limit(CONTACT_CARD_LIMIT, key_func=account)
def show() -> str | tuple[str, int]:
    """The answer: the same for everybody about whom nothing may be told, known or not."""
    form = QuestionForm()
    if not form.validate_on_submit():
        return render_template("contact_card/new.html", form=form), 422
    return render_template("contact_card/show.html", card=ask(digits=form.digits, reason=form.reason.data))
