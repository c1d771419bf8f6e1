"""Rights follow the employer: who may be given which role, and what a tenant knows of its staff."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from core import context, jobs
from core.accounts import errors, queries, services
from core.accounts.jobs import project_staff
from core.accounts.models import Account, Membership
from core.accounts.services import Employer
from core.accounts.terms import EmployerKind, Role
from core.context import TenantRef
from core.db import session
from core.errors import DomainError, Invalid
from core.participants.models import Staff
from tenants.scope import scopes_of
from tests.house import FK, OTHER, OWN, House

COUNTY = Employer(EmployerKind.COUNTY, "Samordningsförbundet Östra Södertörn")
ASSOCIATION = Employer(EmployerKind.ASSOCIATION, "Samordningsförbundet Roslagen")


@pytest.fixture
def on_platform(app: Flask) -> Iterator[None]:
    with scopes_of(app).county():
        yield
        session.rollback()


@pytest.fixture
def roslagen(two_tenants: House) -> TenantRef:
    return TenantRef(two_tenants.tenant_ids["roslagen"], "roslagen", "Roslagen", two_tenants.schemas["roslagen"])


@pytest.fixture
def hbs(two_tenants: House) -> TenantRef:
    return TenantRef(two_tenants.tenant_ids["hbs"], "hbs", "HBS", two_tenants.schemas["hbs"])


def authority(house: House, key: str, slug: str = "roslagen") -> Employer:
    return Employer(EmployerKind.AUTHORITY, key, house.authorities[slug, key])


def someone(email: str = "ny@roslagen.example") -> Account:
    return services.create_account(email=email, name="Ny Person")


@pytest.mark.usefixtures("on_platform")
class TestGrantingRoles:
    @pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PARTY_REPRESENTATIVE, Role.REFERRER])
    def test_a_role_that_reads_persons_needs_an_authority(self, roslagen: TenantRef, role: Role) -> None:
        with pytest.raises(errors.EmployerNeeded):
            services.grant_role(account=someone(), tenant=roslagen, role=role, employer=ASSOCIATION)

    def test_an_authority_must_be_named_by_its_id(self, roslagen: TenantRef) -> None:
        nameless = Employer(EmployerKind.AUTHORITY, "Socialnämnden")
        with pytest.raises(errors.EmployerNeeded):
            services.grant_role(account=someone(), tenant=roslagen, role=Role.CASE_WORKER, employer=nameless)

    def test_the_association_may_employ_a_manager_who_then_reads_nobody(self, roslagen: TenantRef) -> None:
        given = services.grant_role(account=someone(), tenant=roslagen, role=Role.SUBPROJECT_MANAGER, employer=ASSOCIATION)
        assert given.authority_id is None

    def test_the_office_cannot_be_combined_with_reading_persons_in_either_order(
        self, roslagen: TenantRef, two_tenants: House
    ) -> None:
        committee = authority(two_tenants, OWN)
        for number, (first, second) in enumerate(
            [(Role.ASSOCIATION_OFFICE, Role.CASE_WORKER), (Role.CASE_WORKER, Role.ASSOCIATION_OFFICE)]
        ):
            account = someone(f"ny{number}@roslagen.example")
            services.grant_role(account=account, tenant=roslagen, role=first, employer=committee)
            with pytest.raises(errors.OfficeReadsNoPersons):
                services.grant_role(account=account, tenant=roslagen, role=second, employer=committee)

    def test_nobody_has_two_employers_at_one_delprojekt(self, roslagen: TenantRef, two_tenants: House) -> None:
        account = someone()
        services.grant_role(account=account, tenant=roslagen, role=Role.CASE_WORKER, employer=authority(two_tenants, OWN))
        for other in (authority(two_tenants, FK), ASSOCIATION):
            with pytest.raises(errors.AnotherEmployer):
                services.grant_role(account=account, tenant=roslagen, role=Role.TENANT_ADMIN, employer=other)

    def test_after_the_old_roles_have_ended_a_new_employer_may_be_named(self, roslagen: TenantRef, two_tenants: House) -> None:
        account = someone()
        held = services.grant_role(account=account, tenant=roslagen, role=Role.CASE_WORKER, employer=authority(two_tenants, OWN))
        services.end_membership(membership=held)
        services.grant_role(account=account, tenant=roslagen, role=Role.CASE_WORKER, employer=authority(two_tenants, OTHER))
        assert len(queries.list_memberships(account.id, roslagen.id)) == 1

    def test_one_person_may_hold_several_roles_in_several_tenants(
        self, roslagen: TenantRef, hbs: TenantRef, two_tenants: House
    ) -> None:
        account = someone()
        at_roslagen, at_hbs = authority(two_tenants, FK), authority(two_tenants, FK, "hbs")
        services.grant_role(account=account, tenant=roslagen, role=Role.PARTY_REPRESENTATIVE, employer=at_roslagen)
        services.grant_role(account=account, tenant=roslagen, role=Role.REFERRER, employer=at_roslagen)
        services.grant_role(account=account, tenant=hbs, role=Role.REFERRER, employer=at_hbs)
        services.grant_role(account=account, tenant=None, role=Role.COMMUNICATOR, employer=COUNTY)
        assert [one.role for one in queries.list_memberships(account.id, roslagen.id)] == [
            "party_representative",
            "referrer",
        ]
        assert list(queries.list_tenants_of(account.id)) == sorted([roslagen.id, hbs.id])

    def test_a_role_is_held_once(self, roslagen: TenantRef) -> None:
        account = someone()
        services.grant_role(account=account, tenant=roslagen, role=Role.COMMUNICATOR, employer=ASSOCIATION)
        with pytest.raises(errors.RoleHeldAlready):
            services.grant_role(account=account, tenant=roslagen, role=Role.COMMUNICATOR, employer=ASSOCIATION)

    @pytest.mark.parametrize(
        ("role", "at_county"),
        [(Role.CASE_WORKER, True), (Role.PROGRAMME_MANAGER, False), (Role.PLATFORM_ADMIN, False)],
    )
    def test_a_role_belongs_to_its_kind_of_site(self, roslagen: TenantRef, role: Role, at_county: bool) -> None:
        with pytest.raises(errors.RoleOfAnotherSite):
            services.grant_role(
                account=someone(),
                tenant=None if at_county else roslagen,
                role=role,
                employer=COUNTY if at_county else ASSOCIATION,
            )

    def test_the_county_employs_at_the_county_only(self, roslagen: TenantRef) -> None:
        for tenant, employer in ((roslagen, COUNTY), (None, ASSOCIATION)):
            with pytest.raises(errors.RoleOfAnotherSite):
                services.grant_role(account=someone(), tenant=tenant, role=Role.COMMUNICATOR, employer=employer)
            session.rollback()

    def test_one_account_for_one_address_whatever_its_capitals(self) -> None:
        someone()
        with pytest.raises(errors.EmailTaken):
            someone(" NY@roslagen.EXAMPLE ")

    @pytest.mark.parametrize("email", ["", "ny", "@roslagen.example", "ny@", "ny@roslagen", "n y@roslagen.example"])
    def test_an_address_must_look_like_one(self, email: str) -> None:
        with pytest.raises(Invalid):
            someone(email)


def staff_row(house: House, slug: str, account_id: uuid.UUID) -> dict[str, object] | None:
    with house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas[slug]}")
        row = connection.execute(sa.select(Staff.__table__).where(Staff.account_id == account_id)).first()
    return dict(row._mapping) if row else None


def work_off(house: House) -> None:
    """Run what lies in the platform's outbox, as the worker does."""
    with house.operator.connect() as connection:
        rows = connection.execute(sa.text("SELECT id FROM platform.outbox WHERE done_at IS NULL ORDER BY id")).scalars()
        waiting = list(rows)
    for row_id in waiting:
        assert jobs.run(None, str(row_id)) == jobs.Outcome.DONE


