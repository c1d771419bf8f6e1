"""Reads drafts: only those of the signed-in account, only in the tenant at hand."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.audit import Action, record_access
from core.context import current_person
from core.crypto import unseal
from core.db import session
from core.drafts.models import Draft

Typed = dict[str, list[str]]
"""Field names with the values that were sent for them."""
SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Kept:
    """That there is a draft, without what is in it."""

    version: int
    updated_at: dt.datetime


def find_kept(form: str) -> Kept | None:
    """Whether the signed-in account has a draft of this form."""
    chosen = sa.select(Draft.version, Draft.updated_at).where(_own(), Draft.form == form)
    row = session.execute(chosen).one_or_none()
    return Kept(row.version, row.updated_at) if row else None


def find_draft(form: str) -> Draft | None:
    """The account's draft of this form, locked until the request is over; or None."""
    chosen = sa.select(Draft).where(_own(), Draft.form == form).with_for_update()
    found: Draft | None = session.scalar(chosen.execution_options(populate_existing=True))
    return found


def count_drafts() -> int:
    """How many drafts the signed-in account has here."""
    return session.scalar(sa.select(sa.func.count()).select_from(Draft).where(_own())) or 0


def read_typed(form: str, *, subject_ids: Sequence[uuid.UUID]) -> Typed:
    """What was typed; empty when there is no draft.

    Logged as a read before it is unsealed, whomever it concerns: `subject_ids` is empty for a referral of somebody who is
    not registered yet, and the row then tells that the account opened a draft.
    """
    record_access(Action.READ, subject_ids=subject_ids, fields="draft")
    row = session.execute(sa.select(Draft.id, Draft.sealed).where(_own(), Draft.form == form)).one_or_none()
    if row is None:
        return {}
    typed: Typed = json.loads(unseal(row.sealed, table=Draft.__tablename__, column=SEALED, row=row.id))
    return typed


def _own() -> sa.ColumnElement[bool]:
    return Draft.account_id == current_person().account_id
