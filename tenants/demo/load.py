"""Loads the demo once, as the roles the product itself uses: the platform's, then each tenant's own.

A tenant is loaded in one transaction, counted, and then listed in the project (`project_tenant`). That row is the mark that
it is done: what was interrupted is begun again, what is marked is left alone. At last the first release is made, so that the
county's pages have figures before anything is served.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert

from core.accounts.models import Account, Membership
from core.accounts.passwords import hash_of
from core.assessments.models import Assessment, AssessmentAnswer
from core.attendance.models import Activity, Attendance, AttendanceReport
from core.caseloads.models import ParticipationWorker
from core.config import get_settings
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.crypto import seal
from core.db import PlatformModel, TenantModel, engine_for, session
from core.errors import DomainError
from core.followups.models import FollowUp, FollowUpSupport, FollowUpTry
from core.handovers.models import Handover, HandoverOpening
from core.interventions.models import (
    EmploymentStep,
    Intervention,
    InterventionExtent,
    InterventionPause,
    InterventionPeriod,
    Place,
)
from core.library import models as library
from core.media import models as media
from core.notes.models import Note
from core.outcomes.models import Situation, SituationSupport
from core.participants.models import (
    Authority,
    MonthLock,
    Participation,
    Person,
    Staff,
    Subproject,
    SubprojectMunicipality,
    VolumeCount,
)
from core.plans.models import Plan, PlanAction, PlanAgreement, PlanGoal
from core.projects.known import known_projects
from core.projects.models import Project, ProjectTenant
from core.publishing import models as published
from core.referrals.models import Referral, ReferralAnswer, ReferralEvent, inbox
from core.rollup.releases import make_releases
from core.rollup.services import recount
from core.signups.models import public_signup
from core.steps.models import Step
from core.teams.models import AgendaItem, MeetingMember, TeamMeeting
from tenants.demo import accounts
from tenants.demo.deviations import add_deviations, add_lifted
from tenants.demo.generate import generate
from tenants.demo.library import county_library
from tenants.demo.lists import add_lists
from tenants.demo.margins import CURRENT
from tenants.demo.news import COUNTY_EDITOR, county_news
from tenants.demo.owed import add_owed
from tenants.demo.rows import Row, TenantRows, Worker
from tenants.demo.steering import add_steering
from tenants.models import Tenant
from tenants.resolution import SiteFlask
from tenants.scope import scopes_of

PASSWORD = "demo-demo-demo"  # noqa: S105 - published in the contract; the accounts exist with MIA_ENV=demo only

Progress = Callable[[str], None]

MODELS: tuple[type[TenantModel], ...] = (
    Authority,
    Staff,
    Subproject,
    SubprojectMunicipality,
    Intervention,
    Place,
    Person,
    Referral,
    ReferralEvent,
    Consent,
    ConsentAuthority,
    ConsentDataKind,
    Participation,
    Situation,
    SituationSupport,
    InterventionPeriod,
    InterventionExtent,
    InterventionPause,
    EmploymentStep,
    ParticipationWorker,
    Assessment,
    AssessmentAnswer,
    Plan,
    PlanGoal,
    PlanAction,
    PlanAgreement,
    Note,
    TeamMeeting,
    MeetingMember,
    AgendaItem,
    ReferralAnswer,
    Handover,
    HandoverOpening,
    VolumeCount,
    Step,
    FollowUp,
    FollowUpSupport,
    FollowUpTry,
    Activity,
    Attendance,
    AttendanceReport,
    published.Picture,
    published.PictureRendition,
    media.Media,
    media.MediaPiece,
    media.MediaText,
    published.Article,
    published.ArticleText,
    published.ArticleTag,
    published.ArticlePicture,
    library.Publication,
    library.PublicationFile,
    library.DatedFact,
    library.SiteContact,
    published.ArticleConsent,
    MonthLock,  # after what stands in the months: nothing is noted in a locked one
)
"""A tenant's tables in an order that every foreign key allows."""


COUNTY_CONTENT: tuple[type[PlatformModel], ...] = (
    published.CountyPicture,
    published.CountyPictureRendition,
    media.CountyMedia,
    media.CountyMediaPiece,
    media.CountyMediaText,
    published.CountyArticle,
    published.CountyArticleText,
    published.CountyArticleTag,
    published.CountyArticlePicture,
    library.CountyPublication,
    library.CountyPublicationFile,
    library.CountyDatedFact,
    library.CountySiteContact,
)


class NotADemo(DomainError):
    """Accounts with a published password are made in a demo or a test only."""