def test_a_tenant_learns_of_its_staff_and_of_nobody_elses(app: Flask, two_tenants: House, roslagen: TenantRef) -> None:
    committee = authority(two_tenants, OWN)
    with scopes_of(app).county():
        account = someone()
        number = "08-465 004 01"
        held = services.grant_role(account=account, tenant=roslagen, role=Role.CASE_WORKER, employer=committee, work_phone=number)
        session.commit()
        account_id, held_id = account.id, held.id
    work_off(two_tenants)
    expected = {
        "account_id": account_id,
        "name": "Ny Person",
        "authority_id": committee.authority_id,
        "reads_persons": True,
        "active": True,
        "phone": number,
    }
    assert staff_row(two_tenants, "roslagen", account_id) == expected
    assert staff_row(two_tenants, "hbs", account_id) is None
    with scopes_of(app).county():
        services.end_membership(membership=session.get_one(Membership, held_id))
        session.commit()
    work_off(two_tenants)
    gone = staff_row(two_tenants, "roslagen", account_id)
    assert gone == expected | {"active": False, "reads_persons": False, "phone": ""}, "the name stays beside what they have done"


def test_projecting_twice_gives_the_same_row(app: Flask, two_tenants: House, roslagen: TenantRef) -> None:
    account_id = two_tenants.accounts["case_worker@roslagen.example"]
    for _ in range(2):
        with scopes_of(app).county():
            project_staff(account=account_id, tenant=roslagen.id)
    row = staff_row(two_tenants, "roslagen", account_id)
    assert row is not None
    assert row["authority_id"] == two_tenants.authorities["roslagen", OWN]


