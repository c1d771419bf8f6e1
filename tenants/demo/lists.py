"""Lists that the delprojekt's staff keep under a name, and what they have exported: the files are gone, as they would be."""

import datetime as dt
import uuid

import sqlalchemy as sa

from core.clock import STOCKHOLM
from core.db import session
from core.exports.models import Export
from core.exports.terms import ExportState, Format, Removal, Why
from core.participants.models import Staff
from core.saved_lists.models import SavedList
from core.saved_lists.terms import ListKind
from tenants.demo import margins
from tenants.demo.dice import name_id
from tenants.demo.rows import TenantRows

SHARED = (
    ("Började i år", {"status": "all", "started_from": "2022-01-01", "sort": "-since"}),
    ("Saknar nästa kontakt", {"status": "all", "contact": "none"}),
    ("Avslutade i år med orsak", {"status": "ended", "ended_from": "2022-01-01", "columns": "ended_on,exit_reason"}),
)
WAITING = ("Kom in i sommar", {"state": "all", "received_from": "2022-06-01", "received_until": "2022-08-31"})


def add_lists(rows: TenantRows) -> None:
    """Nothing when an interrupted load got as far as this."""
    if session.scalar(sa.select(sa.func.count()).select_from(SavedList)):
        return
    manager = rows.find_staff("subproject_manager").account_id
    for name, choices in SHARED:
        session.add(_saved(rows, manager, ListKind.PARTICIPANTS, name, choices))
    session.add(_saved(rows, manager, ListKind.REFERRALS, *WAITING))
    employer = session.scalar(sa.select(Staff.authority_id).where(Staff.account_id == manager))
    if employer is not None:
        session.add(_export(rows, manager, employer))
    session.flush()


def _saved(rows: TenantRows, account_id: uuid.UUID, kind: ListKind, name: str, choices: dict[str, str]) -> SavedList:
    list_id = name_id(f"{rows.slug}/saved_list/{name}")
    return SavedList(id=list_id, account_id=account_id, kind=kind, name=name, shared=True, choices=choices)


def _export(rows: TenantRows, account_id: uuid.UUID, employer: uuid.UUID) -> Export:
    made = dt.datetime.combine(margins.as_of() - dt.timedelta(days=9), dt.time(9, 12), STOCKHOLM)
    return Export(
        id=name_id(f"{rows.slug}/export"),
        account_id=account_id,
        authority_id=employer,
        kind=ListKind.PARTICIPANTS,
        format=Format.XLSX,
        language="sv",
        choices={"status": "active"},
        columns=["number", "state", "started_on", "worker"],
        why=Why.CHECK,
        reason="Genomgång av kontaktpersoner",
        state=ExportState.REMOVED,
        removed=Removal.EXPIRED,
        total=sum(row["state"] == "active" for row in rows.tables["participation"]),
        created_at=made,
        made_at=made,
        expires_at=made + dt.timedelta(days=1),
        downloads=1,
    )
