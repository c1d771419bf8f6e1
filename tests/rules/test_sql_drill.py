"""Injected SQL: every statement of the attack catalogue, run as a tenant's own roles, with the answer the server must give.

{own} and {other} are schemas. None as the state means: allowed and harmless, for the reason beside it.
"""

import threading
import time

import psycopg2
import pytest
import sqlalchemy as sa

from tenants import roles
from tenants.engines import connection_arguments
from tests.house import House, environment_of

DENIED, NO_TABLE, NO_FUNCTION = "42501", "42P01", "42883"

DRILL: list[tuple[str, str | None]] = [
    # 54-55 another tenant's rows
    ("SELECT * FROM {other}.person", DENIED),
    ("SELECT count(*) FROM {other}.participation", DENIED),
    ("SELECT * FROM {other}.agg_month", DENIED),
    ("SELECT * FROM {other}.published_subproject", DENIED),
    ("INSERT INTO {other}.dirty_mark (subproject_id, month) VALUES (gen_random_uuid(), '2022-01-01')", DENIED),
    ("UPDATE {other}.person SET given_name = 'x'", DENIED),
    ("DELETE FROM {other}.person", DENIED),
    ("SET search_path = {other}; SELECT * FROM person", NO_TABLE),
    ("SELECT nextval('{other}.participant_number_seq')", DENIED),
    # the platform, the rollup
    ("SELECT * FROM platform.account", DENIED),
    ("SELECT * FROM platform.session", DENIED),
    ("SELECT * FROM platform.tenant", DENIED),
    ("SELECT * FROM rollup.fact", DENIED),
    ("SELECT * FROM rollup.headline", DENIED),
    # 56 becoming somebody else
    ("SET ROLE {other}_app", DENIED),
    ("SET ROLE {other}_owner", DENIED),
    ("SET ROLE {own}_owner", DENIED),
    ("SET ROLE {own}_log", DENIED),
    ("SET ROLE platform_app", DENIED),
    ("SET ROLE rollup_builder", DENIED),
    ("SET SESSION AUTHORIZATION {other}_app", DENIED),
    ("RESET ROLE", None),  # resets to the same role
    # 57-59 roles
    ("ALTER ROLE {own}_app SET search_path = {other}", None),  # overruled by the connection's options; doctor sees the drift
    ("ALTER ROLE {other}_app SET search_path = {own}", DENIED),
    ("ALTER ROLE {other}_app PASSWORD 'x'", DENIED),
    ("CREATE ROLE intruder", DENIED),
    ("GRANT {other}_app TO {own}_app", DENIED),
    ("GRANT SELECT ON {own}.person TO PUBLIC", "01007"),  # a warning: nothing was granted
    ("REASSIGN OWNED BY {other}_owner TO {own}_app", DENIED),
    ("DROP OWNED BY {other}_app", DENIED),
    # 60 making objects
    ("CREATE TABLE {own}.trojan (a int)", DENIED),
    ("CREATE TABLE public.trojan (a int)", DENIED),
    ("CREATE TABLE ext.trojan (a int)", DENIED),
    ("CREATE TEMP TABLE trojan (a int)", DENIED),
    ("CREATE VIEW {own}.trojan AS SELECT 1", DENIED),
    ("CREATE FUNCTION {own}.trojan() RETURNS int LANGUAGE sql AS 'SELECT 1'", DENIED),
    ("CREATE FUNCTION pg_temp.trojan() RETURNS int LANGUAGE sql AS 'SELECT 1'", DENIED),
    ("CREATE SCHEMA trojan", DENIED),
    ("CREATE DATABASE trojan", DENIED),
    # 61 the shape of its own tables
    ("DROP TABLE {own}.person", DENIED),
    ("TRUNCATE {own}.person", DENIED),
    ("ALTER TABLE {own}.person ADD COLUMN x int", DENIED),
    ("ALTER TABLE {own}.participation DISABLE TRIGGER ALL", DENIED),
    ("DROP VIEW {own}.agg_month", DENIED),
    ("UPDATE {own}.alembic_version SET version_num = '0000'", DENIED),
    # 62 the log and the history
    ("SELECT * FROM {own}.access_log", DENIED),
    ("UPDATE {own}.access_log SET reason = ''", DENIED),
    ("DELETE FROM {own}.access_log", DENIED),
    ("UPDATE {own}.referral_event SET reason = ''", DENIED),
    ("DELETE FROM {own}.referral_event", DENIED),
    # 63-64 the machine
    ("COPY {own}.party TO PROGRAM 'cat'", DENIED),
    ("COPY {own}.party TO '/tmp/stolen'", DENIED),
    ("SELECT pg_read_file('/etc/passwd')", DENIED),
    ("SELECT pg_ls_dir('/')", DENIED),
    ("SELECT lo_import('/etc/passwd')", DENIED),
    ("LOAD 'auto_explain'", DENIED),
    ("CREATE EXTENSION dblink", DENIED),
    ("SELECT dblink('x', 'y')", NO_FUNCTION),
    ("CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw", "42704"),
    # 65 what the catalogues tell
    ("SELECT query FROM pg_stat_activity", DENIED),
    ("SELECT n_live_tup FROM pg_stat_all_tables", DENIED),
    ("SELECT reltuples FROM pg_class", DENIED),
    ("SELECT pg_relation_size('{own}.person')", DENIED),
    ("SELECT pg_database_size(current_database())", DENIED),
    ("SELECT definition FROM pg_views", DENIED),
    ("SELECT pg_get_viewdef('{own}.agg_month'::regclass)", DENIED),
    ("SELECT passwd FROM pg_shadow", DENIED),
    ("SELECT rolpassword FROM pg_authid", DENIED),
    ("SELECT * FROM pg_statistic", DENIED),
    # 66-67 the others' sessions, locks and large objects
    ("SELECT pg_terminate_backend({pid})", DENIED),
    ("SELECT pg_cancel_backend({pid})", DENIED),
    ("SELECT pg_advisory_lock(20170401)", DENIED),
    ("SELECT pg_try_advisory_lock(20170401)", DENIED),
    ("SELECT pg_notify('mia', 'x')", DENIED),
    ("NOTIFY mia", None),  # cannot be revoked; nobody listens
    ("SELECT lo_create(0)", DENIED),
    ("SELECT pg_reload_conf()", DENIED),
    ("ALTER SYSTEM SET log_statement = 'all'", DENIED),
    ("SET log_statement = 'all'", DENIED),
    ("SET session_replication_role = 'replica'", DENIED),
]

