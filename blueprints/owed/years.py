"""Uppföljning Finsam, year by year: counted women and men, sums typed in, reported and kept."""

import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.owed.forms import FinsamYearForm, InsatsYearForm, ReportForm
from blueprints.owed.views import Page, blueprint, send_book
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.interventions.queries import name_of
from core.owed import finsam, queries, services, workbook
from core.owed.terms import OwedKind
from core.participants.choices import get_current_subproject
from core.web import conflicts
from core.web.deeds import carry_out
from core.web.forms import MiaForm

YEAR = "/owed/finsam/<int:year>"
INSATS_FIELDS = ("individual", "planned_participants", *finsam.MONEY)


def _of_year(year: int) -> Any:
    """The delprojekt, when the year is one of its own. Raises NotFound."""
    subproject = get_current_subproject(today())
    if year not in finsam.years_of(subproject):
        raise NotFound
    return subproject


@blueprint.get(YEAR)
@requires(Permission.SEE_TENANT_FIGURES)
def year(year: int) -> str:
    subproject = _of_year(year)
    content, digest = finsam.content_of_year(subproject.id, year)
    reports = queries.list_reports(subproject.id, OwedKind.FINSAM, finsam.period_of(year))
    sent = queries.list_latest(subproject.id, OwedKind.FINSAM).get(finsam.period_of(year))
    return render_template(
        "owed/year.html",
        subproject=subproject,
        year=year,
        tabs=[(str(one), url_for("owed.year", year=one), one == year) for one in finsam.years_of(subproject)],
        content=content,
        reports=reports,
        changed=sent is not None and sent.digest != digest,
        words=workbook.year_words(),
        writes=may(current_person(), Permission.REPORT_YEAR),
    )


@blueprint.get(YEAR + "/workbook")
@requires(Permission.SEE_TENANT_FIGURES)
def year_workbook(year: int) -> Response:
    """As it is now, in the reader's language."""
    subproject = _of_year(year)
    content, _digest = finsam.content_of_year(subproject.id, year)
    return send_book(workbook.year_book(year, subproject.name, content), f"finsam-{year}")


@blueprint.get(YEAR + "/report")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def new_year_report(year: int) -> str:
    return _report_page(ReportForm(), year)


@blueprint.post(YEAR + "/report")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def create_year_report(year: int) -> Page:
    form, subproject = ReportForm(), _of_year(year)
    status = carry_out(
        form,
        lambda: services.report_year(
            subproject=subproject,
            year=year,
            seen=form.seen.data or "",
            comment=form.comment.data or "",
            workbook=lambda content: workbook.year_book(year, subproject.name, content),
        ),
    )
    if status == HTTPStatus.CONFLICT:
        form.seen.raw_data, form.seen.data = None, None
    if status != HTTPStatus.SEE_OTHER:
        return _report_page(form, year), status
    flash(_("It is noted as reported. What was sent is kept as it was."), "success")
    return redirect(url_for("owed.year", year=year), HTTPStatus.SEE_OTHER)


def _report_page(form: ReportForm, year: int) -> str:
    content, digest = finsam.content_of_year(_of_year(year).id, year)
    if not form.seen.data:
        form.seen.data = digest
    return render_template("owed/report_year.html", form=form, year=year, content=content, words=workbook.year_words())


# What is typed in -------------------------------------------------------------------------------------------------------


@blueprint.get(YEAR + "/interventions/<uuid:intervention_id>")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def edit_insats(year: int, intervention_id: uuid.UUID) -> str:
    insats = finsam.get_insats(_of_year(year), intervention_id)
    return _insats_page(InsatsYearForm(obj=finsam.find_insats_year(intervention_id, year)), insats, year)


@blueprint.post(YEAR + "/interventions/<uuid:intervention_id>")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def update_insats(year: int, intervention_id: uuid.UUID) -> Page:
    subproject, form = _of_year(year), InsatsYearForm()
    insats = finsam.get_insats(subproject, intervention_id)
    status = _kept(
        form,
        lambda: finsam.keep_insats_year(
            subproject=subproject, intervention=insats, year=year, version=form.version.data or 0, values=form.values
        ),
        lambda: finsam.find_insats_year(intervention_id, year),
        INSATS_FIELDS,
    )
    return _saved(year) if status == HTTPStatus.SEE_OTHER else (_insats_page(form, insats, year), status)


def _insats_page(form: InsatsYearForm, insats: Any, year: int) -> str:
    return render_template("owed/insats.html", form=form, name=name_of(insats), year=year)


@blueprint.get(YEAR + "/association")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def edit_year(year: int) -> str:
    return _year_page(FinsamYearForm(obj=finsam.find_year(_of_year(year).id, year)), year)


@blueprint.post(YEAR + "/association")
@requires(Permission.SEE_TENANT_FIGURES, Permission.REPORT_YEAR)
def update_year(year: int) -> Page:
    subproject, form = _of_year(year), FinsamYearForm()
    status = _kept(
        form,
        lambda: finsam.keep_year(subproject=subproject, year=year, version=form.version.data or 0, values=form.values),
        lambda: finsam.find_year(subproject.id, year),
        finsam.YEAR_MONEY,
    )
    return _saved(year) if status == HTTPStatus.SEE_OTHER else (_year_page(form, year), status)


def _year_page(form: FinsamYearForm, year: int) -> str:
    return render_template("owed/association.html", form=form, year=year)


def _kept(form: MiaForm, deed: Callable[[], object], stored: Callable[[], Any], fields: Sequence[str]) -> HTTPStatus:
    """Keep what was typed; who was too late sees what stands beside it."""
    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT and (row := stored()) is not None:
        status = conflicts.show(form, {name: getattr(row, name) for name in fields}, version=row.version)
    return status


def _saved(year: int) -> Response:
    flash(_("It is saved."), "success")
    return redirect(url_for("owed.year", year=year), HTTPStatus.SEE_OTHER)
