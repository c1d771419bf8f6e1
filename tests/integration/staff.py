"""Rows of staff for tests of sign-in, put in and looked at as the operator."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa

from core.accounts.models import Account, Membership, SecurityEvent, SessionRow
from core.db import new_id
from tests.house import House, password_hash


def put_account(house: House, email: str, **values: Any) -> uuid.UUID:
    """An account with the password of all, unless `values` say otherwise."""
    account_id = new_id()
    row = {"id": account_id, "email": email, "name": "Prov", "password_hash": password_hash()} | values
    with house.operator.begin() as connection:
        connection.execute(sa.insert(Account), row)
    house.accounts[email] = account_id
    return account_id


def give_role(house: House, email: str, slug: str, role: str, employer: str | None = None) -> None:
    """A membership in force at a tenant, employed by the förbund or by one of the tenant's authorities."""
    with house.operator.begin() as connection:
        account_id = connection.execute(sa.select(Account.id).where(Account.email == email)).scalar_one()
        row = {
            "id": new_id(),
            "account_id": account_id,
            "tenant_id": house.tenant_ids[slug],
            "role": role,
            "employer_kind": "authority" if employer else "association",
            "employer_name": employer or slug,
            "authority_id": house.authorities[slug, employer] if employer else None,
            "starts_on": dt.date(2020, 1, 1),
        }
        connection.execute(sa.insert(Membership), row)


def end_roles(house: House, email: str) -> None:
    """All memberships of an account end today (the tests' business day)."""
    with house.operator.begin() as connection:
        mine = Membership.account_id == house.accounts[email]
        connection.execute(sa.update(Membership).where(mine).values(ended_on=dt.date(2022, 9, 15)))


def sessions_of(house: House, email: str) -> int:
    """How many sessions the account has."""
    with house.operator.connect() as connection:
        mine = SessionRow.account_id == house.accounts[email]
        return connection.execute(sa.select(sa.func.count()).select_from(SessionRow).where(mine)).scalar_one()


def count_sessions(house: House) -> int:
    """How many rows there are, of people and of browsers that only saw a form."""
    with house.operator.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(SessionRow)).scalar_one()


def events(house: House) -> list[str]:
    """What security has been told, in order."""
    with house.operator.connect() as connection:
        return list(connection.execute(sa.select(SecurityEvent.kind).order_by(SecurityEvent.at)).scalars())


def work_phones(house: House, email: str) -> list[str]:
    """The numbers of an account's roles, in the order they were given."""
    with house.operator.connect() as connection:
        mine = Membership.account_id == house.accounts[email]
        return list(connection.execute(sa.select(Membership.work_phone).where(mine).order_by(Membership.id)).scalars())
