"""Writes checked rows to the register, a thousand at a time by a few statements each, all in one transaction.

What stood when the rows were checked must stand still; the database's own rules refuse what has come in between, and then
nothing of the import remains and the rows are checked anew.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS

from core.clock import today
from core.db import session
from core.followups.models import FollowUp
from core.followups.terms import FollowUpState
from core.imports import columns as c
from core.imports.columns import ROW, SAID, Where
from core.imports.models import ImportRow, ImportRun
from core.imports.progress import tell
from core.imports.staging import batches
from core.imports.terms import RowKind, RowOutcome
from core.interventions.models import InterventionPause, InterventionPeriod
from core.interventions.queries import first_activities_anew, hold_subproject
from core.outcomes.models import Situation
from core.outcomes.terms import Moment
from core.participants.models import Code, Participation, Person, Subproject
from core.participants.terms import Grade, ParticipationState

MOMENTS = {"before": Moment.BEFORE, "after": Moment.AFTER}
NOTHING_KEPT = {"synchronize_session": False}


class Overtaken(Exception):
    """What stood when the rows were checked stands no longer."""


def write_rows(run: ImportRun, subproject: Subproject) -> int:
    """Every good row. Raises Overtaken, Stopped, or IntegrityError when somebody came in between; the caller takes all back."""
    hold_subproject(subproject.id, shared=True)
    lines = _lines(run.id)
    _draw_numbers(run, subproject)
    done = 0
    for some in batches(lines):
        rows = c.of_batch(run.id, some[0], some[-1])
        _refuse_overtaken(rows)
        for statement in _statements(run, subproject, rows):
            session.execute(statement, execution_options=NOTHING_KEPT)
        session.execute(sa.update(ImportRow).where(rows).values(outcome=RowOutcome.WRITTEN), execution_options=NOTHING_KEPT)
        done += len(some)
        tell(run.id, done)
    session.execute(first_activities_anew(subproject.id))
    return done


def _lines(run_id: uuid.UUID) -> Sequence[int]:
    good = ImportRow.kind.in_([RowKind.NEW, RowKind.CHANGED])
    return session.scalars(sa.select(ImportRow.line).where(ImportRow.run_id == run_id, good).order_by(ImportRow.line)).all()


def _draw_numbers(run: ImportRun, subproject: Subproject) -> None:
    """Numbers of ours that the file brings are never given again: the sequence goes on behind them."""
    number = SAID["participation"]["number"].astext
    pattern = f"^{subproject.number_prefix}-([0-9]{{1,5}})$"
    highest = sa.select(sa.func.max(sa.cast(sa.func.substring(number, pattern), sa.Integer)))
    highest = highest.where(ROW.run_id == run.id, ROW.kind == RowKind.NEW)
    last = sa.func.coalesce(sa.func.pg_sequence_last_value(sa.cast("participant_number_seq", REGCLASS)), 0)
    missing = session.execute(sa.select(highest.scalar_subquery(), last)).one()
    if missing[0] and missing[0] > missing[1]:
        each = sa.func.generate_series(1, missing[0] - missing[1]).table_valued("one")
        drawn = sa.select(sa.func.nextval("participant_number_seq").label("n")).select_from(each).subquery()
        session.execute(sa.select(sa.func.max(drawn.c.n)), bind_arguments={"bind_name": "tenant"})


def _refuse_overtaken(rows: Where) -> None:
    """Everything that is changed is held, and stands in the version that was seen."""
    held: dict[str, tuple[Any, Any]] = {
        "participation": (Participation, ROW.participation_id),
        "person": (Person, ROW.person_id),
        **{name: (Situation, c.id_in(name)) for name in MOMENTS},
        "last_day": (InterventionPeriod, c.id_in("last_day")),
    }
    for name, (table, row_id) in held.items():
        wanted = sa.and_(rows, c.is_changed(name))
        held_now = sa.select(table.version == c.version_seen(name)).join(ImportRow, table.id == row_id).where(wanted)
        stands = session.scalars(held_now.with_for_update(of=table)).all()
        asked = session.scalar(sa.select(sa.func.count()).select_from(ImportRow).where(wanted))
        if not all(stands) or len(stands) != asked:
            raise Overtaken


def _statements(run: ImportRun, subproject: Subproject, rows: Where) -> Iterator[Any]:
    new = sa.and_(rows, ROW.kind == RowKind.NEW)
    yield _bring_persons(new)
    yield _bring_participations(run, subproject, new)
    for name, moment in MOMENTS.items():
        yield _bring_situations(name, moment, rows)
        yield from c.put_sources(SAID, name, sa.and_(rows, c.is_brought(name)))
        yield from c.change_situation(SAID, name, rows)
    yield from _change_persons(rows)
    yield from _end_periods(rows)
    yield _bring_periods(rows)
    json = SAID["participation"]
    changed = sa.and_(rows, c.is_changed("participation"))
    yield (
        sa.update(Participation)
        .where(Participation.id == ROW.participation_id, changed)
        .values(c.changes(json, Participation, [name for name in c.PARTICIPATION if name != "number"]))
    )
    yield from _make_follow_ups(subproject, rows)


def _bring_persons(rows: Where) -> Any:
    said = sa.select(ROW.person_id, ROW.identity_number, ROW.identity_index, *c.values(SAID["person"], Person, c.PERSON)).where(
        rows, SAID.has_key("person")
    )
    return sa.insert(Person).from_select(
        ["id", "identity_number", "identity_index", *c.PERSON, "version"], said.add_columns(sa.literal(1))
    )


def _bring_participations(run: ImportRun, subproject: Subproject, rows: Where) -> Any:
    """A row without a number gets the next one, in the order of the file."""
    number = SAID["participation"]["number"].astext
    next_one = sa.cast(sa.func.nextval("participant_number_seq"), sa.Text)
    drawn = (
        sa.select(ROW.id, ROW.participation_id, ROW.person_id, SAID, sa.case((number.is_(None), next_one)).label("drawn"))
        .where(rows)
        .order_by(ROW.line)
        .cte("drawn")
    )
    json = drawn.c["values"]["participation"]
    padded = sa.func.lpad(drawn.c.drawn, sa.func.greatest(4, sa.func.length(drawn.c.drawn)), "0")
    taken = [name for name in c.PARTICIPATION if name != "number"]
    said = sa.select(
        drawn.c.participation_id,
        drawn.c.person_id,
        sa.literal(subproject.id, sa.Uuid()),
        sa.literal(run.owner_id, sa.Uuid()),
        sa.literal(Grade.PERSONAL.value),
        sa.literal(1),
        Person.sex,
        sa.func.coalesce(json["number"].astext, sa.literal(f"{subproject.number_prefix}-") + padded),
        c.value(json, Participation.__table__.c.first_activity_on),
        *c.values(json, Participation, taken),
    ).join(Person, Person.id == drawn.c.person_id)
    names = [
        "id",
        "person_id",
        "subproject_id",
        "controller_id",
        "grade",
        "version",
        "sex",
        "number",
        "first_activity_on",
        *taken,
    ]
    return sa.insert(Participation).from_select(names, said)


def _bring_situations(name: str, moment: Moment, rows: Where) -> Any:
    said = sa.select(
        c.id_in(name),
        ROW.participation_id,
        sa.literal(moment.value),
        sa.literal(1),
        *c.values(SAID[name], Situation, c.SITUATION),
    ).where(rows, c.is_brought(name))
    return sa.insert(Situation).from_select(["id", "participation_id", "moment", "version", *c.SITUATION], said)


def _bring_periods(rows: Where) -> Any:
    names = ("intervention_id", "starts_on", "ends_on")
    said = sa.select(
        c.id_in("period"),
        ROW.participation_id,
        sa.literal(1),
        sa.literal(""),
        *c.values(SAID["period"], InterventionPeriod, names),
    ).where(rows, SAID.has_key("period"))
    return sa.insert(InterventionPeriod).from_select(["id", "participation_id", "version", "place", *names], said)


def _change_persons(rows: Where) -> Iterator[Any]:
    changed = sa.and_(rows, c.is_changed("person"))
    of_number = {
        Person.identity_number: sa.func.coalesce(ROW.identity_number, Person.identity_number),
        Person.identity_index: sa.func.coalesce(ROW.identity_index, Person.identity_index),
    }
    json = SAID["person"]
    yield sa.update(Person).where(Person.id == ROW.person_id, changed).values(c.changes(json, Person, c.PERSON) | of_number)


def _end_periods(rows: Where) -> Iterator[Any]:
    """Insatser that go on end with the participation, and their pauses with them; and last days that the row names."""
    row = InterventionPeriod
    ended = sa.cast(SAID["participation"]["ended_on"].astext, sa.Date)
    leaving = sa.and_(rows, SAID.has_key("ends"), row.participation_id == ROW.participation_id, row.ends_on.is_(None))
    resting = sa.and_(InterventionPause.period_id == row.id, InterventionPause.ends_on.is_(None))
    until = sa.func.greatest(InterventionPause.starts_on, ended)
    yield sa.update(InterventionPause).where(resting, leaving).values(ends_on=until, version=InterventionPause.version + 1)
    last_day = SAID["last_day"]
    named = sa.and_(rows, c.is_changed("last_day"), row.id == c.id_in("last_day"))
    yield sa.update(row).where(named).values(c.changes(last_day, row, c.PERIOD))
    yield sa.update(row).where(leaving).values(ends_on=ended, version=row.version + 1)


def _make_follow_ups(subproject: Subproject, rows: Where) -> Iterator[Any]:
    """As after every exit, but not for days that have passed: nobody is asked years afterwards."""
    json = SAID["participation"]
    ended = sa.cast(json["ended_on"].astext, sa.Date)
    outside = sa.select(Code.key).where(Code.list == "exit_reason", Code.outside_goals)
    leaving = sa.and_(rows, json["state"].astext == ParticipationState.ENDED.value, json["exit_reason"].astext.not_in(outside))
    for months in sorted(set(subproject.follow_up_months)):
        due_on = sa.cast(ended + sa.func.make_interval(0, months), sa.Date)
        said = sa.select(
            sa.func.gen_random_uuid(),
            ROW.participation_id,
            sa.literal(months),
            due_on,
            sa.literal(FollowUpState.DUE.value),
            sa.literal(1),
        ).where(leaving, due_on >= today())
        names = ["id", "participation_id", "months", "due_on", "state", "version"]
        put = sa.dialects.postgresql.insert(FollowUp).from_select(names, said, include_defaults=False)
        again: dict[str, Any] = {"due_on": put.excluded.due_on, "state": FollowUpState.DUE, "closed_on": None, "closed_by": None}
        again["version"] = FollowUp.version + 1
        yield put.on_conflict_do_update(
            index_elements=["participation_id", "months"], set_=again, where=FollowUp.state == FollowUpState.DROPPED
        )
