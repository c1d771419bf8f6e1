"""The authorities of each tenant, named neutrally. All but one have a processing agreement; that one shows the refusal."""

import datetime as dt

from core.facts import Municipality
from tenants.demo.dice import name_id
from tenants.demo.rows import TenantRows

AGREED_FROM = dt.date(2020, 3, 2)
LEADS = {"roslagen": "0160"}
"""Whose committee leads the delprojekt, where it is not the first municipality's."""
TOWNS = frozenset({"0180", "0183", "0187"})  # call themselves stad


def add_authorities(rows: TenantRows) -> None:
    """The leading committee first, then the other municipalities', the state's and the region's."""
    lead, *others = in_order_of_lead(rows)
    for place in (lead, *others):
        _add(rows, "kommun", f"Arbetsmarknadsnämnden, {council(place)}")
    _add(rows, "kommun", f"Socialnämnden, {council(lead)}")
    _add(rows, "fk", "Försäkringskassan")
    _add(rows, "af", "Arbetsförmedlingen")
    _add(rows, "region", "Region Stockholm")
    _add(rows, "kommun", f"Utbildningsnämnden, {council((lead, *others)[-1])}", agreed=False)


def in_order_of_lead(rows: TenantRows) -> list[Municipality]:
    """The förbund's municipalities, the one that leads the delprojekt first."""
    lead = LEADS.get(rows.slug)
    return sorted(rows.facts.municipalities, key=lambda place: place.code != lead)


def council(place: Municipality) -> str:
    """Täby kommun, Danderyds kommun, Vaxholms stad."""
    genitive = place.name if place.name[-1] in "aoueiyåäös" else f"{place.name}s"
    return f"{genitive} {'stad' if place.code in TOWNS else 'kommun'}"


def _add(rows: TenantRows, party: str, name: str, *, agreed: bool = True) -> None:
    rows.add(
        "authority",
        id=name_id(f"{rows.slug}/authority/{name}"),
        party_key=party,
        name=name,
        agreement_from=AGREED_FROM if agreed else None,
        agreement_until=None,
    )