def test_a_closed_account_is_closed_in_every_tenant(app: Flask, two_tenants: House) -> None:
    account_id = two_tenants.accounts["case_worker@roslagen.example"]
    with scopes_of(app).county():
        services.disable_account(account=queries.get_account(account_id))
        session.commit()
    work_off(two_tenants)
    row = staff_row(two_tenants, "roslagen", account_id)
    assert row is not None
    assert row["active"] is False


# ./mia account -----------------------------------------------------------------------------------------------------------


def mia(app: Flask, *arguments: str) -> tuple[int, str, str]:
    with context.entered(context.Scope()):
        result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_an_invitation_from_the_command_line_is_a_link_that_works(app: Flask, two_tenants: House) -> None:
    code, out, err = mia(app, "account", "add", "ny@fk.example", "--tenant", "roslagen", "--role", "referrer",
                         "--employer", "Försäkringskassan")  # fmt: skip
    assert (code, err) == (0, "")
    assert out.startswith("http://roslagen.localhost/welcome/")
    path = out.strip().removeprefix("http://roslagen.localhost")
    answer = app.test_client().get(path, base_url="http://roslagen.localhost")
    assert answer.status_code == 200
    with two_tenants.operator.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM platform.membership ORDER BY id DESC LIMIT 1")).one()
    assert (row.role, row.employer_kind, row.employer_name) == ("referrer", "authority", "Försäkringskassan")
    assert row.starts_on == dt.date(2022, 9, 15)


def test_an_employer_that_is_no_authority_of_the_tenant_is_refused(app: Flask) -> None:
    for employer in ([], ["--employer", "Hittepåmyndigheten"]):
        code, out, err = mia(app, "account", "add", "ny@fk.example", "--tenant", "roslagen", "--role", "case_worker",
                             *employer)  # fmt: skip
        assert (code, out) == (1, "")
        assert "Försäkringskassan" in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--tenant", "nowhere", "--role", "communicator"], 1),
        (["--county", "--role", "case_worker"], 1),
        (["--county", "--role", "boss"], 2),
        (["--role", "communicator"], 2),
        (["--county", "--tenant", "roslagen", "--role", "communicator"], 2),
    ],
)
def test_a_mistake_on_the_command_line_changes_nothing(
    app: Flask, two_tenants: House, arguments: list[str], expected: int
) -> None:
    code, out, err = mia(app, "account", "add", "ny@county.example", *arguments)
    assert (code, out) == (expected, "")
    assert err
    with two_tenants.operator.connect() as connection:
        assert not connection.execute(sa.text("SELECT 1 FROM platform.account WHERE email = 'ny@county.example'")).first()


def test_who_has_a_password_gets_the_role_and_no_link(app: Flask) -> None:
    code, out, _err = mia(app, "account", "add", "communicator@hbs.example", "--county", "--role", "communicator")
    assert code == 0
    assert "/welcome/" not in out
    assert "http://localhost/sign-in" in out


def test_resetting_and_closing_an_account(app: Flask) -> None:
    code, out, _err = mia(app, "account", "reset", "communicator@hbs.example", "--second-step", "--tenant", "hbs")
    assert code == 0
    assert out.startswith("http://hbs.localhost/welcome/")
    assert mia(app, "account", "disable", "communicator@hbs.example")[0] == 0
    assert mia(app, "account", "disable", "nobody@nowhere.example")[0] == 1


def test_errors_of_accounts_are_sentences(app: Flask) -> None:
    with app.app_context():
        assert all(str(error().message) for error in (errors.RoleHeldAlready, errors.EmailTaken, errors.SignInRefused))
        assert issubclass(errors.LinkWorn, DomainError)
