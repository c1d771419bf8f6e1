"""The map of roles, and what an endpoint may declare."""

import uuid

import pytest

from core.accounts.terms import AUTHORITY_ONLY, COUNTY_ROLES, PERSON_ROLES, ROLE_NAMES, TENANT_ROLES
from core.auth.permissions import (
    ABOUT_PERSONS,
    ROLES,
    Access,
    Permission,
    Role,
    access_of,
    may,
    permissions_of,
    public,
    requires,
)
from core.context import Person


def person(*roles: str, authority: uuid.UUID | None = None) -> Person:
    return Person(uuid.UUID(int=1), "Ada", "ada@example.org", frozenset(roles), authority_id=authority)


AUTHORITY = uuid.UUID(int=2)


def test_every_role_has_permissions_a_site_and_a_name() -> None:
    assert set(ROLES) == set(Role) == set(ROLE_NAMES)
    assert set(Role) == COUNTY_ROLES | TENANT_ROLES
    assert {Role.COMMUNICATOR} == COUNTY_ROLES & TENANT_ROLES


def test_every_permission_is_held_by_some_role() -> None:
    assert frozenset().union(*ROLES.values()) == set(Permission)


def test_exactly_the_roles_said_to_read_persons_do() -> None:
    assert {role for role, held in ROLES.items() if held & ABOUT_PERSONS} == PERSON_ROLES
    assert AUTHORITY_ONLY < PERSON_ROLES


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
def test_no_county_role_reads_a_person_even_with_an_authority(role: Role) -> None:
    assert not permissions_of(person(role, authority=AUTHORITY)) & ABOUT_PERSONS


@pytest.mark.parametrize("role", sorted(PERSON_ROLES))
def test_without_an_authority_as_employer_no_person_is_read(role: Role) -> None:
    assert permissions_of(person(role, authority=AUTHORITY)) & ABOUT_PERSONS
    assert not permissions_of(person(role)) & ABOUT_PERSONS


def test_a_manager_employed_by_the_association_keeps_figures_and_content() -> None:
    held = permissions_of(person("subproject_manager"))
    figures = {P.SEE_WORK, P.SEE_TENANT_FIGURES, P.EDIT_CONTENT, P.SEE_SIGNUPS, P.MANAGE_SUBPROJECT, P.SEE_OWN_ACCOUNT}
    assert held == figures | {P.NOTE_DEVIATION, P.READ_DEVIATIONS, P.REPORT_YEAR}


P = Permission


def test_nobody_may_do_anything() -> None:
    assert permissions_of(None) == frozenset()
    assert not may(None, Permission.SEE_OWN_ACCOUNT)


def test_roles_add_up_and_all_permissions_asked_for_are_needed() -> None:
    both = person("tenant_admin", "log_reviewer")
    assert may(both, Permission.MANAGE_STAFF, Permission.REVIEW_ACCESS_LOG)
    assert not may(person("tenant_admin"), Permission.MANAGE_STAFF, Permission.REVIEW_ACCESS_LOG)


def test_declarations_are_data_on_the_view() -> None:
    @requires(Permission.SEE_WORK, visible=True)
    def work() -> str:
        return ""

    @public
    def front() -> str:
        return ""

    def silent() -> str:
        return ""

    assert access_of("work.index", work) == Access(frozenset({Permission.SEE_WORK}), visible=True)
    assert access_of("front.index", front) == Access(public=True)
    assert access_of("silent.index", silent) is None
    assert access_of("bootstrap.static", silent) == Access(public=True)


def test_requiring_nothing_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        requires()
