"""The tables of a house emptied before every test: quickly, since most of them have nothing in them."""

import sqlalchemy as sa

KEPT_TABLES = ("alembic_version", "code", "party")
KEPT = {("platform", "tenant"), ("platform", "tenant_municipality")}
MUCH = 4_000_000
"""Bytes of rows, gone or not, from which every file is cut to nothing; below it that costs far more than it gains."""

# A table that nothing was ever put into has no file to speak of. Rows go without triggers: some tables only grow otherwise.
_DELETE = """
DO $$
DECLARE
  tables CONSTANT regclass[] := '{%s}';
  one regclass;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT t FROM unnest(tables) t WHERE pg_relation_size(t) > 0 LOOP
    EXECUTE 'DELETE FROM ' || one;
  END LOOP;
  SET LOCAL session_replication_role = origin;
END $$"""
_SIZE = "SELECT sum(pg_relation_size(t)) FROM unnest('{%s}'::regclass[]) t"
_TABLES: dict[tuple[str, ...], str] = {}


def empty(connection: sa.Connection, schemas: list[str]) -> None:
    """Every table of these schemas but what migrations and provisioning have put there."""
    tables = _TABLES.get(tuple(schemas)) or _TABLES.setdefault(tuple(schemas), _named(connection, schemas))
    if (connection.exec_driver_sql(_SIZE % tables).scalar_one() or 0) > MUCH:
        connection.exec_driver_sql(f"TRUNCATE {tables}")
    else:
        connection.exec_driver_sql(_DELETE % tables)


def _named(connection: sa.Connection, schemas: list[str]) -> str:
    rows = connection.execute(
        sa.text("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(:schemas) ORDER BY 1, 2"),
        {"schemas": schemas},
    ).all()
    return ", ".join(f"{schema}.{table}" for schema, table in rows if table not in KEPT_TABLES and (schema, table) not in KEPT)
