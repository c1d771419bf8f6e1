"""Loads what rows are held against, in a few statements whatever the number of rows."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from core.clock import today
from core.context import current_person
from core.db import session
from core.imports.checks import Terms
from core.imports.fields import plain
from core.imports.queries import list_addresses_of
from core.imports.records import Lists
from core.imports.register import Known, Observed, Period, Register, Standing
from core.interventions.models import Intervention, InterventionPeriod
from core.interventions.terms import InterventionKind
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.terms import Moment
from core.participants.choices import find_authority, has_agreement, list_municipalities
from core.participants.models import Authority, Code, Participation, Person, Staff, Subproject
from core.participants.terms import ParticipationState
from core.persons.queries import visible_persons
from core.referrals.models import Referral
from core.referrals.terms import OPEN_STATES

OF_PARTICIPATION = (
    "municipality_code",
    "started_on",
    "ended_on",
    "key_worker_id",
    "next_contact_on",
    "state",
    "exit_reason",
    "handed_to",
)
OF_PERSON = ("given_name", "family_name", "birth_date", "sex", "municipality_code", "identity_kind")
OF_SITUATION = ("main_activity", "education", "support_since", "work_subsidised", "observed_on")
SHORT_WORDS = {
    "support_source": {
        "forsorjningsstod": ("fs", "soc", "ekonomiskt bistånd", "socialbidrag"),
        "sjukpenning_rehabpenning": ("rehabpenning", "sjp"),
        "a_kassa": ("akassa", "arbetslöshetsersättning"),
        "aktivitetsersattning": ("ae",),
        "sjukersattning": ("se",),
        "ingen": ("ingen", "saknas", "none"),
        "okant": ("vet ej", "unknown"),
    },
    "main_activity": {
        "work": ("arbetar",),
        "studies": ("studerar",),
        "job_seeking": ("arbetssökande", "söker arbete", "job seeking"),
    },
    "education": {"forgymnasial": ("grundskola",), "gymnasial": ("gymnasium",), "eftergymnasial": ("högskola", "universitet")},
    "exit_reason": {"studier": ("utbildning",), "avliden": ("död",), "arbete_utan_stod": ("arbete", "jobb")},
}
"""What people write in a cell for a line of a national list."""


def load_lists(insatser: dict[str, uuid.UUID]) -> Lists:
    """The words that cells may hold, in both languages."""
    owner = find_authority(_mine())
    codes = {name: _words_of(name) for name in SHORT_WORDS}
    towns = {plain(name): code for code, name in list_municipalities()} | {code: code for code, _name in list_municipalities()}
    towns |= {f"{name} kommun": code for name, code in towns.items() if not name.isdecimal()}
    return Lists(
        today=today(),
        towns=towns,
        workers=_workers(),
        controllers=frozenset({plain(owner.name)} if owner else ()),
        insatser=insatser,
        support=codes["support_source"],
        activities=codes["main_activity"],
        education=codes["education"],
        reasons=codes["exit_reason"],
    )


def _mine() -> uuid.UUID:
    found = current_person().authority_id
    assert found is not None  # noqa: S101 - the permission is held through an authority only
    return found


def _words_of(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    chosen = sa.select(Code).where(Code.list == name, Code.active).order_by(Code.position.desc(), Code.key.desc())
    for code in session.scalars(chosen):
        for written in (code.name_sv, code.name_en):
            parts = [plain(part) for part in written.replace(" or ", " eller ").split(" eller ")]
            found |= dict.fromkeys([plain(written), *parts], code.key)
        found[plain(code.key)] = code.key
        found |= dict.fromkeys((plain(word) for word in SHORT_WORDS[name].get(code.key, ())), code.key)
    return found


def load_insatser(subproject_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The catalogue by name, in both languages."""
    chosen = sa.select(Intervention).where(Intervention.subproject_id == subproject_id).order_by(Intervention.position.desc())
    return {plain(name): row.id for row in session.scalars(chosen) for name in (row.name_en, row.name_sv)}


def _workers() -> dict[str, list[uuid.UUID]]:
    """Colleagues who may be contact person, by name, and by e-mail where it is known."""
    chosen = sa.select(Staff.account_id, Staff.name).where(Staff.authority_id == _mine(), Staff.active, Staff.reads_persons)
    found: dict[str, list[uuid.UUID]] = {}
    for account_id, name in session.execute(chosen.order_by(Staff.account_id)):
        found.setdefault(name.casefold(), []).append(account_id)
    for email, account_id in list_addresses_of({one for ids in found.values() for one in ids}):
        found[email.casefold()] = [account_id]
    return found


def load_terms(subproject: Subproject, insats_id: uuid.UUID | None) -> Terms:
    """The delprojekt's period and what counts, the authority's agreement."""
    owner: Authority | None = find_authority(_mine())
    agreed = owner is not None and has_agreement(owner, today())
    counting = sa.select(Intervention.id).where(Intervention.subproject_id == subproject.id)
    if not subproject.mapping_counts:
        counting = counting.where(Intervention.kind != InterventionKind.MAPPING)
    outside = sa.select(Code.key).where(Code.list == "exit_reason", Code.outside_goals)
    return Terms(
        first_day=subproject.starts_on,
        last_day=subproject.ends_on,
        agreement=(owner.agreement_from, owner.agreement_until) if owner and agreed else (None, None),
        insats_id=insats_id,
        counted=frozenset(session.scalars(counting)),
        outside_goals=frozenset(session.scalars(outside)),
        number_prefix=subproject.number_prefix,
    )


