"""The editors' form for the accessibility statement; readers see it at /about/accessibility."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.statement.forms import StatementForm
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.statements.queries import find_statement
from core.statements.services import say_accessibility
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.languages import local_address

blueprint = Blueprint("statement", __name__, url_prefix="/content/accessibility", template_folder="templates")
drafts.register(Drafted("statement", page="statement.edit", sends="statement.update", subjects=nobody))


@blueprint.get("")
@requires(Permission.EDIT_CONTENT)
def edit() -> str:
    row = find_statement()
    return render_template("statement/edit.html", form=StatementForm(data=StatementForm.shown(row) if row else {}))


@blueprint.post("")
@requires(Permission.EDIT_CONTENT)
def update() -> tuple[str, int] | Response:
    form = StatementForm()
    status = carry_out(form, lambda: say_accessibility(version=form.version.data, values=form.values))
    row = find_statement() if status == HTTPStatus.CONFLICT else None
    if row is not None:
        stored = StatementForm.shown(row)
        status = conflicts.show(form, {name: stored[name] for name in stored if name != "version"}, version=row.version)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("statement/edit.html", form=form), status
    flash(_("Readers see the new statement."), "success")
    return redirect(local_address("/about/accessibility"), HTTPStatus.SEE_OTHER)
