"""Exactly which role may do what: the wall as data. Granted after every migration, checked by doctor and tests/rules.

Everything that is not written here is not granted.
"""

import sqlalchemy as sa

from tenants import roles

READ_WRITE = "SELECT, INSERT, UPDATE, DELETE"

APP_EXCEPTIONS: dict[str, str] = {
    "access_log": "INSERT",
    "referral_event": "SELECT, INSERT",
    "referral_answer": "SELECT, INSERT",
    "note": "SELECT, INSERT, UPDATE (person_id)",
    "handover": "SELECT, INSERT, UPDATE (person_id)",
    "handover_opening": "SELECT, INSERT",
    "person_merge": "SELECT, INSERT, UPDATE",
    "dirty_mark": "SELECT, INSERT, DELETE",
    "month_event": "SELECT, INSERT",
    "attendance_report": "SELECT, INSERT, UPDATE",
    "step": "SELECT, INSERT, UPDATE",
    "follow_up": "SELECT, INSERT, UPDATE",
    "follow_up_try": "SELECT, INSERT",
    "article_version": "SELECT, INSERT",
    "site_text_version": "SELECT, INSERT",
    "deviation": "SELECT, INSERT, UPDATE",
    "deviation_text": "SELECT, INSERT",
    "deviation_reading": "SELECT, INSERT",
    "deviation_event": "SELECT, INSERT",
    "owed_report": "SELECT, INSERT",
    "owed_report_line": "SELECT, INSERT",
    "export": "SELECT, INSERT, UPDATE (state, total, done, made_at, expires_at, downloads, removed, fault)",
    "export_subjects": "SELECT, INSERT, DELETE",
    "signup": "SELECT, DELETE",
    "signup_gone": "SELECT, INSERT, DELETE",
    "party": "SELECT",
    "alembic_version": "SELECT",
}
"""Where the tenant's own role may do less than read and write: the log is not read, history is not rewritten."""

PUBLIC_INSERTS = ("referral_inbox", "referral_inbox_file", "signup", "signup_gone")
LOG_READS = ("access_log",)
BUILDER_READS_TABLES = ("dirty_mark",)

AGGREGATE_PREFIX = "agg_"
PUBLISHED_PREFIX = "published_"

PLATFORM_READ_ONLY = (
    "alembic_version",
    "published_article",
    "published_picture",
    "published_media",
    "published_media_piece",
    "published_media_text",
    "published_publication",
    "published_document",
    "published_fact",
    "published_contact",
    "published_text",
    "published_statement",
    "published_signup",
    "published_signup_gone",
    "signup_count",
)
PLATFORM_APPEND_ONLY = ("article_version", "site_text_version", "disclosure_decision", "report", "signup_reading")
"""What was written, decided and reported stays as it was."""
READER_READS = (
    "headline",
    "headline_month",
    "month_status",
    "count_state",
    "build",
    "release",
    "release_cell",
    "release_record",
    "release_table_cell",
    "release_audit",
    "release_file",
    "chart",
)
BUILDER_WRITES = (
    "fact",
    "fact_state",
    "cube_fact",
    "headline",
    "headline_month",
    "month_status",
    "count_state",
    "build",
    "release",
    "release_cell",
    "release_basis",
    "release_record",
    "release_table_cell",
    "release_edition",
    "release_audit",
    "release_file",
    "chart",
)
BUILDER_EXCEPTIONS = {"build": "SELECT, INSERT, UPDATE"}
"""What has been tried is not forgotten. Everything called release… is written once."""


def relations_of(connection: sa.Connection, schema: str) -> dict[str, str]:
    """Names of tables (r), views (v) and sequences (S) of a schema with their kind."""
    rows = connection.execute(
        sa.text(
            "SELECT c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = :schema AND c.relkind IN ('r', 'v', 'S') ORDER BY c.relname"
        ),
        {"schema": schema},
    )
    return dict(rows.all())


_PRINT = """
WITH space AS (SELECT oid, nspacl, nspowner FROM pg_namespace WHERE nspname = :schema),
     told (what, acl) AS (
    SELECT 'n'::text, coalesce(nspacl, acldefault('n', nspowner)) FROM space
    UNION ALL
    SELECT c.relkind::text || c.relname::text,
           coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))
    FROM pg_class c JOIN space ON space.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'S')
    UNION ALL
    SELECT 'a' || c.relname::text || '.' || a.attname::text, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN space ON space.oid = c.relnamespace WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'f' || p.proname::text || p.proargtypes::text, coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc p JOIN space ON space.oid = p.pronamespace
)
SELECT md5(string_agg(line, ';' ORDER BY line COLLATE "C"))
FROM (SELECT what || '=' || replace(item::text, :schema, '') AS line FROM told, unnest(acl) AS item) AS lines
"""


