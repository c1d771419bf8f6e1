"""The rule of admission: age and municipality on the day the referral came; outside it a reason is asked for."""

import datetime as dt

import pytest

from core.participants.models import Subproject, SubprojectMunicipality
from core.referrals.admission import age_on, find_breaches
from core.referrals.terms import REFERRAL_MOVES, AdmissionBreach, ReferralState, possible_moves

RECEIVED = dt.date(2022, 9, 1)
SUBPROJECT = Subproject(age_min=18, age_max=55)
MUNICIPALITIES = [
    SubprojectMunicipality(code="0183", name="Sundbyberg", joined_on=None),
    SubprojectMunicipality(code="0139", name="Upplands-Bro", joined_on=dt.date(2020, 9, 1)),
]


def breaches(birth: dt.date | None, code: str | None = "0183", received: dt.date = RECEIVED) -> list[AdmissionBreach]:
    return find_breaches(SUBPROJECT, MUNICIPALITIES, birth_date=birth, municipality_code=code, received_on=received)


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        (dt.date(2004, 9, 1), []),
        (dt.date(2004, 9, 2), [AdmissionBreach.TOO_YOUNG]),
        (dt.date(1966, 9, 2), []),
        (dt.date(1966, 9, 1), [AdmissionBreach.TOO_OLD]),
        (None, [AdmissionBreach.AGE_NOT_KNOWN]),
    ],
)
def test_age_is_taken_on_the_day_the_referral_came(birth: dt.date | None, found: list[AdmissionBreach]) -> None:
    assert breaches(birth) == found


def test_municipality_and_the_day_it_joined() -> None:
    grown = dt.date(1990, 1, 1)
    assert breaches(grown, "0139") == []
    assert breaches(grown, "0139", dt.date(2020, 8, 31)) == [AdmissionBreach.MUNICIPALITY_NOT_JOINED]
    assert breaches(grown, "0180") == [AdmissionBreach.OTHER_MUNICIPALITY]
    assert breaches(grown, None) == [AdmissionBreach.OTHER_MUNICIPALITY]
    assert breaches(dt.date(2010, 1, 1), None) == [AdmissionBreach.TOO_YOUNG, AdmissionBreach.OTHER_MUNICIPALITY]


def test_born_on_a_leap_day_turns_on_the_first_of_march() -> None:
    leap = dt.date(2000, 2, 29)
    assert (age_on(leap, dt.date(2018, 2, 28)), age_on(leap, dt.date(2018, 3, 1))) == (17, 18)


def test_staff_never_move_to_a_start_and_nothing_leaves_an_end() -> None:
    for state in ReferralState:
        moves = possible_moves(state)
        assert ReferralState.STARTED not in moves
        assert set(moves) == REFERRAL_MOVES[state] - {ReferralState.STARTED}
