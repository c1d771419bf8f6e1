"""Files in the tenant's own schema: behind the same wall and in the same backup as the rows they belong to.

Content and name are sealed for their place, the id is random, and a file is only ever offered as a download. What a file
is, its content says, not its name (core/file_kinds.py). Who may read one follows from the row it belongs to: each purpose
has a guard (`guard`), and a file whose purpose has none is opened for nobody.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, undefer

from core import clock
from core.audit import Action, record_access
from core.context import current_person
from core.crypto import seal, seal_content, unseal, unseal_content
from core.db import Keyed, PublicModel, TenantModel, new_id, one_of, session
from core.errors import Invalid, NotFound
from core.file_kinds import MAX_BYTES, Examined
from core.i18n import _l

PURPOSES = ("referral", "consent", "consent_form", "minutes", "attendance", "import", "import_faults", "export", "owed")


class StoredFile(Keyed, TenantModel):
    """One file. `subject_id` is the row it belongs to (a referral, a consent, a meeting), `owner_id` whose it is."""

    __tablename__ = "file"

    purpose: Mapped[str]
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    """Whom it is about, for the access log; None for a blank form."""
    owner_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"))
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(sa.Integer)
    """Bytes before sealing."""
    name: Mapped[bytes]
    content: Mapped[bytes] = mapped_column(deferred=True)
    created_by: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    hidden_at: Mapped[dt.datetime | None]
    """When it was found to be in the wrong place; from then on it is neither listed nor opened."""
    hidden_by: Mapped[uuid.UUID | None]
    hidden_reason: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (
        one_of("purpose", "purpose", PURPOSES),
        sa.CheckConstraint(f"size BETWEEN 1 AND {MAX_BYTES}", name="size"),
        {"info": {"personal": True}},
    )


def _inbox_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), primary_key=True, default=new_id),
        sa.Column("inbox_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    ]


inbox_files = sa.Table("referral_inbox_file", TenantModel.metadata, *_inbox_columns(), info={"personal": True})
"""What came with the public form: name and content sealed together; no key to the inbox, which the public role cannot read."""

public_inbox_files = sa.Table("referral_inbox_file", PublicModel.metadata, *_inbox_columns())
"""The same table as the public role knows it: it may insert and nothing else."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as a list shows it."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    created_at: dt.datetime
    created_by: uuid.UUID | None


Guard = Callable[[uuid.UUID], Sequence[uuid.UUID]]
"""From the row a file belongs to, to the persons it is about, for the access log. Raises NotFound for whoever may not read it."""

_guards: dict[str, Guard] = {}


def guard(purpose: str, subjects: Guard) -> None:
    """Say who reads the files of a purpose. Called once by the domain that owns the row."""
    _guards[purpose] = subjects


def store(
    *,
    purpose: str,
    subject_id: uuid.UUID,
    file: Examined,
    person_id: uuid.UUID | None = None,
    owner_id: uuid.UUID | None = None,
    file_id: uuid.UUID | None = None,
) -> StoredFile:
    """Keep a file that core.file_kinds has examined. Whether it may be put there, the caller has asked and logged.

    `file_id` names one sending of a form: the same id again raises IntegrityError.
    """
    id_ = file_id or uuid.uuid4()
    stored = StoredFile(
        id=id_,
        purpose=purpose,
        subject_id=subject_id,
        person_id=person_id,
        owner_id=owner_id,
        media_type=file.media_type,
        size=len(file.content),
        name=seal(file.name, table="file", column="name", row=id_),
        content=seal_content(file.content, table="file", column="content", row=id_),
        created_by=current_person().account_id,
    )
    session.add(stored)
    session.flush()
    return stored


def open_file(file_id: uuid.UUID) -> Examined:
    """Name, type and content, once the access log has its row. Raises NotFound, also for what was hidden."""
    stored = _readable(file_id, Action.READ)
    content = session.scalar(sa.select(StoredFile.content).where(StoredFile.id == stored.id))
    return Examined(
        _name_of(stored), stored.media_type, unseal_content(content or b"", table="file", column="content", row=stored.id)
    )


def read_kept(purpose: str, subject_id: uuid.UUID) -> Examined:
    """The one file of a row whose domain has asked who may have it, and logged. Raises NotFound when there is none."""
    chosen = sa.select(StoredFile).where(StoredFile.purpose == purpose, StoredFile.subject_id == subject_id)
    stored: StoredFile | None = session.scalars(chosen.options(undefer(StoredFile.content))).one_or_none()
    if stored is None:
        raise NotFound
    content = unseal_content(stored.content, table="file", column="content", row=stored.id)
    return Examined(_name_of(stored), stored.media_type, content)


def throw_away(purpose: str, subject_id: uuid.UUID) -> None:
    """Delete the files of a row: copies that the product made of what it keeps elsewhere, never what somebody sent in."""
    session.execute(sa.delete(StoredFile).where(StoredFile.purpose == purpose, StoredFile.subject_id == subject_id))


def get_subject(file_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    """(purpose, id of the row) of a file that the signed-in person may open; for the way back to its page. Raises NotFound."""
    stored, _subjects = _guarded(file_id)
    return stored.purpose, stored.subject_id


def list_subjects(file_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The persons a file is about, for the access log. Raises NotFound for whoever may not open it."""
    _stored, subjects = _guarded(file_id)
    return subjects


def get_paper(file_id: uuid.UUID) -> Paper:
    """A file as a list shows it, logged. Raises NotFound."""
    return _paper(_readable(file_id, Action.READ))


def list_papers(purpose: str, subject_id: uuid.UUID) -> list[Paper]:
    """The files of a row that the caller has read and logged, oldest first."""
    chosen = (
        sa.select(StoredFile)
        .where(StoredFile.purpose == purpose, StoredFile.subject_id == subject_id, StoredFile.hidden_at.is_(None))
        .order_by(StoredFile.created_at, StoredFile.id)
    )
    return [_paper(stored) for stored in session.scalars(chosen)]


def hide(*, file_id: uuid.UUID, reason: str) -> None:
    """A file that stands in the wrong place is shown to nobody any more. It stays until a disposal decision.

    Hidden twice is hidden. Raises NotFound, Invalid without a reason. Who may do it, the caller has asked.
    """
    if not reason.strip():
        raise Invalid({"reason": _l("Write why the file stands in the wrong place")})
    stored = _readable(file_id, Action.WRITE)
    stored.hidden_at, stored.hidden_by, stored.hidden_reason = clock.now(), current_person().account_id, reason
    session.flush()


def _readable(file_id: uuid.UUID, action: Action) -> StoredFile:
    stored, subjects = _guarded(file_id)
    record_access(action, subject_ids=subjects, fields="file")
    return stored


def _guarded(file_id: uuid.UUID) -> tuple[StoredFile, Sequence[uuid.UUID]]:
    stored: StoredFile | None = session.scalar(
        sa.select(StoredFile).where(StoredFile.id == file_id, StoredFile.hidden_at.is_(None))
    )
    if stored is None or stored.purpose not in _guards:
        raise NotFound
    return stored, _guards[stored.purpose](stored.subject_id)


def _paper(stored: StoredFile) -> Paper:
    return Paper(stored.id, _name_of(stored), stored.media_type, stored.size, stored.created_at, stored.created_by)


def _name_of(stored: StoredFile) -> str:
    return unseal(stored.name, table="file", column="name", row=stored.id)
