"""Referrals: those that led to a start, and those that did not, each with every change of state."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from core.referrals.models import REFERENCE_LETTERS
from core.referrals.terms import ArrivalWay, ReferralKind, ReferralState
from tenants.demo import margins
from tenants.demo.days import add_months, weekday_between, weekday_near
from tenants.demo.margins import CURRENT
from tenants.demo.names import full_name
from tenants.demo.participations import Case, add_person
from tenants.demo.rows import Row, TenantRows, office_hours
from tenants.demo.tables import apportion, fit

S = ReferralState
WAYS = (ArrivalWay.PHONE, ArrivalWay.LETTER, ArrivalWay.MEETING, ArrivalWay.FORM, ArrivalWay.SYSTEM)
OPEN_SHARES = {S.RECEIVED: 20, S.TO_BE_COMPLETED: 11, S.BEING_ASSESSED: 18, S.WAITING_LIST: 12}
OWNER_OF = {"fk": "fk", "af": "af", "vardgivare": "region"}
REFERRED_TO = ("Vårdcentralen", "Arbetsförmedlingen", "Kommunens vuxenutbildning", "Rehabkoordinatorn", "Socialtjänsten")
WHY_WITHDRAWN = ("Personen avböjde", "Den som remitterade drog tillbaka", "Personen har flyttat", "Har fått arbete")
WHY_REFERRED_ON = ("Behöver en annan insats först", "Hör till en annan kommun", "Får redan en likvärdig insats")
_TO_COMPLETE, _TO_WAIT, _OWN_PARTY = 0.25, 0.3, 0.4
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Arrival:
    """A referral with its person."""

    referral: Row
    person: Row


def open_ended_numbers() -> dict[str, dict[S, int]]:
    """How many referrals of each tenant stand in each state other than started."""
    given = margins.given()["referrals"]
    open_ = apportion(given["open"], list(OPEN_SHARES.values()))
    states = (S.OFFERED, S.REFERRED_ON, S.WITHDRAWN, *OPEN_SHARES)
    numbers = [given["offered_not_started"], given["referred_on"], given["withdrawn"], *open_]
    sizes = apportion(sum(numbers), [tenant.started for tenant in margins.tenant_margins()])
    table = fit(sizes, numbers)
    return {slug: dict(zip(states, line, strict=True)) for slug, line in zip(margins.slugs(), table, strict=True)}


def add_started_referrals(rows: TenantRows, cases: Sequence[Case]) -> list[Arrival]:
    """One for each personal registration. What the controller received is the controller's."""
    arrivals = []
    for case in cases:
        if case.person is None or case.life.received_on is None:
            continue
        row = _add(rows, case.person, case.life.received_on, case.life.referred_by, S.STARTED)
        row["owner_id"] = case.participation["controller_id"]
        case.participation["referral_id"] = row["id"]
        _add_path(rows, row, _way_to_offer(rows, S.STARTED), case.life.started_on)
        arrivals.append(Arrival(row, case.person))
    return arrivals


def add_other_referrals(rows: TenantRows) -> list[Arrival]:
    """Those that have not led to a start, or will not."""
    found = margins.given()["referred_by"]
    weights = [women + men for women, men in zip(found["women"], found["men"], strict=True)]
    arrivals = []
    for state, number in open_ended_numbers()[rows.slug].items():
        for _ in range(number):
            received, settled = _days(rows, state)
            person = add_person(rows, sex=_sex(rows), born=_born(rows, received), seen_on=received)
            row = _add(rows, person, received, rows.chance.choices(found["keys"], weights)[0], state)
            _add_path(rows, row, _way_to(rows, state), settled)
            arrivals.append(Arrival(row, person))
    return arrivals


