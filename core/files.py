"""Files in the tenant's own schema: behind the same wall and in the same backup as the rows they belong to.

Content and name are sealed for their place, the id is random, and a file is only ever offered as a download. What a file
is, its content says, not its name.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PublicModel, TenantModel, new_id, one_of

MAX_BYTES = 10 * 1024 * 1024
PURPOSES = ("referral", "consent", "consent_form", "minutes")


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
