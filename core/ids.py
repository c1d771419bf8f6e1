"""Keys of rows."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A UUIDv7: ordered by time, never guessed as another tenant's, and never a secret."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def read_id(text: str | None) -> uuid.UUID | None:
    """The id that a page carried along; None for anything that is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
