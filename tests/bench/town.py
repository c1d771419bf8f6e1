"""Many tenants of many made-up people on a PostgreSQL of our own, each with somebody signed in: what the measures are taken on.

The server syncs to the disk as a real one does. Everything lies in a temporary folder and ends with the measurement.
"""

import datetime as dt
import os
import secrets
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.accounts.models import Account, Membership, SessionRow
from core.auth.session_store import hash_of
from core.config import Settings, forget_settings, get_settings
from core.db import new_id
from core.participants.models import Authority, Staff, Subproject, SubprojectMunicipality
from core.projects.models import Project, ProjectTenant
from deploy.local import cluster as folders
from deploy.local import postgres
from deploy.local.postgres import Postgres
from tenants import cluster, provisioning
from tenants.engines import operator_engine
from tenants.migrations import runner
from tests.crowd import Place, gather

PORT = 8077
"""In the Host header only: it names the cookie. Each server listens where it finds room."""
PROJECT = "mia-vidare"
BEGUN = dt.date(2020, 6, 1)


@dataclass(frozen=True, slots=True)
class Village:
    """A tenant, and the cookie of a delprojektledare who is signed in there."""

    slug: str
    tenant_id: uuid.UUID
    place: Place
    account_id: uuid.UUID
    cookie: str

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost:{PORT}"


