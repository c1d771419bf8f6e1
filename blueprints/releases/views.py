"""The list, an attempt while it is made, a release with its files and reports."""

import io
import uuid
from functools import partial
from http import HTTPStatus

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from blueprints.releases.forms import TextForm
from blueprints.releases.page import STATES, attack_in_words, get_page, merges_in_words, standing_in_words
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.projects.services import choose_project
from core.rollup import asking
from core.rollup.errors import ReleaseAsked
from core.rollup.reading import Attempt, find_attempt, find_file, list_attempts, list_audits
from core.steering import queries, services
from core.steering.errors import NotWrittenDown
from core.steering.filing import find_content
from core.steering.grids import grids_of
from core.steering.terms import LANGUAGES, NO_LANGUAGE, REPORT_FIELDS
from core.web import conflicts
from core.web.deeds import carry_out

blueprint = Blueprint("releases", __name__, url_prefix="/releases", template_folder="templates")
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.SEE_COUNTY_TOTALS)
def index() -> str:
    project = choose_project(request.args.get("project"))
    asks = may(current_person(), Permission.ASK_FOR_RELEASE)
    return render_template(
        "releases/index.html",
        project=project,
        releases=queries.list_full_releases(project.key),
        attempts=list_attempts(project.key),
        waiting=queries.find_waiting_attempt(project.key),
        asks=asks,
        may_ask=asks and asking.may_ask(project.key),
        states=STATES,
    )


@blueprint.post("")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.ASK_FOR_RELEASE)
def create() -> Page:
    project = choose_project(request.form.get("project"))
    try:
        build_id = asking.ask_for_release(project.key)
    except ReleaseAsked as error:
        flash(str(error.message), "warning")
        return redirect(url_for("releases.index", project=project.key), HTTPStatus.SEE_OTHER)
    return redirect(url_for("releases.attempt", build_id=build_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/attempts/<uuid:build_id>")
@requires(Permission.SEE_COUNTY_TOTALS)
def attempt(build_id: uuid.UUID) -> str:
    found = _attempt(build_id)
    return render_template(
        "releases/attempt.html",
        build_id=build_id,
        attempt=found,
        stopping=asking.is_cancelled(build_id),
        attack=attack_in_words(list_audits(build_id)),
        release_id=queries.find_release_of(build_id),
        asks=may(current_person(), Permission.ASK_FOR_RELEASE),
        states=STATES,
    )


@blueprint.get("/attempts/<uuid:build_id>/progress")
@requires(Permission.SEE_COUNTY_TOTALS)
def attempt_progress(build_id: uuid.UUID) -> Response:
    """How far the worker has come, for the page that waits."""
    found = _attempt(build_id)
    return jsonify(state=found.state if found else "waiting", done=found.percent if found else 0, total=100)


@blueprint.post("/attempts/<uuid:build_id>/cancel")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.ASK_FOR_RELEASE)
def cancel(build_id: uuid.UUID) -> Response:
    _attempt(build_id)
    asking.cancel_release(build_id)
    flash(_("It stops at its next step. The release before stands."), "success")
    return redirect(url_for("releases.attempt", build_id=build_id), HTTPStatus.SEE_OTHER)


def _attempt(build_id: uuid.UUID) -> Attempt | None:
    """None while it waits for the worker. Raises NotFound for what nobody has asked for."""
    found = find_attempt(build_id)
    if found is None and not queries.is_asked(build_id):
        raise NotFound
    return found


@blueprint.get("/<uuid:release_id>")
@requires(Permission.SEE_COUNTY_TOTALS)
def show(release_id: uuid.UUID) -> str:
    page = get_page(release_id)
    return render_template(
        "releases/show.html",
        page=page,
        standing=standing_in_words(page),
        merged=merges_in_words(page),
        writes=may(current_person(), Permission.WRITE_REPORT),
    )


@blueprint.get("/<uuid:release_id>/progress")
@requires(Permission.SEE_COUNTY_TOTALS)
def progress(release_id: uuid.UUID) -> Response:
    """Whether more files are there, for the page that waits."""
    page = get_page(release_id)
    return jsonify(state=page.state if page.waits else "written", done=0, total=0)


@blueprint.get("/<uuid:release_id>/tables")
@requires(Permission.SEE_COUNTY_TOTALS)
def tables(release_id: uuid.UUID) -> str:
    """Every number of a release, as its files have them."""
    release, content = queries.get_full_release(release_id), find_content(release_id)
    if content is None:
        raise NotWrittenDown
    return render_template("releases/tables.html", release=release, grids=grids_of(content), policy=content["policy"])


@blueprint.get("/<uuid:release_id>/files/<language>/<kind>")
@requires(Permission.SEE_COUNTY_TOTALS)
def file(release_id: uuid.UUID, language: str, kind: str) -> Response:
    """A file as it was stored with the release."""
    found = find_file(release_id, kind, language)
    if found is None or language not in (*LANGUAGES, NO_LANGUAGE):
        raise NotFound
    release = queries.get_full_release(release_id)
    ending = "" if language == NO_LANGUAGE else f"-{language}"
    stem, _dot, suffix = kind.rpartition(".")
    name = f"{release.project_key}-{release.month:%Y-%m}-{release.number}{f'-{stem}' if stem else ''}{ending}.{suffix}"
    content = io.BytesIO(found.content)
    return send_file(content, mimetype=found.media_type, as_attachment=True, download_name=name, conditional=False, etag=False)


@blueprint.get("/<uuid:release_id>/report")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.WRITE_REPORT)
def edit_report(release_id: uuid.UUID) -> str:
    release = queries.get_full_release(release_id)
    text = queries.find_text(release.project_key, release.month)
    return render_template("releases/report.html", form=TextForm(obj=text), release=release)


@blueprint.post("/<uuid:release_id>/report")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.WRITE_REPORT)
def update_report(release_id: uuid.UUID) -> Page:
    release, form = queries.get_full_release(release_id), TextForm()
    deed = partial(
        services.write_text,
        project_key=release.project_key,
        month=release.month,
        version=form.version.data or None,
        texts=form.texts(),
    )
    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        text = queries.find_text(release.project_key, release.month)
        stored = {name: getattr(text, name) for name in REPORT_FIELDS} if text else {}
        status = conflicts.show(form, stored, version=text.version if text else 0)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("releases/report.html", form=form, release=release), status
    flash(_("The texts are saved. Make the report when they are ready."), "success")
    return redirect(url_for("releases.show", release_id=release_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:release_id>/reports")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.WRITE_REPORT)
def create_report(release_id: uuid.UUID) -> Response:
    services.make_report(release=queries.get_full_release(release_id))
    flash(_("The report is being made. Its files are here in a moment."), "success")
    return redirect(url_for("releases.show", release_id=release_id), HTTPStatus.SEE_OTHER)
