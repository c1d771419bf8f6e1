"""From a text that somebody has written to one that leaves: read by a second person, lifted, taken back, ended.

What counts is in one place: `keep_reading` and `go` are the only ones that change what is approved and which state it has.
"""

import datetime as dt
import uuid
from collections.abc import Collection

from core.clock import now, today
from core.constraints import keep
from core.context import current_person
from core.db import new_id, session
from core.deviations.checking import faults_of_traces
from core.deviations.errors import NotReadYet
from core.deviations.models import Deviation, DeviationEvent, DeviationReading, DeviationText
from core.deviations.queries import get_text, list_colleagues, stands_near
from core.deviations.sight import reads_others
from core.deviations.terms import LIFTED, LIFTERS, MOST_STEP, MOVES, OPEN_STATES, WITH_THE_COUNTY, State, Verdict
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import _, _l
from core.jobs import enqueue
from core.participants.errors import ChangedMeanwhile

NEED_WORDS = {State.RESOLVED, State.WRITTEN_OFF}


def read_text(*, deviation: Deviation, number: int, verdict: str | None, words: str) -> None:
    """A second person says whether somebody can be recognised in a text.

    Whoever sees a text and did not write it may send it back, also one that was approved: then nobody else sees it any
    more, and the county's copy loses its words. `deviation` is locked. Raises Invalid, NotFound for a reader who may not,
    ChangedMeanwhile when it has been written anew meanwhile.
    """
    near = stands_near(deviation)
    if number != (deviation.text_number if near else deviation.approved_number):
        raise ChangedMeanwhile
    text = get_text(deviation, number)
    me = current_person()
    if text.by_account == me.account_id or not reads_others() or (verdict == Verdict.APPROVED and not near):
        raise NotFound
    faults: dict[str, object] = {}
    if verdict not in set(Verdict):
        faults["verdict"] = _l("Choose what you found")
    if verdict == Verdict.RETURNED and not words:
        faults["note"] = _l("Write what has to be written in another way")
    if len(words) > MOST_STEP:
        faults["note"] = _("Write at most %(most)s characters", most=MOST_STEP)
    if faults:
        raise Invalid(faults)
    keep_reading(deviation, number, Verdict(str(verdict)), words, me.account_id)
    keep()


def keep_reading(deviation: Deviation, number: int, verdict: Verdict, words: str, by: uuid.UUID | None) -> None:
    """What counts from now on. A text that is sent back is taken back from everybody who saw it, the county too."""
    session.add(
        DeviationReading(id=new_id(), deviation_id=deviation.id, number=number, verdict=verdict, words=words, by_account=by)
    )
    if verdict is Verdict.APPROVED:
        deviation.approved_number = number
    elif deviation.approved_number == number:
        deviation.approved_number = None
        if deviation.state in LIFTED:
            go(deviation, State.ANALYSED, "", county=by is None)
        elif deviation.round:  # it has ended, and the county still holds the words
            enqueue("deviations.tell_county", deviation_id=deviation.id)


def get_text_to_read(deviation: Deviation) -> DeviationText:
    """The text that the signed-in person may judge: the present one where it is theirs to see, else the approved one.

    Raises NotFound for their own, and for whoever reads nothing of others.
    """
    text = get_present_text(deviation)
    if text.by_account == current_person().account_id or not reads_others():
        raise NotFound
    return text


def get_present_text(deviation: Deviation) -> DeviationText:
    """The text that the signed-in person may read."""
    return get_text(deviation, (deviation.text_number if stands_near(deviation) else deviation.approved_number) or 0)


def require_steering(deviation: Deviation, *, ended: bool = False) -> Deviation:
    """It, when the signed-in person may say what is done next. `ended`: also when it has ended. Raises NotAllowed."""
    if not may_steer(deviation) or (deviation.state not in OPEN_STATES and not ended):
        raise NotAllowed
    return deviation


def may_steer(deviation: Deviation) -> bool:
    """Who says what is done next: whose it is, who takes the step, who lifts."""
    me = current_person()
    return bool(LIFTERS & me.roles) or deviation.holder_id == me.account_id or stands_near(deviation)


