"""What is done with accounts: made, invited, given roles, given and deprived of ways to sign in. The caller commits."""

import datetime as dt
import hashlib
import secrets
import uuid
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
    LinkWorn,
    OfficeReadsNoPersons,
    RoleHeldAlready,
    RoleOfAnotherSite,
)
from core.accounts.models import Account, Membership, OneTimeLink, RecoveryCode
from core.accounts.terms import AUTHORITY_ONLY, COUNTY_ROLES, TENANT_ROLES, EmployerKind, LinkPurpose, Role, reads_persons
from core.context import TenantRef
from core.db import engine_for, session
from core.errors import Invalid
from core.i18n import _

LINK_LIVES = dt.timedelta(hours=72)
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Employer:
    """Who employs the holder of a role."""

    kind: EmployerKind
    name: str
    authority_id: uuid.UUID | None = None


def create_account(*, email: str, name: str, language: str = "sv") -> Account:
    """A new account without a password. Raises Invalid or EmailTaken."""
    address = email.strip().lower()
    local, at, domain = address.partition("@")
    if not (local and at and "." in domain) or any(sign.isspace() for sign in address):
        raise Invalid({"email": _("Write an e-mail address, such as name@example.com")})
    account = Account(email=address, name=name.strip() or local, language=language)
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise EmailTaken from error
    return account


def invite(*, account: Account, purpose: LinkPurpose = LinkPurpose.INVITE) -> str:
    """The token of a link that works once within 72 hours. Only its hash is kept; links made before stop working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    session.execute(
        sa.update(OneTimeLink).where(OneTimeLink.account_id == account.id, OneTimeLink.used_at.is_(None)).values(used_at=now)
    )
    session.add(
        OneTimeLink(account_id=account.id, token_hash=hash_token(token), purpose=purpose.value, expires_at=now + LINK_LIVES)
    )
    session.flush()
    return token


def hash_token(token: str) -> bytes:
    """What is kept of a link's token, which is random in full."""
    return hashlib.sha256(token.encode()).digest()


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


def grant_role(*, account: Account, tenant: TenantRef | None, role: Role, employer: Employer) -> Membership:
    """Give a role at a tenant or (None) at the county.

    Rights follow the employer: roles that read persons need an authority, one person has one employer at a tenant, and
    the association office reads nobody. Raises the errors of core/accounts/errors.py that say so.
    """
    tenant_id = tenant.id if tenant else None
    _check_site(role, tenant_id, employer)
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
        starts_on=clock.today(),
    )
    session.add(membership)
    try:
        session.flush()
    except IntegrityError as error:
        raise RoleHeldAlready from error
    _project(account.id, tenant_id)
    return membership


def end_membership(*, membership: Membership) -> None:
    """Take the role away from the next request on. Ending it twice changes nothing."""
    if membership.ended_on is None:
        membership.ended_on = clock.today()
        session.flush()
        _project(membership.account_id, membership.tenant_id)


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
