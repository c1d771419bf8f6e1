"""What is done with accounts: made, invited, given roles, given and deprived of ways to sign in. The caller commits."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import clock
from core.accounts import jobs, passwords, queries, second_factor
from core.accounts.errors import (
    AnotherEmployer,
    CodeRefused,
    EmailTaken,
    EmployerNeeded,
    LastAdmin,
    LinkWorn,
    OfficeReadsNoPersons,
    RoleChangedMeanwhile,
    RoleHeldAlready,
    RoleOfAnotherSite,
)
from core.accounts.links import hash_token, make_link
from core.accounts.models import Account, Membership, OneTimeLink, RecoveryCode
from core.accounts.terms import (
    ADMIN_ROLES,
    AUTHORITY_ONLY,
    COUNTY_ROLES,
    TENANT_ROLES,
    EmployerKind,
    LinkPurpose,
    Role,
    is_email,
    is_phone,
    reads_persons,
)
from core.constraints import keep
from core.context import TenantRef
from core.db import engine_for, session
from core.errors import Invalid
from core.i18n import _


@dataclass(frozen=True, slots=True)
class Employer:
    """Who employs the holder of a role."""

    kind: EmployerKind
    name: str
    authority_id: uuid.UUID | None = None


def create_account(*, email: str, name: str, language: str = "sv") -> Account:
    """A new account without a password. Raises Invalid or EmailTaken."""
    address = email.strip().lower()
    if not is_email(address):
        raise Invalid({"email": _("Write an e-mail address, such as name@example.com")})
    account = Account(email=address, name=name.strip() or address.partition("@")[0], language=language)
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise EmailTaken from error
    return account


def invite(*, account: Account, purpose: LinkPurpose = LinkPurpose.INVITE) -> str:
    """The token of a one-time link, for whoever hands it over by other means than mail."""
    return make_link(account.id, purpose)


def accept_link(*, token: str, password: str) -> Account:
    """Set the password by a one-time link, which is used up. Raises LinkWorn or Invalid."""
    used = session.execute(
        sa.update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == hash_token(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(OneTimeLink.account_id, OneTimeLink.purpose)
        .execution_options(synchronize_session=False)
    ).first()
    account = queries.get_account(used.account_id) if used else None
    if used is None or account is None or not account.active:
        raise LinkWorn
    set_password(account=account, password=password)
    if used.purpose == LinkPurpose.RESET_TOTP:
        drop_second_step(account=account)
    return account


def set_password(*, account: Account, password: str) -> None:
    """Raises Invalid when it is not a good one. Ending the sessions is the caller's: core.auth knows them."""
    passwords.check(password, email=account.email, name=account.name)
    account.password_hash = passwords.hash_of(password)
    session.flush()


def verify_own_password(*, account: Account, password: str) -> None:
    """Before anything that changes how one signs in. Raises Invalid on the field `current`."""
    if not passwords.matches(account.password_hash, password):
        raise Invalid({"current": _("This is not your password")})


def set_language(*, account: Account, language: str) -> None:
    """The language that signed-in pages speak."""
    account.language = language
    session.flush()


def grant_role(*, account: Account, tenant: TenantRef | None, role: Role, employer: Employer, work_phone: str = "") -> Membership:
    """Give a role at a tenant or (None) at the county.

    Rights follow the employer: roles that read persons need an authority, one person has one employer at a tenant, and
    the association office reads nobody. Raises the errors of core/accounts/errors.py that say so.
    """
    tenant_id = tenant.id if tenant else None
    _check_site(role, tenant_id, employer)
    _check_phone(work_phone)
    queries.lock_account(account)
    for held in queries.list_memberships(account.id, tenant_id):
        _check_beside(held, role, employer)
    membership = Membership(
        account_id=account.id,
        tenant_id=tenant_id,
        role=role.value,
        employer_kind=employer.kind.value,
        employer_name=employer.name,
        authority_id=employer.authority_id,
        work_phone=work_phone,
        starts_on=clock.today(),
    )
    session.add(membership)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise RoleHeldAlready from error
    _project(account.id, tenant_id)
    return membership


def change_role(
    *, membership: Membership, tenant: TenantRef | None, role: Role, employer: Employer, work_phone: str = ""
) -> Membership:
    """End one role today and give another in its place, by the same rules; where only the telephone differs, the role
    goes on. Raises as both deeds do."""
    if membership.is_of(role, employer.kind, employer.authority_id):
        set_work_phone(memberships=[membership], work_phone=work_phone)
        return membership
    account = queries.get_account(membership.account_id)
    end_membership(membership=membership)
    return grant_role(account=account, tenant=tenant, role=role, employer=employer, work_phone=work_phone)


def set_work_phone(*, memberships: Sequence[Membership], work_phone: str) -> None:
    """The number to call somebody at, in these of their roles. Raises Invalid, RoleChangedMeanwhile."""
    _check_phone(work_phone)
    for membership in memberships:
        membership.work_phone = work_phone
        _project(membership.account_id, membership.tenant_id)
    keep()


def require_version(membership: Membership, version: int | None) -> None:
    """The form was opened on this version. Raises RoleChangedMeanwhile, also for a role that has ended since."""
    if membership.version != version or (membership.ended_on is not None and membership.ended_on <= clock.today()):
        raise RoleChangedMeanwhile


