"""The access log: who read what about whom, written before the page is answered.

The row is a short transaction of its own, so that it stands even when the request fails; when it cannot be written,
the page is refused (fail closed). The tenant's role may insert here and nothing else; only the log role reads it.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from core.context import current_person, find_person, request_id, scope
from core.db import Keyed, TenantModel, engine_for, new_id, one_of, release_connection
from core.errors import Unavailable


class Action(StrEnum):
    """What was done with a person's data."""

    READ = "read"
    LIST = "list"
    SEARCH = "search"
    WRITE = "write"
    EXPORT = "export"


class AccessLog(Keyed, TenantModel):
    """One deed of one member of staff. `subject_ids` are persons (or anonymous participations), never names."""

    __tablename__ = "access_log"

    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now(), index=True)
    account_id: Mapped[uuid.UUID]
    authority_id: Mapped[uuid.UUID | None]
    roles: Mapped[str]
    action: Mapped[str]
    subject_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(sa.Uuid()))
    fields: Mapped[str]
    """The class of data: identity, list, participation, consent, outcome."""
    reason: Mapped[str] = mapped_column(default="", server_default="")
    request_id: Mapped[str]

    __table_args__ = (
        one_of("action", "action", Action),
        sa.Index("ix_access_log_subject_ids", "subject_ids", postgresql_using="gin"),
    )


_INSERT = sa.insert(AccessLog.__table__).inline()  # type: ignore[arg-type]  # a table, though mapped as a FromClause


def record_access(action: Action, *, subject_ids: Sequence[uuid.UUID], fields: str, reason: str = "") -> None:
    """Write the row at once. Raises Unavailable (503) when it cannot be written: then nothing is shown.

    For one person call it before the person is read; for a list, once the rows are known and before they are shown.
    """
    person = current_person()
    row = {
        "id": new_id(),
        "account_id": person.account_id,
        "authority_id": person.authority_id,
        "roles": " ".join(sorted(person.roles)),
        "action": action.value,
        "subject_ids": list(subject_ids),
        "fields": fields,
        "reason": reason,
        "request_id": request_id(),
    }
    release_connection()
    try:
        with engine_for("tenant", single=True).connect() as connection:
            connection.execute(_INSERT, row)
    except SQLAlchemyError as error:
        raise Unavailable("the access log could not be written") from error
    scope().reads.logged = True


def unlogged_read() -> bool:
    """Whether staff have read personal data in this request without a row in the log. The edge refuses such a page."""
    reads = scope().reads
    return find_person() is not None and reads.personal and not reads.logged
