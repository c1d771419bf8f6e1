"""Asking for a full release and stopping it. The web only enqueues; the builder works in the worker (architecture D8).

A release is due when every delprojekt has locked a month; the projektchef may ask for one besides, once a day.
"""

import datetime as dt
import uuid

import sqlalchemy as sa

from core import clock
from core.db import new_id, session
from core.jobs import PlatformOutbox, enqueue, is_open
from core.rollup.errors import ReleaseAsked
from core.rollup.models import headline, month_status
from core.rollup.progress import month_of
from core.rollup.stored import Build
from core.rollup.terms import BuildState

BUILD, CANCEL = "rollup.build", "rollup.cancel_build"


def may_ask(project_key: str) -> bool:
    """Whether the projektchef may ask now: nothing is under way, and nothing was asked for today."""
    begun = clock.now().astimezone(clock.STOCKHOLM).replace(hour=0, minute=0, second=0, microsecond=0)
    tried = sa.and_(Build.asked_at >= begun, Build.state.in_((BuildState.PUBLISHED, BuildState.REFUSED)))
    going_on = Build.state == BuildState.BUILDING
    asked = sa.select(Build.id).where(Build.project_key == project_key, sa.or_(tried, going_on)).limit(1)
    return session.scalar(asked) is None and not _is_waiting(project_key)


def ask_for_release(project_key: str) -> uuid.UUID:
    """Enqueue a full release; returns the attempt's id for the page that waits. Raises ReleaseAsked."""
    if not may_ask(project_key):
        raise ReleaseAsked
    return _enqueue(project_key, month_of(clock.today()))


def cancel_release(build_id: uuid.UUID) -> None:
    """Stop an attempt: it ends at its next step. One that has ended stays as it is."""
    enqueue(CANCEL, build=build_id)


def is_cancelled(build_id: uuid.UUID) -> bool:
    """For the attempt itself, while it goes on. Also keeps the job's own transaction from idling."""
    asked = sa.select(PlatformOutbox.ids).where(PlatformOutbox.job == CANCEL)
    return any(ids.get("build") == str(build_id) for ids in session.scalars(asked))


def enqueue_due() -> list[str]:
    """Enqueue a release for every project in which one is due. Returns their keys."""
    found = due_releases()
    for project_key, month in found.items():
        _enqueue(project_key, month)
    return sorted(found)


def due_releases() -> dict[str, dt.date]:
    """By project: the latest month that every delprojekt has locked, where no release has been tried since it was."""
    parts = sa.select(headline.c.project_key, sa.func.count().label("parts")).group_by(headline.c.project_key).subquery()
    locked = (
        sa.select(month_status.c.project_key, month_status.c.month, sa.func.max(month_status.c.locked_at).label("at"))
        .join(parts, parts.c.project_key == month_status.c.project_key)
        .group_by(month_status.c.project_key, month_status.c.month, parts.c.parts)
        .having(sa.func.count() == parts.c.parts)
        .order_by(month_status.c.project_key, month_status.c.month)
    )
    latest = {row.project_key: row for row in session.execute(locked)}
    due = {}
    for project_key, row in latest.items():
        since = sa.and_(Build.project_key == project_key, Build.month >= row.month, Build.asked_at >= row.at)
        if session.scalar(sa.select(Build.id).where(since).limit(1)) is None and not _is_waiting(project_key):
            due[project_key] = row.month
    return due


def _is_waiting(project_key: str) -> bool:
    waiting = sa.select(PlatformOutbox.ids).where(PlatformOutbox.job == BUILD, is_open(PlatformOutbox))
    return any(ids.get("project") == project_key for ids in session.scalars(waiting))


def _enqueue(project_key: str, month: dt.date) -> uuid.UUID:
    build_id = new_id()
    enqueue(BUILD, project=project_key, build=build_id, month=month)
    return build_id
