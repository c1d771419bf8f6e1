"""Consents to share information: in force for most who go on, lapsed or withdrawn for some."""

import datetime as dt
from collections.abc import Sequence

from core.consents.terms import ConsentKind, DataKind, GivenBy
from core.referrals.terms import ReferralState
from tenants.demo import margins
from tenants.demo.days import add_months, weekday_between, weekday_near
from tenants.demo.dice import dice
from tenants.demo.participations import Case
from tenants.demo.referrals import Arrival
from tenants.demo.rows import Row, TenantRows, office_hours

PURPOSE = "Samordnad planering inom MIA Vidare"
MONTHS = (12, 18, 24)
ALWAYS = (DataKind.REFERRAL, DataKind.MAPPING, DataKind.PLAN)
OFTEN = ((DataKind.ATTENDANCE, 0.7), (DataKind.OUTCOME, 0.8))
"""What a paper has that was drawn up in the usual way; the card to call is nearly always allowed."""
CARD = 0.9
PARTIES = (("fk", 0.75), ("af", 0.75), ("region", 0.45))
TEAM = 0.5
"""How often the committee that represents the municipality in the team is named as well."""
_LAPSED, _WITHDRAWN = 0.06, 0.04
_DAY = dt.timedelta(days=1)
_BEFORE_TEAM = frozenset({ReferralState.RECEIVED, ReferralState.TO_BE_COMPLETED})


def add_consents(rows: TenantRows, cases: Sequence[Case], others: Sequence[Arrival]) -> None:
    """One for everybody who came far enough to be spoken about between authorities, most of the others too."""
    for case in cases:
        if case.person is not None and case.life.received_on is not None:
            _add_of_case(rows, case, case.person, case.life.received_on)
    for arrival in others:
        received: dt.date = arrival.referral["received_on"]
        if arrival.referral["state"] not in _BEFORE_TEAM and rows.chance.random() < 0.8:
            _add(rows, arrival.person, arrival.referral["owner_id"], weekday_near(received, forward=True))


def _add_of_case(rows: TenantRows, case: Case, person: Row, received: dt.date) -> None:
    """Renewed while the participation goes on, but for those who let it lapse; withdrawn when that ended it."""
    life, today = case.life, margins.as_of()
    drawn = rows.chance.random()
    latest = min(received + 14 * _DAY, life.started_on)
    if drawn < _LAPSED and not life.ended:
        latest = min(latest, today - 200 * _DAY) if life.started_on < today - 200 * _DAY else latest
    consent = _add(rows, person, case.worker.authority_id, weekday_between(rows.chance, received, latest))
    until = life.ended_on or today
    while consent["until"] < until and not (drawn < _LAPSED and not life.ended):
        consent = _add(rows, person, case.worker.authority_id, weekday_near(consent["until"]))
    if life.reason == "samtycke_aterkallat":
        consent["withdrawn_on"] = life.ended_on
    elif not life.ended and drawn < _LAPSED:
        consent["until"] = min(consent["until"], today - rows.chance.randrange(3, 40) * _DAY)
        consent["until"] = max(consent["until"], consent["given_on"])
    elif not life.ended and drawn < _LAPSED + _WITHDRAWN:
        consent["withdrawn_on"] = weekday_between(rows.chance, max(consent["given_on"], today - 60 * _DAY), today)


def _add(rows: TenantRows, person: Row, controller: object, given_on: dt.date) -> Row:
    chance = rows.chance
    given_by = chance.choices((GivenBy.WRITTEN, GivenBy.ORAL, GivenBy.ELECTRONIC), (80, 12, 8))[0]
    leader = rows.find_staff("subproject_manager")
    row = rows.add(
        "consent",
        id=rows.ids.new(given_on),
        holder_id=leader.authority_id,
        person_id=person["id"],
        kind=ConsentKind.INFORMATION.value,
        purpose=PURPOSE,
        scope="",
        given_by=given_by.value,
        witness=leader.name if given_by == GivenBy.ORAL else "",
        given_on=given_on,
        until=add_months(given_on, chance.choice(MONTHS)),
        withdrawn_on=None,
        registered_by=leader.account_id,
        registered_at=office_hours(given_on, chance),
    )
    for authority_id in _authorities(rows, controller):
        rows.add("consent_authority", consent_id=row["id"], authority_id=authority_id)
    for kind in (*ALWAYS, *(kind for kind, share in OFTEN if chance.random() < share)):
        rows.add("consent_data_kind", consent_id=row["id"], data_kind=kind.value)
    if dice(f"card/{row['id']}").random() < CARD:
        rows.add("consent_data_kind", consent_id=row["id"], data_kind=DataKind.CONTACT.value)
    return row


def _authorities(rows: TenantRows, controller: object) -> list[object]:
    chosen = [controller]
    chosen += [rows.authority_id(party) for party, share in PARTIES if rows.chance.random() < share]
    if rows.chance.random() < TEAM:
        chosen.append(rows.find_staff("party_representative.kommun").authority_id)
    return list(dict.fromkeys(chosen))