@dataclass(slots=True)
class Town:
    """The server and what stands on it."""

    server: Postgres
    settings: Settings
    operator: sa.Engine
    folder: Path
    villages: list[Village] = field(default_factory=list)
    provisioning: list[float] = field(default_factory=list)
    """Seconds that each new tenant took, in order."""

    def grow(self, count: int, people: int) -> None:
        """Until there are `count` tenants; each new one gets `people`."""
        for number in range(len(self.villages), count):
            begun = time.perf_counter()
            slug = f"ort{number:03d}"
            new = provisioning.NewTenant(slug, f"Samordningsförbundet Ort {number}", [("0160", "Täby")])
            schema = provisioning.add_tenant(self.operator, self.settings, new)
            self.provisioning.append(time.perf_counter() - begun)
            self.villages.append(_settle(self.operator, slug, schema, people))
            if (number + 1) % 20 == 0 or number + 1 == count:
                say(f"{number + 1} of {count} tenants stand")
        with self.operator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")

    def server_environment(self, **more: str) -> dict[str, str]:
        """What a web process of this town reads, as in production."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {name: value for name, value in os.environ.items() if name.startswith("MIA_") or name == "REDIS_URL"}
        return kept | own | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONNOUSERSITE": "1"} | more


@contextmanager
def raised(count: int, people: int) -> Iterator[Town]:
    """A town of `count` tenants of `people` each."""
    folder = Path(tempfile.mkdtemp(prefix="mia-bench-"))
    folder.chmod(0o755)
    try:
        server = postgres.start(folder / "postgres")
        _set_environment(server)
        settings = get_settings()
        operator = operator_engine(server.url)
        assert runner.migrate(operator, settings, lambda _state: None)
        assert cluster.harden(operator)
        _put_project(operator)
        town = Town(server, settings, operator, folder)
        town.grow(count, people)
        yield town
        operator.dispose()
    finally:
        if (folder / "postgres").is_dir():
            postgres.stop(folder / "postgres")
            folders.remove_clusters(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    """Tell on standard error how far it has come."""
    sys.stderr.write(f"bench: {line}\n")
    sys.stderr.flush()


def _set_environment(server: Postgres) -> None:
    for name in [name for name in os.environ if name.startswith("MIA_")]:
        del os.environ[name]
    os.environ.update(
        MIA_ENV="production",
        MIA_SECRET_KEY=secrets.token_urlsafe(40),
        MIA_WORKER_KEY=secrets.token_urlsafe(40),
        MIA_DATABASE_ADDRESS=server.address,
        MIA_BASE_DOMAIN="localhost",
        MIA_PUBLIC_SCHEME="http",
        MIA_PUBLIC_PORT=str(PORT),
        MIA_MAIL_FROM="mia@county.example",
        MIA_SMTP_URL="smtp://127.0.0.1:9",
        REDIS_URL="redis://127.0.0.1:9/0",
    )
    forget_settings()


def _put_project(operator: sa.Engine) -> None:
    row: dict[str, Any] = {"key": PROJECT, "name": "MIA Vidare", "starts_on": BEGUN, "ends_on": dt.date(2022, 9, 30)}
    with operator.begin() as connection:
        goals = {"goal_work_or_studies_percent": 30, "goal_regular_measures_percent": 40}
        connection.execute(sa.insert(Project), row | goals)


def _settle(operator: sa.Engine, slug: str, schema: str, people: int) -> Village:
    place = Place(schema, new_id(), new_id(), new_id(), "0160")
    with operator.begin() as connection:
        tenant_id: uuid.UUID = connection.execute(
            sa.text("SELECT id FROM platform.tenant WHERE slug = :slug"), {"slug": slug}
        ).scalar_one()
        account_id, cookie = _sign_in(connection, slug, tenant_id, place)
        _furnish(connection, place, account_id)
        gather(connection, place, people)
    return Village(slug, tenant_id, place, account_id, cookie)


def _sign_in(connection: sa.Connection, slug: str, tenant_id: uuid.UUID, place: Place) -> tuple[uuid.UUID, str]:
    account_id, cookie = new_id(), secrets.token_urlsafe(32)
    now = dt.datetime.now(dt.UTC)
    account = {"id": account_id, "email": f"leader@{slug}.example", "name": "Robin Ledare", "totp_secret": b"in place"}
    connection.execute(sa.insert(Account), account)
    connection.execute(sa.insert(ProjectTenant), {"project_key": PROJECT, "tenant_id": tenant_id})
    connection.execute(
        sa.insert(Membership),
        {
            "account_id": account_id,
            "tenant_id": tenant_id,
            "role": "subproject_manager",
            "employer_kind": "authority",
            "employer_name": "Arbetsmarknadsnämnden",
            "authority_id": place.authority_id,
            "starts_on": BEGUN,
        },
    )
    connection.execute(
        sa.insert(SessionRow),
        {
            "id_hash": hash_of(cookie),
            "host": f"{slug}.localhost:{PORT}",
            "tenant_id": tenant_id,
            "account_id": account_id,
            "values": f'{{"csrf_token": "{secrets.token_hex(20)}"}}',
            "idle_until": now + dt.timedelta(hours=9),
            "absolute_until": now + dt.timedelta(hours=9),
        },
    )
    return account_id, cookie


def _furnish(connection: sa.Connection, place: Place, account_id: uuid.UUID) -> None:
    """An authority with an agreement, its delprojekt with a municipality, and two of its staff."""
    connection.exec_driver_sql(f"SET LOCAL search_path = {place.schema}, ext")
    authority = {"id": place.authority_id, "party_key": "kommun", "name": "Arbetsmarknadsnämnden", "agreement_from": BEGUN}
    connection.execute(sa.insert(Authority), authority)
    connection.execute(
        sa.insert(Subproject),
        {
            "id": place.subproject_id,
            "project_key": PROJECT,
            "name": "MIA Vidare",
            "starts_on": BEGUN,
            "ends_on": dt.date(2022, 12, 31),
            "target": 300,
        },
    )
    municipality = {"subproject_id": place.subproject_id, "code": "0160", "name": "Täby"}
    connection.execute(sa.insert(SubprojectMunicipality), municipality)
    staff = [(place.worker_id, "Kim Handläggare"), (account_id, "Robin Ledare")]
    rows = [{"account_id": id_, "name": name, "authority_id": place.authority_id, "reads_persons": True} for id_, name in staff]
    connection.execute(sa.insert(Staff), rows)
