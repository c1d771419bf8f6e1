"""One row in every table of a tenant, with a canary in every column that takes free text. Wherever a canary is seen outside
its tenant, a wall has a hole."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core import crypto
from core.accounts.models import Membership
from core.audit import AccessLog
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.db import TenantModel, new_id
from core.drafts.models import Draft
from core.interventions.models import InterventionPeriod
from core.jobs import Outbox
from core.outcomes.models import Situation, SituationSupport
from core.participants.models import MonthLock, Participation, Person, Subproject, VolumeCount
from core.referrals.models import Referral, ReferralEvent, inbox
from core.reporting.models import OwnChart
from core.rollup.models import DirtyMark
from tests.house import OTHER, OWN, PROJECT, House
from tests.joint_canaries import NAMES, plant_joint_work
from tests.published_canaries import PUBLISHED_FREE_TEXT, PUBLISHED_NAMES, plant_published
from tests.steering_canaries import STEERING_NAMES, plant_steering
from tests.support_canaries import MARKED_AT_ONCE, SUPPORT_FREE_TEXT, SUPPORT_NAMES, plant_support
from tests.working_day_canaries import WORKING_DAY_FREE_TEXT, WORKING_DAY_NAMES, plant_working_day

DAY = dt.date(2022, 3, 1)
FREE_TEXT = {
    "authority": ["name"],
    "person": ["given_name", "family_name"],
    "staff": ["name", "phone"],
    "referral": ["referrer_name", "referrer_contact", "exception_reason", "referred_to", "wanted_contact", "reference"],
    "referral_answer": ["to_whom", "says"],
    "person_merge": ["reason"],
    "note": ["text"],
    "assessment": ["own_words"],
    "assessment_answer": ["words"],
    "assessment_question": ["text_sv", "text_en"],
    "assessment_reply": ["words"],
    "plan": ["own_words"],
    "plan_goal": ["text"],
    "plan_action": ["text"],
    "team_meeting": ["name", "place", "remarks"],
    "agenda_item": ["question", "outcome_line"],
    "consent_form": ["language_name"],
    "file": ["hidden_reason"],
    "referral_event": ["reason"],
    "consent": ["purpose", "witness", "scope", "withdrawn_how"],
    "intervention": ["name_sv", "name_en", "text_sv", "text_en", "given_by"],
    "intervention_period": ["place"],
    "participation": ["handed_to", "number"],
    "subproject": ["name", "contact_email", "contact_phone"],
    "subproject_municipality": ["name"],
    "volume_count": ["activity"],
    "month_lock": ["comment"],
    "access_log": ["reason"],
    "outbox": ["error"],
    "chart": ["svg"],
    **SUPPORT_FREE_TEXT,
    **WORKING_DAY_FREE_TEXT,
    **PUBLISHED_FREE_TEXT,
}
CHECKED_OR_CODED = {
    "kind", "key", "list", "sex", "state", "grade", "moment", "source", "job", "roles", "action", "fields", "request_id",
    "given_by", "arrival_way", "referring_party", "main_activity", "education", "identity_kind", "party_key", "data_kind",
    "exit_reason", "municipality_code", "project_key", "number_prefix", "from_state", "to_state", "counts_as", "code",
    "form_token", "form", "chart", "language", "reading", "width", "fingerprint",
    "priority", "way", "purpose", "media_type", "area", "responsible", "outcome", "set_aside",
    "absence", "deed", "begun", "digest", "part", "stage", "category", "level", "verdict", "county_state", "trouble",
    "format", "why", "removed", "fault", "conformity", "method", "page", "link",
}  # fmt: skip
"""Text that a check, a code list or the system itself decides; no person's words fit in."""
NATIONAL = {"code", "party", "alembic_version"}


@dataclass(frozen=True, slots=True)
class Planted:
    """Ids of the rows, by the name an address gives them, and the canaries."""

    ids: dict[str, uuid.UUID]
    mark: str


