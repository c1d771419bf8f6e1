"""Reads the full releases with their files, and what the county keeps beside them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from core.accounts.models import Account, Membership
from core.accounts.queries import in_force
from core.clock import today
from core.db import session
from core.disclosure.policy import Policy
from core.errors import NotFound
from core.jobs import PlatformOutbox, is_open
from core.rollup.asking import BUILD
from core.rollup.models import Release
from core.rollup.stored import ReleaseFile, ReleaseRecord
from core.steering.models import Deadline, DisclosureDecision, ReleaseTold, Report, ReportText, Spending
from core.steering.terms import CONTENT, DeadlineKind


@dataclass(frozen=True, slots=True)
class FullRelease:
    """A release with tables, as the list shows it."""

    id: uuid.UUID
    build_id: uuid.UUID
    project_key: str
    number: int
    month: dt.date
    made_at: dt.datetime
    as_of: dt.date
    digest: str


@dataclass(frozen=True, slots=True)
class FileNote:
    """A file without its content."""

    kind: str
    language: str
    size: int
    sha256: str


_RELEASE = (
    Release.id,
    ReleaseRecord.build_id,
    Release.project_key,
    Release.number,
    ReleaseRecord.month,
    Release.made_at,
    Release.as_of,
    ReleaseRecord.digest,
)


def list_full_releases(project_key: str) -> list[FullRelease]:
    """The latest first."""
    chosen = sa.select(*_RELEASE).join(ReleaseRecord, ReleaseRecord.release_id == Release.id)
    chosen = chosen.where(Release.project_key == project_key).order_by(Release.number.desc())
    return [FullRelease(*row) for row in session.execute(chosen)]


def get_full_release(release_id: uuid.UUID) -> FullRelease:
    """Raises NotFound, also for a provisional one."""
    chosen = sa.select(*_RELEASE).join(ReleaseRecord, ReleaseRecord.release_id == Release.id).where(Release.id == release_id)
    row = session.execute(chosen).one_or_none()
    if row is None:
        raise NotFound
    return FullRelease(*row)


def list_without_files() -> list[uuid.UUID]:
    """Full releases whose content has not been written down yet, the oldest first."""
    written = sa.select(ReleaseFile.release_id).where(ReleaseFile.kind == CONTENT)
    chosen = sa.select(Release.id).join(ReleaseRecord, ReleaseRecord.release_id == Release.id).where(Release.id.not_in(written))
    return list(session.scalars(chosen.order_by(Release.made_at, Release.id)))


def list_files(release_id: uuid.UUID) -> list[FileNote]:
    """What is stored with a release, by kind and language."""
    chosen = sa.select(ReleaseFile.kind, ReleaseFile.language, sa.func.length(ReleaseFile.content), ReleaseFile.sha256)
    chosen = chosen.where(ReleaseFile.release_id == release_id).order_by(ReleaseFile.kind, ReleaseFile.language)
    return [FileNote(*row) for row in session.execute(chosen)]


# The report ---------------------------------------------------------------------------------------------------------------


def find_text(project_key: str, month: dt.date, *, lock: bool = False) -> ReportText | None:
    """What is written in the report of a month."""
    chosen = sa.select(ReportText).where(ReportText.project_key == project_key, ReportText.month == month)
    found: ReportText | None = session.scalar(chosen.with_for_update() if lock else chosen)
    return found


def list_reports(release_id: uuid.UUID) -> Sequence[Any]:
    """The reports made of a release, the latest first. Rows: id, number, made_at, by_name."""
    chosen = sa.select(Report.id, Report.number, Report.made_at, Account.name.label("by_name"))
    chosen = chosen.outerjoin(Account, Account.id == Report.made_by).where(Report.release_id == release_id)
    return session.execute(chosen.order_by(Report.number.desc())).all()


def get_report(report_id: uuid.UUID) -> Report:
    """Raises NotFound."""
    found = session.get(Report, report_id)
    if found is None:
        raise NotFound
    return found


# Deadlines and money ------------------------------------------------------------------------------------------------------


def list_deadlines(project_key: str, *, done: bool = False) -> Sequence[Any]:
    """What is to be done, the first due first; or what is done, the latest first. Rows: deadline, done_by_name."""
    chosen = sa.select(Deadline, Account.name.label("done_by_name")).outerjoin(Account, Account.id == Deadline.done_by)
    chosen = chosen.where(Deadline.project_key == project_key)
    if done:
        ended = chosen.where(Deadline.done_on.is_not(None)).order_by(Deadline.done_on.desc(), Deadline.due_on.desc(), Deadline.id)
        return session.execute(ended.limit(30)).all()
    return session.execute(chosen.where(Deadline.done_on.is_(None)).order_by(Deadline.due_on, Deadline.id)).all()


def get_deadline(deadline_id: uuid.UUID, *, lock: bool = False) -> Deadline:
    """Raises NotFound."""
    chosen = sa.select(Deadline).where(Deadline.id == deadline_id)
    found: Deadline | None = session.scalar(chosen.with_for_update() if lock else chosen)
    if found is None:
        raise NotFound
    return found


def deadline_exists(project_key: str, kind: DeadlineKind, period: dt.date) -> bool:
    """Whether the day of a month's duty is written down already."""
    chosen = sa.select(Deadline.id).where(Deadline.project_key == project_key, Deadline.kind == kind, Deadline.period == period)
    return session.scalar(chosen) is not None


