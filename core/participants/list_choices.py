"""What the filters of the participants' list offer, in one statement: contact persons, municipalities, insatser, data
controllers, and the lists kept under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from core.alphabet import swedish_key
from core.context import language
from core.db import session
from core.interventions.models import Intervention
from core.participants.choices import list_municipalities
from core.participants.filters import Chosen
from core.participants.models import Authority, Participation, Staff, SubprojectMunicipality
from core.participants.queries import Sight, sight, visibility
from core.saved_lists.queries import Named, named_of, offered_lists
from core.saved_lists.terms import ListKind

_participation = cast("sa.Table", Participation.__table__).c
_staff = cast("sa.Table", Staff.__table__).c
_authority = cast("sa.Table", Authority.__table__).c
_municipality = cast("sa.Table", SubprojectMunicipality.__table__).c
_intervention = cast("sa.Table", Intervention.__table__).c

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ListChoices:
    """(value, name) of each filter, in Swedish order, and the saved lists."""

    workers: Pairs
    municipalities: Pairs
    insatser: Pairs
    controllers: Pairs
    saved: Sequence[Named]


def list_choices() -> ListChoices:
    """Of participations the signed-in person may read: their contact persons and data controllers; all insatser and places."""
    found: dict[str, list[tuple[str, str, Any]]] = {"worker": [], "municipality": [], "insats": [], "controller": [], "saved": []}
    for group, value, name, what in session.execute(_choices(sight(), language())):
        found[group].append((value, name, what))
    for rows in found.values():
        rows.sort(key=lambda row: (swedish_key(row[1]), row[0]))
    pairs = {group: [(value, name) for value, name, _what in rows] for group, rows in found.items()}
    saved = [named_of(*row) for row in found["saved"]]
    return ListChoices(pairs["worker"], pairs["municipality"], pairs["insats"], pairs["controller"], saved)


@cache
def _choices(seen: Sight, written_in: str) -> "sa.CompoundSelect[Any]":
    nothing = sa.cast(sa.null(), JSONB)
    readable = visibility(seen)
    insats_name = sa.func.min(_intervention.name_en if written_in == "en" else _intervention.name_sv)
    saved = offered_lists(ListKind.PARTICIPANTS).subquery()
    return sa.union_all(
        _group("worker", _staff.account_id, _staff.name, nothing).where(
            _staff.account_id.in_(sa.select(_participation.key_worker_id).where(readable))
        ),
        _group("municipality", _municipality.code, sa.func.min(_municipality.name), nothing).group_by(_municipality.code),
        _group("insats", sa.func.min(sa.cast(_intervention.id, sa.Text())), insats_name, nothing).group_by(_intervention.name_sv),
        _group("controller", _authority.id, _authority.name, nothing).where(
            _authority.id.in_(sa.select(_participation.controller_id).where(readable))
        ),
        _group("saved", saved.c.id, saved.c.name, saved.c.what),
    )


def _group(name: str, value: Any, label: Any, what: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(name, sa.Text()), sa.cast(value, sa.Text()), label, what)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of what a list is narrowed to; empty for what is not chosen or not there."""

    worker: str
    municipality: str
    insats: str
    controller: str


def names_of(chosen: Chosen) -> Names:
    """Looked up by themselves: no participation is read for it."""
    worker = session.get(Staff, chosen.worker) if chosen.worker else None
    controller = session.get(Authority, chosen.controller) if chosen.controller else None
    insats = session.get(Intervention, chosen.insats) if chosen.insats else None
    towns = dict(list_municipalities()) if chosen.municipality else {}
    return Names(
        worker=worker.name if worker else "",
        municipality=towns.get(chosen.municipality or "", ""),
        insats=(insats.name_en if language() == "en" else insats.name_sv) if insats else "",
        controller=controller.name if controller else "",
    )
