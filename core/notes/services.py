"""Writes notes. A note is never changed: a correction is a new one that names the old, and both stay readable."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.exc import IntegrityError

from core.audit import Action
from core.clock import today
from core.constraints import SentTwice, constraint_name, keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.i18n import _, _l
from core.notes.models import Note
from core.notes.queries import find_correction, find_note_sent, read_note
from core.notes.terms import MOST_CHARACTERS
from core.participants.next_contact import Agreed, agree_next_contact, faults_of_next_contact, find_open_participation
from core.persons.queries import find_latest_participation, open_person

NEEDS_TEXT = _l("Write the note")
NEEDS_DAY = _l("Write the day it is about")
LATER = _l("The day cannot be later than today")
SAME = _l("The correction says the same as the note. Change the text or the day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody writes: the day it is about and the words. `form_token` names one sending of the form."""

    on_date: dt.date | None
    text: str
    form_token: uuid.UUID | None = None


def write_note(*, person_id: uuid.UUID, written: Written, agreed: Agreed | None = None) -> Note:
    """A note of the signed-in person's own authority; the same form sent twice gives the one note.

    `agreed`: the next contact, written beside it. Raises NotFound for a person who is not theirs to see, Invalid with every
    fault at once, ChangedMeanwhile about the next contact.
    """
    open_person(person_id, fields="note", action=Action.WRITE)
    participation = find_open_participation(person_id, lock=True) if agreed else None
    _check(written, faults_of_next_contact(participation, agreed) if participation else {})
    sent = _sent_before(person_id, written)
    if participation is not None and sent is None:
        agree_next_contact(participation, agreed)
        keep()
    return sent or _add(person_id, find_latest_participation(person_id), written, corrects_id=None)


def correct_note(*, note_id: uuid.UUID, written: Written) -> Note:
    """A new note that takes the place of an old one.

    When somebody has corrected the same note meanwhile, this one corrects theirs, so that every word stays to be read.
    Raises NotFound, or Invalid.
    """
    old = read_note(note_id, action=Action.WRITE)
    _check(written)
    if (written.on_date, written.text) == (old.on_date, old.text):
        raise Invalid({"text": SAME})
    sent = _sent_before(old.person_id, written)
    if sent is not None:
        return sent
    while True:
        latest = _latest_of(old.id)
        try:
            return _add(old.person_id, old.participation_id, written, corrects_id=latest)
        except SentTwice:
            if _latest_of(latest) == latest:
                raise


def _latest_of(note_id: uuid.UUID) -> uuid.UUID:
    after = find_correction(note_id)
    while after is not None:
        note_id, after = after, find_correction(after)
    return note_id


def _add(person_id: uuid.UUID, participation_id: uuid.UUID | None, written: Written, *, corrects_id: uuid.UUID | None) -> Note:
    me = current_person()
    if me.authority_id is None or written.on_date is None:
        raise NotFound
    note = Note(
        id=new_id(),
        person_id=person_id,
        participation_id=participation_id,
        owner_id=me.authority_id,
        on_date=written.on_date,
        text=written.text,
        corrects_id=corrects_id,
        form_token=written.form_token,
        by_account=me.account_id,
    )
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError as error:
        if constraint_name(error) in ("uq_note_form_token", "uq_note_corrects_id"):
            raise SentTwice from error
        raise
    return note


def _sent_before(person_id: uuid.UUID, written: Written) -> Note | None:
    sent = find_note_sent(written.form_token) if written.form_token else None
    if sent is not None and sent.person_id != person_id:
        raise Conflict(_("The form belongs to another page. Open it anew."))
    return sent


def _check(written: Written, beside: Mapping[str, object] = MappingProxyType({})) -> None:
    faults = dict(beside)
    if written.on_date is None:
        faults["noted_on"] = NEEDS_DAY
    elif written.on_date > today():
        faults["noted_on"] = LATER
    if not written.text:
        faults["text"] = NEEDS_TEXT
    elif len(written.text) > MOST_CHARACTERS:
        faults["text"] = _("Write at most %(most)s characters", most=MOST_CHARACTERS)
    if faults:
        raise Invalid(faults)
