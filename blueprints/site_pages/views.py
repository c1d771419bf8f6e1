"""Facts, contacts and texts of the site's own pages: lists and forms. Nothing of a participant is shown."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.site_pages.forms import ContactForm, FactForm, TextForm
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.context import current_site
from core.errors import NotFound
from core.i18n import _
from core.ids import new_id, read_id
from core.library import queries, services, texts
from core.library.terms import COUNTY_PAGES, PAGE_NAMES, TENANT_PAGES, SitePage
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.forms import MiaForm

blueprint = Blueprint("site_pages", __name__, url_prefix="/content/site", template_folder="templates")
drafts.register(
    Drafted("fact", page="site_pages.new_fact", sends="site_pages.create_fact"),
    Drafted("fact-change", page="site_pages.edit_fact", sends="site_pages.update_fact", subjects=nobody),
    Drafted("site-contact", page="site_pages.new_contact", sends="site_pages.create_contact"),
    Drafted("site-contact-change", page="site_pages.edit_contact", sends="site_pages.update_contact", subjects=nobody),
)
ADDRESSES = {
    SitePage.PARTICIPANTS: "guide.take_part",
    SitePage.EASY_READ: "guide.easy_read",
    SitePage.OFFICERS: "guide.case_officers",
    SitePage.RESULTS: "results.index",
    SitePage.SUPPORT: "support.index",
}
"""Where readers see each page."""
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.EDIT_CONTENT)
def index() -> str:
    return render_template(
        "site_pages/index.html",
        pages=[(page, PAGE_NAMES[page], url_for(ADDRESSES[page])) for page in _pages()],
        texts=queries.list_texts(),
        facts=queries.list_facts(seen=False),
        contacts=queries.list_contacts(seen=False),
    )


@blueprint.get("/facts/new")
@requires(Permission.EDIT_CONTENT)
def new_fact() -> str:
    return _fact_page(FactForm(), is_new=True)


@blueprint.post("/facts/new")
@requires(Permission.EDIT_CONTENT)
def create_fact() -> Page:
    form = FactForm()
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(form, lambda: services.add_fact(fact_id=row_id, values=form.values), twice=(SentTwice,))
    return _done(_("The fact has been saved.")) if status == HTTPStatus.SEE_OTHER else (_fact_page(form, is_new=True), status)


@blueprint.get("/facts/<uuid:dated_fact_id>")
@requires(Permission.EDIT_CONTENT)
def edit_fact(dated_fact_id: uuid.UUID) -> str:
    return _fact_page(FactForm(data=FactForm.shown_from(queries.get_fact(dated_fact_id))))


@blueprint.post("/facts/<uuid:dated_fact_id>")
@requires(Permission.EDIT_CONTENT)
def update_fact(dated_fact_id: uuid.UUID) -> Page:
    row, form = queries.get_fact(dated_fact_id, lock=True), FactForm()
    status = _change(form, row, lambda: services.change_fact(fact=row, version=form.version.data, values=form.values))
    return _done(_("The fact has been saved.")) if status == HTTPStatus.SEE_OTHER else (_fact_page(form), status)


@blueprint.get("/contacts/new")
@requires(Permission.EDIT_CONTENT)
def new_contact() -> str:
    return _contact_page(ContactForm(), is_new=True)


@blueprint.post("/contacts/new")
@requires(Permission.EDIT_CONTENT)
def create_contact() -> Page:
    form = ContactForm()
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(form, lambda: services.add_contact(contact_id=row_id, values=form.values), twice=(SentTwice,))
    done = status == HTTPStatus.SEE_OTHER
    return _done(_("The contact has been saved.")) if done else (_contact_page(form, is_new=True), status)


@blueprint.get("/contacts/<uuid:site_contact_id>")
@requires(Permission.EDIT_CONTENT)
def edit_contact(site_contact_id: uuid.UUID) -> str:
    return _contact_page(ContactForm(data=ContactForm.shown_from(queries.get_contact(site_contact_id))))


@blueprint.post("/contacts/<uuid:site_contact_id>")
@requires(Permission.EDIT_CONTENT)
def update_contact(site_contact_id: uuid.UUID) -> Page:
    row, form = queries.get_contact(site_contact_id, lock=True), ContactForm()
    status = _change(form, row, lambda: services.change_contact(contact=row, version=form.version.data, values=form.values))
    return _done(_("The contact has been saved.")) if status == HTTPStatus.SEE_OTHER else (_contact_page(form), status)


@blueprint.get("/texts/<string(maxlength=20):site_page>")
@requires(Permission.EDIT_CONTENT)
def edit_text(site_page: str) -> str:
    page = _page_of(site_page)
    return _text_page(page, TextForm(data=TextForm.shown_from(queries.texts_of(page))))


@blueprint.post("/texts/<string(maxlength=20):site_page>")
@requires(Permission.EDIT_CONTENT)
def update_text(site_page: str) -> Page:
    page, form = _page_of(site_page), TextForm()
    status = carry_out(form, lambda: texts.write_texts(page=page, versions=form.versions, bodies=form.bodies))
    if status == HTTPStatus.CONFLICT:
        stored = TextForm.shown_from(queries.texts_of(page))
        versions = {name: stored.pop(name) for name in ("version_sv", "version_en") if name in stored}
        status = conflicts.show(form, stored, version=None)
        for name, version in versions.items():
            form[name].raw_data, form[name].data = None, version
    return _done(_("The text has been saved.")) if status == HTTPStatus.SEE_OTHER else (_text_page(page, form), status)


def _change(form: FactForm | ContactForm, row: Any, deed: Callable[[], object]) -> HTTPStatus:
    """Carry it out; when somebody else was first, both stand in the form."""
    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        stored = form.shown_from(row)
        version = stored.pop("version")
        return conflicts.show(form, stored, version=version)
    return status


def _pages() -> tuple[SitePage, ...]:
    return COUNTY_PAGES if current_site().kind == "county" else TENANT_PAGES


def _page_of(name: str) -> SitePage:
    if name not in _pages():
        raise NotFound
    return SitePage(name)


def _done(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _fact_page(form: FactForm, *, is_new: bool = False) -> str:
    return _form_page(form, _("Add a fact") if is_new else _("Change the fact"), is_new=is_new)


def _contact_page(form: ContactForm, *, is_new: bool = False) -> str:
    return _form_page(form, _("Add a contact") if is_new else _("Change the contact"), is_new=is_new)


def _form_page(form: MiaForm, title: str, *, is_new: bool) -> str:
    return render_template("site_pages/edit.html", form=form, heading=title, is_new=is_new)


def _text_page(page: SitePage, form: TextForm) -> str:
    return render_template(
        "site_pages/text.html",
        form=form,
        page=page,
        name=PAGE_NAMES[page],
        address=url_for(ADDRESSES[page]),
        versions=queries.list_text_versions(page),
    )
