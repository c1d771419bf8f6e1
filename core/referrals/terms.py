"""Words of the referral. It is never "decided" or "declined": a place is offered or the person is helped onward."""

from enum import StrEnum

from core.i18n import _l


class ReferralKind(StrEnum):
    """Who it comes from: the person (intresseanmälan) or a case officer (remiss)."""

    EXPRESSION_OF_INTEREST = "expression_of_interest"
    REFERRAL = "referral"


class ArrivalWay(StrEnum):
    """How it reached the delprojekt."""

    SYSTEM = "system"
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"
    FORM = "form"


class SetAside(StrEnum):
    """Why a sending of the public form leads to no referral. It stays, out of the way, until a disposal decision."""

    SPAM = "spam"
    DOUBLE = "double"
    NO_CONTACT = "no_contact"


class Misfiled(StrEnum):
    """Why a paper is hidden."""

    ANOTHER_PERSON = "another_person"
    DOUBLE = "double"
    NOT_NEEDED = "not_needed"


class AnswerWay(StrEnum):
    """How the referring officer was answered."""

    SYSTEM = "system"
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


class AnswerAbout(StrEnum):
    """How far an answer goes. That it has arrived may always be said; the rest is the person's to allow."""

    ARRIVED = "arrived"
    REFERRAL = "referral"
    RESULT = "result"


class ReferralState(StrEnum):
    """inkommen, kompletteras, bedöms, väntelista, erbjuden plats, hänvisad vidare, återtagen, startad."""

    RECEIVED = "received"
    TO_BE_COMPLETED = "to_be_completed"
    BEING_ASSESSED = "being_assessed"
    WAITING_LIST = "waiting_list"
    OFFERED = "offered"
    REFERRED_ON = "referred_on"
    WITHDRAWN = "withdrawn"
    STARTED = "started"


_S = ReferralState
_ONWARD = {_S.REFERRED_ON, _S.WITHDRAWN}

REFERRAL_MOVES: dict[ReferralState, frozenset[ReferralState]] = {
    _S.RECEIVED: frozenset({_S.TO_BE_COMPLETED, _S.BEING_ASSESSED, _S.WAITING_LIST, _S.OFFERED} | _ONWARD),
    _S.TO_BE_COMPLETED: frozenset({_S.RECEIVED, _S.BEING_ASSESSED} | _ONWARD),
    _S.BEING_ASSESSED: frozenset({_S.TO_BE_COMPLETED, _S.WAITING_LIST, _S.OFFERED} | _ONWARD),
    _S.WAITING_LIST: frozenset({_S.BEING_ASSESSED, _S.OFFERED} | _ONWARD),
    _S.OFFERED: frozenset({_S.STARTED, _S.WAITING_LIST} | _ONWARD),
    _S.REFERRED_ON: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.STARTED: frozenset(),
}

OPEN_STATES = frozenset({_S.RECEIVED, _S.TO_BE_COMPLETED, _S.BEING_ASSESSED, _S.WAITING_LIST, _S.OFFERED})

WHOLE_AUTHORITY_ROLES = frozenset({"subproject_manager", "party_representative"})
"""Roles that read every referral their authority received; a case worker reads only those of their own participants."""

WRITERS_ONLY = frozenset({"referrer"})
"""Roles that read what they wrote themselves, and nothing else of their authority's."""


class AdmissionBreach(StrEnum):
    """Why somebody is outside the delprojekt's rule of admission. It forbids nothing: it asks for a reason."""

    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    AGE_NOT_KNOWN = "age_not_known"
    OTHER_MUNICIPALITY = "other_municipality"
    MUNICIPALITY_NOT_JOINED = "municipality_not_joined"


MISFILED_NAMES = {
    Misfiled.ANOTHER_PERSON: _l("It is about somebody else"),
    Misfiled.DOUBLE: _l("It is here already"),
    Misfiled.NOT_NEEDED: _l("It is not to be kept here"),
}
SET_ASIDE_NAMES = {
    SetAside.DOUBLE: _l("It has come before"),
    SetAside.NO_CONTACT: _l("The person cannot be reached, or has changed their mind"),
    SetAside.SPAM: _l("It is spam, or a test"),
}
KIND_NAMES = {
    ReferralKind.REFERRAL: _l("Referral"),
    ReferralKind.EXPRESSION_OF_INTEREST: _l("Expression of interest"),
}
ARRIVAL_NAMES = {
    ArrivalWay.PHONE: _l("By telephone"),
    ArrivalWay.LETTER: _l("By letter"),
    ArrivalWay.MEETING: _l("At a meeting"),
    ArrivalWay.FORM: _l("By the form on the web"),
    ArrivalWay.SYSTEM: _l("Written here by the case officer"),
}
ANSWER_WAY_NAMES = {
    AnswerWay.SYSTEM: _l("Here in the system"),
    AnswerWay.PHONE: _l("By telephone"),
    AnswerWay.LETTER: _l("By letter"),
    AnswerWay.MEETING: _l("At a meeting"),
}
ANSWER_ABOUT_NAMES = {
    AnswerAbout.ARRIVED: _l("Only that it has arrived"),
    AnswerAbout.REFERRAL: _l("How it goes with the referral"),
    AnswerAbout.RESULT: _l("That the person has started, or how it went"),
}
STATE_NAMES = {
    ReferralState.RECEIVED: _l("Received"),
    ReferralState.TO_BE_COMPLETED: _l("To be completed"),
    ReferralState.BEING_ASSESSED: _l("Being assessed"),
    ReferralState.WAITING_LIST: _l("Waiting list"),
    ReferralState.OFFERED: _l("Place offered"),
    ReferralState.REFERRED_ON: _l("Referred on"),
    ReferralState.WITHDRAWN: _l("Withdrawn"),
    ReferralState.STARTED: _l("Has started"),
}
MOVE_NAMES = {
    ReferralState.OFFERED: _l("Offer a place"),
    ReferralState.WAITING_LIST: _l("Put on the waiting list"),
    ReferralState.BEING_ASSESSED: _l("Begin to assess"),
    ReferralState.TO_BE_COMPLETED: _l("Ask for what is missing"),
    ReferralState.RECEIVED: _l("Put back as received"),
    ReferralState.REFERRED_ON: _l("Refer on to somebody else"),
    ReferralState.WITHDRAWN: _l("Note that it was withdrawn"),
}
"""In the order they are offered. A start is no move: it is made from the offer."""


def possible_moves(state: ReferralState) -> list[ReferralState]:
    """Where staff may move it from here."""
    return [to_state for to_state in MOVE_NAMES if to_state in REFERRAL_MOVES[state]]
