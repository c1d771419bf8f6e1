"""Staff of this site: list, one colleague, invite, give, change and end roles, send links. Never a participant."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.staff.forms import EndForm, InviteForm, RoleChangeForm, RoleForm
from blueprints.staff.listing import list_page, search_page
from core.accounts.terms import ROLE_NAMES
from core.auth import administration, colleagues
from core.auth.colleagues import ASSOCIATION, Colleague
from core.auth.permissions import Permission, requires
from core.clock import today
from core.i18n import _, _l, format_date
from core.web import conflicts, drafts, navigation
from core.web.conflicts import Said
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.fields import made_visible
from core.web.navigation import Entry
from core.web.paging import wanted_page

blueprint = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")

navigation.add(
    Entry("staff.index", _l("Staff"), Permission.MANAGE_STAFF, site="tenant", order=60),
    Entry("staff.index", _l("Staff"), Permission.MANAGE_STAFF, site="county", order=60),
)
drafts.register(
    Drafted("invitation", page="staff.new", sends="staff.create"),
    Drafted("role", page="staff.new_role", sends="staff.create_role", subjects=nobody),
    Drafted("role-change", page="staff.edit_role", sends="staff.update_role", subjects=nobody),
    Drafted("role-end", page="staff.edit_end", sends="staff.delete_role", subjects=nobody),
)

Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.MANAGE_STAFF)
def index() -> str:
    """Who works here; `?show=ended` those who did."""
    return list_page(wanted_page(), ended=request.args.get("show") == "ended")


@blueprint.post("/search")
@requires(Permission.MANAGE_STAFF)
def search() -> str:
    """A POST, so that a name is never in an address or a log."""
    text = made_visible(request.form.get("q", "").strip()[:200])
    return search_page(text) if text else list_page(1)


@blueprint.get("/new")
@requires(Permission.MANAGE_STAFF)
def new() -> str:
    return render_template("staff/new.html", form=InviteForm())


@blueprint.post("/new")
@requires(Permission.MANAGE_STAFF)
def create() -> Page:
    """Invite; the mail is sent by a job."""
    form, made = InviteForm(), []

    def invite() -> None:
        if form.chosen and form.email.data:
            role, employer = form.chosen
            who = {"email": form.email.data, "name": form.name.data or ""}
            made.append(administration.invite(**who, role=role, employer=employer, work_phone=form.phone))

    status = carry_out(form, invite)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("staff/new.html", form=form), status
    flash(_("A mail is on its way to %(email)s", email=made[0].email), "success")
    return redirect(url_for("staff.show", account_id=made[0].id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>")
@requires(Permission.MANAGE_STAFF)
def show(account_id: uuid.UUID) -> str:
    return _colleague(colleagues.get_colleague(account_id))


@blueprint.post("/<uuid:account_id>/links")
@requires(Permission.MANAGE_STAFF)
def create_link(account_id: uuid.UUID) -> Response:
    """Mail a new one-time link."""
    colleague = colleagues.get_colleague(account_id)
    administration.send_link(colleague=colleague)
    flash(_("A mail is on its way to %(email)s", email=colleague.email), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>/second-step")
@requires(Permission.MANAGE_STAFF)
def edit_second_step(account_id: uuid.UUID) -> str:
    """What a reset means, before it is asked for."""
    return render_template("staff/second_step.html", colleague=colleagues.get_colleague(account_id))


@blueprint.post("/<uuid:account_id>/second-step")
@requires(Permission.MANAGE_STAFF)
def delete_second_step(account_id: uuid.UUID) -> Response:
    """Mail the link by which the second step is dropped."""
    colleague = colleagues.get_colleague(account_id)
    administration.reset_second_step(colleague=colleague)
    flash(_("A mail is on its way to %(email)s", email=colleague.email), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>/roles/new")
@requires(Permission.MANAGE_STAFF)
def new_role(account_id: uuid.UUID) -> str:
    colleague = colleagues.get_colleague(account_id)
    return _role_page(RoleForm(data={"employer": _employer_of(colleague), "work_phone": colleague.work_phone}), colleague)


@blueprint.post("/<uuid:account_id>/roles/new")
@requires(Permission.MANAGE_STAFF)
def create_role(account_id: uuid.UUID) -> Page:
    colleague, form = colleagues.get_colleague(account_id), RoleForm()

    def give() -> None:
        if form.chosen:
            role, employer = form.chosen
            administration.give_role(colleague=colleague, role=role, employer=employer, work_phone=form.phone)

    status = carry_out(form, give)
    if status != HTTPStatus.SEE_OTHER:
        return _role_page(form, colleague), status
    flash(_("The role is given"), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/roles/<uuid:membership_id>")
@requires(Permission.MANAGE_STAFF)
def edit_role(membership_id: uuid.UUID) -> str:
    membership, colleague = colleagues.get_role(membership_id)
    return _role_page(RoleChangeForm(data=_stored(membership) | {"version": membership.version}), colleague, membership_id)


@blueprint.post("/roles/<uuid:membership_id>")
@requires(Permission.MANAGE_STAFF)
def update_role(membership_id: uuid.UUID) -> Page:
    """Another role or employer in the place of this one, or another telephone."""
    membership, colleague = colleagues.get_role_for_change(membership_id)
    form = RoleChangeForm()
    theirs: list[tuple[str, str]] = []

    def change() -> None:
        if form.chosen:
            held = {"membership": membership, "version": form.version.data}
            administration.change_role(**held, role=form.chosen[0], employer=form.chosen[1], work_phone=form.phone)

    moved_on = administration.has_moved_on(membership, form.version.data)
    status = carry_out(form, change)
    if moved_on and status == HTTPStatus.CONFLICT:
        status, membership_id, theirs = _lost_role(form, membership)
    if status != HTTPStatus.SEE_OTHER:
        return _role_page(form, colleague, membership_id, theirs), status
    flash(_("The role is changed"), "success")
    return redirect(url_for("staff.show", account_id=colleague.account_id), HTTPStatus.SEE_OTHER)


def _stored(membership: Any) -> dict[str, object]:
    """The role as the form's fields."""
    employer = str(membership.authority_id or ASSOCIATION)
    return {"role": membership.role, "employer": employer, "work_phone": membership.work_phone}


