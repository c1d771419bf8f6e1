"""Reading accounts, memberships and one-time links."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core import clock
from core.accounts.errors import LinkWorn
from core.accounts.models import Account, Membership, OneTimeLink, RecoveryCode
from core.accounts.terms import COUNTY_ROLES, TENANT_ROLES, Role
from core.alphabet import swedish_key
from core.db import engine_for, session
from core.errors import NotFound


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a sign-in is checked against. Never shown."""

    account_id: uuid.UUID
    email: str
    name: str
    language: str
    active: bool
    password_hash: str | None
    totp_secret: bytes | None


def in_force(today: dt.date) -> sa.ColumnElement[bool]:
    """The rule for a membership that holds on a day: it has begun, and its last day has not come."""
    return sa.and_(Membership.starts_on <= today, sa.or_(Membership.ended_on.is_(None), Membership.ended_on > today))


def find_credentials(email: str) -> Credentials | None:
    """For sign-in: read in a short transaction of its own, so that no connection waits for argon2."""
    return _credentials(Account.email == email.strip().lower())


def get_credentials(account_id: uuid.UUID) -> Credentials:
    """The same by id. Raises NotFound."""
    found = _credentials(Account.id == account_id)
    if found is None:
        raise NotFound
    return found


def has_role_at(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> bool:
    """Whether the account holds a role in force at the tenant, or (None) at the county."""
    known = sorted(COUNTY_ROLES if tenant_id is None else TENANT_ROLES)
    statement = sa.select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.tenant_id.is_not_distinct_from(tenant_id),
        Membership.role.in_(known),
        in_force(clock.today()),
    )
    with engine_for("platform").connect() as connection:
        return connection.execute(statement.limit(1)).first() is not None


def find_account(email: str) -> Account | None:
    """The account with this e-mail address, whatever its capitals."""
    return session.scalar(sa.select(Account).where(Account.email == email.strip().lower()))


def get_account(account_id: uuid.UUID) -> Account:
    """Raises NotFound."""
    found = session.scalar(sa.select(Account).where(Account.id == account_id))
    if found is None:
        raise NotFound
    return found


def lock_account(account: Account) -> None:
    """Hold the account's row, so that two grants of roles cannot pass each other."""
    session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())


