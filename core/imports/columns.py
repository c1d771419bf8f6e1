"""Statements from the staging table to a table of the register: a column is taken from JSON where the row has it, else left."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from core.imports.models import ImportRow
from core.imports.terms import RowOutcome
from core.outcomes.models import Situation, SituationSupport

ROW = ImportRow.__table__.c
SAID: Any = ROW["values"]
FORMER: Any = ROW["former"]
PERSON = ("given_name", "family_name", "birth_date", "sex", "municipality_code", "identity_kind")
PARTICIPATION = (
    "municipality_code", "started_on", "ended_on", "key_worker_id", "next_contact_on", "state", "exit_reason", "handed_to",
    "number",
)  # fmt: skip
SITUATION = ("main_activity", "education", "support_since", "work_subsidised", "observed_on")
PERIOD = ("ends_on",)

Where = sa.ColumnElement[bool]


def of_batch(run_id: Any, first: int, last: int, outcome: RowOutcome = RowOutcome.WAITING) -> Where:
    """The rows of an import between two lines that have had this outcome so far."""
    return sa.and_(ROW.run_id == run_id, ROW.line.between(first, last), ROW.outcome == outcome)


def part(source: Any, table: str) -> Any:
    """What a row says of a table, as JSON."""
    return source[table]


def value(json: Any, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """One value of it, as the column's type; NULL when it is not there."""
    return sa.cast(json[column.key].astext, column.type)


def values(json: Any, table: Any, columns: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    """Several of them, for INSERT … SELECT."""
    return [value(json, table.__table__.c[name]) for name in columns]


def changes(json: Any, table: Any, columns: Sequence[str]) -> dict[Any, Any]:
    """For UPDATE: the columns that the row has, and the next version."""
    own = table.__table__.c
    changed = {own[name]: sa.case((json.has_key(name), value(json, own[name])), else_=own[name]) for name in columns}
    return changed | {own.version: own.version + 1}


def is_changed(table: str) -> Where:
    """The row changes something that stood before."""
    return sa.and_(SAID.has_key(table), FORMER.has_key(table))


def is_brought(table: str) -> Where:
    """The row brings something that was not there."""
    return sa.and_(SAID.has_key(table), ~FORMER.has_key(table))


def version_seen(table: str) -> sa.ColumnElement[Any]:
    """The version that stood when the rows were checked."""
    return sa.cast(FORMER["versions"][table].astext, sa.Integer)


def id_in(table: str) -> sa.ColumnElement[Any]:
    """The id of the row that is brought or changed."""
    return sa.cast(SAID[table]["id"].astext, sa.Uuid())


def sources_in(json: Any, name: str, rows: Where) -> sa.Select[Any]:
    """(situation, source, main) of the rows: the first of the list is the main one."""
    each = sa.func.jsonb_array_elements_text(sa.cast(json[name]["sources"], JSONB))
    listed = each.table_valued("source", with_ordinality="at").render_derived(name="listed")
    said = sa.select(id_in(name), listed.c.source, listed.c["at"] == 1).join_from(ImportRow.__table__, listed, sa.true())
    return said.where(rows, json[name].has_key("sources"))


def put_sources(json: Any, name: str, rows: Where) -> list[sa.Executable]:
    """Sources of support in the place of those that stood."""
    with_them = sa.select(id_in(name)).where(rows, json[name].has_key("sources"))
    gone = sa.delete(SituationSupport).where(SituationSupport.situation_id.in_(with_them))
    come = sa.insert(SituationSupport).from_select(["situation_id", "source", "main"], sources_in(json, name, rows))
    return [gone.execution_options(synchronize_session=False), come]


def change_situation(json: Any, name: str, rows: Where) -> list[sa.Executable]:
    """What differs of a situation, and its sources."""
    wanted = sa.and_(rows, is_changed(name))
    changed = sa.update(Situation).where(Situation.id == id_in(name), wanted).values(changes(json[name], Situation, SITUATION))
    return [changed.execution_options(synchronize_session=False), *put_sources(json, name, wanted)]
