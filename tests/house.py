"""A small house for tests: two förbund on one database, a person for every role, and a way back to the beginning.

Everything is made by the product's own migrations and provisioning; only the rows of staff are put in by hand.
"""

import datetime as dt
import os
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg2
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.engine import make_url

from core.accounts.models import Account, Membership
from core.config import Settings, forget_settings, get_settings
from core.db import new_id
from core.interventions.models import Intervention
from core.participants.models import Authority, Staff, Subproject, SubprojectMunicipality
from core.projects.models import Project, ProjectTenant
from tenants import cluster, provisioning
from tenants.engines import operator_engine
from tenants.migrations import runner
from tenants.models import Tenant
from tests.emptying import empty

PASSWORD = "demo-demo-demo"
# Roles belong to the server, not to a database: whoever shares the server must derive the same passwords.
SECRET_KEY = "test-secret-of-more-than-thirty-two-bytes"
WORKER_KEY = "test-worker-key-of-more-than-thirty-two-b"
TODAY = dt.date(2022, 9, 15)
PROJECT = "mia-vidare"

TENANTS = {
    "roslagen": ("Samordningsförbundet Roslagen", "skargard", "ROS", [("0160", "Täby"), ("0188", "Norrtälje")]),
    "hbs": ("Samordningsförbundet Huddinge, Botkyrka, Salem (HBS)", "skog", "HBS", [("0126", "Huddinge")]),
}
OWN, OTHER, FK, LAPSED = "own", "other", "fk", "lapsed"
"""Authorities of each tenant: two committees, Försäkringskassan, and one without an agreement in force."""

TENANT_ROLES = {
    "subproject_manager": OWN,
    "case_worker": OWN,
    "party_representative.fk": FK,
    "party_representative.kommun": OTHER,
    "referrer": OTHER,
    "association_office": None,
    "log_reviewer": None,
    "tenant_admin": None,
    "communicator": None,
}
COUNTY_ROLES = ("programme_manager", "programme_controller", "esf_reporter", "communicator", "platform_admin")


@dataclass(slots=True)
class House:
    """The database and what stands in it. Ids are made anew at every `furnish`."""

    url: str
    settings: Settings
    operator: sa.Engine
    schemas: dict[str, str] = field(default_factory=dict)
    tenant_ids: dict[str, uuid.UUID] = field(default_factory=dict)
    authorities: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    subprojects: dict[str, uuid.UUID] = field(default_factory=dict)
    interventions: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    accounts: dict[str, uuid.UUID] = field(default_factory=dict)


def environment(url: str, address: str, redis_url: str) -> None:
    """What the product reads from its environment, for tests."""
    os.environ.update(
        MIA_ENV="test",
        MIA_SECRET_KEY=SECRET_KEY,
        MIA_WORKER_KEY=WORKER_KEY,
        MIA_PUBLIC_SCHEME="http",
        MIA_BASE_DOMAIN="localhost",
        MIA_PUBLIC_SECONDS="0",
        MIA_TODAY=TODAY.isoformat(),
        DATABASE_URL=url,
        MIA_DATABASE_ADDRESS=address,
        REDIS_URL=redis_url,
    )
    os.environ.pop("MIA_PUBLIC_PORT", None)
    forget_settings()


def environment_of(house: House) -> None:
    """Set the environment back to this house's, after a test that had its own."""
    environment(house.url, house.settings.database_address, house.settings.redis_url)


def build(url: str) -> House:
    """Migrate the database and provision the two tenants. `environment` must have been called."""
    settings = get_settings()
    operator = operator_engine(url)
    faults: list[runner.SchemaState] = []
    runner.migrate(operator, settings, lambda state: faults.append(state) if state.fault else None)
    assert not faults, faults
    assert cluster.harden(operator), "tests run as superuser of their own server"
    house = House(url, settings, _kept_open(url))
    for slug, (name, accent, _prefix, municipalities) in TENANTS.items():
        new = provisioning.NewTenant(slug, name, municipalities, accent, is_owner=slug == "roslagen")
        house.schemas[slug] = provisioning.add_tenant(operator, settings, new)
    with operator.connect() as connection:
        house.tenant_ids = dict(connection.execute(sa.select(Tenant.slug, Tenant.id)).all())
    return house


def _kept_open(url: str) -> sa.Engine:
    """The operator for tests. A connection that comes back forgets everything, as if it were a new one."""
    engine = sa.create_engine(make_url(url).set(drivername="postgresql+psycopg2"), hide_parameters=True, pool_pre_ping=True)

    @sa.event.listens_for(engine, "checkin")
    def forget(connection: Any, record: Any) -> None:
        if connection is None or connection.closed:
            return
        try:
            connection.autocommit = True
            connection.cursor().execute("DISCARD ALL")
            connection.autocommit = False
        except psycopg2.Error:
            record.invalidate()  # the server has ended it

    return engine


def furnish(house: House) -> None:
    """Empty every table and put staff, authorities, the delprojekt and one insats of each kind in place."""
    with house.operator.begin() as connection:
        empty(connection, ["platform", "rollup", *house.schemas.values()])
        house.accounts = _put_accounts(connection)
        _put_project(connection, house)
        for slug in TENANTS:
            _furnish_tenant(connection, house, slug)
        connection.exec_driver_sql("SET LOCAL search_path = platform")
        _put_memberships(connection, house)


