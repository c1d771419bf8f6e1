"""Team days every other week: who was called, and what was said about each referral and each plan on the agenda."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from core.referrals.terms import ReferralState
from core.teams.terms import ItemKind, MeetingState
from tenants.demo import joint_words as words
from tenants.demo import margins
from tenants.demo.dice import dice
from tenants.demo.participations import Case
from tenants.demo.referrals import Arrival
from tenants.demo.rows import Row, TenantRows, Worker

EVERY = dt.timedelta(weeks=2)
AHEAD = 3
"""How many meetings are planned after the demo's day."""
MOST_REFERRALS, MOST_REVIEWS = 6, 4
_CAME = 0.88
_WAITING = frozenset({ReferralState.BEING_ASSESSED, ReferralState.WAITING_LIST, ReferralState.RECEIVED})
_OUTCOME_OF = {
    ReferralState.STARTED: "offer",
    ReferralState.OFFERED: "offer",
    ReferralState.WAITING_LIST: "wait",
    ReferralState.REFERRED_ON: "refer_on",
    ReferralState.WITHDRAWN: "complete",
    ReferralState.BEING_ASSESSED: "complete",
}


def add_team_days(rows: TenantRows, cases: Sequence[Case], arrivals: Sequence[Arrival]) -> None:
    """From the first weeks of the delprojekt to some weeks ahead; each referral stands on the first agenda after it came."""
    chance = dice(f"team days/{rows.slug}")
    team = _team(rows)
    waiting = sorted((one.referral for one in arrivals), key=lambda row: (row["received_on"], row["id"]))
    reviews = _reviews(rows, cases)
    for day in _days(rows):
        meeting = _add_meeting(rows, chance, day)
        held = meeting["state"] == MeetingState.CLOSED.value
        for worker in team:
            present = chance.random() < _CAME if held else None
            rows.add("team_meeting_member", meeting_id=meeting["id"], account_id=worker.account_id, present=present)
        due = [row for row in waiting if row["received_on"] < day and (held or row["state"] in _WAITING)][:MOST_REFERRALS]
        waiting = [row for row in waiting if row not in due] if due else waiting
        _add_referrals(rows, chance, meeting, due, held=held)
        plans = [plan for plan in reviews if plan["review_on"] <= day][:MOST_REVIEWS]
        reviews = [plan for plan in reviews if plan not in plans] if plans else reviews
        _add_reviews(rows, chance, meeting, plans, held=held, position=len(due))


def _team(rows: TenantRows) -> list[Worker]:
    parties = [rows.find_staff(f"party_representative.{party}") for party in ("fk", "kommun", "af", "region")]
    return [rows.find_staff("subproject_manager"), rows.find_staff("case_worker"), *parties]


def _days(rows: TenantRows) -> Iterator[dt.date]:
    """Every other Tuesday."""
    day = margins.period(rows.slug)[0] + dt.timedelta(days=14)
    day += dt.timedelta(days=(1 - day.weekday()) % 7)
    last = margins.as_of() + AHEAD * EVERY
    while day <= last:
        yield day
        day += EVERY


def _add_meeting(rows: TenantRows, chance: random.Random, day: dt.date) -> Row:
    held = day < margins.as_of()
    leader = rows.find_staff("subproject_manager")
    return rows.add(
        "team_meeting",
        id=rows.ids.new(day),
        subproject_id=rows.subproject_id,
        name="Samverkansteam",
        on_date=day,
        starts_at=dt.time(9),
        ends_at=dt.time(11, 30),
        place=chance.choice(words.PLACES),
        state=(MeetingState.CLOSED if held else MeetingState.PLANNED).value,
        created_by=leader.account_id,
        closed_by=leader.account_id if held else None,
        closed_at=dt.datetime.combine(day, dt.time(12), dt.UTC) if held else None,
    )


def _reviews(rows: TenantRows, cases: Sequence[Case]) -> list[Row]:
    """The plans whose review falls while their person takes part, by the day of the review."""
    until = {case.participation["id"]: case.life.ended_on or dt.date.max for case in cases}
    plans = [plan for plan in rows.tables["plan"] if plan["review_on"] <= until[plan["participation_id"]]]
    latest: dict[object, Row] = {}
    for plan in sorted(plans, key=lambda row: (row["review_on"], row["id"])):
        latest[plan["participation_id"]] = plan
    return sorted(latest.values(), key=lambda row: (row["review_on"], row["id"]))


def _add_referrals(rows: TenantRows, chance: random.Random, meeting: Row, due: Sequence[Row], *, held: bool) -> None:
    for position, referral in enumerate(due, start=1):
        outcome = _OUTCOME_OF.get(ReferralState(referral["state"]), "complete") if held else None
        _add_item(
            rows,
            chance,
            meeting,
            position=position,
            kind=ItemKind.REFERRAL.value,
            person_id=referral["person_id"],
            referral_id=referral["id"],
            participation_id=None,
            owner_id=referral["owner_id"],
            outcome=outcome,
            next_review_on=None,
        )


def _add_reviews(
    rows: TenantRows, chance: random.Random, meeting: Row, plans: Sequence[Row], *, held: bool, position: int
) -> None:
    for at, plan in enumerate(plans, start=position + 1):
        _add_item(
            rows,
            chance,
            meeting,
            position=at,
            kind=ItemKind.REVIEW.value,
            person_id=plan["person_id"],
            referral_id=None,
            participation_id=plan["participation_id"],
            owner_id=plan["owner_id"],
            outcome=chance.choice(("continue", "continue", "change")) if held else None,
            next_review_on=meeting["on_date"] + 4 * EVERY if held else None,
        )


def _add_item(rows: TenantRows, chance: random.Random, meeting: Row, **values: object) -> None:
    rows.add(
        "agenda_item",
        id=rows.ids.new(meeting["on_date"]),
        meeting_id=meeting["id"],
        question=chance.choice(words.QUESTIONS),
        outcome_line=chance.choice(words.OUTCOME_LINES) if values["outcome"] else "",
        participant_present=bool(values["outcome"]) and chance.random() < 0.6,
        **values,
    )
