"""Who administers the staff of a site: a tenant's administrator the tenant's, the platform's the county's.

Every deed is about the site the request is on, is noted for security, and is carried out by the rules of
core/accounts/services.py. An administrator sees accounts and counts, never a person.
"""

import datetime as dt
import uuid

import flask

from core import clock
from core.accounts import jobs, queries, services
from core.accounts.errors import (
    EmployerWithoutAgreement,
    OwnAdminRole,
    OwnRights,
    RoleChangedMeanwhile,
    WorksElsewhere,
)
from core.accounts.models import Account, Membership, SecurityEvent
from core.accounts.services import Employer
from core.accounts.terms import ADMIN_ROLES, COUNTY_ROLES, TENANT_ROLES, EmployerKind, MailKind, Role, reads_persons
from core.auth import session_store
from core.auth.colleagues import ASSOCIATION, Colleague, is_me, site_id
from core.authorities.queries import list_employers
from core.context import current_person, find_tenant, request_id
from core.db import session
from core.errors import DomainError, NotFound
from core.participants.caseload import count_open_participations


def has_moved_on(membership: Membership, version: int | None) -> bool:
    """Whether somebody else changed or ended the role after a form was opened on this version of it."""
    try:
        services.require_version(membership, version)
    except RoleChangedMeanwhile:
        return True
    return False


def find_role_now(membership: Membership) -> Membership | None:
    """What stands in the place of a role: itself, what it was changed to when it has ended, or nothing."""
    if membership.ended_on is None or membership.ended_on > clock.today():
        return membership
    return queries.find_successor(membership)


def roles_here() -> list[Role]:
    """The roles that can be given at this site, in the order of the enum; the one that both sites have stands last."""
    known = COUNTY_ROLES if find_tenant() is None else TENANT_ROLES
    return sorted((role for role in Role if role in known), key=lambda role: role in COUNTY_ROLES & TENANT_ROLES)


def employers_here() -> list[tuple[str, str]]:
    """(value, name) of who can employ here: the förbund, and authorities with an agreement in force."""
    tenant = find_tenant()
    return [] if tenant is None else [(ASSOCIATION, tenant.name), *list_employers()]


def count_left_behind(colleague: Colleague) -> int:
    """How many open participations have this colleague as contact person. The count alone."""
    return 0 if find_tenant() is None else count_open_participations(colleague.account_id)


def invite(*, email: str, name: str, role: Role, employer: str, work_phone: str = "") -> Account:
    """Give somebody a role here, and an account when they have none; a mail with a link is on its way.

    Raises the errors of core/accounts/errors.py and Invalid.
    """
    found = queries.find_account(email)
    if found is not None:
        _refuse_own_rights(found.id, role, employer)
    account = found or services.create_account(email=email, name=name)
    _grant(account, role, employer, work_phone)
    jobs.ask_for_mail(account.id, site_id(), MailKind.ROLE_GIVEN if account.password_hash else MailKind.INVITE)
    _note("staff_invited", account.id)
    return account


def give_role(*, colleague: Colleague, role: Role, employer: str, work_phone: str = "") -> None:
    """One more role for somebody who is or was here. Raises as `invite` does."""
    account = queries.get_account(colleague.account_id)
    _refuse_own_rights(account.id, role, employer)
    _grant(account, role, employer, work_phone)
    jobs.ask_for_mail(account.id, site_id(), MailKind.ROLE_GIVEN if account.password_hash else MailKind.INVITE)
    _note("role_given", account.id)


def change_role(*, membership: Membership, version: int | None, role: Role, employer: str, work_phone: str = "") -> None:
    """Another role or employer from the next request on, or only another telephone, which ends nothing.

    Raises as `invite` and `end_role` do.
    """
    services.require_version(membership, version)
    wanted = _employer(employer)
    if not membership.is_of(role, wanted.kind, wanted.authority_id):
        _refuse_own_rights(membership.account_id, role, employer)
        _refuse_own_end(membership)
    now = services.change_role(membership=membership, tenant=find_tenant(), role=role, employer=wanted, work_phone=work_phone)
    if now is not membership:
        _end_sessions(membership.account_id)
    _note("role_changed", membership.account_id)


