"""Who works, will work or has worked at the site the request is on, as those who administer staff may know them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core import clock
from core.accounts import queries
from core.accounts.models import Membership
from core.accounts.queries import HeldRow
from core.alphabet import folded
from core.authorities.queries import names_of_authorities
from core.context import current_person, find_tenant
from core.errors import NotFound
from core.lists import words_of

ASSOCIATION = "association"
"""What a form sends for the förbund itself (at the county: the project owner)."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role at this site, now, later or formerly."""

    account_id: uuid.UUID
    name: str
    email: str
    active: bool
    has_password: bool
    has_second_step: bool
    roles: Sequence[HeldRow]

    @property
    def in_force(self) -> list[HeldRow]:
        """Roles that have not ended."""
        return [one for one in self.roles if not one.has_ended]

    @property
    def ended(self) -> list[HeldRow]:
        """Roles that have ended."""
        return [one for one in self.roles if one.has_ended]

    @property
    def work_phone(self) -> str:
        """Where they are called at work; the same in all roles unless somebody has chosen otherwise."""
        return next((one.work_phone for one in self.in_force if one.work_phone), "")

    @property
    def since(self) -> dt.date:
        """The day of the first role."""
        return min(one.starts_on for one in self.roles)


def list_colleagues() -> list[Colleague]:
    """Everyone who has or had a role at this site, in Swedish order. One statement."""
    return _grouped(queries.list_staff(site_id()))


def find_colleagues(text: str) -> list[Colleague]:
    """Those of them whose name or address holds every word of `text`, whatever its accents and capitals."""
    words = [folded(word) for word in words_of(text)]
    everyone = [(folded(f"{one.name} {one.email}"), one) for one in list_colleagues()]
    return [one for found, one in everyone if words and all(word in found for word in words)]


def get_colleague(account_id: uuid.UUID) -> Colleague:
    """Raises NotFound for an account that never had a role at this site."""
    found = _grouped(queries.list_staff(site_id(), account_id=account_id))
    if not found:
        raise NotFound
    return found[0]


def get_role(membership_id: uuid.UUID) -> tuple[Membership, Colleague]:
    """A role at this site that has not ended, and whose it is. Raises NotFound."""
    membership = queries.get_membership(membership_id, site_id())
    if membership.ended_on is not None and membership.ended_on <= clock.today():
        raise NotFound
    return membership, get_colleague(membership.account_id)


def get_role_for_change(membership_id: uuid.UUID) -> tuple[Membership, Colleague]:
    """The same, held until the request is over, and also when it has ended since its form was opened. Raises NotFound."""
    membership = queries.get_membership(membership_id, site_id(), lock=True)
    return membership, get_colleague(membership.account_id)


def employer_names() -> dict[uuid.UUID, str]:
    """Names of the tenant's authorities as they are now; none at the county."""
    return {} if find_tenant() is None else names_of_authorities()


def is_me(account_id: uuid.UUID) -> bool:
    """Whether it is one's own account."""
    return account_id == current_person().account_id


def site_id() -> uuid.UUID | None:
    """The tenant of this request, or None on the county's site."""
    tenant = find_tenant()
    return tenant.id if tenant else None


def _grouped(rows: list[HeldRow]) -> list[Colleague]:
    by_account: dict[uuid.UUID, list[HeldRow]] = {}
    for row in rows:
        by_account.setdefault(row.account_id, []).append(row)
    return [
        Colleague(
            account_id=first.account_id,
            name=first.name,
            email=first.email,
            active=first.active,
            has_password=first.has_password,
            has_second_step=first.has_second_step,
            roles=held,
        )
        for held in by_account.values()
        for first in held[:1]
    ]
