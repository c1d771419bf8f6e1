"""Answers back to the referring officer: what was said, when, how and to whom, and on which consent it was said.

That a referral has arrived may always be said. Anything more is secret between authorities (OSL 10 kap. 1 §) until a
consent in force names the authority that is answered: with the referral, or, for a start or a result, with the outcome.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.audit import Action, record_access
from core.clock import today
from core.consents.queries import find_consent_that_allows
from core.consents.terms import DataKind
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l
from core.participants.choices import find_authority
from core.participants.models import Staff
from core.referrals.models import Referral, ReferralAnswer
from core.referrals.queries import get_for_change
from core.referrals.sent import visible_sent
from core.referrals.services import is_ours_to_move
from core.referrals.terms import AnswerAbout, AnswerWay, ReferralKind, ReferralState

NEEDED = {AnswerAbout.REFERRAL: DataKind.REFERRAL, AnswerAbout.RESULT: DataKind.OUTCOME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the referring officer is told. `says` is empty for the standard sentence that it has arrived.

    `authority_id` is the officer's authority, asked for when the referral does not say it.
    """

    on_date: dt.date | None
    way: AnswerWay | None
    to_whom: str
    about: AnswerAbout | None
    says: str = ""
    authority_id: uuid.UUID | None = None
    form_token: uuid.UUID | None = None


def standard_sentence() -> str:
    """What is said when nothing was written: the most that needs no consent."""
    return _("Your referral has arrived.")


def answer_officer(*, referral_id: uuid.UUID, answer: Answer) -> None:
    """Keep what the officer was told, and show it to them when it was said here. Sent twice it is kept once.

    Raises NotFound, NotAllowed for another authority's staff, Invalid with every fault: also when no consent allows it.
    """
    referral = get_for_change(referral_id)
    if not is_ours_to_move(referral):
        raise NotAllowed(_l("Only the authority that received the referral answers the case officer."))
    if answer.form_token and _is_kept(answer.form_token):
        return
    faults = _faults(referral, answer)
    consent_id, refusal = _ground(referral, answer)
    faults |= refusal
    if faults or answer.on_date is None or answer.way is None:
        raise Invalid(faults)
    row = ReferralAnswer(
        id=new_id(),
        referral_id=referral.id,
        on_date=answer.on_date,
        way=answer.way,
        to_whom=answer.to_whom,
        says=answer.says,
        consent_id=consent_id,
        by_account=current_person().account_id,
        form_token=answer.form_token,
    )
    record_access(Action.WRITE, subject_ids=[referral.person_id], fields="answer", reason=answer.way)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if answer.form_token is None or not _is_kept(answer.form_token):
            raise


def list_answers(referral_id: uuid.UUID) -> Sequence[Any]:
    """What the officer of an opened referral was told, newest first. Rows: on_date, way, to_whom, says, by_name."""
    return session.execute(_answers().where(ReferralAnswer.referral_id == referral_id)).all()


def list_answers_to_sender(referral_id: uuid.UUID) -> Sequence[Any]:
    """Those of them that were given here in the system, for who sent the referral."""
    here = _answers().join(Referral, Referral.id == ReferralAnswer.referral_id)
    here = here.where(ReferralAnswer.referral_id == referral_id, ReferralAnswer.way == AnswerWay.SYSTEM)
    return session.execute(visible_sent(here)).all()


def possible_ways(referral: Referral) -> list[AnswerWay]:
    """The system is a way only where the officer reads it: who was not signed in is called or written to."""
    return [way for way in AnswerWay if way != AnswerWay.SYSTEM or referral.referrer_account is not None]


def asks_for_authority(referral: Referral) -> bool:
    """Whether somebody must say which authority is answered: a case officer's referral that was not written here."""
    return referral.author_id is None and referral.referrer_account is None and referral.kind == ReferralKind.REFERRAL


def _faults(referral: Referral, answer: Answer) -> dict[str, object]:
    faults: dict[str, object] = {}
    if answer.on_date is None or not referral.received_on <= answer.on_date <= today():
        faults["on_date"] = _l("Write a day from the day the referral came in until today")
    if answer.way not in possible_ways(referral):
        faults["way"] = _l("Choose how the case officer was answered")
    if not answer.to_whom.strip():
        faults["to_whom"] = _l("Write who was answered")
    if answer.about is None:
        faults["about"] = _l("Choose what the answer is about")
    elif answer.about != AnswerAbout.ARRIVED and not answer.says.strip():
        faults["says"] = _l("Write what was said")
    elif answer.about == AnswerAbout.ARRIVED and answer.says.strip():
        faults["says"] = _l("Only a fixed sentence is used. Empty this, or choose that the answer says more.")
    return faults


def _ground(referral: Referral, answer: Answer) -> tuple[uuid.UUID | None, dict[str, object]]:
    """The consent that allows it, if one is needed; or what forbids it."""
    kind = NEEDED.get(answer.about) if answer.about else None
    if kind is not None and referral.state == ReferralState.STARTED:
        kind = DataKind.OUTCOME  # whatever is said of a referral that has led to a start tells of the start
    if kind is None or not _is_across(referral):
        return None, {}
    authority_id = referral.author_id or answer.authority_id
    authority = find_authority(authority_id) if authority_id else None
    if authority is None:
        return None, {"authority": _l("Choose which authority the case officer works at")}
    if authority.id == referral.owner_id:
        return None, {}
    consent_id = find_consent_that_allows(referral.person_id, authority.id, kind)
    if consent_id is not None:
        return consent_id, {}
    return None, {"about": _refusals(authority.name)[kind]}


def _is_across(referral: Referral) -> bool:
    return referral.author_id is not None or asks_for_authority(referral)


def _refusals(name: str) -> dict[DataKind, str]:
    return {
        DataKind.REFERRAL: _(
            "No consent in force lets %(authority)s learn of the referral. You may answer only that it has arrived.",
            authority=name,
        ),
        DataKind.OUTCOME: _(
            "No consent in force lets %(authority)s learn of a start or a result. You may answer only that it has arrived.",
            authority=name,
        ),
    }


def _is_kept(form_token: uuid.UUID) -> bool:
    return session.scalar(sa.select(ReferralAnswer.id).where(ReferralAnswer.form_token == form_token)) is not None


def _answers() -> sa.Select[*tuple[Any, ...]]:
    chosen: sa.Select[*tuple[Any, ...]] = sa.select(
        ReferralAnswer.on_date, ReferralAnswer.way, ReferralAnswer.to_whom, ReferralAnswer.says, Staff.name.label("by_name")
    )
    chosen = chosen.outerjoin(Staff, Staff.account_id == ReferralAnswer.by_account)
    return chosen.order_by(ReferralAnswer.on_date.desc(), ReferralAnswer.at.desc(), ReferralAnswer.id.desc())
