"""Whose names a tenant knows: its `staff` table follows the platform's memberships, without a foreign key (architecture D3).
And the mails that staff get.
"""

import datetime as dt
import uuid

from sqlalchemy.dialects.postgresql import insert

from core import clock, i18n, mail
from core.accounts import links, queries
from core.accounts.mails import LINKS, words_of
from core.accounts.models import OneTimeLink
from core.accounts.terms import MailKind, reads_persons
from core.config import get_settings
from core.context import Language
from core.db import new_id, session
from core.i18n import _
from core.jobs import enqueue, job, scopes
from core.participants.models import Staff

COUNTY = "county"
FOLLOWED_DAYS = 7


def ask_for_projection(account_id: uuid.UUID, tenant_id: uuid.UUID) -> None:
    """In the caller's transaction: have the tenant's staff table follow."""
    enqueue("accounts.project_staff", account=account_id, tenant=tenant_id)


@job("accounts.project_staff", on="platform")
def project_staff(account: uuid.UUID, tenant: uuid.UUID) -> None:
    """Read account and memberships on the platform, write one row in the tenant. Doing it twice gives the same row."""
    found = queries.get_account(account)
    held = queries.list_memberships(account, tenant)
    authorities = {one.authority_id for one in held if one.authority_id is not None}
    row = {
        "account_id": account,
        "name": found.name,
        "authority_id": authorities.pop() if len(authorities) == 1 else None,
        "reads_persons": any(reads_persons(one.role, one.employer_kind) for one in held),
        "active": found.active and bool(held),
        "phone": next((one.work_phone for one in held if one.work_phone), ""),
    }
    changed = {name: value for name, value in row.items() if name != "account_id"}
    if not held:
        del changed["authority_id"]  # who has left keeps the employer under whom they are remembered
    with scopes().open(tenant):
        session.execute(
            insert(Staff).values(row).on_conflict_do_update(index_elements=[Staff.account_id], set_=changed),
            execution_options={"synchronize_session": False},
        )
        session.commit()


@job("accounts.follow_dates", on="platform", every=dt.timedelta(hours=1))
def follow_dates() -> None:
    """Roles that begin or end by their date change the tenants' staff tables too. A scheduler that slept a week catches up."""
    for account_id, tenant_id in queries.list_moved(clock.today() - dt.timedelta(days=FOLLOWED_DAYS)):
        ask_for_projection(account_id, tenant_id)


def ask_for_mail(account_id: uuid.UUID, tenant_id: uuid.UUID | None, kind: MailKind) -> None:
    """In the caller's transaction: have a mail of this kind sent to the account, about the tenant or (None) the county."""
    enqueue("mail.send", mail_id=new_id(), account=account_id, kind=kind.value, site=tenant_id or COUNTY)


@job("mail.send", on="platform")
def send_mail(mail_id: uuid.UUID, account: uuid.UUID, kind: str, site: uuid.UUID | str) -> None:
    """Make the link's token here, keep its hash, send the mail: the token lies in no outbox and no queue.

    The link has the mail's id, so that it is made once; when the mail cannot be handed over it is rolled back with the
    rest, and the next try makes another. Who can no longer sign in at the site gets nothing.
    """
    tenant_id = site if isinstance(site, uuid.UUID) else None
    found, sort = queries.get_account(account), MailKind(kind)
    if not found.active or not queries.list_memberships(account, tenant_id):
        return
    if session.get(OneTimeLink, mail_id) is not None:
        return
    slug, name = _site(tenant_id)
    language: Language = "en" if found.language == "en" else "sv"
    i18n.use_language(language)
    address = get_settings().site_root(slug) + ("/en" if language == "en" else "")
    address += f"/welcome/{links.make_link(account, LINKS[sort], link_id=mail_id)}" if sort in LINKS else "/sign-in"
    hours = int(links.LINK_LIVES.total_seconds() // 3600)
    subject, text = words_of(sort, site=name or _("Stockholm County"), address=address, hours=hours)
    mail.send(mail.Mail(to=found.email, subject=subject, text=text, language=language, slug=slug))


def _site(tenant_id: uuid.UUID | None) -> tuple[str | None, str]:
    """Slug and name of a tenant; (None, "") for the county, whose name depends on the language."""
    if tenant_id is None:
        return None, ""
    with scopes().open(tenant_id) as ref:
        assert ref is not None  # noqa: S101 - a tenant was asked for
        return ref.slug, ref.name
