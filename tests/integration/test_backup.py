"""A backup that was not brought back is a hope: every test here restores, or is refused before anything is done."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from core.config import Settings
from core.context import Scope, Site, TenantRef, entered
from core.crypto import unseal_bytes
from core.errors import WallBreach
from tenants import backup, keys
from tenants.engines import Engines, operator_engine
from tenants.migrations import runner
from tenants.scope import tenant_scope
from tests import servers
from tests.canaries import plant
from tests.house import House

MARK = "KANARIE"


@pytest.fixture
def kept(app: Flask, two_tenants: House, tmp_path: Path) -> Path:
    """A backup of the house with one life in it."""
    with tenant_scope("hbs", app), two_tenants.operator.begin() as connection:
        plant(connection, two_tenants, "hbs", MARK)
    backup.make(two_tenants.settings, tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def elsewhere(two_tenants: House) -> Iterator[Settings]:
    """An empty database, as on a new machine. The roles are the server's and are there already."""
    server = servers.postgres_server()
    with servers.fresh_database(server) as url:
        name = sa.engine.make_url(url).database
        address = server.address.replace("/mia?", f"/{name}?")
        yield two_tenants.settings.model_copy(update={"database_url": url, "database_address": address})


def test_everything_comes_back_and_the_wall_with_it(two_tenants: House, kept: Path, elsewhere: Settings) -> None:
    manifest = backup.restore(elsewhere, kept)
    assert manifest.rows[f"{two_tenants.schemas['hbs']}.participation"] == 1
    engines = Engines(elsewhere)
    own = TenantRef(two_tenants.tenant_ids["hbs"], "hbs", "", two_tenants.schemas["hbs"])
    with entered(Scope(site=Site("tenant", own))), engines.engine_for("tenant").connect() as connection:
        person = connection.execute(sa.text("SELECT * FROM person WHERE merged_into IS NULL")).one()
        assert person.given_name.startswith(MARK)
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            connection.execute(sa.text(f"SELECT * FROM {two_tenants.schemas['roslagen']}.person"))
    engines.store.close_idle()
    operator = operator_engine(elsewhere.database_url)
    with operator.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM platform.tenant WHERE slug = 'hbs'")).one()
    key = keys.unwrap(elsewhere, row.id, "data", bytes(row.data_key), row.key_version)
    place = f"{row.id}\0person\0phone\0{person.id}".encode()
    assert unseal_bytes(key, bytes(person.phone), place) == f"{MARK}-phone".encode()
    assert runner.migrate(operator, elsewhere, lambda _state: None), "and the next migration finds it in order"


def test_the_backup_is_for_its_owner_only_and_holds_no_secret(kept: Path, two_tenants: House) -> None:
    assert oct(kept.stat().st_mode & 0o777) == "0o700"
    assert oct((kept / backup.DUMP).stat().st_mode & 0o777) == "0o600"
    held = (kept / backup.DUMP).read_bytes() + (kept / backup.MANIFEST).read_bytes()
    assert two_tenants.settings.secret_key.encode() not in held


def test_a_changed_dump_is_refused(kept: Path, elsewhere: Settings) -> None:
    with (kept / backup.DUMP).open("ab") as opened:
        opened.write(b"x")
    with pytest.raises(backup.BackupFault, match="manifest"):
        backup.restore(elsewhere, kept)


def test_a_used_database_is_refused(kept: Path, two_tenants: House) -> None:
    with pytest.raises(backup.BackupFault, match="not empty"):
        backup.restore(two_tenants.settings, kept)


def test_another_secret_is_told_apart(kept: Path, elsewhere: Settings) -> None:
    """Roles get passwords of the given secret, so the check must come before anyone relies on the database."""
    manifest = json.loads((kept / backup.MANIFEST).read_text(encoding="utf-8"))
    assert manifest["tenants"]
    backup.restore(elsewhere, kept)
    with operator_engine(elsewhere.database_url).connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM platform.tenant LIMIT 1")).one()
    other = elsewhere.model_copy(update={"secret_key": "another-secret-of-more-than-thirty-two-bytes"})
    with pytest.raises(WallBreach):
        keys.unwrap(other, row.id, "data", bytes(row.data_key), row.key_version)


def test_a_folder_with_something_in_it_is_left_alone(two_tenants: House, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(backup.BackupFault, match="not empty"):
        backup.make(two_tenants.settings, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note"]
