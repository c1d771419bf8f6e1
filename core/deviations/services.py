"""Notes what went wrong and what went well between authorities; and writes it anew."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.clock import today
from core.constraints import SentTwice, constraint_name, keep
from core.context import current_person
from core.db import new_id, session
from core.deviations.checking import faults_of_traces
from core.deviations.errors import MoveNotPossible
from core.deviations.lifting import go, require_version, tell
from core.deviations.models import Deviation, DeviationAuthority, DeviationParty, DeviationText
from core.deviations.queries import find_sent, get_text, list_colleagues, list_touched, stands_near
from core.deviations.terms import (
    CATEGORIES,
    LIFTED,
    MOST_PROPOSAL,
    MOST_TITLE,
    MOST_WORDS,
    OPEN_STATES,
    WITH_THE_COUNTY,
    Kind,
    Level,
    State,
)
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import _, _l
from core.participants.choices import get_current_subproject, list_codes
from core.participants.models import Authority, Party, Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody writes. `sure_of`: words they were asked about and say that nobody is recognised by."""

    kind: str | None
    category: str | None
    title: str
    words: str
    proposal: str = ""
    parties: Sequence[str] = ()
    authorities: Sequence[uuid.UUID] = ()
    level: str | None = Level.LOCAL
    reader_id: uuid.UUID | None = None
    sure_of: Collection[str] = field(default_factory=frozenset)

    @property
    def texts(self) -> dict[str, str]:
        """The words that may tell who it is about, by field."""
        return {"title": self.title, "words": self.words, "proposal": self.proposal}


def note_deviation(*, written: Written, form_token: uuid.UUID | None) -> Deviation:
    """A new one, of the signed-in person's authority or of the association; the same form sent twice gives the one.

    Raises Invalid with every fault at once, NotAllowed for staff of an authority whose agreement has ended.
    """
    me = current_person()
    sent = find_sent(form_token) if form_token else None
    if sent is not None:
        return sent
    employed = session.get(Staff, me.account_id)
    if me.authority_id is None and employed is not None and employed.authority_id is not None:
        raise NotAllowed
    _check(written, None)
    deviation = Deviation(
        id=new_id(),
        subproject_id=get_current_subproject(today()).id,
        owner_id=me.authority_id,
        kind=str(written.kind),
        category=str(written.category),
        level=written.level,
        reader_id=written.reader_id,
        noted_on=today(),
        form_token=form_token,
        by_account=me.account_id,
    )
    _add(deviation)
    _write_text(deviation, written)
    _touch(deviation, written)
    tell(deviation, None, State.NEW)
    keep()
    return deviation


def rewrite(*, deviation: Deviation, version: int | None, written: Written) -> None:
    """Other words, or what it is about. New words have to be read anew; until then others see what was approved.

    `deviation` is locked. Raises NotFound for another authority's, Invalid, ChangedMeanwhile, MoveNotPossible while the
    county has it.
    """
    require_version(deviation, version)
    require_writable(deviation)
    _check(written, deviation)
    text = get_text(deviation, deviation.text_number)
    deviation.kind, deviation.category, deviation.level = str(written.kind), str(written.category), str(written.level)
    deviation.reader_id = written.reader_id
    if (text.title, text.words, text.proposal) != (written.title, written.words, written.proposal):
        deviation.text_number += 1
        _write_text(deviation, written)
        if deviation.state in LIFTED:
            go(deviation, State.ANALYSED, "")
    _touch(deviation, written)
    sa.orm.attributes.flag_modified(deviation, "text_number")  # another version also when only what it touches has changed
    keep()


def require_writable(deviation: Deviation) -> Deviation:
    """It, when its words are the signed-in person's to change now. Raises NotFound, MoveNotPossible."""
    _require_near(deviation)
    if deviation.state == WITH_THE_COUNTY or deviation.state not in OPEN_STATES:
        raise MoveNotPossible
    return deviation


def _check(written: Written, deviation: Deviation | None) -> None:
    faults: dict[str, object] = {}
    if written.kind not in set(Kind):
        faults["kind"] = _l("Choose what kind it is")
    found = list_codes(CATEGORIES)[CATEGORIES].get(written.category or "")
    if found is None or not (found.active or (deviation is not None and deviation.category == found.key)):
        faults["category"] = _l("Choose what it is about")
    if written.level not in set(Level):
        faults["level"] = _l("Choose where it can be solved")
    faults |= _faults_of_length(written) | _faults_of_touched(written)
    owner = deviation.owner_id if deviation else current_person().authority_id
    writer = current_person().account_id
    asked = {account for account, _name in list_colleagues(owner, everybody=True, besides=writer)}
    if written.reader_id and str(written.reader_id) not in asked:
        faults["reader_id"] = _l("Choose a colleague other than yourself")
    faults = faults_of_traces(written.texts, sure_of=written.sure_of) | faults
    if faults:
        raise Invalid(faults)


def _faults_of_length(written: Written) -> dict[str, object]:
    faults: dict[str, object] = {}
    if not written.title:
        faults["title"] = _l("Write a heading")
    if not written.words:
        faults["words"] = _l("Write what happened")
    for name, most in (("title", MOST_TITLE), ("words", MOST_WORDS), ("proposal", MOST_PROPOSAL)):
        if len(written.texts[name]) > most:
            faults[name] = _("Write at most %(most)s characters", most=most)
    return faults


def _faults_of_touched(written: Written) -> dict[str, object]:
    parties = set(session.scalars(sa.select(Party.key)))
    authorities = set(session.scalars(sa.select(Authority.id)))
    faults: dict[str, object] = {}
    if not set(written.parties) <= parties:
        faults["parties"] = _l("Choose among the alternatives")
    if not set(written.authorities) <= authorities:
        faults["authorities"] = _l("Choose among the alternatives")
    return faults


def _add(deviation: Deviation) -> None:
    keep()
    try:
        with session.begin_nested():
            session.add(deviation)
    except IntegrityError as error:
        if constraint_name(error) == "uq_deviation_form_token":
            raise SentTwice from error
        raise


def _write_text(deviation: Deviation, written: Written) -> None:
    session.add(
        DeviationText(
            deviation_id=deviation.id,
            number=deviation.text_number,
            title=written.title,
            words=written.words,
            proposal=written.proposal,
            by_account=current_person().account_id,
        )
    )
    session.flush()


def _touch(deviation: Deviation, written: Written) -> None:
    """Set the parties and authorities that it touches; the party of a chosen authority is one of them."""
    parties = set(written.parties)
    chosen = sa.select(Authority.party_key).where(Authority.id.in_(written.authorities))
    parties |= set(session.scalars(chosen))
    before_parties, before_authorities = list_touched(deviation)
    if set(before_parties) != parties:
        session.execute(sa.delete(DeviationParty).where(DeviationParty.deviation_id == deviation.id))
        session.add_all(DeviationParty(deviation_id=deviation.id, party_key=key) for key in sorted(parties))
    if set(before_authorities) != set(written.authorities):
        session.execute(sa.delete(DeviationAuthority).where(DeviationAuthority.deviation_id == deviation.id))
        session.add_all(
            DeviationAuthority(deviation_id=deviation.id, authority_id=one) for one in sorted(set(written.authorities))
        )


def _require_near(deviation: Deviation) -> None:
    """Words are changed by those whose they are."""
    if not stands_near(deviation) or deviation.owner_id != current_person().authority_id:
        raise NotFound
