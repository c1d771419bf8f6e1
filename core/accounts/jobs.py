"""Whose names a tenant knows: its `staff` table follows the platform's memberships, without a foreign key (architecture D3)."""

import uuid

from sqlalchemy.dialects.postgresql import insert

from core.accounts import queries
from core.accounts.terms import reads_persons
from core.db import session
from core.jobs import enqueue, job, scopes
from core.participants.models import Staff


def ask_for_projection(account_id: uuid.UUID, tenant_id: uuid.UUID) -> None:
    """In the caller's transaction: have the tenant's staff table follow."""
    enqueue("accounts.project_staff", account=account_id, tenant=tenant_id)


@job("accounts.project_staff", on="platform")
def project_staff(account: uuid.UUID, tenant: uuid.UUID) -> None:
    """Read account and memberships on the platform, write one row in the tenant. Doing it twice gives the same row."""
    found = queries.get_account(account)
    held = queries.list_memberships(account, tenant)
    authorities = {one.authority_id for one in held if one.authority_id is not None}
    row = {
        "account_id": account,
        "name": found.name,
        "authority_id": authorities.pop() if len(authorities) == 1 else None,
        "reads_persons": any(reads_persons(one.role, one.employer_kind) for one in held),
        "active": found.active and bool(held),
    }
    changed = {name: value for name, value in row.items() if name != "account_id"}
    if not held:
        del changed["authority_id"]  # who has left keeps the employer under whom they are remembered
    with scopes().open(tenant):
        session.execute(
            insert(Staff).values(row).on_conflict_do_update(index_elements=[Staff.account_id], set_=changed),
            execution_options={"synchronize_session": False},
        )
        session.commit()