OTHER_ROLES: list[tuple[str, str, str | None]] = [
    ("public", "SELECT * FROM {own}.person", DENIED),
    ("public", "SELECT * FROM {own}.referral_inbox", DENIED),
    ("public", "INSERT INTO {own}.person (id) VALUES (gen_random_uuid())", DENIED),
    ("public", "INSERT INTO {own}.referral_inbox (id, sealed) VALUES (gen_random_uuid(), '') RETURNING id", DENIED),
    ("public", "INSERT INTO {own}.referral_inbox (id, sealed) VALUES (gen_random_uuid(), '')", None),  # its one deed
    ("public", "SELECT * FROM {own}.published_subproject", None),  # its other
    ("public", "SELECT * FROM {own}.agg_month", DENIED),
    ("public", "SELECT * FROM {other}.published_subproject", DENIED),
    ("log", "SELECT * FROM {own}.access_log", None),  # what it is for
    ("log", "DELETE FROM {own}.access_log", DENIED),
    ("log", "SELECT * FROM {own}.person", DENIED),
    ("log", "SELECT * FROM {other}.access_log", DENIED),
]

CENTRAL_ROLES: list[tuple[str, str, str | None]] = [
    (roles.PLATFORM_APP, "SELECT * FROM {own}.person", DENIED),
    (roles.PLATFORM_APP, "SELECT * FROM {own}.agg_month", DENIED),
    (roles.PLATFORM_APP, "SELECT * FROM rollup.fact", DENIED),
    (roles.PLATFORM_APP, "SELECT count(*) FROM platform.account", None),  # its own
    (roles.PLATFORM_APP, "DROP TABLE platform.account", DENIED),
    (roles.ROLLUP_BUILDER, "SELECT * FROM {own}.person", DENIED),
    (roles.ROLLUP_BUILDER, "SELECT * FROM {own}.participation", DENIED),
    (roles.ROLLUP_BUILDER, "SELECT * FROM {own}.agg_month", None),  # what it is for
    (roles.ROLLUP_BUILDER, "DELETE FROM {own}.dirty_mark", DENIED),
    (roles.ROLLUP_BUILDER, "UPDATE rollup.release_cell SET value = 1", DENIED),
    (roles.ROLLUP_BUILDER, "DELETE FROM rollup.release", DENIED),
    (roles.ROLLUP_BUILDER, "SELECT * FROM platform.account", DENIED),
    (roles.ROLLUP_READER, "SELECT * FROM {own}.agg_month", DENIED),
    (roles.ROLLUP_READER, "SELECT * FROM {own}.person", DENIED),
    (roles.ROLLUP_READER, "SELECT * FROM rollup.fact", DENIED),
    (roles.ROLLUP_READER, "SELECT count(*) FROM rollup.release", None),  # what it is for
    (roles.ROLLUP_READER, "INSERT INTO rollup.release (id) VALUES (gen_random_uuid())", DENIED),
]


