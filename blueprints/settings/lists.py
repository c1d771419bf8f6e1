"""The lists of words: those of the tenant's own are changed here, official lines are shown as fixed."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.settings.forms import LineForm
from blueprints.settings.views import blueprint
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.participants.codes import GROWING, LISTS, add_line, change_line, get_line, list_lines
from core.web import conflicts
from core.web.deeds import carry_out


@blueprint.get("/lists/<name>")
@requires(Permission.MANAGE_SUBPROJECT)
def list_show(name: str) -> str:
    """The lines of one list in their order."""
    return render_template(
        "settings/list.html", name=name, title=LISTS.get(name, ""), lines=list_lines(name), grows=name in GROWING
    )


@blueprint.get("/lists/<name>/new")
@requires(Permission.MANAGE_SUBPROJECT)
def line_new(name: str) -> str:
    """An empty line."""
    list_lines(name)
    return _page(name, LineForm())


@blueprint.post("/lists/<name>/new")
@requires(Permission.MANAGE_SUBPROJECT)
def line_create(name: str) -> Response | tuple[str, int]:
    """A line more."""
    form = LineForm()
    return _answer(name, form, carry_out(form, lambda: add_line(name=name, values=form.values)), is_new=True)


@blueprint.get("/lists/<name>/<key>")
@requires(Permission.MANAGE_SUBPROJECT)
def line_edit(name: str, key: str) -> str:
    """One line, ready to be changed."""
    return _page(name, LineForm(get_line(name, key)), is_new=False)


@blueprint.post("/lists/<name>/<key>")
@requires(Permission.MANAGE_SUBPROJECT)
def line_update(name: str, key: str) -> Response | tuple[str, int]:
    """Another name or place, or out of use."""
    line, form = get_line(name, key), LineForm()
    status = carry_out(form, lambda: change_line(line=line, version=form.version.data or 0, values=form.values))
    if status == HTTPStatus.CONFLICT:
        theirs = get_line(name, key)
        stored = {field: getattr(theirs, field) for field in ("name_sv", "name_en", "position")}
        status = conflicts.show(form, stored, version=theirs.version)
    return _answer(name, form, status, is_new=False)


def _answer(name: str, form: LineForm, status: HTTPStatus, *, is_new: bool) -> Response | tuple[str, int]:
    if status != HTTPStatus.SEE_OTHER:
        return _page(name, form, is_new=is_new, lost_race=status == HTTPStatus.CONFLICT), status
    flash(_("The list is changed."), "success")
    return redirect(url_for(".list_show", name=name), HTTPStatus.SEE_OTHER)


def _page(name: str, form: LineForm, *, is_new: bool = True, lost_race: bool = False) -> str:
    return render_template(
        "settings/line.html", name=name, title=LISTS.get(name, ""), form=form, is_new=is_new, lost_race=lost_race
    )