def _add(rows: TenantRows, person: Row, received: dt.date, party: str, state: S) -> Row:
    chance = rows.chance
    own = party == "egen_anmalan"
    party_owns = party in OWNER_OF and chance.random() < _OWN_PARTY
    receiver = rows.find_staff(f"party_representative.{OWNER_OF[party]}" if party_owns else "subproject_manager")
    return rows.add(
        "referral",
        id=rows.ids.new(received),
        subproject_id=rows.subproject_id,
        person_id=person["id"],
        owner_id=receiver.authority_id,
        kind=(ReferralKind.EXPRESSION_OF_INTEREST if own else ReferralKind.REFERRAL).value,
        arrival_way=(ArrivalWay.FORM if own else chance.choice(WAYS)).value,
        received_on=received,
        referring_party=party,
        referrer_name="" if own else full_name(chance),
        municipality_code=person["municipality_code"],
        reference=_reference(chance),
        state=state.value,
        referred_to=chance.choice(REFERRED_TO) if state == S.REFERRED_ON else "",
        created_by=receiver.account_id,
        created_at=office_hours(received, chance),
    )


def _reference(chance: Random) -> str:
    drawn = "".join(chance.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"R-{drawn[:4]}-{drawn[4:]}"


def _days(rows: TenantRows, state: S) -> tuple[dt.date, dt.date]:
    """When it came, and when it took its present state. What is open came lately."""
    today, chance = margins.as_of(), rows.chance
    if state in OPEN_SHARES:
        received = weekday_between(chance, today - 30 * _DAY, today - (0 if state == S.RECEIVED else 5) * _DAY)
        return received, weekday_between(chance, min(received + _DAY, today), today)
    if state == S.OFFERED:
        received = weekday_between(chance, today - 60 * _DAY, today - 15 * _DAY)
        return received, weekday_between(chance, received + 7 * _DAY, today)
    received = weekday_between(chance, margins.period(rows.slug)[0] + 7 * _DAY, today - 20 * _DAY)
    return received, weekday_between(chance, received + 4 * _DAY, min(received + 60 * _DAY, today))


def _way_to(rows: TenantRows, state: S) -> list[S]:
    """States after the first, one allowed move after the other."""
    if state == S.RECEIVED:
        return []
    if state in (S.TO_BE_COMPLETED, S.BEING_ASSESSED):
        return [state]
    if state in (S.OFFERED, S.STARTED):
        return _way_to_offer(rows, state)
    return [S.BEING_ASSESSED, state]


def _way_to_offer(rows: TenantRows, state: S) -> list[S]:
    way = [S.TO_BE_COMPLETED] if rows.chance.random() < _TO_COMPLETE else []
    way.append(S.BEING_ASSESSED)
    if rows.chance.random() < _TO_WAIT:
        way.append(S.WAITING_LIST)
    way.append(S.OFFERED)
    return way if state == S.OFFERED else [*way, state]


def _add_path(rows: TenantRows, referral: Row, way: Sequence[S], settled: dt.date) -> None:
    """The last state is taken on `settled`, those before it on working days in between."""
    received: dt.date = referral["received_on"]
    between = sorted(weekday_between(rows.chance, received, settled) for _ in way[:-1])
    days = [received, *between, settled][: len(way) + 1]
    states: list[S | None] = [None, S.RECEIVED, *way]
    for at, day in enumerate(days):
        target = states[at + 1]
        rows.add(
            "referral_event",
            id=rows.ids.new(day),
            referral_id=referral["id"],
            from_state=states[at],
            to_state=target,
            on_date=day,
            # One after the other also on the same day.
            at=dt.datetime.combine(day, dt.time(8 + at, rows.chance.randrange(60)), dt.UTC),
            by_account=referral["created_by"],
            reason=_reason(rows, target),
        )


def _reason(rows: TenantRows, state: S | None) -> str:
    if state == S.WITHDRAWN:
        return rows.chance.choice(WHY_WITHDRAWN)
    return rows.chance.choice(WHY_REFERRED_ON) if state == S.REFERRED_ON else ""


def _sex(rows: TenantRows) -> str:
    total = margins.given()["sum"]
    return "woman" if rows.chance.random() < total["women"] / total["started"] else "man"


def _born(rows: TenantRows, received: dt.date) -> dt.date:
    """Somebody whom the rule of admission lets in."""
    youngest, oldest = rows.facts.ages_by_project.get(CURRENT, rows.facts.ages)
    years = rows.chance.randint(max(youngest, 18), oldest)
    return weekday_near(add_months(received, -12 * years) - dt.timedelta(days=rows.chance.randrange(7, 350)))
