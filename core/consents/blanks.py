"""Blank consent forms in other languages, uploaded by the tenant: help for reading, beside the Swedish form."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import files
from core.consents.models import ConsentForm
from core.constraints import SentTwice
from core.db import new_id, session
from core.errors import Invalid, NotFound
from core.file_kinds import Examined
from core.i18n import _l

PURPOSE = "consent_form"
NEEDS_NAME = _l("Write the language, such as: Arabic")
NEEDS_FILE = _l("Choose a file")


@dataclass(frozen=True, slots=True)
class Blank:
    """One translation."""

    id: uuid.UUID
    language_name: str
    file_id: uuid.UUID
    active: bool


def list_blanks(*, only_active: bool = False) -> list[Blank]:
    """The translations in Swedish order of their languages."""
    chosen = sa.select(ConsentForm.id, ConsentForm.language_name, ConsentForm.file_id, ConsentForm.active)
    if only_active:
        chosen = chosen.where(ConsentForm.active)
    ordered = chosen.order_by(sa.func.ext.sv_key(ConsentForm.language_name), ConsentForm.id)
    return [Blank(*row) for row in session.execute(ordered)]


def get_blank(blank_id: uuid.UUID) -> Blank:
    """One of them. Raises NotFound."""
    found = next((blank for blank in list_blanks() if blank.id == blank_id), None)
    if found is None:
        raise NotFound
    return found


def put_blank(*, language_name: str, file: Examined | None) -> None:
    """Offer a translation; one of the same language takes the earlier one's place. Raises Invalid with every fault."""
    faults = {"language_name": "" if language_name.strip() else NEEDS_NAME, "file": "" if file else NEEDS_FILE}
    if file is None or any(faults.values()):
        raise Invalid({name: message for name, message in faults.items() if message})
    same_language = sa.func.lower(ConsentForm.language_name) == language_name.lower()
    blank: ConsentForm | None = session.scalar(sa.select(ConsentForm).where(same_language).with_for_update())
    blank_id = blank.id if blank else new_id()
    stored = files.store(purpose=PURPOSE, subject_id=blank_id, file=file)
    if blank is not None:
        blank.file_id, blank.active = stored.id, True
        session.flush()
        return
    try:
        with session.begin_nested():
            session.add(ConsentForm(id=blank_id, language_name=language_name, file_id=stored.id))
    except IntegrityError as error:  # the same form at the same moment
        raise SentTwice from error


def set_blank_active(*, blank_id: uuid.UUID, active: bool) -> None:
    """Offer it, or no longer. Raises NotFound."""
    blank: ConsentForm | None = session.scalar(sa.select(ConsentForm).where(ConsentForm.id == blank_id).with_for_update())
    if blank is None:
        raise NotFound
    blank.active = active
    session.flush()


def list_subjects(_blank_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """A blank form is about nobody, and every member of staff may read it."""
    return []


files.guard(PURPOSE, list_subjects)
