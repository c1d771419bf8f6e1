"""Role × object × privilege against a checked-in file, at 8 and at 80 tenants. A new object that is not in the file fails.

Run `MIA_WRITE_PRIVILEGES=1 ./mia test tests/rules/test_privileges.py` to write the file anew, and read its diff.
"""

import json
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.config import get_settings
from tenants import cluster, provisioning
from tenants.engines import operator_engine
from tenants.migrations import runner
from tests import house as houses
from tests import servers

EXPECTED = Path(__file__).parent / "privileges.json"
Matrix = dict[str, dict[str, list[str]]]

ALL_GRANTS = """
SELECT grantee.rolname AS role, n.nspname AS schema, c.relname AS object, a.privilege_type AS privilege
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault(
  CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))) a
LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'v', 'm', 'S', 'f', 'p')
UNION ALL
SELECT grantee.rolname, n.nspname, p.proname || '()', a.privilege_type
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
WHERE n.nspname !~ '^(pg_|information_schema|ext)'
UNION ALL
SELECT grantee.rolname, n.nspname, '(schema)', a.privilege_type
FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
WHERE n.nspname !~ '^(pg_|information_schema)'
UNION ALL
SELECT grantee.rolname, '(database)', '(database)', a.privilege_type
FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
WHERE d.datname = current_database()
UNION ALL
SELECT grantee.rolname, n.nspname, c.relname || '.' || t.attname, a.privilege_type
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(t.attacl) a LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
WHERE n.nspname !~ '^(pg_|information_schema)' AND t.attacl IS NOT NULL
"""


@pytest.fixture(scope="module", params=[8, 80])
def connection(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    """A database of its own with as many tenants."""
    server = servers.postgres_server()
    with servers.fresh_database(server) as url:
        houses.environment(url, server.address, "")
        engine = operator_engine(url)
        with servers.one_at_a_time("house"):  # roles belong to the server, which xdist's workers share
            assert runner.migrate(engine, get_settings(), lambda _: None)
            assert cluster.harden(engine)
        for _ in range(request.param):
            new = provisioning.NewTenant(slug=f"t-{secrets.token_hex(4)}", name="Tenant")
            provisioning.add_tenant(engine, get_settings(), new)
        with engine.connect() as opened:
            yield opened
        engine.dispose()


def test_every_privilege_is_one_that_is_written_down(connection: sa.Connection) -> None:
    found, foreign = _matrix(connection)
    assert not foreign, f"a tenant's role reaches another tenant: {foreign[:5]}"
    if os.environ.get("MIA_WRITE_PRIVILEGES"):
        EXPECTED.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_login_roles_are_nothing_but_logins(connection: sa.Connection) -> None:
    rows = connection.execute(
        sa.text(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolinherit, rolcanlogin"
            " FROM pg_roles WHERE rolname ~ '^(t_[0-9a-f]{16}_|platform_|rollup_)'"
        )
    ).all()
    assert len(rows) > 8
    for row in rows:
        owner = row.rolname.endswith("_owner")
        assert not any(row[1:6]), f"{row.rolname} may more than sign in"
        assert row.rolcanlogin != owner
        assert owner or not row.rolinherit


def test_nobody_is_a_member_of_a_tenants_roles_but_the_operator(connection: sa.Connection) -> None:
    members = connection.scalars(
        sa.text(
            "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
            " WHERE r.rolname ~ '^(t_[0-9a-f]{16}_|platform_|rollup_)' AND NOT m.rolsuper"
        )
    ).all()
    assert members == []


def test_the_catalogues_are_closed(connection: sa.Connection) -> None:
    role = connection.scalar(sa.text("SELECT rolname FROM pg_roles WHERE rolname ~ '^t_[0-9a-f]{16}_app$' LIMIT 1"))
    assert cluster.open_catalogues(connection, str(role)) == []


def _matrix(connection: sa.Connection) -> tuple[Matrix, list[str]]:
    """Allowed privileges by kind of role and object (all tenants folded into one), and what crosses between tenants."""
    folded: dict[tuple[str, str], set[str]] = defaultdict(set)
    per_tenant: dict[tuple[str, str], set[str]] = defaultdict(set)
    foreign = []
    for role, schema, name, privilege in connection.execute(sa.text(ALL_GRANTS)):
        own = re.match(r"^(t_[0-9a-f]{16})_(\w+)$", role or "")
        tenant_schema = bool(re.match(r"^t_[0-9a-f]{16}$", schema))
        if (own and own[2] == "owner") or (role in (None, "platform_owner", "rollup_owner") and role is not None):
            continue
        if own and tenant_schema and own[1] != schema:
            foreign.append(f"{role} {privilege} {schema}.{name}")
        kind = f"tenant_{own[2]}" if own else role or "PUBLIC"
        where = f"tenant.{name}" if tenant_schema else f"{schema}.{name}"
        if own:
            per_tenant[kind, f"{where} {privilege}"].add(own[1])
        folded[kind, where].add(privilege)
    uneven = {key: len(schemas) for key, schemas in per_tenant.items()}
    assert len(set(uneven.values())) == 1, "tenants differ from one another"
    superuser = connection.scalar(sa.text("SELECT current_user"))
    matrix: Matrix = defaultdict(dict)
    for (kind, where), privileges in folded.items():
        if kind != superuser:
            matrix[kind][where] = sorted(privileges)
    return dict(matrix), foreign