def _lost_role(form: RoleChangeForm, membership: Any) -> tuple[HTTPStatus, uuid.UUID, list[tuple[str, str]]]:
    """What stands now beside what was typed. A role that has been changed into another goes on as that one."""
    now = administration.find_role_now(membership)
    if now is None:
        said = _("The role ended %(day)s", day=format_date(membership.ended_on))
        status = conflicts.show(form, {"role": Said(said, "")}, version=membership.version)
        return status, membership.id, [(_("Role"), said)]
    theirs = [(_("Ends"), format_date(now.ended_on))] if now.ended_on else []
    return conflicts.show(form, _stored(now), version=now.version), now.id, theirs


@blueprint.get("/roles/<uuid:membership_id>/end")
@requires(Permission.MANAGE_STAFF)
def edit_end(membership_id: uuid.UUID) -> str:
    """What ending it leaves behind, before it is done."""
    membership, colleague = colleagues.get_role(membership_id)
    return _end_page(EndForm(data={"version": membership.version, "ended_on": today()}), colleague, membership.role)


@blueprint.post("/roles/<uuid:membership_id>/end")
@requires(Permission.MANAGE_STAFF)
def delete_role(membership_id: uuid.UUID) -> Page:
    membership, colleague = colleagues.get_role_for_change(membership_id)
    form, role = EndForm(), membership.role

    def end() -> None:
        if form.ended_on.data:
            administration.end_role(membership=membership, version=form.version.data, on=form.ended_on.data)

    moved_on = administration.has_moved_on(membership, form.version.data)
    status = carry_out(form, end)
    if moved_on and status == HTTPStatus.CONFLICT:
        status = _lost_end(form, membership)
    if status != HTTPStatus.SEE_OTHER:
        return _end_page(form, colleague, role, lost_race=moved_on and status == HTTPStatus.CONFLICT), status
    flash(_("The role ends on the day you chose"), "success")
    return redirect(url_for("staff.show", account_id=colleague.account_id), HTTPStatus.SEE_OTHER)


def _lost_end(form: EndForm, membership: Any) -> HTTPStatus:
    """A role that has ended stays so; a day to come may be moved once both have been seen."""
    stored = {"ended_on": membership.ended_on} if membership.ended_on else {}
    over = membership.ended_on is not None and membership.ended_on <= today()
    return conflicts.show(form, stored, version=membership.version, final=over)


def _colleague(colleague: Colleague) -> str:
    return render_template(
        "staff/show.html",
        colleague=colleague,
        names=ROLE_NAMES,
        employers=colleagues.employer_names(),
        is_me=colleagues.is_me(colleague.account_id),
        may_reset=administration.may_reset_second_step(colleague),
    )


def _role_page(
    form: RoleForm,
    colleague: Colleague,
    membership_id: uuid.UUID | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template("staff/role.html", form=form, colleague=colleague, membership_id=membership_id, theirs=theirs or [])


def _end_page(form: EndForm, colleague: Colleague, role: str, *, lost_race: bool = False) -> str:
    return render_template(
        "staff/end.html",
        form=form,
        colleague=colleague,
        lost_race=lost_race,
        role=ROLE_NAMES[role],  # type: ignore[index]  # a Role is its own text
        left_behind=administration.count_left_behind(colleague),
    )


def _employer_of(colleague: Colleague) -> str:
    """Who employs them here already; nobody is asked to find it again."""
    held = colleague.in_force
    return str(held[0].authority_id or ASSOCIATION) if held else ""