def uncovered_columns() -> list[str]:
    """Text columns nobody has thought of: neither free text with a canary nor decided by a list."""
    return [
        f"{table.name}.{column.name}"
        for table in TenantModel.metadata.sorted_tables
        if table.name not in NATIONAL and not table.info.get("view")
        for column in table.columns
        if isinstance(column.type, sa.Text) and column.computed is None
        if column.name not in CHECKED_OR_CODED and column.name not in FREE_TEXT.get(table.name, [])
        if (table.name, column.name) not in MARKED_AT_ONCE
    ]


def plant(connection: sa.Connection, house: House, slug: str, mark: str) -> Planted:
    """Fill `slug` with one life. Call inside the tenant's scope (sealed columns need its keys), as the operator."""
    connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas[slug]}, ext")
    ids = {name: new_id() for name in ("person", "referral", "participation", "consent", "period", "situation", "event")}
    worker = house.accounts[f"case_worker@{slug}.example"]
    common = {"owner": house.authorities[slug, OWN], "worker": worker, "subproject": house.subprojects[slug]}
    _plant_person(connection, ids, common, mark)
    _plant_path(connection, house, slug, ids, common)
    _plant_rest(connection, ids, common)
    plant_joint_work(connection, ids, common, house.authorities[slug, OTHER], mark)
    plant_support(connection, ids, common, house.accounts[f"subproject_manager@{slug}.example"], mark)
    plant_working_day(connection, ids, common, house.accounts[f"subproject_manager@{slug}.example"], mark)
    plant_published(connection, ids, common, mark)
    plant_steering(connection, ids)
    _plant_arrival(connection, ids, common, mark)
    _plant_draft(connection, ids, common, mark)
    for table, columns in FREE_TEXT.items():
        values = ", ".join(f"{column} = '{mark}-{table}-{column}'" for column in columns)
        where = f" WHERE account_id = '{worker}'" if table == "staff" else ""
        where = where or (f" WHERE id = '{common['owner']}'" if table == "authority" else "")
        where = where or (f" WHERE id = '{ids[table]}'" if table in ids else "")
        connection.exec_driver_sql(f"UPDATE {table} SET {values}{where}".replace("%", "%%"))
    membership = connection.execute(sa.select(Membership.id).where(Membership.account_id == worker)).scalar_one()
    named = {
        "participation_id": ids["participation"],
        "referral_id": ids["referral"],
        "consent_id": ids["consent"],
        "blank_id": ids["form"],
        "person_id": ids["person"],
        "period_id": ids["period"],
        "intervention_period_id": ids["period"],
        "intervention_id": ids["intervention"],
        **{f"{name}_id": ids[name] for name in (*NAMES, *SUPPORT_NAMES, *WORKING_DAY_NAMES, *PUBLISHED_NAMES, *STEERING_NAMES)},
        "situation_id": ids["situation"],
        "account_id": worker,
        "membership_id": membership,
        "authority_id": common["owner"],
    }
    return Planted(named, mark)


def _plant_person(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], mark: str) -> None:
    sealed = {
        column: crypto.seal(f"{mark}-{column}", table="person", column=column, row=ids["person"])
        for column in ("identity_number", "address", "phone", "email")
    }
    row = {
        "id": ids["person"],
        "given_name": "x",
        "family_name": "x",
        "birth_date": dt.date(1990, 1, 1),
        "sex": "woman",
        "identity_kind": "personal_number",
        "identity_index": crypto.blind_index(mark, purpose="identity_number"),
        **sealed,
    }
    connection.execute(sa.insert(Person), row)
    connection.execute(
        sa.insert(Referral),
        {
            "id": ids["referral"],
            "subproject_id": common["subproject"],
            "person_id": ids["person"],
            "owner_id": common["owner"],
            "kind": "referral",
            "arrival_way": "phone",
            "received_on": DAY,
            "referring_party": "kommun",
            "state": "offered",
            "created_by": common["worker"],
        },
    )
    event = {"id": ids["event"], "referral_id": ids["referral"], "to_state": "received", "on_date": DAY}
    connection.execute(sa.insert(ReferralEvent), event)