def end_membership(*, membership: Membership, on: dt.date | None = None) -> None:
    """Take the role away on a day, today at the earliest; today's end holds from the next request.

    Ending it twice changes nothing. Raises Invalid for a day that has passed, LastAdmin.
    """
    day = on or clock.today()
    if day < clock.today():
        raise Invalid({"ended_on": _("The role cannot end on a day that has passed")})
    if membership.ended_on is not None and membership.ended_on <= day:
        return
    if membership.role in ADMIN_ROLES and not _others_administer(membership):
        raise LastAdmin
    membership.ended_on = day
    keep()
    _project(membership.account_id, membership.tenant_id)


def _others_administer(membership: Membership) -> bool:
    """Whether somebody else keeps the role. The rows are held, so that two ends cannot pass each other."""
    held = queries.lock_holders(Role(membership.role), membership.tenant_id)
    return any(account_id != membership.account_id for account_id in held)


def disable_account(*, account: Account) -> None:
    """Nobody signs in with it again, and its sessions are refused at their next request."""
    account.active = False
    session.flush()
    for tenant_id in queries.list_tenants_of(account.id):
        _project(account.id, tenant_id)


def enrol_second_step(*, account: Account, secret: str, code: str) -> list[str]:
    """Keep the authenticator's secret once a code proves that it is there. Returns the recovery codes, shown once.

    Raises CodeRefused. The code is used by this.
    """
    step = second_factor.step_of(secret, code, clock.now())
    if step is None:
        raise CodeRefused
    account.totp_secret = second_factor.seal_secret(secret, account.id)
    account.totp_last_step = step
    codes = second_factor.new_recovery_codes()
    _drop_recovery_codes(account)
    session.add_all(RecoveryCode(account_id=account.id, code_hash=second_factor.hash_recovery_code(code)) for code in codes)
    session.flush()
    return codes


def drop_second_step(*, account: Account) -> None:
    """Forget authenticator and recovery codes; where a second step is required it is asked for at the next sign-in."""
    account.totp_secret = account.totp_last_step = None
    _drop_recovery_codes(account)
    session.flush()


def use_code(*, account_id: uuid.UUID, sealed_secret: bytes, code: str) -> None:
    """Accept a code of the authenticator or a recovery code, each once. Raises CodeRefused.

    A short transaction of its own: a code stays used whatever becomes of the request.
    """
    step = second_factor.step_of(second_factor.unseal_secret(sealed_secret, account_id), code, clock.now())
    if not (_use_step(account_id, step) if step is not None else _use_recovery_code(account_id, code)):
        raise CodeRefused


def _use_step(account_id: uuid.UUID, step: int) -> bool:
    table = cast("sa.Table", Account.__table__)
    unused = sa.or_(table.c.totp_last_step.is_(None), table.c.totp_last_step < step)
    statement = sa.update(table).where(table.c.id == account_id, unused).values(totp_last_step=step)
    with engine_for("platform").begin() as connection:
        return connection.execute(statement).rowcount == 1


def _use_recovery_code(account_id: uuid.UUID, code: str) -> bool:
    table = cast("sa.Table", RecoveryCode.__table__)
    mine = sa.and_(
        table.c.account_id == account_id,
        table.c.code_hash == second_factor.hash_recovery_code(code),
        table.c.used_at.is_(None),
    )
    with engine_for("platform").begin() as connection:
        return connection.execute(sa.update(table).where(mine).values(used_at=clock.now())).rowcount == 1


def _drop_recovery_codes(account: Account) -> None:
    session.execute(
        sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id).execution_options(synchronize_session=False)
    )


def _check_site(role: Role, tenant_id: uuid.UUID | None, employer: Employer) -> None:
    if role not in (COUNTY_ROLES if tenant_id is None else TENANT_ROLES):
        raise RoleOfAnotherSite
    if (tenant_id is None) != (employer.kind == EmployerKind.COUNTY):
        raise RoleOfAnotherSite
    if role in AUTHORITY_ONLY and employer.kind != EmployerKind.AUTHORITY:
        raise EmployerNeeded
    if (employer.kind == EmployerKind.AUTHORITY) != (employer.authority_id is not None):
        raise EmployerNeeded


def _check_phone(work_phone: str) -> None:
    if not is_phone(work_phone):
        raise Invalid({"work_phone": _("Write a telephone number, such as 08-123 456 00")})


def _check_beside(held: Membership, role: Role, employer: Employer) -> None:
    """What one more role may not stand beside."""
    if held.role == role:
        raise RoleHeldAlready
    roles = {(held.role, held.employer_kind), (role.value, employer.kind.value)}
    if Role.ASSOCIATION_OFFICE in {name for name, _kind in roles} and any(reads_persons(*pair) for pair in roles):
        raise OfficeReadsNoPersons
    if (held.employer_kind, held.authority_id) != (employer.kind.value, employer.authority_id):
        raise AnotherEmployer(held.employer_name)


def _project(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> None:
    if tenant_id is not None:
        jobs.ask_for_projection(account_id, tenant_id)
