"""Words of the referral. It is never "decided" or "declined": a place is offered or the person is helped onward."""

from enum import StrEnum


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

WHOLE_AUTHORITY_ROLES = frozenset({"subproject_manager", "party_representative", "referrer"})
"""Roles that read every referral their authority may read; a case worker reads only those of their own participants."""


class AdmissionBreach(StrEnum):
    """Why somebody is outside the delprojekt's rule of admission. It forbids nothing: it asks for a reason."""

    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    AGE_NOT_KNOWN = "age_not_known"
    OTHER_MUNICIPALITY = "other_municipality"
    MUNICIPALITY_NOT_JOINED = "municipality_not_joined"
