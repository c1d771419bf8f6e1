"""Staff of this site: list, one colleague, invite, give, change and end roles, send links. Never a participant."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.staff.forms import EndForm, InviteForm, RoleForm
from core.accounts.terms import ROLE_NAMES
from core.auth import administration
from core.auth.administration import ASSOCIATION, Colleague
from core.auth.permissions import Permission, requires
from core.i18n import _, _l
from core.web import drafts, navigation
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.navigation import Entry

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
    everyone = administration.list_colleagues()
    ended = request.args.get("show") == "ended"
    return render_template(
        "staff/index.html",
        colleagues=[one for one in everyone if bool(one.in_force) != ended],
        ended=ended,
        count_ended=sum(not one.in_force for one in everyone),
        names=ROLE_NAMES,
        employers=administration.employer_names(),
    )


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
            made.append(administration.invite(email=form.email.data, name=form.name.data or "", role=role, employer=employer))

    status = carry_out(form, invite)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("staff/new.html", form=form), status
    flash(_("A mail is on its way to %(email)s", email=made[0].email), "success")
    return redirect(url_for("staff.show", account_id=made[0].id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>")
@requires(Permission.MANAGE_STAFF)
def show(account_id: uuid.UUID) -> str:
    return _colleague(administration.get_colleague(account_id))


@blueprint.post("/<uuid:account_id>/links")
@requires(Permission.MANAGE_STAFF)
def create_link(account_id: uuid.UUID) -> Response:
    """Mail a new one-time link."""
    colleague = administration.get_colleague(account_id)
    administration.send_link(colleague=colleague)
    flash(_("A mail is on its way to %(email)s", email=colleague.email), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>/second-step")
@requires(Permission.MANAGE_STAFF)
def edit_second_step(account_id: uuid.UUID) -> str:
    """What a reset means, before it is asked for."""
    return render_template("staff/second_step.html", colleague=administration.get_colleague(account_id))


@blueprint.post("/<uuid:account_id>/second-step")
@requires(Permission.MANAGE_STAFF)
def delete_second_step(account_id: uuid.UUID) -> Response:
    """Mail the link by which the second step is dropped."""
    colleague = administration.get_colleague(account_id)
    administration.reset_second_step(colleague=colleague)
    flash(_("A mail is on its way to %(email)s", email=colleague.email), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:account_id>/roles/new")
@requires(Permission.MANAGE_STAFF)
def new_role(account_id: uuid.UUID) -> str:
    colleague = administration.get_colleague(account_id)
    return _role_page(RoleForm(data={"employer": _employer_of(colleague)}), colleague)


@blueprint.post("/<uuid:account_id>/roles/new")
@requires(Permission.MANAGE_STAFF)
def create_role(account_id: uuid.UUID) -> Page:
    colleague, form = administration.get_colleague(account_id), RoleForm()

    def give() -> None:
        if form.chosen:
            administration.give_role(colleague=colleague, role=form.chosen[0], employer=form.chosen[1])

    status = carry_out(form, give)
    if status != HTTPStatus.SEE_OTHER:
        return _role_page(form, colleague), status
    flash(_("The role is given"), "success")
    return redirect(url_for("staff.show", account_id=account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/roles/<uuid:membership_id>")
@requires(Permission.MANAGE_STAFF)
def edit_role(membership_id: uuid.UUID) -> str:
    membership, colleague = administration.get_role(membership_id)
    held = {"role": membership.role, "employer": str(membership.authority_id or ASSOCIATION)}
    return _role_page(RoleForm(data=held), colleague, membership_id)


@blueprint.post("/roles/<uuid:membership_id>")
@requires(Permission.MANAGE_STAFF)
def update_role(membership_id: uuid.UUID) -> Page:
    """Another role or employer in the place of this one."""
    membership, colleague = administration.get_role(membership_id)
    form = RoleForm()

    def change() -> None:
        if form.chosen:
            administration.change_role(membership=membership, role=form.chosen[0], employer=form.chosen[1])

    status = carry_out(form, change)
    if status != HTTPStatus.SEE_OTHER:
        return _role_page(form, colleague, membership_id), status
    flash(_("The role is changed"), "success")
    return redirect(url_for("staff.show", account_id=colleague.account_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/roles/<uuid:membership_id>/end")
@requires(Permission.MANAGE_STAFF)
def edit_end(membership_id: uuid.UUID) -> str:
    """What ending it leaves behind, before it is done."""
    membership, colleague = administration.get_role(membership_id)
    return _end_page(EndForm(), colleague, membership.role)


@blueprint.post("/roles/<uuid:membership_id>/end")
@requires(Permission.MANAGE_STAFF)
def delete_role(membership_id: uuid.UUID) -> Page:
    membership, colleague = administration.get_role(membership_id)
    form, role = EndForm(), membership.role

    def end() -> None:
        if form.ended_on.data:
            administration.end_role(membership=membership, on=form.ended_on.data)

    status = carry_out(form, end)
    if status != HTTPStatus.SEE_OTHER:
        return _end_page(form, colleague, role), status
    flash(_("The role ends on the day you chose"), "success")
    return redirect(url_for("staff.show", account_id=colleague.account_id), HTTPStatus.SEE_OTHER)


def _colleague(colleague: Colleague) -> str:
    return render_template(
        "staff/show.html",
        colleague=colleague,
        names=ROLE_NAMES,
        employers=administration.employer_names(),
        is_me=administration.is_me(colleague.account_id),
        may_reset=administration.may_reset_second_step(colleague),
    )


def _role_page(form: RoleForm, colleague: Colleague, membership_id: uuid.UUID | None = None) -> str:
    return render_template("staff/role.html", form=form, colleague=colleague, changes=membership_id is not None)


def _end_page(form: EndForm, colleague: Colleague, role: str) -> str:
    return render_template(
        "staff/end.html",
        form=form,
        colleague=colleague,
        role=ROLE_NAMES[role],  # type: ignore[index]  # a Role is its own text
        left_behind=administration.count_left_behind(colleague),
    )


def _employer_of(colleague: Colleague) -> str:
    """Who employs them here already; nobody is asked to find it again."""
    held = colleague.in_force
    return str(held[0].authority_id or ASSOCIATION) if held else ""
