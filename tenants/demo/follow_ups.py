"""Steps forward of the last year, and the follow-ups of those who have left, most of them answered.

Drawn from a source of its own, so that nothing else in the demo changes.
"""

import datetime as dt
import random
import uuid

from core.followups.services import months_after
from core.followups.terms import FollowUpState, Way
from core.outcomes.terms import Moment
from tenants.demo import margins
from tenants.demo.dice import Ids, dice
from tenants.demo.rows import Row, TenantRows, office_hours

A_YEAR = dt.timedelta(days=365)
INTERVALS = (1, 6)
GRACE = dt.timedelta(days=45)
"""A follow-up older than this has been asked."""
OUTCOMES = (
    *[FollowUpState.ANSWERED] * 13,
    *[FollowUpState.UNREACHABLE] * 5,
    *[FollowUpState.DECLINED] * 2,
)
KINDS = (
    *("routine", "everyday", "health", "more_time", "language", "training_begun"),
    *("application", "interview", "trial", "studies_begun", "other"),
)
STEP_WORDS = (
    *("", "", "Kommer tre dagar i veckan nu.", "Tog själv kontakt med arbetsplatsen.", "Orkar en timme till om dagen."),
    *("Har sökt två platser.", "Var på studiebesök.", "Sov bättre den här veckan."),
)
ANSWER_WORDS = ("", "Det går bra, trivs på jobbet.", "Ungefär som förut.", "Väntar på besked om plats.", "Bättre än jag trodde.")
WAYS = (Way.PHONE, Way.PHONE, Way.PHONE, Way.TEXT_MESSAGE, Way.LETTER, Way.EMAIL)


def add_follow_ups(rows: TenantRows) -> None:
    """Of everybody with a name; the anonymous have neither, and of the dead nobody asks."""
    chance, ids = dice(f"follow-ups/{rows.slug}"), Ids(f"follow-ups/{rows.slug}")
    after = {row["participation_id"]: row for row in rows.tables["situation"] if row["moment"] == Moment.AFTER}
    support: dict[uuid.UUID, list[Row]] = {}
    for row in rows.tables["situation_support"]:
        support.setdefault(row["situation_id"], []).append(row)
    for participation in rows.tables["participation"]:
        if not participation.get("person_id") or participation["state"] == "misregistered":
            continue
        _add_steps(rows, participation, chance, ids)
        situation = after.get(participation["id"])
        if situation is not None and participation["ended_on"] >= margins.as_of() - A_YEAR:
            for months in INTERVALS:
                _follow(rows, participation, months, (situation, support.get(situation["id"], [])), chance, ids)


def _add_steps(rows: TenantRows, participation: Row, chance: random.Random, ids: Ids) -> None:
    last = participation["ended_on"] or margins.as_of()
    first = max(participation["started_on"], margins.as_of() - A_YEAR)
    if participation["key_worker_id"] is None or (last - first).days < 1:
        return
    days = sorted(
        first + dt.timedelta(days=chance.randrange((last - first).days + 1)) for _ in range(chance.choice((0, 1, 1, 2, 3)))
    )
    for day in days:
        rows.add(
            "step",
            id=ids.new(day),
            participation_id=participation["id"],
            owner_id=participation["controller_id"],
            kind=chance.choice(KINDS),
            on_date=day,
            words=chance.choice(STEP_WORDS),
            by_account=participation["key_worker_id"],
            at=office_hours(day, chance),
        )


def _follow(
    rows: TenantRows, participation: Row, months: int, situation: tuple[Row, list[Row]], chance: random.Random, ids: Ids
) -> None:
    due_on = months_after(participation["ended_on"], months)
    worker = participation["key_worker_id"]
    waits = due_on > margins.as_of() or worker is None or (due_on > margins.as_of() - GRACE and chance.random() < 0.5)
    state = FollowUpState.DUE if waits else chance.choice(OUTCOMES)
    closed_on = None if waits else min(due_on + dt.timedelta(days=chance.randrange(15)), margins.as_of())
    answered = state is FollowUpState.ANSWERED
    observed, sources = situation
    row = rows.add(
        "follow_up",
        id=ids.new(participation["ended_on"]),
        participation_id=participation["id"],
        months=months,
        due_on=due_on,
        state=state.value,
        closed_on=closed_on,
        closed_by=None if waits else worker,
        main_activity=observed["main_activity"] if answered else None,
        work_subsidised=observed["work_subsidised"] if answered else None,
        words=chance.choice(ANSWER_WORDS) if answered else "",
    )
    if closed_on is not None:
        _ask(rows, row, chance, ids, participation["ended_on"])
    if answered:
        _drift(row, chance)
        for source in sources if row["main_activity"] == observed["main_activity"] else []:
            rows.add("follow_up_support", follow_up_id=row["id"], source=source["source"], main=source["main"])
        if row["main_activity"] != observed["main_activity"]:
            rows.add("follow_up_support", follow_up_id=row["id"], source="forsorjningsstod", main=True)


def _drift(row: Row, chance: random.Random) -> None:
    """Some months later not everybody does what they did directly after the exit."""
    if chance.random() < 0.12 * row["months"] ** 0.5:
        row["main_activity"], row["work_subsidised"] = "job_seeking" if row["main_activity"] != "job_seeking" else "other", None


def _ask(rows: TenantRows, row: Row, chance: random.Random, ids: Ids, ended_on: dt.date) -> None:
    reached = row["state"] != FollowUpState.UNREACHABLE
    tries = chance.choice((1, 1, 2)) if reached else chance.choice((2, 3))
    for back in reversed(range(tries)):
        day = max(ended_on, row["closed_on"] - dt.timedelta(days=4 * back))
        rows.add(
            "follow_up_try",
            id=ids.new(day),
            follow_up_id=row["id"],
            on_date=day,
            way=chance.choice(WAYS).value,
            reached=reached and back == 0,
            by_account=row["closed_by"],
            at=office_hours(day, chance),
        )
