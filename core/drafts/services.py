"""Keeps what was typed, and forgets it: when the form is sent, when its writer throws it away, after thirty days."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.audit import Action, record_access
from core.clock import now
from core.context import current_person
from core.crypto import seal
from core.db import new_id, session
from core.drafts.errors import DraftChanged, DraftTooLarge, TooManyDrafts
from core.drafts.models import Draft
from core.drafts.queries import SEALED, Kept, Typed, count_drafts, find_draft

MOST_CHARACTERS = 200_000
MOST_DRAFTS = 100
DISPOSED_AFTER = dt.timedelta(days=30)
Subjects = Callable[[], Sequence[uuid.UUID]]


def keep(*, form: str, typed: Typed, version: int | None, subjects: Subjects) -> Kept:
    """Keep what the signed-in account has typed in `form`, in place of what was kept before.

    `version` is the one the page knows, 0 for none; None replaces whatever there is. `subjects` finds the persons the form
    is about and raises NotFound when they are not theirs to see. It is asked, and a write logged, when the draft comes
    into being: typing on changes nothing of the person's, and a row every few seconds would bury what matters in the log.
    Raises DraftChanged, DraftTooLarge, TooManyDrafts.
    """
    if sum(len(value) for values in typed.values() for value in values) > MOST_CHARACTERS:
        raise DraftTooLarge
    draft = find_draft(form)
    if version is not None and version != (draft.version if draft else 0):
        raise DraftChanged
    if draft is None:
        return _first(form, typed, subjects)
    draft.sealed, draft.updated_at = _sealed(draft.id, typed), now()
    session.flush()
    return Kept(draft.version, draft.updated_at)


def throw_away(form: str) -> None:
    """Forget the account's draft of this form; there need not be one."""
    mine = sa.and_(Draft.account_id == current_person().account_id, Draft.form == form)
    session.execute(sa.delete(Draft).where(mine), execution_options={"synchronize_session": False})


def dispose_old() -> None:
    """Forget every draft that nobody has written in for thirty days."""
    old = Draft.updated_at < now() - DISPOSED_AFTER
    session.execute(sa.delete(Draft).where(old), execution_options={"synchronize_session": False})


def _first(form: str, typed: Typed, subjects: Subjects) -> Kept:
    record_access(Action.WRITE, subject_ids=subjects(), fields="draft")
    if count_drafts() >= MOST_DRAFTS:
        raise TooManyDrafts
    row_id = new_id()
    draft = Draft(id=row_id, account_id=current_person().account_id, form=form, sealed=_sealed(row_id, typed), updated_at=now())
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise DraftChanged from error
    return Kept(draft.version, draft.updated_at)


def _sealed(row_id: uuid.UUID, typed: Typed) -> bytes:
    return seal(json.dumps(typed), table=Draft.__tablename__, column=SEALED, row=row_id)