@cache
def password_hash() -> str:
    """One cheap hash for all; what a real one costs is measured where sign-in is tested."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def _put_accounts(connection: sa.Connection) -> dict[str, uuid.UUID]:
    emails = [f"{role}@{slug}.example" for slug in TENANTS for role in TENANT_ROLES]
    emails += [f"{role}@county.example" for role in COUNTY_ROLES] + ["nobody@county.example"]
    accounts = {email: new_id() for email in emails}
    connection.execute(
        sa.insert(Account),
        [
            {"id": id_, "email": email, "name": _name_of(email), "password_hash": password_hash()}
            for email, id_ in accounts.items()
        ],
    )
    return accounts


def _name_of(email: str) -> str:
    local, _, host = email.partition("@")
    return f"{local.replace('_', ' ').replace('.', ' ').title()} {host.partition('.')[0].title()}"


def _put_project(connection: sa.Connection, house: House) -> None:
    connection.execute(
        sa.insert(Project),
        {
            "key": PROJECT,
            "name": "MIA Vidare",
            "starts_on": dt.date(2020, 6, 1),
            "ends_on": dt.date(2022, 9, 30),
            "planned_participants": 1900,
            "goal_work_or_studies_percent": 30,
            "goal_regular_measures_percent": 40,
        },
    )
    connection.execute(
        sa.insert(ProjectTenant),
        [
            {"project_key": PROJECT, "tenant_id": id_, "position": position}
            for position, id_ in enumerate(house.tenant_ids.values())
        ],
    )


def _furnish_tenant(connection: sa.Connection, house: House, slug: str) -> None:
    connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas[slug]}, ext")
    name, _accent, prefix, municipalities = TENANTS[slug]
    _put_authorities(connection, house, slug, municipalities[0][1])
    subproject = house.subprojects[slug] = new_id()
    connection.execute(
        sa.insert(Subproject),
        {
            "id": subproject,
            "project_key": PROJECT,
            "name": f"MIA Vidare {name.rpartition(' ')[2]}",
            "starts_on": dt.date(2020, 5, 1) if slug == "roslagen" else dt.date(2020, 6, 1),
            "ends_on": dt.date(2022, 12, 31),
            "target": 300,
            "number_prefix": prefix,
        },
    )
    connection.execute(
        sa.insert(SubprojectMunicipality),
        [{"subproject_id": subproject, "code": code, "name": place, "joined_on": None} for code, place in municipalities],
    )
    _put_interventions(connection, house, slug)
    connection.execute(
        sa.insert(Staff),
        [
            {
                "account_id": house.accounts[f"{role}@{slug}.example"],
                "name": _name_of(f"{role}@{slug}.example"),
                "authority_id": house.authorities[slug, employer] if employer else None,
                "reads_persons": employer is not None and role != "referrer",
            }
            for role, employer in TENANT_ROLES.items()
        ],
    )


def _put_interventions(connection: sa.Connection, house: House, slug: str) -> None:
    for position, (kind, sv, en) in enumerate(
        [
            ("mapping", "Samverkansteam", "Joint team"),
            ("course", "Kurs", "Course"),
            ("supported_employment", "Arbetscoach", "Job coach"),
        ]
    ):
        id_ = house.interventions[slug, kind] = new_id()
        row = {
            "id": id_,
            "subproject_id": house.subprojects[slug],
            "kind": kind,
            "name_sv": sv,
            "name_en": en,
            "position": position,
        }
        connection.execute(sa.insert(Intervention), row)


def _put_authorities(connection: sa.Connection, house: House, slug: str, place: str) -> None:
    started = dt.date(2020, 1, 1)
    names = {
        OWN: ("kommun", f"Arbetsmarknadsnämnden, {place} kommun", started, None),
        OTHER: ("kommun", f"Socialnämnden, {place} kommun", started, None),
        FK: ("fk", "Försäkringskassan", started, None),
        LAPSED: ("region", "Region Stockholm", started, dt.date(2021, 12, 31)),
    }
    for key, (party, name, from_, until) in names.items():
        id_ = house.authorities[slug, key] = new_id()
        row = {"id": id_, "party_key": party, "name": name, "agreement_from": from_, "agreement_until": until}
        connection.execute(sa.insert(Authority), row)


def _put_memberships(connection: sa.Connection, house: House) -> None:
    rows = []
    for slug in TENANTS:
        for role, employer in TENANT_ROLES.items():
            rows.append(
                {
                    "account_id": house.accounts[f"{role}@{slug}.example"],
                    "tenant_id": house.tenant_ids[slug],
                    "role": role.partition(".")[0],
                    "employer_kind": "authority" if employer else "association",
                    "employer_name": employer or TENANTS[slug][0],
                    "authority_id": house.authorities[slug, employer] if employer else None,
                }
            )
    for role in COUNTY_ROLES:
        rows.append(
            {
                "account_id": house.accounts[f"{role}@county.example"],
                "tenant_id": None,
                "role": role,
                "employer_kind": "county",
                "employer_name": TENANTS["roslagen"][0],
                "authority_id": None,
            }
        )
    for row in rows:
        row |= {"id": new_id(), "starts_on": dt.date(2020, 1, 1)}
    connection.execute(sa.insert(Membership), rows)
