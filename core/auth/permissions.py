"""What may be done, and by which role. One enum, one map; a view says as data what it needs (style 18).

An endpoint that declares nothing is refused at run time (core/auth/gate.py) and by tests/rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any, TypeVar

from core.accounts.terms import COUNTY_ROLES, PERSON_ROLES, TENANT_ROLES, Role
from core.context import Person

__all__ = [
    "COUNTY_ROLES",
    "PERSON_ROLES",
    "ROLES",
    "TENANT_ROLES",
    "Access",
    "Permission",
    "Role",
    "public",
    "requires",
]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Permission(StrEnum):
    """One deed, or one kind of page."""

    SEE_WORK = auto()
    READ_REFERRALS = auto()
    REGISTER_REFERRAL = auto()
    ASSESS_REFERRAL = auto()
    REGISTER_CONSENT = auto()
    READ_PARTICIPANTS = auto()
    START_PARTICIPATION = auto()
    IMPORT_PARTICIPANTS = auto()
    EDIT_PARTICIPATION = auto()
    END_PARTICIPATION = auto()
    TAKE_IN = auto()
    OPEN_FILES = auto()
    WRITE_SUPPORT = auto()
    HAND_OVER = auto()
    SEE_HANDED_OVER = auto()
    SEE_TEAM = auto()
    LEAD_TEAM = auto()
    ASK_FOR_CONTACT = auto()
    SEARCH = auto()
    NOTE_DEVIATION = auto()
    READ_DEVIATIONS = auto()
    SEE_LIFTED = auto()
    ANSWER_LIFTED = auto()
    LOCK_MONTHS = auto()
    EXPORT_ATTENDANCE = auto()
    EXPORT_PERSONS = auto()
    MANAGE_SUBPROJECT = auto()
    SEE_TENANT_FIGURES = auto()
    REPORT_YEAR = auto()
    SEE_COUNTY_TOTALS = auto()
    ASK_FOR_RELEASE = auto()
    WRITE_REPORT = auto()
    KEEP_DEADLINES = auto()
    KEEP_SPENDING = auto()
    SET_DISCLOSURE = auto()
    MANAGE_STAFF = auto()
    MANAGE_PLATFORM = auto()
    REVIEW_ACCESS_LOG = auto()
    EDIT_CONTENT = auto()
    SEE_SIGNUPS = auto()
    SEE_OWN_ACCOUNT = auto()


P = Permission

ABOUT_PERSONS = frozenset(
    {
        P.READ_REFERRALS,
        P.REGISTER_REFERRAL,
        P.ASSESS_REFERRAL,
        P.REGISTER_CONSENT,
        P.READ_PARTICIPANTS,
        P.START_PARTICIPATION,
        P.IMPORT_PARTICIPANTS,
        P.EDIT_PARTICIPATION,
        P.END_PARTICIPATION,
        P.TAKE_IN,
        P.OPEN_FILES,
        P.WRITE_SUPPORT,
        P.HAND_OVER,
        P.SEE_HANDED_OVER,
        P.SEE_TEAM,
        P.LEAD_TEAM,
        P.ASK_FOR_CONTACT,
        P.SEARCH,
        P.LOCK_MONTHS,
        P.EXPORT_ATTENDANCE,
        P.EXPORT_PERSONS,
    }
)
"""Held only through an employer that is an authority. Which rows they open: queries.py of each domain."""

_EVERYONE = frozenset({P.SEE_OWN_ACCOUNT})
_DEVIATIONS = frozenset({P.NOTE_DEVIATION, P.READ_DEVIATIONS})
"""Written without persons and read by a second one before others see it (core.deviations.sight): also for the association."""
_PUBLISHING = frozenset({P.EDIT_CONTENT, P.SEE_SIGNUPS})
"""Readers who sign up for an event of the association are its guests, not participants: it answers for the list itself, and
whoever arranges the event sees it (docs/decisions/0204)."""
_JOINT_WORK = frozenset({P.SEARCH, P.OPEN_FILES, P.WRITE_SUPPORT, P.HAND_OVER, P.SEE_HANDED_OVER, P.SEE_TEAM, P.ASK_FOR_CONTACT})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.PROGRAMME_MANAGER: _EVERYONE
    | {P.SEE_COUNTY_TOTALS, P.ASK_FOR_RELEASE, P.WRITE_REPORT, P.SET_DISCLOSURE, P.SEE_LIFTED, P.ANSWER_LIFTED}
    | {P.KEEP_DEADLINES, P.KEEP_SPENDING},
    Role.PROGRAMME_CONTROLLER: _EVERYONE | {P.SEE_COUNTY_TOTALS, P.SEE_LIFTED, P.KEEP_DEADLINES, P.KEEP_SPENDING},
    Role.ESF_REPORTER: _EVERYONE | {P.SEE_COUNTY_TOTALS, P.KEEP_DEADLINES},
    Role.COMMUNICATOR: _EVERYONE | _PUBLISHING,
    Role.PLATFORM_ADMIN: _EVERYONE | {P.MANAGE_PLATFORM, P.MANAGE_STAFF},
    Role.SUBPROJECT_MANAGER: _EVERYONE
    | ABOUT_PERSONS
    | _DEVIATIONS
    | _PUBLISHING
    | {P.SEE_WORK, P.SEE_TENANT_FIGURES, P.REPORT_YEAR, P.MANAGE_SUBPROJECT},
    Role.CASE_WORKER: _EVERYONE
    | _JOINT_WORK
    | _DEVIATIONS
    | {P.SEE_WORK, P.READ_PARTICIPANTS, P.EDIT_PARTICIPATION, P.END_PARTICIPATION, P.REGISTER_CONSENT},
    Role.PARTY_REPRESENTATIVE: _EVERYONE
    | _JOINT_WORK
    | _DEVIATIONS
    | {
        P.SEE_WORK,
        P.READ_REFERRALS,
        P.REGISTER_REFERRAL,
        P.ASSESS_REFERRAL,
        P.TAKE_IN,
        P.REGISTER_CONSENT,
        P.READ_PARTICIPANTS,
        P.EXPORT_ATTENDANCE,
        P.EXPORT_PERSONS,
    },
    Role.REFERRER: _EVERYONE
    | {P.READ_REFERRALS, P.REGISTER_REFERRAL, P.REGISTER_CONSENT, P.OPEN_FILES, P.ASK_FOR_CONTACT, P.SEARCH, P.NOTE_DEVIATION},
    Role.ASSOCIATION_OFFICE: _EVERYONE | _DEVIATIONS | _PUBLISHING | {P.SEE_WORK, P.SEE_TENANT_FIGURES, P.REPORT_YEAR},
    Role.LOG_REVIEWER: _EVERYONE | {P.SEE_WORK, P.REVIEW_ACCESS_LOG},
    Role.TENANT_ADMIN: _EVERYONE | {P.SEE_WORK, P.MANAGE_STAFF},
}
"""SEE_WORK opens the work page and no person: what stands on it follows from the other permissions. MANAGE_STAFF is about
the staff of the site one is on: a tenant's, or the county's."""


def permissions_of(person: Person | None) -> frozenset[Permission]:
    """What this person may do here and now. Without an authority as employer nothing about persons remains."""
    if person is None:
        return frozenset()
    granted: frozenset[Permission] = frozenset()
    for role in person.roles:
        granted |= ROLES[Role(role)]
    return granted if person.authority_id else granted - ABOUT_PERSONS


def may(person: Person | None, *permissions: Permission) -> bool:
    """Whether this person holds all of `permissions`. For views and templates that show or hide a deed."""
    return permissions_of(person).issuperset(permissions)


@dataclass(frozen=True, slots=True)
class Access:
    """What an endpoint has declared. `visible`: who may not enter may know of it (403, not 404)."""

    permissions: frozenset[Permission] = frozenset()
    public: bool = False
    visible: bool = False


_DECLARED = "mia_access"


def requires(*permissions: Permission, visible: bool = False) -> Callable[[Decorated], Decorated]:
    """The view needs a signed-in person with all of `permissions`. Stands directly under the route."""
    if not permissions:
        raise TypeError("requires() needs at least one permission; SEE_OWN_ACCOUNT is held by everyone signed in")

    def declare(view: Decorated) -> Decorated:
        setattr(view, _DECLARED, Access(frozenset(permissions), visible=visible))
        return view

    return declare


def public(view: Decorated) -> Decorated:
    """The view is for everybody, signed in or not."""
    setattr(view, _DECLARED, Access(public=True))
    return view


def access_of(endpoint: str, view: Callable[..., Any] | None) -> Access | None:
    """What `endpoint` has declared, or None. Files under a static folder are public: they are the same for everyone."""
    declared: Access | None = getattr(view, _DECLARED, None)
    if declared is None and is_static(endpoint):
        return Access(public=True)
    return declared


def is_static(endpoint: str | None) -> bool:
    """Flask's own endpoint for files, of the application or of a blueprint."""
    return endpoint is not None and endpoint.rpartition(".")[2] == "static"
