"""Takes a whole import back: what it brought is closed as a mistake, what it changed gets its former values.

Where somebody has worked on since, nothing is touched: the row is told of and left. Nothing is deleted but what the import
itself had added to somebody who was there before (a situation afterwards, an insats).
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from core.clock import today
from core.context import current_person
from core.db import TenantModel, session
from core.followups.models import FollowUp
from core.followups.terms import FollowUpState
from core.imports import columns as c
from core.imports.columns import FORMER, ROW, SAID, Where
from core.imports.models import ImportRow, ImportRun
from core.imports.progress import tell
from core.imports.staging import BATCH
from core.imports.terms import RowKind, RowOutcome
from core.interventions.models import InterventionPeriod
from core.interventions.queries import first_activities_anew, hold_subproject
from core.outcomes.models import Situation, SituationSupport
from core.participants.models import Participation, Person
from core.participants.terms import ParticipationState

BROUGHT_ALONG = frozenset({"situation", "intervention_period", "follow_up", "import_row"})
"""Tables with rows for a participation that the import itself has put there."""
NOTHING_KEPT = {"synchronize_session": False}


def take_back(run: ImportRun) -> int:
    """How many rows were left as they are. Raises Stopped never: once begun, an undo is carried through."""
    hold_subproject(run.subproject_id, shared=True)
    written = ImportRow.run_id == run.id, ImportRow.outcome == RowOutcome.WRITTEN
    lines = session.scalars(sa.select(ImportRow.line).where(*written).order_by(ImportRow.line)).all()
    for at in range(0, len(lines), BATCH):
        some = lines[at : at + BATCH]
        rows = c.of_batch(run.id, some[0], some[-1], RowOutcome.WRITTEN)
        _leave(rows)
        for statement in _statements(rows):
            session.execute(statement, execution_options=NOTHING_KEPT)
        session.execute(sa.update(ImportRow).where(rows).values(outcome=RowOutcome.UNDONE), execution_options=NOTHING_KEPT)
        tell(run.id, at + len(some), stops=False)
    session.execute(first_activities_anew(run.subproject_id))
    left = sa.select(sa.func.count()).where(ImportRow.run_id == run.id, ImportRow.outcome == RowOutcome.LEFT)
    return session.scalar(left) or 0


def _leave(rows: Where) -> None:
    """Rows of what has another version than the import gave it, or to which something has been added."""
    held = sa.select(Participation.id).join(ImportRow, ROW.participation_id == Participation.id).where(rows)
    session.execute(held.with_for_update(of=Participation))
    new = sa.and_(
        ROW.kind == RowKind.NEW,
        sa.or_(~_stands(Participation, ROW.participation_id, sa.literal(1)), *_hanging_on(), *_added_by_others()),
    )
    changed = sa.and_(ROW.kind == RowKind.CHANGED, sa.or_(*_moved_on()))
    left = sa.update(ImportRow).where(rows, sa.or_(new, changed)).values(outcome=RowOutcome.LEFT)
    session.execute(left, execution_options=NOTHING_KEPT)


def _stands(table: Any, row_id: Any, version: Any) -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(table.id).where(table.id == row_id, table.version == version).correlate(ImportRow.__table__))


def _hanging_on() -> Iterator[sa.ColumnElement[bool]]:
    """Whatever table of whatever domain has a row for the participation: a new table needs nothing here."""
    for table in TenantModel.metadata.sorted_tables:
        if "participation_id" in table.columns and table.name not in BROUGHT_ALONG and not table.info.get("view"):
            of_it = sa.select(sa.literal(1)).select_from(table).where(table.c.participation_id == ROW.participation_id)
            yield sa.exists(of_it.correlate(ImportRow.__table__))


def _added_by_others() -> Iterator[sa.ColumnElement[bool]]:
    """Situations, insatser and follow-ups that the import did not bring, or that have been worked on."""
    for table, names in ((Situation, ("before", "after")), (InterventionPeriod, ("period",))):
        brought = sa.or_(*(table.id == c.id_in(name) for name in names))
        others = sa.and_(
            table.participation_id == ROW.participation_id, sa.or_(~sa.func.coalesce(brought, sa.false()), table.version != 1)
        )
        yield sa.exists(sa.select(table.id).where(others).correlate(ImportRow.__table__))
    asked = sa.and_(FollowUp.participation_id == ROW.participation_id, FollowUp.state != FollowUpState.DUE)
    yield sa.exists(sa.select(FollowUp.id).where(asked).correlate(ImportRow.__table__))


def _moved_on() -> Iterator[sa.ColumnElement[bool]]:
    """What the row has changed has another version than it had then, and one more."""
    entities: tuple[tuple[str, Any, Any], ...] = (
        ("participation", Participation, ROW.participation_id),
        ("person", Person, ROW.person_id),
        ("before", Situation, c.id_in("before")),
        ("after", Situation, c.id_in("after")),
        ("last_day", InterventionPeriod, c.id_in("last_day")),
    )
    for name, table, row_id in entities:
        yield sa.and_(c.is_changed(name), ~_stands(table, row_id, c.version_seen(name) + 1))
        if name in ("before", "after"):
            yield sa.and_(c.is_brought(name), ~_stands(table, row_id, sa.literal(1)))
    yield sa.and_(SAID.has_key("period"), ~_stands(InterventionPeriod, c.id_in("period"), sa.literal(1)))


def _statements(rows: Where) -> Iterator[Any]:
    changed = sa.and_(rows, ROW.kind == RowKind.CHANGED)
    yield _close(sa.and_(rows, ROW.kind == RowKind.NEW))
    for name in ("before", "after"):
        ids = sa.select(c.id_in(name)).where(changed, c.is_brought(name))
        yield sa.delete(SituationSupport).where(SituationSupport.situation_id.in_(ids))
        yield sa.delete(Situation).where(Situation.id.in_(ids))
        yield from c.change_situation(FORMER, name, changed)
    yield sa.delete(InterventionPeriod).where(
        InterventionPeriod.id.in_(sa.select(c.id_in("period")).where(changed, SAID.has_key("period")))
    )
    yield from _open_periods(changed)
    wanted = sa.and_(changed, c.is_changed("participation"), Participation.id == ROW.participation_id)
    yield (
        sa.update(Participation)
        .where(wanted)
        .values(c.changes(FORMER["participation"], Participation, [name for name in c.PARTICIPATION if name != "number"]))
    )
    yield _change_persons(changed)
    leaving = sa.and_(rows, SAID["participation"]["state"].astext == ParticipationState.ENDED.value)
    due = sa.and_(FollowUp.participation_id == ROW.participation_id, FollowUp.state == FollowUpState.DUE)
    dropped = {"state": FollowUpState.DROPPED, "closed_on": today(), "closed_by": current_person().account_id}
    yield sa.update(FollowUp).where(due, leaving).values({**dropped, "version": FollowUp.version + 1})


def _close(rows: Where) -> Any:
    """As every mistake; a number that the file brought is free again for a corrected file."""
    own = Participation.number + "-F" + sa.func.right(sa.cast(Participation.id, sa.Text), 6)
    number = sa.case((SAID["participation"].has_key("number"), own), else_=Participation.number)
    closed = {"state": ParticipationState.MISREGISTERED, "next_contact_on": None, "number": number}
    wanted = sa.and_(rows, Participation.id == ROW.participation_id)
    return sa.update(Participation).where(wanted).values({**closed, "version": Participation.version + 1})


def _open_periods(rows: Where) -> Iterator[Any]:
    row = InterventionPeriod
    ended = sa.cast(SAID["participation"]["ended_on"].astext, sa.Date)
    opened = sa.and_(rows, SAID["ends"].has_key(sa.cast(row.id, sa.Text)), row.participation_id == ROW.participation_id)
    yield sa.update(row).where(opened, row.ends_on == ended).values(ends_on=None, version=row.version + 1)
    named = sa.and_(rows, c.is_changed("last_day"), row.id == c.id_in("last_day"))
    yield sa.update(row).where(named).values(c.changes(FORMER["last_day"], row, c.PERIOD))


def _change_persons(rows: Where) -> Any:
    """A number that the import gave is taken away with its kind."""
    gave = SAID["person"].has_key("identity_kind")
    numbers = {column: sa.case((gave, sa.null()), else_=column) for column in (Person.identity_number, Person.identity_index)}
    changed = sa.and_(rows, c.is_changed("person"), Person.id == ROW.person_id)
    return sa.update(Person).where(changed).values(c.changes(FORMER["person"], Person, c.PERSON) | numbers)
