"""Roles, employers and the rule that binds them: rights follow the employer (product.md, "Lawful ground")."""

import re
from enum import StrEnum

from core.i18n import _l


class Role(StrEnum):
    """What a membership lets its holder come to do. Participants and the public are no roles."""

    PROGRAMME_MANAGER = "programme_manager"
    PROGRAMME_CONTROLLER = "programme_controller"
    ESF_REPORTER = "esf_reporter"
    COMMUNICATOR = "communicator"
    PLATFORM_ADMIN = "platform_admin"
    SUBPROJECT_MANAGER = "subproject_manager"
    CASE_WORKER = "case_worker"
    PARTY_REPRESENTATIVE = "party_representative"
    REFERRER = "referrer"
    ASSOCIATION_OFFICE = "association_office"
    LOG_REVIEWER = "log_reviewer"
    TENANT_ADMIN = "tenant_admin"


COUNTY_ROLES = frozenset(
    {Role.PROGRAMME_MANAGER, Role.PROGRAMME_CONTROLLER, Role.ESF_REPORTER, Role.COMMUNICATOR, Role.PLATFORM_ADMIN}
)
TENANT_ROLES = frozenset(
    {
        Role.COMMUNICATOR,
        Role.SUBPROJECT_MANAGER,
        Role.CASE_WORKER,
        Role.PARTY_REPRESENTATIVE,
        Role.REFERRER,
        Role.ASSOCIATION_OFFICE,
        Role.LOG_REVIEWER,
        Role.TENANT_ADMIN,
    }
)

PERSON_ROLES = frozenset({Role.SUBPROJECT_MANAGER, Role.CASE_WORKER, Role.PARTY_REPRESENTATIVE, Role.REFERRER})
"""Roles that read persons, when an authority employs their holder."""

AUTHORITY_ONLY = PERSON_ROLES - {Role.SUBPROJECT_MANAGER}
"""Roles without meaning for anyone else than an authority's staff. A delprojektledare employed by the förbund keeps
figures, capacity and content, and reads no person."""


ADMIN_ROLES = frozenset({Role.TENANT_ADMIN, Role.PLATFORM_ADMIN})
"""Who gives roles, at a delprojekt and at the county. Each site keeps at least one."""


class EmployerKind(StrEnum):
    """Who employs: the förbund itself, an authority named in the tenant's own list, or the project owner."""

    ASSOCIATION = "association"
    AUTHORITY = "authority"
    COUNTY = "county"


def reads_persons(role: str, employer: EmployerKind | str) -> bool:
    """Whether this role with this employer reads persons."""
    return role in PERSON_ROLES and employer == EmployerKind.AUTHORITY


LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
"""Letters without accents only, as mail without extensions carries them: nothing that could become a second header."""


def is_email(text: str) -> bool:
    """Whether mail can be sent there."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text.strip().lower()) is not None


_PHONE = re.compile(r"\+?[0-9](?:[ ()/-]{0,2}[0-9]){4,17}")


def is_phone(text: str) -> bool:
    """Whether it can be called: 08-123 456 00, +46 8 123 456 00 or a short number of a switchboard; or empty."""
    return not text or _PHONE.fullmatch(text) is not None


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    INVITE = "invite"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    RESET_TOTP = "reset_totp"


class MailKind(StrEnum):
    """What a mail to staff is about. The first three carry a one-time link, the others say only that there is something."""

    INVITE = "invite"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a kind of mail, not a password
    RESET_TOTP = "reset_totp"
    ROLE_GIVEN = "role_given"
    SOMETHING_WAITS = "something_waits"


ROLE_NAMES = {
    Role.PROGRAMME_MANAGER: _l("project director"),
    Role.PROGRAMME_CONTROLLER: _l("project finance officer"),
    Role.ESF_REPORTER: _l("ESF reporter"),
    Role.COMMUNICATOR: _l("communicator"),
    Role.PLATFORM_ADMIN: _l("platform administrator"),
    Role.SUBPROJECT_MANAGER: _l("sub-project manager"),
    Role.CASE_WORKER: _l("case manager"),
    Role.PARTY_REPRESENTATIVE: _l("party representative"),
    Role.REFERRER: _l("case officer who refers"),
    Role.ASSOCIATION_OFFICE: _l("association office"),
    Role.LOG_REVIEWER: _l("access-log reviewer"),
    Role.TENANT_ADMIN: _l("tenant administrator"),
}