def fingerprint(connection: sa.Connection, schema: str) -> str:
    """Of everything that is granted in a schema to anybody, its own roles told by their part: the same for all tenants."""
    return str(connection.scalar(sa.text(_PRINT), {"schema": schema}))


def grant_tenant(connection: sa.Connection, schema: str) -> None:
    """Take everything back, then grant what is written above. Runs as the owner, in the migration's own transaction."""
    app, public, log = (roles.tenant_role(schema, part) for part in roles.TENANT_LOGINS)
    readers = f"{app}, {public}, {log}, {roles.ROLLUP_BUILDER}"
    statements = [f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC", f"GRANT USAGE ON SCHEMA {schema} TO {readers}"]
    for kinds in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        statements.append(f"REVOKE ALL ON ALL {kinds} IN SCHEMA {schema} FROM PUBLIC, {readers}")
    for name, kind in relations_of(connection, schema).items():
        statements += [f"GRANT {rights} TO {role}" for role, rights in _tenant_grants(schema, name, kind, app, public, log)]
    connection.exec_driver_sql(";\n".join(statements))


def _tenant_grants(schema: str, name: str, kind: str, app: str, public: str, log: str) -> list[tuple[str, str]]:
    where = f'{schema}."{name}"'
    if kind == "S":
        return [(app, f"USAGE ON SEQUENCE {where}")] if name == "participant_number_seq" else []
    if kind == "v":
        if name.startswith(AGGREGATE_PREFIX):
            return [(app, f"SELECT ON {where}"), (roles.ROLLUP_BUILDER, f"SELECT ON {where}")]
        if name.startswith(PUBLISHED_PREFIX):
            return [(app, f"SELECT ON {where}"), (public, f"SELECT ON {where}")]
        return [(app, f"SELECT ON {where}")]
    grants = [(app, f"{APP_EXCEPTIONS.get(name, READ_WRITE)} ON {where}")]
    if name in PUBLIC_INSERTS:
        grants.append((public, f"INSERT ON {where}"))
    if name in LOG_READS:
        grants.append((log, f"SELECT ON {where}"))
    if name in BUILDER_READS_TABLES:
        grants.append((roles.ROLLUP_BUILDER, f"SELECT ON {where}"))
    return grants


def grant_platform(connection: sa.Connection) -> None:
    """`platform_app`: read and write in platform."""
    wanted = {name: {roles.PLATFORM_APP: _platform_rights(name)} for name in _tables(connection, "platform", "rv")}
    _grant_all_in(connection, "platform", wanted, [roles.PLATFORM_APP])


def _platform_rights(name: str) -> str:
    if name in PLATFORM_READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if name in PLATFORM_APPEND_ONLY else READ_WRITE


def grant_rollup(connection: sa.Connection) -> None:
    """The builder writes facts and releases but never changes a stored release; the reader sees headlines and releases."""
    wanted: dict[str, dict[str, str]] = {}
    for name in _tables(connection, "rollup"):
        rights = wanted.setdefault(name, {})
        if name in BUILDER_WRITES:
            once = "SELECT, INSERT" if name.startswith("release") else READ_WRITE
            rights[roles.ROLLUP_BUILDER] = BUILDER_EXCEPTIONS.get(name, once)
        if name in READER_READS or name == "alembic_version":
            rights[roles.ROLLUP_READER] = "SELECT"
    _grant_all_in(connection, "rollup", wanted, [roles.ROLLUP_BUILDER, roles.ROLLUP_READER])


def _tables(connection: sa.Connection, schema: str, kinds: str = "r") -> list[str]:
    return [name for name, kind in relations_of(connection, schema).items() if kind in kinds]


def _grant_all_in(connection: sa.Connection, schema: str, wanted: dict[str, dict[str, str]], everyone: list[str]) -> None:
    statements = [f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {', '.join(everyone)}"]
    for name, rights in wanted.items():
        statements += [f'GRANT {right} ON {schema}."{name}" TO {role}' for role, right in rights.items()]
    connection.exec_driver_sql(";\n".join(statements))
