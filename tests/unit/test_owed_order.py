"""Months of a list are sent one after the other; a correction makes the later ones due anew, until they are sent."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from core.owed.order import DONE, Month, Sent, Standing, due_day, later_to_send, standings
from core.owed.terms import OwedState

TODAY = dt.date(2022, 9, 15)
MONTHS = [dt.date(2022, number, 1) for number in range(3, 10)]


def month(number: int, *, sent: tuple[int, int] | None = None, digest: str = "a", was: str = "a", locked: bool = True) -> Month:
    """`sent` is (number, position)."""
    reported = Sent(*sent, was, TODAY) if sent else None
    return Month(dt.date(2022, number, 1), is_over=number < 9, locked=locked, digest=digest, sent=reported)


def states(*months: Month, chronological: bool = True) -> list[OwedState]:
    return [one.state for one in standings(months, day=TODAY, chronological=chronological)]


def sendable(*months: Month, chronological: bool = True) -> list[int]:
    return [one.month.month.month for one in standings(months, day=TODAY, chronological=chronological) if one.can_send]


def test_before_anything_was_sent_any_closed_month_may_be_the_first() -> None:
    months = month(5), month(6, locked=False), month(7), month(9)
    assert states(*months) == [OwedState.READY, OwedState.NOT_LOCKED, OwedState.READY, OwedState.NOT_OPEN]
    assert sendable(*months) == [5, 7]


def test_what_lies_before_the_first_month_sent_was_sent_in_another_way() -> None:
    months = month(5), month(6, sent=(1, 1)), month(7)
    assert states(*months) == [OwedState.EARLIER, OwedState.REPORTED, OwedState.READY]


def test_a_month_waits_for_the_one_before() -> None:
    months = month(5, sent=(1, 1)), month(6, locked=False), month(7)
    assert states(*months) == [OwedState.REPORTED, OwedState.NOT_LOCKED, OwedState.WAITS]
    assert sendable(*months) == []


def test_a_correction_makes_the_later_months_due_anew() -> None:
    broken = month(5, sent=(1, 1), digest="b"), month(6, sent=(1, 2)), month(7, sent=(1, 3)), month(8)
    assert states(*broken) == [OwedState.CHANGED, OwedState.AGAIN, OwedState.AGAIN, OwedState.WAITS]
    assert sendable(*broken) == [5]
    found = standings(broken, day=TODAY, chronological=True)
    assert later_to_send(found, dt.date(2022, 5, 1)) == [dt.date(2022, 6, 1), dt.date(2022, 7, 1)]


def test_they_are_sent_again_in_order_though_their_figures_are_the_same() -> None:
    half = month(5, sent=(2, 4)), month(6, sent=(1, 2)), month(7, sent=(1, 3))
    assert states(*half) == [OwedState.REPORTED, OwedState.AGAIN, OwedState.AGAIN]
    assert sendable(*half) == [6]
    whole = month(5, sent=(2, 4)), month(6, sent=(2, 5)), month(7, sent=(2, 6))
    assert states(*whole) == [OwedState.REPORTED] * 3


def test_an_open_month_is_not_sent_again_before_it_is_locked() -> None:
    assert sendable(month(5, sent=(1, 1), digest="b", locked=False)) == []


def test_a_list_without_order_knows_no_later_months_and_no_day() -> None:
    months = month(5, sent=(1, 2), digest="b"), month(6, sent=(1, 1)), month(7)
    assert states(*months, chronological=False) == [OwedState.CHANGED, OwedState.REPORTED, OwedState.READY]
    assert sendable(*months, chronological=False) == [5, 7]
    assert {one.due_on for one in standings(months, day=TODAY, chronological=False)} == {None}


def test_four_weeks_from_the_first_and_late_after_that() -> None:
    assert due_day(dt.date(2022, 8, 1)) == dt.date(2022, 9, 28)
    assert due_day(dt.date(2022, 12, 1)) == dt.date(2023, 1, 28)
    late = standings([month(5, sent=(1, 1)), month(6), month(7), month(8)], day=TODAY, chronological=True)
    assert [one.late for one in late] == [False, True, True, False]


class Walk:
    """A delprojekt in which months are noted, locked, opened and sent as it comes."""

    def __init__(self) -> None:
        self.digests = dict.fromkeys(MONTHS, 0)
        self.locked: set[dt.date] = set()
        self.sent: dict[dt.date, Sent] = {}

    def now(self) -> list[Standing]:
        months = [
            Month(one, one < TODAY.replace(day=1), one in self.locked, str(self.digests[one]), self.sent.get(one))
            for one in MONTHS
        ]
        return standings(months, day=TODAY, chronological=True)

    def send(self, one: Standing) -> None:
        position = max((each.position for each in self.sent.values()), default=0) + 1
        number = one.month.sent.number + 1 if one.month.sent else 1
        self.sent[one.month.month] = Sent(number, position, one.month.digest, TODAY)

    def do(self, deed: str, one: Standing) -> None:
        month = one.month.month
        if deed == "send" and one.can_send:
            self.send(one)
        elif deed == "change" and month not in self.locked:
            self.digests[month] += 1
        elif deed == "lock":
            self.locked.add(month)
        elif deed == "open":
            self.locked.discard(month)


@given(st.lists(st.tuples(st.sampled_from(["send", "change", "lock", "open"]), st.integers(0, 6)), max_size=40))
def test_whatever_is_done_all_can_be_sent_in_order_in_the_end(deeds: list[tuple[str, int]]) -> None:
    """No month stands as reported while an earlier one that was sent does not, and none is ever stuck."""
    walk = Walk()
    for deed, at in deeds:
        walk.do(deed, walk.now()[at])
        unsent = [at for at, one in enumerate(walk.now()) if one.month.sent and one.state not in DONE]
        if unsent:
            assert all(one.state is not OwedState.REPORTED for one in walk.now()[unsent[0] :])
    walk.locked |= set(MONTHS)
    for _ in range(2 * len(MONTHS)):
        ready = [one for one in walk.now() if one.can_send and one.state is not OwedState.EARLIER]
        if ready:
            walk.send(ready[0])
    assert {one.state for one in walk.now()} <= {OwedState.EARLIER, OwedState.REPORTED, OwedState.NOT_OPEN}
