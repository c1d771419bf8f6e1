"""The session and the base models. Which engine a statement runs on follows from the model it names, never from a default.

`tenants` fills the protocols below when the application is composed (architecture D10); without them every query is refused.
Nobody commits but the edge (core/web/edge.py, core/jobs.py and the commands).
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Literal, Protocol
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, mapped_column
from sqlalchemy.sql import visitors

from core.context import scope
from core.errors import WallBreach
from core.ids import new_id as new_id

Bind = Literal["platform", "tenant", "public", "rollup", "rollup_builder", "log"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class EngineProvider(Protocol):
    """Gives the engine for a bind in the scope in force. Raises WallBreach when the scope does not allow it."""

    def engine_for(self, bind: Bind, *, single: bool = False) -> sa.Engine: ...


class _NoEngines:
    def engine_for(self, bind: Bind, *, single: bool = False) -> sa.Engine:  # noqa: ARG002 - the protocol's
        raise WallBreach(f"no engines: the application was not composed ({bind})")


_provider: EngineProvider = _NoEngines()


def use_engines(provider: EngineProvider) -> None:
    """Called once by the composition root."""
    global _provider
    _provider = provider


def engine_for(bind: Bind, *, single: bool = False) -> sa.Engine:
    """The engine for short transactions of their own (session touch, access log), by bind.

    With `single` every statement is a transaction of its own and takes one round trip to the server.
    """
    return _provider.engine_for(bind, single=single)


class _Base(DeclarativeBase):
    __abstract__ = True
    bind_name: ClassVar[Bind]
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        dt.datetime: sa.TIMESTAMP(timezone=True),
        dt.date: sa.Date(),
        uuid.UUID: sa.Uuid(),
        bytes: sa.LargeBinary(),
    }


class TenantModel(_Base):
    """A table of a tenant's own schema; unqualified, so that the connection's search_path decides whose it is."""

    __abstract__ = True
    bind_name: ClassVar[Bind] = "tenant"
    metadata = sa.MetaData(naming_convention=NAMING, info={"bind": "tenant"})


class PublicModel(_Base):
    """What a tenant's public pages may read or write: published views and the referral inbox."""

    __abstract__ = True
    bind_name: ClassVar[Bind] = "public"
    metadata = sa.MetaData(naming_convention=NAMING, info={"bind": "public"})


class PlatformModel(_Base):
    """Registry, accounts, sessions, projects. Never a participant, never referenced by a tenant's table."""

    __abstract__ = True
    bind_name: ClassVar[Bind] = "platform"
    metadata = sa.MetaData(naming_convention=NAMING, schema="platform", info={"bind": "platform"})


class RollupModel(_Base):
    """What the county may read: releases and headlines."""

    __abstract__ = True
    bind_name: ClassVar[Bind] = "rollup"
    metadata = sa.MetaData(naming_convention=NAMING, schema="rollup", info={"bind": "rollup"})


class RollupBuilderModel(_Base):
    """What only the builder handles: facts by tenant and month. Shares the schema, not the reader's rights."""

    __abstract__ = True
    bind_name: ClassVar[Bind] = "rollup_builder"
    metadata = sa.MetaData(naming_convention=NAMING, schema="rollup", info={"bind": "rollup_builder"})


class Keyed:
    """A primary key that says nothing and sorts by time."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)


class Versioned:
    """Optimistic locking: the second of two editors gets a conflict, not a silent overwrite."""

    version: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - declared_attr works on the class
        return {"version_id_col": cls.version}


def one_of(name: str, column: str, values: Iterable[str]) -> sa.CheckConstraint:
    """Enums are checked text: readable in the database, changed by a migration of one line."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


class BoundSession(FlaskSession):
    """Chooses the engine by the model or table a statement names; refuses a statement that names none or several binds."""

    def get_bind(  # type: ignore[override]  # Flask-SQLAlchemy returns engines of its own configuration; ours come from the provider
        self,
        mapper: Any = None,
        *,
        clause: Any = None,
        bind: sa.Engine | sa.Connection | None = None,
        bind_name: Bind | None = None,
        **_: Any,
    ) -> sa.Engine | sa.Connection:
        if bind is not None:
            return bind
        names = {bind_name} if bind_name else _binds_named(mapper, clause)
        if len(names) != 1:
            raise WallBreach(f"a statement must name tables of one bind, not {sorted(names) or 'none'}")
        return _provider.engine_for(names.pop())


def _binds_named(mapper: Any, clause: Any) -> set[Bind]:
    if mapper is not None:
        return {sa.inspect(mapper).class_.bind_name}
    if clause is None:
        return set()
    return {table.metadata.info["bind"] for table in tables_in(clause) if "bind" in table.metadata.info}


def tables_in(clause: Any) -> frozenset[sa.Table]:
    """Every table a statement touches, in joins, subqueries and CTEs as well; looked through once for a prebuilt one."""
    found = _tables.get(clause)
    if found is None:
        found = frozenset(_walk(clause))
        _tables[clause] = found
    return found


_tables: "WeakKeyDictionary[Any, frozenset[sa.Table]]" = WeakKeyDictionary()


def _walk(clause: Any) -> Iterator[sa.Table]:
    for element in visitors.iterate(clause):
        if isinstance(element, sa.Table):
            yield element
    if isinstance(clause, sa.sql.dml.UpdateBase) and isinstance(clause.table, sa.Table):
        yield clause.table


db = SQLAlchemy(
    model_class=type("Unused", (DeclarativeBase,), {}),
    session_options={"class_": BoundSession, "expire_on_commit": False},
)
session = db.session


def release_connection() -> None:
    """End the transaction of a request that only reads, so that the next statement can have its connection.

    Nothing is lost: the edge rolls such a request back, and every statement sees what is committed when it begins. Where
    objects have been loaded it is left as it is, for ending it would make them be read again.
    """
    if scope().only_reads and session.registry.has() and not session.identity_map and not session.new:
        session.rollback()


@sa.event.listens_for(BoundSession, "do_orm_execute")
def _note_personal_reads(state: ORMExecuteState) -> None:
    """Remember that personal data were read; the edge refuses the page unless the access log has its row."""
    reads = scope().reads
    if not reads.personal and any(table.info.get("personal") for table in tables_in(state.statement)):
        reads.personal = True


def binds_written(current: Any) -> set[Bind]:
    """The binds that hold unflushed business rows."""
    return {type(row).bind_name for row in (*current.new, *current.dirty, *current.deleted)}


@sa.event.listens_for(BoundSession, "before_flush")
def _write_to_one_bind_only(current: Any, _context: Any, _instances: Any) -> None:
    """Two engines cannot commit as one; what must reach another schema goes through an outbox job (architecture D3)."""
    written = current.info.setdefault("binds_written", set())
    written |= binds_written(current)
    if len(written) > 1:
        raise WallBreach(f"one request writes to one bind, not {sorted(written)}")


@sa.event.listens_for(BoundSession, "after_transaction_end")
def _forget_binds(current: Any, transaction: Any) -> None:
    if transaction.parent is None:
        current.info.pop("binds_written", None)


def init_app(app: Any) -> None:
    """Bind the session to app contexts. Flask-SQLAlchemy wants a database named; ours refuses to be one."""
    app.config["SQLALCHEMY_BINDS"] = {"refused": "postgresql+psycopg2://no-default-database.invalid/none"}
    db.init_app(app)
