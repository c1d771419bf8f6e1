"""Papers that belong to a referral: put there by the authority that received it, read by whoever may read the referral."""

import uuid

from core import files
from core.audit import Action, record_access
from core.context import current_person
from core.db import session
from core.errors import NotAllowed, NotFound
from core.file_kinds import Examined
from core.files import Paper, StoredFile
from core.i18n import _l
from core.referrals.queries import get_for_change, get_referral, list_subjects

PURPOSE = "referral"

files.guard(PURPOSE, list_subjects)


def list_attachments(referral_id: uuid.UUID) -> list[Paper]:
    """The papers of a referral that the caller has opened, oldest first."""
    return files.list_papers(PURPOSE, referral_id)


def may_attach(owner_id: uuid.UUID) -> bool:
    """Whether the signed-in person may add papers to, and hide those of, what this authority received."""
    return current_person().authority_id == owner_id


def attach(*, referral_id: uuid.UUID, file: Examined, form_token: uuid.UUID) -> None:
    """Put a paper to the referral. The same form sent twice adds one. Raises NotFound, NotAllowed."""
    referral = get_for_change(referral_id)
    if not may_attach(referral.owner_id):
        raise NotAllowed(_l("Only the authority that received the referral adds papers to it."))
    if session.get(StoredFile, form_token) is not None:
        return
    files.store(
        purpose=PURPOSE,
        subject_id=referral.id,
        person_id=referral.person_id,
        owner_id=referral.owner_id,
        file=file,
        file_id=form_token,
    )


def get_attachment(file_id: uuid.UUID) -> tuple[Paper, uuid.UUID]:
    """A paper of a referral and the referral's id, for whoever may hide it. Raises NotFound, NotAllowed."""
    purpose, referral_id = files.get_subject(file_id)
    if purpose != PURPOSE:
        raise NotFound
    if not may_attach(get_referral(referral_id).owner_id):
        raise NotAllowed(_l("Only the authority that received the referral adds papers to it."))
    return files.get_paper(file_id), referral_id


def hide_attachment(*, file_id: uuid.UUID, reason: str) -> uuid.UUID:
    """A paper that was put to the wrong referral is shown to nobody any more. Returns the referral's id.

    Raises NotFound, NotAllowed, Invalid without a reason.
    """
    _paper, referral_id = get_attachment(file_id)
    files.hide(file_id=file_id, reason=reason)
    record_access(Action.WRITE, subject_ids=list_subjects(referral_id), fields="file", reason="misfiled")
    return referral_id
