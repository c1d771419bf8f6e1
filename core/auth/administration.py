"""Who administers the staff of a site: a tenant's administrator the tenant's, the platform's the county's.

Every deed is about the site the request is on, is noted for security, and is carried out by the rules of
core/accounts/services.py. An administrator sees accounts and counts, never a person.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import flask

from core import clock
from core.accounts import jobs, queries, services
from core.accounts.errors import (
    EmployerWithoutAgreement,
    OwnAdminRole,
    OwnRights,
    WorksElsewhere,
)
from core.accounts.models import Account, Membership, SecurityEvent
from core.accounts.queries import HeldRow
from core.accounts.services import Employer
from core.accounts.terms import ADMIN_ROLES, COUNTY_ROLES, TENANT_ROLES, EmployerKind, MailKind, Role, reads_persons
from core.auth import session_store
from core.authorities.queries import list_employers, names_of_authorities
from core.context import current_person, find_tenant, request_id
from core.db import session
from core.errors import DomainError, NotFound
from core.participants.caseload import count_open_participations

ASSOCIATION = "association"
"""What a form sends for the förbund itself (at the county: the project owner)."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role at this site, now, later or formerly."""

    account_id: uuid.UUID
    name: str
    email: str
    active: bool
    has_password: bool
    has_second_step: bool
    roles: Sequence[HeldRow]

    @property
    def in_force(self) -> list[HeldRow]:
        """Roles that have not ended."""
        return [one for one in self.roles if not one.has_ended]

    @property
    def ended(self) -> list[HeldRow]:
        """Roles that have ended."""
        return [one for one in self.roles if one.has_ended]

    @property
    def since(self) -> dt.date:
        """The day of the first role."""
        return min(one.starts_on for one in self.roles)


def list_colleagues() -> list[Colleague]:
    """Everyone who has or had a role at this site, in Swedish order."""
    return _grouped(queries.list_staff(_site_id()))


def get_colleague(account_id: uuid.UUID) -> Colleague:
    """Raises NotFound for an account that never had a role at this site."""
    found = _grouped(queries.list_staff(_site_id(), account_id=account_id))
    if not found:
        raise NotFound
    return found[0]


def get_role(membership_id: uuid.UUID) -> tuple[Membership, Colleague]:
    """A role at this site that has not ended, and whose it is. Raises NotFound."""
    membership = queries.get_membership(membership_id, _site_id())
    if membership.ended_on is not None and membership.ended_on <= clock.today():
        raise NotFound
    return membership, get_colleague(membership.account_id)


def roles_here() -> list[Role]:
    """The roles that can be given at this site, in the order of the enum; the one that both sites have stands last."""
    known = COUNTY_ROLES if find_tenant() is None else TENANT_ROLES
    return sorted((role for role in Role if role in known), key=lambda role: role in COUNTY_ROLES & TENANT_ROLES)


def employers_here() -> list[tuple[str, str]]:
    """(value, name) of who can employ here: the förbund, and authorities with an agreement in force."""
    tenant = find_tenant()
    return [] if tenant is None else [(ASSOCIATION, tenant.name), *list_employers()]


def employer_names() -> dict[uuid.UUID, str]:
    """Names of the tenant's authorities as they are now; none at the county."""
    return {} if find_tenant() is None else names_of_authorities()


def count_left_behind(colleague: Colleague) -> int:
    """How many open participations have this colleague as contact person. The count alone."""
    return 0 if find_tenant() is None else count_open_participations(colleague.account_id)


def is_me(account_id: uuid.UUID) -> bool:
    """Whether it is one's own account."""
    return account_id == current_person().account_id


def invite(*, email: str, name: str, role: Role, employer: str) -> Account:
    """Give somebody a role here, and an account when they have none; a mail with a link is on its way.

    Raises the errors of core/accounts/errors.py and Invalid.
    """
    found = queries.find_account(email)
    if found is not None:
        _refuse_own_rights(found.id, role, employer)
    account = found or services.create_account(email=email, name=name)
    services.grant_role(account=account, tenant=find_tenant(), role=role, employer=_employer(employer))
    jobs.ask_for_mail(account.id, _site_id(), MailKind.ROLE_GIVEN if account.password_hash else MailKind.INVITE)
    _note("staff_invited", account.id)
    return account