class Drill:
    """Runs a statement as a role on a connection made as the product makes it; always rolled back."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.own, self.other = house.schemas["roslagen"], house.schemas["hbs"]

    def run(self, role: str, statement: str) -> str | None:
        """The SQLSTATE of the refusal, the state of a warning, or None."""
        connection = self.connect(role)
        connection.autocommit = statement.startswith(("CREATE DATABASE", "ALTER SYSTEM"))
        try:
            with self.connect(roles.tenant_role(self.other, "app"), self.other) as foreign, connection.cursor() as cursor:
                pid = foreign.info.backend_pid
                cursor.execute(statement.format(own=self.own, other=self.other, pid=pid))
            return "01007" if any("no privileges were granted" in notice for notice in connection.notices) else None
        except psycopg2.Error as error:
            return str(error.pgcode)
        finally:
            connection.rollback()
            connection.close()

    def connect(self, role: str, schema: str | None = None) -> psycopg2.extensions.connection:
        dsn = connection_arguments(self.house.settings.database_address)
        password = roles.required_password(role, self.house.settings)
        return psycopg2.connect(**dsn, user=role, password=password, options=f"-c search_path={schema or self.own},ext,pg_temp")


@pytest.fixture
def drill(two_tenants: House) -> Drill:
    environment_of(two_tenants)
    return Drill(two_tenants)


def test_what_a_tenants_role_may_not_say_is_refused_by_the_server(drill: Drill) -> None:
    role = roles.tenant_role(drill.own, "app")
    wrong = {s: (expected, got) for s, expected in DRILL if (got := drill.run(role, s)) != expected}
    assert wrong == {}


def test_the_public_and_log_roles_do_their_one_deed_and_nothing_else(drill: Drill) -> None:
    wrong = {
        (part, s): (expected, got)
        for part, s, expected in OTHER_ROLES
        if (got := drill.run(roles.tenant_role(drill.own, part), s)) != expected
    }
    assert wrong == {}


def test_platform_and_rollup_roles_never_reach_a_person(drill: Drill) -> None:
    wrong = {(r, s): (expected, got) for r, s, expected in CENTRAL_ROLES if (got := drill.run(r, s)) != expected}
    assert wrong == {}


def test_a_changed_default_of_the_role_does_not_move_its_connections(drill: Drill) -> None:
    role = roles.tenant_role(drill.own, "app")
    connection = drill.connect(role)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {role} SET search_path = {drill.other}")
        connection.commit()
        with drill.connect(role) as again, again.cursor() as cursor:
            cursor.execute("SHOW search_path")
            assert cursor.fetchone() == (f"{drill.own},ext,pg_temp",)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {role} RESET search_path")
        connection.commit()
        connection.close()


def test_every_view_of_a_tenant_is_a_barrier(drill: Drill) -> None:
    """Without it a predicate of the reader's is run on rows that the view was made to hide."""
    with drill.house.operator.connect() as connection:
        views = connection.execute(
            sa.text(
                "SELECT relname, coalesce(reloptions, '{}') FROM pg_class"
                " WHERE relkind = 'v' AND relnamespace = cast(:schema AS regnamespace)"
            ),
            {"schema": drill.own},
        ).all()
    assert {name for name, _ in views} >= {"agg_month", "agg_subproject", "published_subproject"}
    assert [name for name, options in views if "security_barrier=true" not in options] == []


def test_an_endless_statement_is_ended_by_the_server(drill: Drill) -> None:
    """The product's connections carry a statement timeout; here it is shortened so that the test is quick."""
    connection = drill.connect(roles.tenant_role(drill.own, "app"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '200ms'")
            began = time.monotonic()
            with pytest.raises(psycopg2.errors.QueryCanceled):
                cursor.execute("SELECT count(*) FROM generate_series(1, 1000000000)")
        assert time.monotonic() - began < 5
    finally:
        connection.close()


def test_a_password_of_another_role_opens_nothing(drill: Drill) -> None:
    dsn = connection_arguments(drill.house.settings.database_address)
    wrong = roles.required_password(roles.tenant_role(drill.other, "app"), drill.house.settings)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(**dsn, user=roles.tenant_role(drill.own, "app"), password=wrong)


def test_what_holds_for_one_thread_holds_for_many(drill: Drill) -> None:
    """The same refusal from several sessions at once."""
    found: list[str | None] = []
    role = roles.tenant_role(drill.own, "app")
    threads = [threading.Thread(target=lambda: found.append(drill.run(role, "SELECT * FROM {other}.person"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [DENIED] * 4
