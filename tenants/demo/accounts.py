"""Platform rows: the two projects, who takes part in them, and an account with its role for everybody on the staff."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from core.accounts.terms import EmployerKind
from core.facts import associations, get_association, projects
from tenants.demo.dice import dice, name_id
from tenants.demo.names import full_name
from tenants.demo.rows import Row, TenantRows, Worker
from tenants.demo.staff import COUNTY_ROLES
from tenants.demo.subprojects import subproject_name

EMPLOYED_SINCE = dt.date(2020, 5, 1)


def project_tenant_rows(tenant_ids: Mapping[str, uuid.UUID]) -> list[Row]:
    """Which of the tenants that are here take part in which project, in the county's order."""
    order = [each.slug for each in associations()]
    return [
        {
            "project_key": project.key,
            "tenant_id": tenant_ids[slug],
            "position": order.index(slug),
            "subproject_name": subproject_name(get_association(slug).subproject, project.key),
        }
        for project in projects()
        for slug in order
        if slug in project.tenants and slug in tenant_ids
    ]


def account_rows(workers: Sequence[Worker], password_hash: str) -> list[Row]:
    """One password for all, so one hash."""
    return [
        {"id": worker.account_id, "email": worker.email, "name": worker.name, "password_hash": password_hash}
        for worker in workers
    ]


def membership_rows(rows: TenantRows, tenant_id: uuid.UUID) -> list[Row]:
    """The role of each at the tenant, and who employs them."""
    phones = {row["account_id"]: row["phone"] for row in rows.tables["staff"]}
    return [
        {
            "id": name_id(f"{worker.email}/membership"),
            "account_id": worker.account_id,
            "tenant_id": tenant_id,
            "role": worker.role,
            "employer_kind": (EmployerKind.AUTHORITY if worker.authority_id else EmployerKind.ASSOCIATION).value,
            "employer_name": worker.employer,
            "authority_id": worker.authority_id,
            "starts_on": EMPLOYED_SINCE,
            "work_phone": phones[worker.account_id],
        }
        for worker in rows.staff
    ]


def county_workers() -> list[Worker]:
    """Those of the project owner."""
    chance = dice("staff/county")
    owner = next(each.name for each in associations() if each.is_owner)
    emails = [(role.value, f"{role.value}@county.example") for role in COUNTY_ROLES]
    return [Worker(name_id(email), email, full_name(chance), role, None, owner) for role, email in emails]


def county_membership_rows(workers: Sequence[Worker]) -> list[Row]:
    """Roles on the county's site: employed by the county, at no tenant."""
    return [
        {
            "id": name_id(f"{worker.email}/membership"),
            "account_id": worker.account_id,
            "tenant_id": None,
            "role": worker.role,
            "employer_kind": EmployerKind.COUNTY.value,
            "employer_name": worker.employer,
            "authority_id": None,
            "starts_on": EMPLOYED_SINCE,
            "work_phone": "",
        }
        for worker in workers
    ]