def end_role(*, membership: Membership, version: int | None, on: dt.date | None) -> None:
    """End it on a day. Today's end closes the sessions at this site at once.

    Raises Invalid, LastAdmin, OwnAdminRole, RoleChangedMeanwhile.
    """
    services.require_version(membership, version)
    _refuse_own_end(membership)
    services.end_membership(membership=membership, on=on)
    if membership.ended_on is not None and membership.ended_on <= clock.today():
        _end_sessions(membership.account_id)
    _note("role_ended", membership.account_id)


def send_link(*, colleague: Colleague) -> MailKind:
    """Mail a new one-time link: to choose the first password, or another one. Raises NotFound for who has left."""
    account = _still_here(colleague)
    kind = MailKind.RESET_PASSWORD if account.password_hash else MailKind.INVITE
    jobs.ask_for_mail(account.id, site_id(), kind)
    _note("link_sent", account.id)
    return kind


def reset_second_step(*, colleague: Colleague) -> None:
    """Mail a link by which the second step is dropped and a new password chosen.

    Nothing changes before the link is used, so that whoever administers cannot open an account. Raises WorksElsewhere,
    NotFound.
    """
    account = _still_here(colleague)
    if queries.works_elsewhere(account.id, site_id()):
        _refuse("second_step_reset_refused", account.id, WorksElsewhere())
    jobs.ask_for_mail(account.id, site_id(), MailKind.RESET_TOTP)
    _note("second_step_reset_sent", account.id)


def may_reset_second_step(colleague: Colleague) -> bool:
    """Whether there is one, and it protects this site only."""
    return colleague.has_second_step and not queries.works_elsewhere(colleague.account_id, site_id())


def _still_here(colleague: Colleague) -> Account:
    if not colleague.active or not colleague.in_force:
        raise NotFound
    return queries.get_account(colleague.account_id)


def _employer(chosen: str) -> Employer:
    tenant = find_tenant()
    if tenant is None:
        return Employer(EmployerKind.COUNTY, owner_name())
    if chosen == ASSOCIATION:
        return Employer(EmployerKind.ASSOCIATION, tenant.name)
    name = dict(list_employers()).get(chosen)
    if name is None:
        raise EmployerWithoutAgreement
    return Employer(EmployerKind.AUTHORITY, name, uuid.UUID(chosen))


def owner_name() -> str:
    """Who employs at the county: the employer of the one who asks."""
    return current_person().employer


def _refuse_own_rights(account_id: uuid.UUID, role: Role, employer: str) -> None:
    kind = EmployerKind.ASSOCIATION if employer == ASSOCIATION else EmployerKind.AUTHORITY
    if is_me(account_id) and reads_persons(role, kind):
        _refuse("own_rights_refused", account_id, OwnRights())


def _refuse_own_end(membership: Membership) -> None:
    if is_me(membership.account_id) and membership.role in ADMIN_ROLES:
        _refuse("own_admin_end_refused", membership.account_id, OwnAdminRole())


def _refuse(kind: str, subject_id: uuid.UUID, error: DomainError) -> None:
    """A refusal is noted in a transaction of its own: the request is rolled back."""
    session_store.note(
        kind,
        host=flask.request.host,
        account_id=current_person().account_id,
        subject_id=subject_id,
        tenant_id=site_id(),
    )
    raise error


def _grant(account: Account, role: Role, employer: str, work_phone: str) -> None:
    wanted = _employer(employer)
    services.grant_role(account=account, tenant=find_tenant(), role=role, employer=wanted, work_phone=work_phone)


def _end_sessions(account_id: uuid.UUID) -> None:
    """At this site, at once. One's own goes on: what it may do is read anew at every request anyway."""
    if not is_me(account_id):
        session_store.kill_at(account_id, site_id())


def _note(kind: str, subject_id: uuid.UUID) -> None:
    """A deed is noted in its own transaction: both happened or neither."""
    session.add(
        SecurityEvent(
            at=clock.now(),
            kind=kind,
            host=flask.request.host,
            account_id=current_person().account_id,
            subject_id=subject_id,
            tenant_id=site_id(),
            request_id=request_id(),
        )
    )