def load_register(
    *,
    subproject_id: uuid.UUID,
    numbers: Collection[str],
    indexes: Collection[bytes],
    names: Collection[str],
    births: Collection[dt.date],
) -> Register:
    """Everybody whom the rows may mean."""
    register = Register()
    _load_persons(register, indexes, names, births)
    _load_participations(register, subproject_id, numbers)
    _load_situations(register)
    _load_periods(register)
    _load_others(register, numbers, indexes)
    return register


def _array(values: Iterable[Any], of: Any) -> Any:
    return sa.func.any(sa.cast(list(values), ARRAY(of)))


def _load_persons(register: Register, indexes: Collection[bytes], names: Collection[str], births: Collection[dt.date]) -> None:
    """Those with the number, and those born on one of the days: of the latter the name decides."""
    if names:
        listed = sa.func.unnest(sa.cast(sorted(names), ARRAY(sa.Text))).column_valued("name")
        folding = sa.select(listed, sa.func.ext.sv_fold(listed))
        register.folded = dict(session.execute(folding, bind_arguments={"bind_name": "tenant"}).all())
    folded = set(register.folded.values())
    open_referral = sa.select(sa.literal(1)).where(
        Referral.person_id == Person.id, Referral.owner_id == _mine(), Referral.state.in_(sorted(OPEN_STATES))
    )
    columns: list[Any] = [
        Person.id,
        Person.identity_index,
        Person.search_key,
        Person.birth_date,
        Person.merged_into,
        open_referral.exists(),
    ]
    wanted = sa.or_(Person.identity_index == _array(indexes, sa.LargeBinary), Person.birth_date == _array(set(births), sa.Date))
    for id_, index, search_key, born, merged_into, has_open in session.execute(
        visible_persons(sa.select(*columns).where(wanted))
    ):
        known = Known(merged_into or id_, index, has_open)
        if index is not None:
            register.by_index[index] = known
        if merged_into is None and born is not None and search_key in folded:
            register.by_name[search_key, born].append(known)


def _load_participations(register: Register, subproject_id: uuid.UUID, numbers: Collection[str]) -> None:
    persons = {known.id for known in register.by_index.values()} | {one.id for same in register.by_name.values() for one in same}
    columns = [getattr(Participation, name) for name in OF_PARTICIPATION]
    of_person = [getattr(Person, name).label(f"person_{name}") for name in OF_PERSON]
    ids = Participation.id, Participation.person_id, Participation.number, Participation.version
    chosen = (
        sa.select(*ids, *columns, *of_person, Person.version.label("person_version"), Person.identity_index)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.controller_id == _mine(), Participation.subproject_id == subproject_id)
        .where(sa.or_(Participation.number == _array(numbers, sa.Text), Participation.person_id == _array(persons, sa.Uuid)))
    )
    for row in session.execute(chosen).mappings():
        register.add(
            Standing(
                **{
                    name: row[name]
                    for name in ("id", "person_id", "number", "version", "state", "started_on", "ended_on", "exit_reason")
                },
                participation={name: row[name] for name in OF_PARTICIPATION},
                person={name: row[f"person_{name}"] for name in OF_PERSON},
                person_version=row["person_version"],
                identity_index=row["identity_index"],
            )
        )


def _standings(register: Register) -> dict[uuid.UUID, Standing]:
    found = {one.id: one for one in register.by_number.values()}
    return found | {one.id: one for theirs in register.of_person.values() for one in theirs}


def _load_situations(register: Register) -> None:
    standings = _standings(register)
    sources = sa.func.array_agg(
        sa.dialects.postgresql.aggregate_order_by(SituationSupport.source, SituationSupport.main.desc(), SituationSupport.source)
    )
    listed = sa.select(sources).where(SituationSupport.situation_id == Situation.id).scalar_subquery()
    chosen = sa.select(Situation, listed).where(Situation.participation_id == _array(standings, sa.Uuid))
    for situation, found in session.execute(chosen):
        values = {name: getattr(situation, name) for name in OF_SITUATION} | {"sources": list(found or [])}
        observed = Observed(situation.id, situation.version, values)
        setattr(standings[situation.participation_id], "before" if situation.moment == Moment.BEFORE else "after", observed)
        session.expunge(situation)


def _load_periods(register: Register) -> None:
    standings = _standings(register)
    row = InterventionPeriod
    chosen = sa.select(row.participation_id, row.id, row.version, row.intervention_id, row.starts_on, row.ends_on)
    chosen = chosen.where(row.participation_id == _array(standings, sa.Uuid)).order_by(row.starts_on, row.id)
    for whose, id_, version, insats, first, last in session.execute(chosen):
        standings[whose].periods.append(Period(id_, version, insats, first, last))


def _load_others(register: Register, numbers: Collection[str], indexes: Collection[bytes]) -> None:
    """Numbers that are somebody else's, persons who may not be known, and every participation of those who may."""
    taken = sa.select(Participation.number).where(Participation.number == _array(numbers, sa.Text))
    register.taken_numbers = set(session.scalars(taken)) - set(register.by_number)
    registered = sa.select(Person.identity_index).where(Person.identity_index == _array(indexes, sa.LargeBinary))
    register.hidden_indexes = {index for index in session.scalars(registered) if index} - set(register.by_index)
    persons = set(register.of_person) | {known.id for known in register.by_index.values()}
    persons |= {one.id for same in register.by_name.values() for one in same}
    row = Participation
    busy = sa.select(row.person_id, row.id, row.started_on, row.ended_on).where(
        row.person_id == _array(persons, sa.Uuid), row.state != ParticipationState.MISREGISTERED
    )
    for person_id, id_, first, last in session.execute(busy):
        if person_id is not None:
            register.busy[person_id].append((id_, first, last))