def _plant_path(
    connection: sa.Connection, house: House, slug: str, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID]
) -> None:
    ids["intervention"] = house.interventions[slug, "course"]
    connection.execute(
        sa.insert(Consent),
        {
            "id": ids["consent"],
            "person_id": ids["person"],
            "given_by": "oral",
            "witness": "x",
            "given_on": DAY,
            "until": dt.date(2023, 1, 1),
            "registered_by": common["worker"],
        },
    )
    covered = {"consent_id": ids["consent"], "authority_id": common["owner"]}
    connection.execute(sa.insert(ConsentAuthority), covered)
    connection.execute(sa.insert(ConsentDataKind), {"consent_id": ids["consent"], "data_kind": "referral"})
    connection.execute(
        sa.insert(Participation),
        {
            "id": ids["participation"],
            "subproject_id": common["subproject"],
            "person_id": ids["person"],
            "referral_id": ids["referral"],
            "number": "x",
            "sex": "woman",
            "controller_id": common["owner"],
            "key_worker_id": common["worker"],
            "started_on": DAY,
            "first_activity_on": DAY,
        },
    )
    period = {"participation_id": ids["participation"], "intervention_id": ids["intervention"], "starts_on": DAY}
    connection.execute(sa.insert(InterventionPeriod), {"id": ids["period"], **period})


def _plant_draft(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], mark: str) -> None:
    """The contact person has left an exit unsent."""
    row = {
        "id": (draft_id := new_id()),
        "account_id": common["worker"],
        "form": f"exit/{ids['participation']}",
        "sealed": crypto.seal(f'{{"handed_to": ["{mark}-draft"]}}', table="draft", column="sealed", row=draft_id),
        "updated_at": dt.datetime(2022, 3, 1, tzinfo=dt.UTC),
    }
    connection.execute(sa.insert(Draft), row)


def _plant_arrival(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], mark: str) -> None:
    """Somebody has sent the public form, and the owner takes in."""
    sent = dict.fromkeys(("name", "phone", "email", "contact_when", "reference"), f"{mark}-arrival")
    sent |= {"sent_on": DAY.isoformat(), "municipality_code": "0126", "contact_way": "phone", "language": "sv"}
    sealed = crypto.seal(json.dumps(sent | {"file": None}), table="referral_inbox", column="sealed", row=ids["inbox"])
    connection.execute(sa.insert(inbox), {"id": ids["inbox"], "sealed": sealed})
    connection.execute(sa.update(Subproject).values(intake_authority_id=common["owner"]))


def _plant_rest(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID]) -> None:
    situation = {"participation_id": ids["participation"], "moment": "before", "observed_on": DAY, "main_activity": "other"}
    connection.execute(sa.insert(Situation), {"id": ids["situation"], **situation})
    connection.execute(sa.insert(SituationSupport), {"situation_id": ids["situation"], "source": "forsorjningsstod"})
    month = {"subproject_id": common["subproject"], "month": dt.date(2022, 3, 1)}
    connection.execute(sa.insert(VolumeCount), {"id": new_id(), "activity": "x", "count": 3, **month})
    connection.execute(sa.insert(MonthLock), {"locked_by": common["worker"], **month})
    connection.execute(sa.insert(DirtyMark), month)
    connection.execute(sa.insert(Outbox), {"id": new_id(), "job": "x", "failed_at": dt.datetime(2022, 3, 1, tzinfo=dt.UTC)})
    drawn = {"chart": "exits", "language": "sv", "width": "wide", "fingerprint": "x", "svg": "x"}
    connection.execute(sa.insert(OwnChart), {"project_key": PROJECT, **drawn})
    connection.execute(
        sa.insert(AccessLog),
        {
            "id": new_id(),
            "account_id": common["worker"],
            "roles": "case_worker",
            "action": "read",
            "subject_ids": [ids["person"]],
            "fields": "identity",
            "request_id": "x",
        },
    )