def give_role(*, colleague: Colleague, role: Role, employer: str) -> None:
    """One more role for somebody who is or was here. Raises as `invite` does."""
    account = queries.get_account(colleague.account_id)
    _refuse_own_rights(account.id, role, employer)
    services.grant_role(account=account, tenant=find_tenant(), role=role, employer=_employer(employer))
    jobs.ask_for_mail(account.id, _site_id(), MailKind.ROLE_GIVEN if account.password_hash else MailKind.INVITE)
    _note("role_given", account.id)


def change_role(*, membership: Membership, role: Role, employer: str) -> None:
    """Another role, or another employer, from the next request on. Raises as `invite` and `end_role` do."""
    _refuse_own_rights(membership.account_id, role, employer)
    _refuse_own_end(membership)
    services.change_role(membership=membership, tenant=find_tenant(), role=role, employer=_employer(employer))
    _end_sessions(membership.account_id)
    _note("role_changed", membership.account_id)


def end_role(*, membership: Membership, on: dt.date | None) -> None:
    """End it on a day. Today's end closes the sessions at this site at once. Raises Invalid, LastAdmin, OwnAdminRole."""
    _refuse_own_end(membership)
    services.end_membership(membership=membership, on=on)
    if membership.ended_on is not None and membership.ended_on <= clock.today():
        _end_sessions(membership.account_id)
    _note("role_ended", membership.account_id)


def send_link(*, colleague: Colleague) -> MailKind:
    """Mail a new one-time link: to choose the first password, or another one. Raises NotFound for who has left."""
    account = _still_here(colleague)
    kind = MailKind.RESET_PASSWORD if account.password_hash else MailKind.INVITE
    jobs.ask_for_mail(account.id, _site_id(), kind)
    _note("link_sent", account.id)
    return kind


def reset_second_step(*, colleague: Colleague) -> None:
    """Mail a link by which the second step is dropped and a new password chosen.

    Nothing changes before the link is used, so that whoever administers cannot open an account. Raises WorksElsewhere,
    NotFound.
    """
    account = _still_here(colleague)
    if queries.works_elsewhere(account.id, _site_id()):
        _refuse("second_step_reset_refused", account.id, WorksElsewhere())
    jobs.ask_for_mail(account.id, _site_id(), MailKind.RESET_TOTP)
    _note("second_step_reset_sent", account.id)


def may_reset_second_step(colleague: Colleague) -> bool:
    """Whether there is one, and it protects this site only."""
    return colleague.has_second_step and not queries.works_elsewhere(colleague.account_id, _site_id())


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
        tenant_id=_site_id(),
    )
    raise error


def _end_sessions(account_id: uuid.UUID) -> None:
    """At this site, at once. One's own goes on: what it may do is read anew at every request anyway."""
    if not is_me(account_id):
        session_store.kill_at(account_id, _site_id())


def _note(kind: str, subject_id: uuid.UUID) -> None:
    """A deed is noted in its own transaction: both happened or neither."""
    session.add(
        SecurityEvent(
            at=clock.now(),
            kind=kind,
            host=flask.request.host,
            account_id=current_person().account_id,
            subject_id=subject_id,
            tenant_id=_site_id(),
            request_id=request_id(),
        )
    )


def _site_id() -> uuid.UUID | None:
    tenant = find_tenant()
    return tenant.id if tenant else None


def _grouped(rows: list[HeldRow]) -> list[Colleague]:
    by_account: dict[uuid.UUID, list[HeldRow]] = {}
    for row in rows:
        by_account.setdefault(row.account_id, []).append(row)
    return [
        Colleague(
            account_id=first.account_id,
            name=first.name,
            email=first.email,
            active=first.active,
            has_password=first.has_password,
            has_second_step=first.has_second_step,
            roles=held,
        )
        for held in by_account.values()
        for first in held[:1]
    ]
