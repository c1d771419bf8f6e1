"""The page staff at a tenant come to after signing in, and what they want mail about."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.work.forms import VersionForm, choices_of, mail_form
from blueprints.work.kinds import CHANGES, KINDS
from blueprints.work.page import get_work_page
from core.auth.permissions import Permission, requires
from core.clock import today
from core.context import current_person
from core.i18n import _, _l
from core.participants.errors import ChangedMeanwhile
from core.web import conflicts, navigation, waiting
from core.web.deeds import carry_out
from core.web.navigation import Entry
from core.web.telling import chosen_how, tell_from_now_on
from core.work.queries import find_choice
from core.work.services import choose_mail
from core.work.terms import How

blueprint = Blueprint("work", __name__, template_folder="templates")

navigation.add(
    Entry(
        "work.index",
        _l("My work"),
        Permission.SEE_WORK,
        site="tenant",
        order=5,
        covers=("contact_card", "handovers", "activities", "attendance", "months", "attendance_reports", "deviations"),
    )
)
waiting.add(*KINDS)
waiting.add_changes(*CHANGES)


@blueprint.get("/work")
@requires(Permission.SEE_WORK)
def index() -> str:
    return render_template("work/index.html", page=get_work_page(), today=today())


@blueprint.get("/work/mail")
@requires(Permission.SEE_OWN_ACCOUNT)
def edit_mail() -> str:
    return _mail_page(_form())


@blueprint.post("/work/mail")
@requires(Permission.SEE_OWN_ACCOUNT)
def update_mail() -> tuple[str, int] | Response:
    form = _form()
    return _choose(form, choices_of(form, _kinds()))


@blueprint.post("/work/mail/none")
@requires(Permission.SEE_OWN_ACCOUNT)
def delete_mail() -> tuple[str, int] | Response:
    """No kind is told any more, whatever was chosen."""
    return _choose(VersionForm(), dict.fromkeys((kind.name for kind in _kinds()), How.NEVER))


def _choose(form: Any, kinds: dict[str, How]) -> tuple[str, int] | Response:
    status = carry_out(form, lambda: choose_mail(version=form.version.data, kinds=kinds))
    if status == HTTPStatus.CONFLICT:
        stored, version = _stored()
        now = {kind.name: chosen_how(kind, stored).value for kind in _kinds()}
        status = conflicts.show(form, now, version=version)
    if status != HTTPStatus.SEE_OTHER:
        return _mail_page(form), status
    tell_from_now_on([kind for kind in _kinds() if kinds.get(kind.name) is How.AT_ONCE])
    flash(_("What you get mail about is saved."), "success")
    return redirect(url_for("work.edit_mail"), HTTPStatus.SEE_OTHER)


def _kinds() -> list[waiting.Waiting]:
    return waiting.kinds_of(current_person())


def _stored() -> tuple[dict[str, Any], int]:
    choice = find_choice(current_person().account_id)
    return (choice.kinds, choice.version) if choice else ({}, 0)


def _form() -> Any:
    return mail_form(_kinds(), *_stored())


def _mail_page(form: Any) -> str:
    """After a lost race of the button alone: what stands now, with the words that say so."""
    shown = form
    if type(form) is VersionForm:
        shown = mail_form(_kinds(), *_stored(), formdata=None)
        shown.add_faults({"": ChangedMeanwhile().message})
    return render_template("work/mail.html", form=shown, kinds=_kinds())