def steer(
    *,
    deviation: Deviation,
    version: int | None,
    holder_id: uuid.UUID | None,
    next_step: str,
    next_step_on: dt.date | None,
    sure_of: Collection[str] = frozenset(),
) -> None:
    """Who takes the next step, which, and by when. `deviation` is locked. Raises NotAllowed, Invalid, ChangedMeanwhile."""
    if not may_steer(deviation):
        raise NotAllowed
    require_version(deviation, version)
    faults = faults_of_traces({"next_step": next_step}, sure_of=sure_of)
    offered = {account for account, _name in list_colleagues(deviation.owner_id, everybody=is_read(deviation))}
    if holder_id is not None and holder_id != deviation.holder_id and str(holder_id) not in offered:
        faults["holder_id"] = _l("Choose one of the alternatives")
    if len(next_step) > MOST_STEP:
        faults["next_step"] = _("Write at most %(most)s characters", most=MOST_STEP)
    if next_step_on is not None and next_step_on != deviation.next_step_on and next_step_on < today():
        faults["next_step_on"] = _l("Choose today or a day to come")
    if faults:
        raise Invalid(faults)
    deviation.holder_id, deviation.next_step, deviation.next_step_on = holder_id, next_step, next_step_on
    keep()


def is_read(deviation: Deviation) -> bool:
    """Whether a second person has approved the present words."""
    return deviation.approved_number == deviation.text_number


def list_moves(deviation: Deviation) -> list[State]:
    """Where the signed-in person may take it, in the order of the states. Lifting needs that it has been read."""
    state, me = State(deviation.state), current_person()
    if not may_steer(deviation):
        return []
    if state == WITH_THE_COUNTY:
        return [State.LIFTED_LOCALLY]
    lifts = bool(LIFTERS & me.roles)
    return [one for one in State if one in MOVES[state] and (one not in LIFTED or (lifts and is_read(deviation)))]


def move(
    *, deviation: Deviation, version: int | None, to: str | None, words: str, sure_of: Collection[str] = frozenset()
) -> None:
    """Analysed, lifted, taken back, taken care of, written off, opened again. `deviation` is locked.

    Raises Invalid, NotAllowed, ChangedMeanwhile, NotReadYet for a lift of words that nobody else has approved.
    """
    if not may_steer(deviation):
        raise NotAllowed
    require_version(deviation, version)
    faults = faults_of_traces({"note": words}, sure_of=sure_of)
    if to in LIFTED and not is_read(deviation):
        raise NotReadYet
    if to not in list_moves(deviation):
        faults["to"] = _l("Choose one of the alternatives")
    if not words and (to in NEED_WORDS or deviation.state == WITH_THE_COUNTY):
        faults["note"] = _l("Write why, or how it ended")
    if len(words) > MOST_STEP:
        faults["note"] = _("Write at most %(most)s characters", most=MOST_STEP)
    if faults:
        raise Invalid(faults)
    go(deviation, State(str(to)), words)
    keep()


def go(deviation: Deviation, to: State, words: str, *, county: bool = False) -> None:
    """Change the state with a line in the history; what the county has to know is told it by a job."""
    before = State(deviation.state)
    deviation.state = to
    if to == WITH_THE_COUNTY:
        deviation.round += 1
        deviation.county_state, deviation.county_answer, deviation.county_step = "waiting", "", ""
        deviation.county_step_on = deviation.answered_at = deviation.seen_at = None
    elif before == WITH_THE_COUNTY and not county:
        deviation.county_state = "withdrawn"
    if to == WITH_THE_COUNTY or (before == WITH_THE_COUNTY and not county):
        enqueue("deviations.tell_county", deviation_id=deviation.id)
    tell(deviation, before, to, words, county=county)


def tell(deviation: Deviation, before: State | None, to: State, words: str = "", *, county: bool = False) -> None:
    """A line in the history, of the signed-in person unless it was the county."""
    account = None if county else current_person().account_id
    of = {"deviation_id": deviation.id, "from_state": before, "to_state": to, "by_account": account}
    session.add(DeviationEvent(id=new_id(), words=words, **of))


def mark_seen(*, deviation: Deviation) -> None:
    """Whoever noted it has seen the county's answer. `deviation` is locked."""
    if deviation.by_account != current_person().account_id:
        raise NotFound
    if deviation.answered_at is not None and deviation.seen_at is None:
        deviation.seen_at = now()
    keep()


def require_version(deviation: Deviation, version: int | None) -> None:
    """Raises ChangedMeanwhile when somebody else has changed it since the form was opened."""
    if deviation.version != version:
        raise ChangedMeanwhile