def lock_holders(role: Role, tenant_id: uuid.UUID | None) -> list[uuid.UUID]:
    """Accounts that hold the role now and until further notice and can sign in; their memberships are held until commit."""
    statement = (
        sa.select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role == role.value,
            Membership.tenant_id.is_not_distinct_from(tenant_id),
            Membership.starts_on <= clock.today(),
            Membership.ended_on.is_(None),
            Account.active,
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    return list(session.scalars(statement))


def list_memberships(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> Sequence[Membership]:
    """Memberships in force at the tenant, or (None) at the county."""
    statement = (
        sa.select(Membership)
        .where(
            Membership.account_id == account_id,
            Membership.tenant_id.is_not_distinct_from(tenant_id),
            in_force(clock.today()),
        )
        .order_by(Membership.role, Membership.id)
    )
    return session.scalars(statement).all()


def changes_of_roles(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> int:
    """A number that grows with every change of any of the account's roles at the site: their version as a whole."""
    statement = sa.select(sa.func.sum(Membership.version)).where(
        Membership.account_id == account_id, Membership.tenant_id.is_not_distinct_from(tenant_id)
    )
    return session.scalar(statement) or 0


def list_tenants_of(account_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Every tenant where the account has or has had a role."""
    statement = (
        sa.select(Membership.tenant_id)
        .where(Membership.account_id == account_id, Membership.tenant_id.is_not(None))
        .distinct()
        .order_by(Membership.tenant_id)
    )
    return [tenant_id for tenant_id in session.scalars(statement) if tenant_id is not None]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A role somebody holds, will hold or held at a site, with what those who administer staff may know of the account."""

    id: uuid.UUID
    account_id: uuid.UUID
    name: str
    email: str
    active: bool
    has_password: bool
    has_second_step: bool
    role: Role
    employer_kind: str
    employer_name: str
    authority_id: uuid.UUID | None
    work_phone: str
    starts_on: dt.date
    ended_on: dt.date | None

    @property
    def has_ended(self) -> bool:
        """Whether the last day has come."""
        return self.ended_on is not None and self.ended_on <= clock.today()


def list_staff(tenant_id: uuid.UUID | None, *, account_id: uuid.UUID | None = None) -> list[HeldRow]:
    """Every role at the tenant or (None) the county, ended ones too, in Swedish order of names. One statement."""
    known = sorted(COUNTY_ROLES if tenant_id is None else TENANT_ROLES)
    statement = (
        sa.select(
            Membership.id,
            Membership.account_id,
            Account.name,
            Account.email,
            Account.active,
            Account.password_hash.is_not(None).label("has_password"),
            Account.totp_secret.is_not(None).label("has_second_step"),
            Membership.role,
            Membership.employer_kind,
            Membership.employer_name,
            Membership.authority_id,
            Membership.work_phone,
            Membership.starts_on,
            Membership.ended_on,
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.tenant_id.is_not_distinct_from(tenant_id), Membership.role.in_(known))
        .order_by(Membership.role, Membership.starts_on, Membership.id)
    )
    if account_id is not None:
        statement = statement.where(Membership.account_id == account_id)
    rows = [HeldRow(**dict(row._mapping) | {"role": Role(row.role)}) for row in session.execute(statement)]
    return sorted(rows, key=lambda row: (swedish_key(row.name), row.account_id))


def get_membership(membership_id: uuid.UUID, tenant_id: uuid.UUID | None, *, lock: bool = False) -> Membership:
    """A membership of this site, ended or not; with `lock` held until the request is over. Raises NotFound, also for one
    of another site."""
    statement = sa.select(Membership).where(Membership.id == membership_id, Membership.tenant_id.is_not_distinct_from(tenant_id))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def find_successor(membership: Membership) -> Membership | None:
    """The role in force at the same site that was given to the same person when this one ended, or after; the latest."""
    statement = (
        sa.select(Membership)
        .where(
            Membership.account_id == membership.account_id,
            Membership.tenant_id.is_not_distinct_from(membership.tenant_id),
            Membership.id > membership.id,
            Membership.starts_on >= membership.ended_on,
            in_force(clock.today()),
        )
        .order_by(Membership.id.desc())
    )
    return session.scalar(statement.limit(1))


def works_elsewhere(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> bool:
    """Whether the account holds a role in force at another site than this one."""
    statement = sa.select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.tenant_id.is_distinct_from(tenant_id),
        in_force(clock.today()),
    )
    return session.scalar(statement.limit(1)) is not None


def list_moved(since: dt.date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(account, tenant) of memberships that began or ended by date since a day."""
    today = clock.today()
    statement = (
        sa.select(Membership.account_id, Membership.tenant_id)
        .where(
            Membership.tenant_id.is_not(None),
            sa.or_(Membership.starts_on.between(since, today), Membership.ended_on.between(since, today)),
        )
        .distinct()
        .order_by(Membership.tenant_id, Membership.account_id)
    )
    return [(row.account_id, row.tenant_id) for row in session.execute(statement) if row.tenant_id is not None]


def count_invited(tenant_id: uuid.UUID) -> int:
    """How many who hold a role at the tenant now have not chosen a password yet."""
    statement = (
        sa.select(sa.func.count(Account.id.distinct()))
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.tenant_id == tenant_id, Account.active, Account.password_hash.is_(None), in_force(clock.today()))
    )
    return session.scalar(statement) or 0


def list_accounts_at(tenant_id: uuid.UUID | None) -> list[tuple[str, str]]:
    """(email, role) of those with a role in force at the site. The demo's sign-in page shows them."""
    statement = (
        sa.select(Account.email, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.tenant_id.is_not_distinct_from(tenant_id), Account.active, in_force(clock.today()))
        .order_by(Account.email, Membership.role)
    )
    return [(email, role) for email, role in session.execute(statement)]


def get_link(token_hash: bytes) -> OneTimeLink:
    """A link that still works. Raises LinkWorn."""
    found = session.scalar(
        sa.select(OneTimeLink).where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
    )
    if found is None:
        raise LinkWorn
    return found


def count_recovery_codes(account_id: uuid.UUID) -> int:
    """How many recovery codes are left."""
    statement = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(statement) or 0


def _credentials(which: sa.ColumnElement[bool]) -> Credentials | None:
    statement = sa.select(
        Account.id,
        Account.email,
        Account.name,
        Account.language,
        Account.active,
        Account.password_hash,
        Account.totp_secret,
    ).where(which)
    with engine_for("platform").connect() as connection:
        row = connection.execute(statement).first()
    return Credentials(*row) if row else None
