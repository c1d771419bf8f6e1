"""The doctor sees what it should: each fault is made in a database of its own and named."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tenants import cluster, doctor
from tenants.migrations.runner import head
from tests.house import House


def findings(app: Flask) -> dict[str, doctor.Finding]:
    return {finding.what: finding for finding in doctor.examine(app)}  # type: ignore[arg-type]


def test_a_sound_house_has_nothing_that_fails(app: Flask) -> None:
    assert [str(f) for f in findings(app).values() if f.level == "fail"] == []


FAULTS = [
    ("GRANT SELECT ON {own}.person TO {other}_app", "REVOKE SELECT ON {own}.person FROM {other}_app", "privileges", "fail"),
    ("GRANT USAGE ON SCHEMA {own} TO PUBLIC", "REVOKE USAGE ON SCHEMA {own} FROM PUBLIC", "privileges", "fail"),
    ("ALTER ROLE {own}_app SET search_path = public", "ALTER ROLE {own}_app RESET ALL", "role settings", "warn"),
    (
        "GRANT SELECT ON pg_catalog.pg_stat_all_tables TO PUBLIC",
        "REVOKE SELECT ON pg_catalog.pg_stat_all_tables FROM PUBLIC",
        "catalogues",
        "fail",
    ),
    (
        "UPDATE {own}.alembic_version SET version_num = '0000'",
        f"UPDATE {{own}}.alembic_version SET version_num = '{head('tenant')}'",
        "schema of roslagen",
        "fail",
    ),
]


@pytest.mark.parametrize(("fault", "cure", "what", "level"), FAULTS)
def test_a_fault_is_named(app: Flask, two_tenants: House, fault: str, cure: str, what: str, level: str) -> None:
    names = {"own": two_tenants.schemas["roslagen"], "other": two_tenants.schemas["hbs"]}
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(fault.format(**names))
    try:
        assert findings(app)[what].level == level
        assert findings(app)[what].advice
    finally:
        with two_tenants.operator.begin() as connection:
            connection.exec_driver_sql(cure.format(**names))
    assert findings(app).get(what, doctor.Finding("ok", what, "")).level == "ok"


def test_an_old_server_is_refused() -> None:
    class Old:
        def scalar(self, _statement: sa.TextClause) -> str:
            return "150019"

    assert "older" in (cluster.version_fault(Old()) or "")  # type: ignore[arg-type]