def list_spending(project_key: str) -> Mapping[uuid.UUID, Spending]:
    """By tenant; one that nothing has been typed in for is missing."""
    chosen = sa.select(Spending).where(Spending.project_key == project_key).order_by(Spending.tenant_id)
    return {row.tenant_id: row for row in session.scalars(chosen)}


def find_spending(project_key: str, tenant_id: uuid.UUID, *, lock: bool = False) -> Spending | None:
    """One delprojekt's line."""
    chosen = sa.select(Spending).where(Spending.project_key == project_key, Spending.tenant_id == tenant_id)
    found: Spending | None = session.scalar(chosen.with_for_update() if lock else chosen)
    return found


# The rules of disclosure control ----------------------------------------------------------------------------------------


def list_decisions() -> Sequence[Any]:
    """Every decision, the latest first. Rows: decision (DisclosureDecision), by_name."""
    chosen = sa.select(DisclosureDecision, Account.name.label("by_name"))
    chosen = chosen.outerjoin(Account, Account.id == DisclosureDecision.made_by)
    return session.execute(chosen.order_by(DisclosureDecision.number.desc())).all()


def find_decision() -> DisclosureDecision | None:
    """The one in force; None while nobody has decided anything, when the product's own values hold."""
    chosen = sa.select(DisclosureDecision).order_by(DisclosureDecision.number.desc()).limit(1)
    return cast("DisclosureDecision | None", session.scalar(chosen))


def policy_in_force() -> Policy:
    """What the next release is made by."""
    found = find_decision()
    return policy_of(found) if found else Policy()


def policy_of(decision: DisclosureDecision) -> Policy:
    """The values of a decision."""
    return Policy(
        k=decision.k,
        base=decision.base,
        least_rate_base=decision.least_rate_base,
        least_tenants=decision.least_tenants,
        least_participants=decision.least_participants,
        least_changed=decision.least_changed,
        age_bands=tuple(decision.age_bands),
    )


# Mail about a new release -------------------------------------------------------------------------------------------------


def list_untold(since: dt.datetime, roles: Sequence[str]) -> Sequence[Any]:
    """Who holds one of the roles at the county and has not been told of a project's newest release with files, if made `since`.

    Rows: release_id, id, email, language.
    """
    newest = (
        sa.select(Release.id, Release.made_at)
        .join(ReleaseRecord, ReleaseRecord.release_id == Release.id)
        .ext(distinct_on(Release.project_key))
        .order_by(Release.project_key, Release.number.desc())
        .subquery()
    )
    written = sa.select(ReleaseFile.release_id).where(ReleaseFile.kind == CONTENT)
    chosen = sa.select(newest.c.id).where(newest.c.made_at > since, newest.c.id.in_(written)).order_by(newest.c.id)
    return [row for release_id in session.scalars(chosen).all() for row in _list_untold_of(release_id, roles)]


def _list_untold_of(release_id: uuid.UUID, roles: Sequence[str]) -> Sequence[Any]:
    told = sa.select(ReleaseTold.account_id).where(ReleaseTold.release_id == release_id)
    release = sa.literal(release_id, sa.Uuid()).label("release_id")
    chosen = sa.select(release, Account.id, Account.email, Account.language).where(
        Account.active,
        Account.id.not_in(told),
        Account.id.in_(
            sa.select(Membership.account_id).where(Membership.tenant_id.is_(None), Membership.role.in_(roles), in_force(today()))
        ),
    )
    return session.execute(chosen.order_by(Account.email)).all()


# Attempts -----------------------------------------------------------------------------------------------------------------


def is_asked(build_id: uuid.UUID) -> bool:
    """Whether an attempt that has not begun waits in the queue."""
    asked = sa.select(PlatformOutbox.id).where(PlatformOutbox.job == BUILD, is_open(PlatformOutbox))
    return session.scalar(asked.where(PlatformOutbox.ids["build"].as_string() == str(build_id)).limit(1)) is not None


def find_waiting_attempt(project_key: str) -> uuid.UUID | None:
    """An attempt of a project that waits in the queue."""
    asked = sa.select(PlatformOutbox.ids).where(PlatformOutbox.job == BUILD, is_open(PlatformOutbox))
    asked = asked.where(PlatformOutbox.ids["project"].as_string() == project_key).order_by(PlatformOutbox.id).limit(1)
    found = session.scalar(asked)
    return uuid.UUID(str(found["build"])) if found else None


def find_release_of(build_id: uuid.UUID) -> uuid.UUID | None:
    """What an attempt led to."""
    found: uuid.UUID | None = session.scalar(sa.select(ReleaseRecord.release_id).where(ReleaseRecord.build_id == build_id))
    return found