def load(app: SiteFlask, progress: Progress) -> list[str]:
    """Load every tenant that is in the registry and not yet loaded; returns their slugs. Raises NotADemo."""
    if get_settings().env == "production":
        raise NotADemo("demo data are loaded with MIA_ENV=demo only")
    scopes = scopes_of(app)
    app.registry.forget()  # tenants may have been added in this process just now
    with scopes.county():
        missing = _find_missing()
    if not missing:
        return []
    everything = {slug: rows for slug, rows in generate().items() if slug in missing}
    with scopes.county():
        _load_platform(everything, missing)
    for slug, rows in everything.items():
        with scopes.tenant(slug):
            _load_tenant(rows)
            add_owed(rows)
            add_lists(rows)
            lifted = add_deviations(rows, missing[slug])
            recount()
            session.commit()
        with scopes.county():
            add_lifted(lifted)
            session.commit()
            _mark(slug, missing[slug])
        progress(slug)
    with scopes.county():
        make_releases()
    return list(everything)


def _find_missing() -> dict[str, uuid.UUID]:
    """Active tenants, by slug, that no load has finished."""
    done = sa.select(ProjectTenant.tenant_id).where(ProjectTenant.project_key == CURRENT)
    chosen = sa.select(Tenant.slug, Tenant.id).where(Tenant.status == "active", Tenant.id.not_in(done))
    with engine_for("platform").connect() as connection:
        return {row.slug: row.id for row in connection.execute(chosen)}


def _load_platform(everything: Mapping[str, TenantRows], tenant_ids: Mapping[str, uuid.UUID]) -> None:
    """Projects, accounts, memberships. What an interrupted load left is kept."""
    county = accounts.county_workers()
    workers: list[Worker] = [*county, *(worker for rows in everything.values() for worker in rows.staff)]
    memberships = accounts.county_membership_rows(county)
    for slug, rows in everything.items():
        memberships += accounts.membership_rows(rows, tenant_ids[slug])
    with engine_for("platform").begin() as connection:
        _insert_missing(connection, Project, known_projects())
        _insert_missing(connection, Account, accounts.account_rows(workers, hash_of(PASSWORD)))
        _insert_missing(connection, Membership, memberships)
        content = county_news(COUNTY_EDITOR) | county_library(COUNTY_EDITOR)
        for model in COUNTY_CONTENT:
            _insert_missing(connection, model, content.get(model.__tablename__, []))
        add_steering(connection, tenant_ids)


def _mark(slug: str, tenant_id: uuid.UUID) -> None:
    with engine_for("platform").begin() as connection:
        _insert_missing(connection, ProjectTenant, accounts.project_tenant_rows({slug: tenant_id}))


def _insert_missing(connection: sa.Connection, model: Any, rows: list[Row]) -> None:
    connection.execute(upsert(model.__table__).on_conflict_do_nothing(), rows)


def _load_tenant(rows: TenantRows) -> None:
    """All tables in one transaction; nothing when a load got as far as that before it was interrupted."""
    with engine_for("tenant").begin() as connection:
        if connection.scalar(sa.select(sa.func.count()).select_from(Participation)):
            return
        number_participants(connection, rows)
        rows.tables["person"] = [_sealed(row) for row in rows.tables["person"]]
        rows.tables["handover"] = [_sealed_copy("handover", row) for row in rows.tables["handover"]]
        for model in MODELS:
            if rows.tables[model.__tablename__]:
                connection.execute(sa.insert(model).inline(), rows.tables[model.__tablename__])
        connection.execute(sa.insert(inbox).inline(), [_sealed_copy(inbox.name, row) for row in rows.tables[inbox.name]])
    with engine_for("public").begin() as connection:  # nobody else may sign up
        guests = [_sealed_copy(public_signup.name, row) for row in rows.tables[public_signup.name]]
        connection.execute(sa.insert(public_signup).inline(), guests)


def number_participants(connection: sa.Connection, rows: TenantRows) -> None:
    """Draw the numbers from the tenant's own sequence, so that the next participant gets the next number."""
    participations = rows.tables["participation"]
    prefix = next(row["number_prefix"] for row in rows.tables["subproject"] if row["project_key"] == CURRENT)
    drawn = connection.scalars(
        sa.text("SELECT nextval('participant_number_seq') FROM generate_series(1, :number)"), {"number": len(participations)}
    )
    for row, number in zip(participations, drawn, strict=True):
        row["number"] = f"{prefix}-{number:04d}"


def _sealed_copy(table: str, row: Row) -> Row:
    """A hand-over, or what the public form left, as the product keeps it."""
    copy = dict(row)
    content = json.dumps(copy.pop("content"), ensure_ascii=False)
    return copy | {"sealed": seal(content, table=table, column="sealed", row=row["id"])}


def _sealed(row: Row) -> Row:
    phone = row["phone"]
    return row | {"phone": seal(phone, table="person", column="phone", row=row["id"]) if phone else None}
