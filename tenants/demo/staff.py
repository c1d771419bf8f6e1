"""The staff: as many as the margins say, each employed by an authority of the delprojekt, and the förbund's own office.

`ROLE@SLUG.example` is the first of a role, `ROLE.2@SLUG.example` the next; representatives carry their party.
"""

import uuid
from collections.abc import Sequence

from core.accounts.terms import EmployerKind, Role, reads_persons
from tenants.demo import margins
from tenants.demo.dice import dice, name_id
from tenants.demo.margins import tenant_margins
from tenants.demo.names import full_name
from tenants.demo.rows import TenantRows, Worker
from tenants.demo.schedule import WITH_OWN_QUARTERS
from tenants.demo.tables import apportion

PARTIES = ("fk", "kommun", "af", "region")
OFFICE_ROLES = (Role.ASSOCIATION_OFFICE, Role.LOG_REVIEWER, Role.TENANT_ADMIN, Role.COMMUNICATOR)
COUNTY_ROLES = (
    Role.PROGRAMME_MANAGER,
    Role.PROGRAMME_CONTROLLER,
    Role.COMMUNICATOR,
    Role.PLATFORM_ADMIN,
    Role.ESF_REPORTER,
)
COUNTED_ROLES = (Role.SUBPROJECT_MANAGER, Role.CASE_WORKER, Role.PARTY_REPRESENTATIVE)
_USUAL_CASELOAD = 19


def staff_numbers() -> dict[str, int]:
    """How many of the counted staff each tenant has."""
    given = margins.given()
    others = [tenant for tenant in tenant_margins() if tenant.slug != WITH_OWN_QUARTERS]
    shares = apportion(given["staff_county"] - given["staff_roslagen"], [tenant.started for tenant in others])
    return {WITH_OWN_QUARTERS: given["staff_roslagen"]} | {
        tenant.slug: share for tenant, share in zip(others, shares, strict=True)
    }


def case_managers_needed(open_cases: int, slug: str) -> int:
    """So many that a caseload is near the usual; beside them stand a leader and a representative of each party."""
    return max(1, min(round(open_cases / _USUAL_CASELOAD), staff_numbers()[slug] - 1 - len(PARTIES)))


def work_phone(at: int) -> str:
    """One of the numbers in Stockholm that are kept free for books and films; 00 to 17 are the delprojekt's own."""
    return f"08-465 004 {20 + at % 80:02d}"


def add_staff(rows: TenantRows, open_cases: int) -> list[Worker]:
    """Adds everybody; returns the case managers, who are contact persons."""
    chance = dice(f"staff/{rows.slug}")
    lead = rows.authority_id("kommun")
    needed = case_managers_needed(open_cases, rows.slug)
    places = _workplaces(rows)
    people: list[tuple[str, uuid.UUID | None]] = [("subproject_manager", lead)]
    people += [("case_worker", places[at % len(places)]) for at in range(needed)]
    people += [(f"party_representative.{party}", _of_party(rows, party)) for party in PARTIES]
    # The others coach, hold courses or represent a party too, and are nobody's contact person.
    for at in range(staff_numbers()[rows.slug] - len(people)):
        party = PARTIES[at // 3 % len(PARTIES)]
        kind = f"party_representative.{party}" if at % 3 == 2 else "case_worker"
        people.append((kind, _of_party(rows, party) if at % 3 == 2 else places[at % len(places)]))
    people.append((Role.REFERRER, rows.authority_id("fk")))
    people += [(role, None) for role in OFFICE_ROLES]
    seen: dict[str, int] = {}
    for kind, authority in people:
        seen[kind] = seen.get(kind, 0) + 1
        local = kind if seen[kind] == 1 else f"{kind}.{seen[kind]}"
        _add(rows, local, full_name(chance), authority)
    return [worker for worker in rows.staff if worker.role == Role.CASE_WORKER][:needed]


def _workplaces(rows: TenantRows) -> Sequence[uuid.UUID]:
    """Every other case manager is the leading committee's, the rest another committee's or the employment service's."""
    lead, second = [row["id"] for row in rows.tables["authority"] if row["party_key"] == "kommun"][:2]
    return (lead, second, lead, rows.authority_id("af"), lead)


def _of_party(rows: TenantRows, party: str) -> uuid.UUID:
    """The municipality is represented by the committee that does not lead, so that consent is seen to matter."""
    if party != "kommun":
        return rows.authority_id(party)
    return next(row["id"] for row in rows.tables["authority"] if row["name"].startswith("Socialnämnden"))  # type: ignore[no-any-return]


def _add(rows: TenantRows, local: str, name: str, authority_id: uuid.UUID | None) -> None:
    email = f"{local}@{rows.slug}.example"
    role = local.partition(".")[0]
    employers = {row["id"]: row["name"] for row in rows.tables["authority"]}
    employer = employers[authority_id] if authority_id else rows.facts.name
    rows.staff.append(Worker(name_id(email), email, name, role, authority_id, employer))
    kind = EmployerKind.AUTHORITY if authority_id else EmployerKind.ASSOCIATION
    rows.add(
        "staff",
        account_id=name_id(email),
        name=name,
        authority_id=authority_id,
        phone=work_phone(len(rows.staff)) if authority_id else "",
        reads_persons=reads_persons(role, kind) and role != Role.REFERRER,
    )
