"""Notes steps, and takes back what was noted by mistake. A step is never changed and never goes away."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.clock import now, today
from core.constraints import SentTwice, constraint_name, keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.i18n import _, _l, format_date
from core.participants.choices import list_codes
from core.participants.models import Participation
from core.participants.next_contact import Agreed, agree_next_contact, faults_of_next_contact
from core.participants.queries import may_read
from core.participants.services import require_open, require_version
from core.participants.terms import OUTCOME_KINDS
from core.steps.models import Step
from core.steps.queries import find_step_sent
from core.steps.terms import KINDS, MOST_CHARACTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What somebody notes. `form_token` names one sending of the form."""

    kind: str | None
    on_date: dt.date | None
    words: str
    form_token: uuid.UUID | None = None


def note_step(*, participation: Participation, noted: Noted, agreed: Agreed | None = None) -> Step:
    """A step of an open participation, which is locked; the same form sent twice gives the one step.

    Raises Invalid with every fault at once, ChangedMeanwhile about the next contact, MoveNotPossible after the exit.
    """
    me = current_person()
    if me.authority_id is None or not may_read(participation, OUTCOME_KINDS):
        raise NotFound
    sent = find_step_sent(noted.form_token) if noted.form_token else None
    if sent is not None:
        if sent.participation_id != participation.id:
            raise Conflict(_("The form belongs to another page. Open it anew."))
        return sent
    require_open(participation)
    faults = _faults(participation, noted) | faults_of_next_contact(participation, agreed)
    if faults or noted.on_date is None:
        raise Invalid(faults)
    agree_next_contact(participation, agreed)
    step = Step(
        id=new_id(),
        participation_id=participation.id,
        owner_id=me.authority_id,
        kind=noted.kind,
        on_date=noted.on_date,
        words=noted.words,
        form_token=noted.form_token,
        by_account=me.account_id,
    )
    _add(step)
    return step


def _add(step: Step) -> None:
    keep()
    try:
        with session.begin_nested():
            session.add(step)
    except IntegrityError as error:
        if constraint_name(error) == "uq_step_form_token":
            raise SentTwice from error
        raise


def _faults(participation: Participation, noted: Noted) -> dict[str, object]:
    faults: dict[str, object] = {}
    kind = list_codes(KINDS)[KINDS].get(noted.kind or "")
    if kind is None or not kind.active:
        faults["kind"] = _l("Choose what kind of step it is")
    if noted.on_date is None:
        faults["noted_on"] = _l("Write the day of the step")
    elif noted.on_date > today():
        faults["noted_on"] = _l("The day cannot be later than today")
    elif noted.on_date < participation.started_on:
        faults["noted_on"] = _("The step cannot be before the start, %(day)s", day=format_date(participation.started_on))
    if len(noted.words) > MOST_CHARACTERS:
        faults["words"] = _("Write at most %(most)s characters", most=MOST_CHARACTERS)
    return faults


def take_back(*, step: Step, version: int, reason: str) -> None:
    """What was noted by mistake: it stays to be read, crossed out, with the reason. Only the authority that noted it may.

    `step` is locked. Raises Invalid, NotFound for another authority's, ChangedMeanwhile when it was taken back already.
    """
    me = current_person()
    if step.owner_id != me.authority_id:
        raise NotFound
    if not reason:
        raise Invalid({"reason": _l("Write why the step is taken back")})
    if len(reason) > MOST_CHARACTERS:
        raise Invalid({"reason": _("Write at most %(most)s characters", most=MOST_CHARACTERS)})
    require_version(step, version)
    if step.withdrawn_at is not None:
        raise Conflict(_("The step has been taken back already."))
    step.withdrawn_at, step.withdrawn_by, step.withdrawn_reason = now(), me.account_id, reason
    keep()
