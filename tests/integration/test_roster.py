"""The roster, the month and the reports through the services."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from core.attendance import months, reports
from core.attendance.errors import MonthCannotMove, NotedMeanwhile, ReportSigned
from core.attendance.models import MonthEvent
from core.attendance.queries import list_people
from core.attendance.reports import make_reports, read_report
from core.attendance.roster import Typed, get_roster_for_change, note_attendance, read_roster
from core.attendance.services import change_activity
from core.attendance.sums import list_days_of, list_month, list_months_of, main_sources
from core.audit import Action
from core.consents.terms import DataKind
from core.db import session
from core.errors import Invalid, NotAllowed
from core.participants.choices import get_current_subproject
from core.participants.models import Participation
from tests.conftest import InTenant
from tests.house import FK, TODAY, House
from tests.integration.attendance_makers import AUGUST, DAY, again, note, plan, somebody, values
from tests.integration.referral_makers import allow

MANAGER, AT_FK, AT_OTHER = "subproject_manager", "party_representative.fk", "party_representative.kommun"
A_WEEK = dt.timedelta(weeks=1)
IN_AUGUST = dt.date(2022, 8, 2)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(Invalid) as caught:
        deed()
    return caught.value.faults


def august(people: Any, **changes: Any) -> Any:
    """Five Tuesdays."""
    return plan(people, on_date=IN_AUGUST, until=dt.date(2022, 8, 30), **changes)


def test_the_page_is_the_month_of_the_series_by_its_people(as_manager: Any, two_tenants: House) -> None:
    people = [somebody(two_tenants, "Ek"), somebody(two_tenants, "Alm")]
    made = plan(people, on_date=IN_AUGUST, until=dt.date(2022, 9, 13))
    roster = read_roster(made[0].id)
    assert [day.on_date.day for day in roster.days] == [2, 9, 16, 23, 30]
    assert [line.name.split()[-1] for line in roster.lines] == ["Alm", "Ek"]
    assert [len(read_roster(made[5].id).days), len(roster.boxes), roster.others] == [2, 10, 0]


def test_all_others_were_there_and_the_exceptions_stand(as_manager: Any, two_tenants: House) -> None:
    first, second = somebody(two_tenants, "Ek"), somebody(two_tenants, "Alm")
    made = august([first, second])
    roster = get_roster_for_change(made[0].id)
    typed = {box.id: Typed("", "") for box in roster.boxes}
    by_place = {(box.row.participation_id, box.row.on_date.day): box.id for box in roster.boxes}
    typed[by_place[first.id, 2]] = Typed("S", "")
    typed[by_place[first.id, 9]] = Typed("1,5", "")
    assert note_attendance(roster=roster, typed=typed, all_there={made[0].id, made[1].id}) == 4
    rows = {row.participation_id: row for row in list_month(AUGUST, made[0].subproject_id)}
    assert (rows[first.id].attended, rows[first.id].absent, rows[first.id].missing) == (90, 1, 3)
    assert (rows[second.id].attended, rows[second.id].there, rows[second.id].planned) == (360, 2, 900)
    assert [again(one).state for one in made] == ["held", "held", "planned", "planned", "planned"]


def test_nothing_is_noted_of_days_to_come(as_manager: Any, two_tenants: House) -> None:
    (one,) = plan([somebody(two_tenants)], on_date=TODAY + dt.timedelta(days=1))
    assert list(faults_of(lambda: note(one.id, "P"))) == [read_roster(one.id).boxes[0].name]
    assert list_people(one)[0].state == "planned"


def test_every_box_that_cannot_be_read_is_said(as_manager: Any, two_tenants: House) -> None:
    made = august([somebody(two_tenants)])
    assert len(faults_of(lambda: note(made[0].id, "?"))) == 5


def test_two_who_note_different_boxes_both_keep_theirs(as_manager: Any, two_tenants: House) -> None:
    made = august([somebody(two_tenants)])
    opened = {box.id: Typed("", "") for box in get_roster_for_change(made[0].id).boxes}
    first, second, *_rest = opened
    note_attendance(roster=get_roster_for_change(made[0].id), typed=opened | {first: Typed("P", "")})
    note_attendance(roster=get_roster_for_change(made[0].id), typed=opened | {second: Typed("U", "")})
    states = [box.noted.mark for box in read_roster(made[0].id).boxes]
    assert states == ["180", "no_show", "", "", ""]
    with pytest.raises(NotedMeanwhile):
        note_attendance(roster=get_roster_for_change(made[0].id), typed=opened | {first: Typed("S", "")})
    note_attendance(roster=get_roster_for_change(made[0].id), typed=opened | {first: Typed("P", "")})


def test_who_may_not_be_read_is_a_number(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        ours, shared = somebody(two_tenants, "Ek"), somebody(two_tenants, "Alm")
        course = two_tenants.interventions["roslagen", "course"]
        (one,) = plan([ours, shared], intervention_id=course)
        of_fk = two_tenants.accounts[f"{AT_FK}@roslagen.example"]
        _let_work(shared, of_fk, two_tenants.authorities["roslagen", FK])
    with in_tenant("roslagen", AT_FK):
        roster = read_roster(one.id)
        assert ([line.participation_id for line in roster.lines], roster.others) == ([shared.id], 1)
        assert note(one.id, "P") == 1
    with in_tenant("roslagen", MANAGER):
        assert {row.participation_id: row.state for row in list_people(one)} == {ours.id: "planned", shared.id: "present"}


def _let_work(participation: Participation, account_id: uuid.UUID, authority_id: uuid.UUID) -> None:
    assert participation.person_id
    allow(participation.person_id, authority_id, data_kinds=frozenset({DataKind.ATTENDANCE}))
    session.execute(sa.update(Participation).where(Participation.id == participation.id).values(key_worker_id=account_id))


def test_the_means_of_support_is_the_one_before(as_manager: Any, two_tenants: House) -> None:
    who = somebody(two_tenants)
    assert main_sources([who.id]) == {who.id: "forsorjningsstod"}


# The month --------------------------------------------------------------------------------------------------------------


def lock(version: int = 0, comment: str = "Allt är med.") -> None:
    months.lock_month(month=AUGUST, subproject=get_current_subproject(TODAY), version=version, comment=comment)


def reopen(version: int, reason: str = "En dag fattas.") -> None:
    months.reopen_month(month=AUGUST, subproject=get_current_subproject(TODAY), version=version, reason=reason)


def test_a_locked_month_stays_as_it_is_until_it_is_opened_with_a_reason(as_manager: Any, two_tenants: House) -> None:
    who = somebody(two_tenants)
    made = august([who])
    note(made[0].id, "P")
    lock()
    session.commit()
    assert list(faults_of(lambda: note(made[0].id, "U"))) == [""]
    assert list(faults_of(lambda: august([]))) == [""]
    change = partial(change_activity, values=values([who], name="Nytt", on_date=IN_AUGUST), rest=False)
    assert list(faults_of(lambda: change(activity=again(made[0]), version=again(made[0]).version))) == [""]
    assert list(faults_of(lambda: reopen(3, ""))) == ["comment"]
    reopen(3)
    note(made[0].id, "U")
    lock(4, "Rättad.")
    events = session.execute(sa.select(MonthEvent.deed, MonthEvent.comment).order_by(MonthEvent.id)).all()
    assert [tuple(one) for one in events] == [("locked", "Allt är med."), ("reopened", "En dag fattas."), ("locked", "Rättad.")]
    (row,) = list_month(AUGUST, made[0].subproject_id)
    assert (row.attended, row.no_show) == (0, 5)


def test_the_second_of_two_who_lock_learns_of_it(as_manager: Any) -> None:
    lock()
    with pytest.raises(MonthCannotMove):
        lock()
    with pytest.raises(MonthCannotMove):
        reopen(0)


def test_a_month_that_is_not_over_is_not_locked_and_what_is_missing_needs_a_word(as_manager: Any, two_tenants: House) -> None:
    now = partial(months.lock_month, subproject=get_current_subproject(TODAY), version=0)
    assert list(faults_of(lambda: now(month=dt.date(2022, 9, 1), comment=""))) == [""]
    august([somebody(two_tenants)])
    assert list(faults_of(lambda: lock(comment=""))) == ["comment"]
    assert list(faults_of(lambda: lock(comment="Samtal med 19850517-0000"))) == ["comment"]
    lock()


# The report -------------------------------------------------------------------------------------------------------------


def make() -> int:
    return make_reports(month=AUGUST, subproject=get_current_subproject(TODAY))


def latest(participation: Participation) -> Any:
    return reports.list_latest(AUGUST, [participation.id]).get(participation.id)


def test_a_report_has_whole_hours_and_a_correction_makes_the_next(as_manager: Any, two_tenants: House) -> None:
    there, never = somebody(two_tenants, "Ek"), somebody(two_tenants, "Alm")
    made = august([there, never])
    note(made[0].id, {(there.id, IN_AUGUST): "2:50", (there.id, IN_AUGUST + A_WEEK): "P", (never.id, IN_AUGUST): "U"})
    assert (make(), make()) == (1, 0)
    first = latest(there)
    assert (first.number, first.minutes, first.hours, latest(never)) == (1, 350, 5, None)
    assert read_report(first.id).matches
    note(made[0].id, {(there.id, IN_AUGUST + 2 * A_WEEK): "P"})
    assert not read_report(first.id).matches
    assert make() == 1
    assert (latest(there).number, latest(there).hours) == (2, 8)


def test_a_report_comes_back_signed_once(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        who = somebody(two_tenants)
        note(august([who])[0].id, "P")
        make()
        report_id = latest(who).id
        receive = partial(reports.receive_report, version=1)
        whole = read_report(report_id, action=Action.WRITE)
        for signed, received, fault in (
            (None, TODAY, "signed_on"),
            (TODAY, DAY, "received_on"),
            (DAY, TODAY + A_WEEK, "received_on"),
        ):
            assert list(faults_of(partial(receive, whole=whole, signed_on=signed, received_on=received))) == [fault]
        receive(whole=whole, signed_on=DAY, received_on=TODAY)
        with pytest.raises(ReportSigned):
            receive(whole=read_report(report_id, action=Action.WRITE), signed_on=DAY, received_on=TODAY)


def test_another_authority_does_not_receive_it(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        who = somebody(two_tenants)
        note(august([who])[0].id, "P")
        make()
        _let_work(who, two_tenants.accounts[f"{AT_FK}@roslagen.example"], two_tenants.authorities["roslagen", FK])
    with in_tenant("roslagen", AT_FK):
        whole = read_report(latest(who).id, action=Action.WRITE)
        with pytest.raises(NotAllowed):
            reports.receive_report(whole=whole, version=1, signed_on=DAY, received_on=TODAY)


def test_one_participant_month_by_month_and_day_by_day(as_manager: Any, two_tenants: House) -> None:
    who = somebody(two_tenants)
    made = plan([who], on_date=IN_AUGUST, until=dt.date(2022, 9, 13))
    note(made[0].id, "P")
    assert [(row.month.month, row.attended // 60) for row in list_months_of(who.id)] == [(9, 0), (8, 15)]
    assert [row.on_date.day for row in list_days_of(who.id, AUGUST)] == [2, 9, 16, 23, 30]


def test_the_sums_of_one_committee_are_not_anothers(in_tenant: InTenant, two_tenants: House) -> None:
    subproject_id = two_tenants.subprojects["roslagen"]
    with in_tenant("roslagen", MANAGER):
        note(august([somebody(two_tenants)])[0].id, "P")
        assert len(list_month(AUGUST, subproject_id)) == 1
    with in_tenant("roslagen", AT_OTHER):
        assert list_month(AUGUST, subproject_id) == []
        assert make() == 0
