"""Who administers a site's staff, by the pages: what each rule says, and that an administrator never sees a person."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from core.accounts.models import Membership
from core.db import new_id
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, LAPSED, OWN, House
from tests.integration.participation_makers import begin
from tests.integration.staff import events, give_role, put_account, sessions_of

ADMIN = "tenant_admin@roslagen.example"
WORKER = "case_worker@roslagen.example"
SECOND = "andra@roslagen.example"


@pytest.fixture
def admin(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "tenant_admin")


def memberships(house: House, email: str, slug: str | None = "roslagen") -> list[sa.Row[tuple[object, ...]]]:
    with house.operator.connect() as connection:
        mine = sa.select(Membership.__table__).where(
            Membership.account_id == account(house, email),
            Membership.tenant_id.is_not_distinct_from(house.tenant_ids[slug] if slug else None),
        )
        return list(connection.execute(mine.order_by(Membership.starts_on, Membership.id)))


def account(house: House, email: str) -> uuid.UUID:
    with house.operator.connect() as connection:
        row = connection.execute(sa.text("SELECT id FROM platform.account WHERE email = :email"), {"email": email})
        found: uuid.UUID = row.scalar_one()
        return found


def asked_mails(house: House) -> list[str]:
    with house.operator.connect() as connection:
        rows = connection.execute(sa.text("SELECT ids->>'kind' FROM platform.outbox WHERE job = 'mail.send' ORDER BY id"))
        return list(rows.scalars())


def invitation(house: House, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "name": "Ny Exempelgren",
        "email": "ny@roslagen.example",
        "role": "case_worker",
        "employer": str(house.authorities["roslagen", OWN]),
    }
    return values | changes


def shown(house: House, email: str) -> str:
    return f"/staff/{account(house, email)}"


def role_page(house: House, email: str, end: str = "") -> str:
    return f"/staff/roles/{memberships(house, email)[0].id}{end}"


# The list ---------------------------------------------------------------------------------------------------------------------


def test_the_list_shows_everyone_of_this_site_and_nobody_of_another(admin: Browser) -> None:
    page = admin.get("/staff").text
    assert WORKER in page
    assert "case_worker@hbs.example" not in page
    assert "Arbetsmarknadsnämnden, Täby kommun" in page, "the employer as it is called now"
    assert "samordnare" not in page.lower()


def test_only_administrators_come_in(browser: OpenBrowser) -> None:
    for role in ("subproject_manager", "case_worker", "association_office", "log_reviewer"):
        for path in ("/staff", "/staff/new", "/authorities"):
            assert browser("roslagen", role).get(path).status_code == 404, f"{role} {path}"
    for role in ("programme_manager", "communicator"):
        assert browser(None, role).get("/staff").status_code == 404


# Invite -----------------------------------------------------------------------------------------------------------------------


def test_an_invitation_makes_account_role_mail_and_a_line_for_security(two_tenants: House, admin: Browser) -> None:
    answer = admin.submit("/staff/new", invitation(two_tenants))
    assert answer.status_code == 303
    page = admin.follow(answer).text
    assert "Ny Exempelgren" in page
    assert "Ett mejl är på väg till ny@roslagen.example" in page
    (held,) = memberships(two_tenants, "ny@roslagen.example")
    assert (held.role, held.employer_kind, held.authority_id) == (
        "case_worker",
        "authority",
        two_tenants.authorities["roslagen", OWN],
    )
    assert asked_mails(two_tenants) == ["invite"]
    assert events(two_tenants)[-1] == "staff_invited"
    with two_tenants.operator.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM platform.security_event ORDER BY at DESC LIMIT 1")).one()
    assert (row.account_id, row.subject_id) == (account(two_tenants, ADMIN), held.account_id)


def test_who_has_an_account_gets_the_role_and_keeps_name_and_password(two_tenants: House, admin: Browser) -> None:
    values = invitation(two_tenants, email="Communicator@HBS.example", role="communicator", employer="association")
    assert admin.submit("/staff/new", values).status_code == 303
    assert asked_mails(two_tenants) == ["role_given"]
    assert "Ny Exempelgren" not in admin.get(shown(two_tenants, "communicator@hbs.example")).text


WRONG = [
    ({"email": ""}, "Skriv personens e-postadress"),
    ({"email": "ny@roslagen"}, "name@example.com"),
    ({"email": "ny@roslagen.example, x@y.example"}, "name@example.com"),
    ({"name": ""}, "Skriv personens namn"),
    ({"role": None}, "Välj en roll"),
    ({"role": "platform_admin"}, "Välj ett av alternativen"),
    ({"employer": ""}, "Välj vem som är arbetsgivare"),
    ({"employer": "association"}, " vara anställd av en myndighet"),
    ({"email": WORKER}, "Rollen finns redan"),
    ({"email": WORKER, "role": "association_office"}, "nte förenas med den här rollen"),
    ({"email": WORKER, "role": "communicator", "employer": "association"}, "Är redan anställd här av"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_a_wrong_invitation_is_explained_and_keeps_what_was_typed(
    two_tenants: House, admin: Browser, changes: dict[str, object], said: str
) -> None:
    answer = admin.submit("/staff/new", invitation(two_tenants, **changes))
    assert answer.status_code in (409, 422)
    if said != "name@example.com":
        assert said in answer.text
    if "name" not in changes:
        assert 'value="Ny Exempelgren"' in answer.text
    assert asked_mails(two_tenants) == []


def test_all_faults_are_said_at_once(two_tenants: House, admin: Browser) -> None:
    answer = admin.submit("/staff/new", {"name": "", "email": "nej", "role": None, "employer": ""})
    assert answer.text.count('class="invalid-feedback"') == 4
    summary = answer.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    places = [summary.index(f'href="#{field}"') for field in ("name", "email", "role-0", "employer")]
    assert places == sorted(places), "in the order of the page"


@pytest.mark.parametrize("which", [LAPSED, "hbs"])
def test_an_employer_is_one_of_this_tenants_with_an_agreement_in_force(two_tenants: House, admin: Browser, which: str) -> None:
    key = ("hbs", OWN) if which == "hbs" else ("roslagen", which)
    assert str(two_tenants.authorities[key]) not in admin.get("/staff/new").text
    answer = admin.submit("/staff/new", invitation(two_tenants, employer=str(two_tenants.authorities[key])))
    assert answer.status_code == 422
    assert asked_mails(two_tenants) == []


# One's own rights --------------------------------------------------------------------------------------------------------------


def as_employed_admin(house: House, browser: OpenBrowser) -> Browser:
    """An administrator whom an authority employs: the one who could give themselves the right to read."""
    put_account(house, SECOND)
    give_role(house, SECOND, "roslagen", "tenant_admin", OWN)
    return browser("roslagen").sign_in(SECOND)


@pytest.mark.parametrize("role", ["case_worker", "subproject_manager", "party_representative", "referrer"])
def test_nobody_gives_themselves_a_role_that_reads_persons(two_tenants: House, browser: OpenBrowser, role: str) -> None:
    me = as_employed_admin(two_tenants, browser)
    values = {"role": role, "employer": str(two_tenants.authorities["roslagen", OWN])}
    for page in (f"{shown(two_tenants, SECOND)}/roles/new", role_page(two_tenants, SECOND)):
        answer = me.submit(page, values)
        assert answer.status_code == 409
        assert "Du kan inte ge dig själv" in answer.text
    assert me.submit("/staff/new", invitation(two_tenants, email=SECOND.upper(), role=role)).status_code == 409
    assert [held.role for held in memberships(two_tenants, SECOND)] == ["tenant_admin"]
    assert events(two_tenants).count("own_rights_refused") == 3


def test_oneself_may_get_a_role_that_reads_nobody(two_tenants: House, browser: OpenBrowser) -> None:
    me = as_employed_admin(two_tenants, browser)
    values = {"role": "communicator", "employer": str(two_tenants.authorities["roslagen", OWN])}
    assert me.submit(f"{shown(two_tenants, SECOND)}/roles/new", values).status_code == 303


def test_an_administrator_does_not_end_being_one(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    as_employed_admin(two_tenants, browser)
    answer = admin.submit(role_page(two_tenants, ADMIN, "/end"), {})
    assert answer.status_code == 409
    assert "Du kan inte avsluta din egen roll" in answer.text
    changed = admin.submit(role_page(two_tenants, ADMIN), {"role": "communicator", "employer": "association"})
    assert changed.status_code == 409
    assert memberships(two_tenants, ADMIN)[0].ended_on is None
    assert events(two_tenants).count("own_admin_end_refused") == 2


def test_another_administrator_may_end_it_while_one_is_left(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    second = as_employed_admin(two_tenants, browser)
    assert second.submit(role_page(two_tenants, ADMIN, "/end"), {}).status_code == 303
    assert admin.get("/staff").status_code in (302, 303), "the session died at once"
    assert memberships(two_tenants, ADMIN)[0].ended_on == dt.date(2022, 9, 15)


def test_a_tenant_keeps_one_who_can_sign_in(two_tenants: House, browser: OpenBrowser) -> None:
    second = as_employed_admin(two_tenants, browser)
    put_account(two_tenants, "closed@roslagen.example", active=False)
    give_role(two_tenants, "closed@roslagen.example", "roslagen", "tenant_admin")
    with two_tenants.operator.begin() as connection:  # the second one ends next week: then only a closed account is left
        connection.execute(
            sa.update(Membership)
            .where(Membership.account_id == two_tenants.accounts[SECOND])
            .values(ended_on=dt.date(2022, 9, 22))
        )
    answer = second.submit(role_page(two_tenants, ADMIN, "/end"), {})
    assert answer.status_code == 409
    assert "den sista administratören" in answer.text


# Change and end ----------------------------------------------------------------------------------------------------------------


def test_a_changed_role_takes_the_place_of_the_old_one_at_once(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    worker = browser("roslagen", "case_worker")
    values = {"role": "party_representative", "employer": str(two_tenants.authorities["roslagen", FK])}
    assert admin.submit(role_page(two_tenants, WORKER), values).status_code == 303
    old, new = memberships(two_tenants, WORKER)
    assert (old.role, old.ended_on) == ("case_worker", dt.date(2022, 9, 15))
    assert (new.role, new.employer_name, new.ended_on) == ("party_representative", "Försäkringskassan", None)
    assert sessions_of(two_tenants, WORKER) == 0
    assert worker.get("/work").status_code in (302, 303)
    assert events(two_tenants)[-1] == "role_changed"


def test_a_role_that_ends_today_closes_the_sessions_here_and_only_here(
    two_tenants: House, browser: OpenBrowser, admin: Browser
) -> None:
    give_role(two_tenants, WORKER, "hbs", "communicator")
    worker, elsewhere = browser("roslagen", "case_worker"), browser("hbs").sign_in(WORKER)
    assert worker.get("/work").status_code == 200
    assert admin.submit(role_page(two_tenants, WORKER, "/end"), {}).status_code == 303
    assert sessions_of(two_tenants, WORKER) == 1
    assert worker.get("/work").status_code in (302, 303)
    assert elsewhere.get("/profile").status_code == 200
    page = admin.get("/staff?show=ended").text
    assert WORKER in page
    assert WORKER not in admin.get("/staff").text
    with two_tenants.operator.connect() as connection:
        asked = connection.execute(sa.text("SELECT job FROM platform.outbox ORDER BY id")).scalars().all()
    assert "accounts.project_staff" in asked


def test_a_role_may_end_on_a_day_to_come_and_not_on_one_that_has_passed(
    two_tenants: House, browser: OpenBrowser, admin: Browser
) -> None:
    worker = browser("roslagen", "case_worker")
    page = role_page(two_tenants, WORKER, "/end")
    for wrong in ("2022-09-14", "", "i morgon"):
        assert admin.submit(page, {"ended_on": wrong}).status_code == 422
    assert admin.submit(page, {"ended_on": "2022-09-30"}).status_code == 303
    assert worker.get("/work").status_code == 200
    assert "2022-09-30" in admin.get(shown(two_tenants, WORKER)).text
    assert admin.submit(page, {"ended_on": "2022-09-20"}).status_code == 303, "it may be moved nearer"
    assert memberships(two_tenants, WORKER)[0].ended_on == dt.date(2022, 9, 20)


def test_a_contact_person_is_not_ended_without_being_told_how_many_are_left(
    two_tenants: House, in_tenant: InTenant, admin: Browser
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        participation = begin(two_tenants)
        named = (participation.number, str(participation.id))
    page = admin.get(role_page(two_tenants, WORKER, "/end")).text
    assert "1 pågående deltagande har den här personen som kontaktperson" in page
    assert "Avsluta rollen ändå" in page
    assert not any(text in page for text in named), "the count alone"
    assert admin.submit(role_page(two_tenants, WORKER, "/end"), {}).status_code == 303
    assert "kontaktperson" not in admin.get(role_page(two_tenants, ADMIN, "/end")).text


def test_what_has_ended_cannot_be_ended_or_changed_again(two_tenants: House, admin: Browser) -> None:
    page = role_page(two_tenants, WORKER)
    assert admin.submit(f"{page}/end", {}).status_code == 303
    assert admin.get(page).status_code == 404
    assert admin.get(f"{page}/end").status_code == 404
    values = {"role": "case_worker", "employer": str(two_tenants.authorities["roslagen", OWN])}
    assert admin.submit(f"{shown(two_tenants, WORKER)}/roles/new", values).status_code == 303, "but given again"


# Links -------------------------------------------------------------------------------------------------------------------------


def test_a_new_link_is_for_a_password_or_for_a_first_one(two_tenants: House, admin: Browser) -> None:
    put_account(two_tenants, "ny@roslagen.example", password_hash=None)
    give_role(two_tenants, "ny@roslagen.example", "roslagen", "communicator")
    for email in (WORKER, "ny@roslagen.example"):
        page = shown(two_tenants, email)
        assert admin.submit(page, {}, action=f"{page}/links").status_code == 303
    assert asked_mails(two_tenants) == ["reset_password", "invite"]
    assert events(two_tenants).count("link_sent") == 2


def test_a_second_step_is_reset_by_a_link_and_stands_until_it_is_used(two_tenants: House, admin: Browser) -> None:
    with_second_step(two_tenants, WORKER)
    page = f"{shown(two_tenants, WORKER)}/second-step"
    assert admin.submit(page, {}).status_code == 303
    assert asked_mails(two_tenants) == ["reset_totp"]
    with two_tenants.operator.connect() as connection:
        kept = connection.execute(sa.text("SELECT totp_secret FROM platform.account WHERE email = :e"), {"e": WORKER})
        assert kept.scalar_one() is not None
    assert events(two_tenants)[-1] == "second_step_reset_sent"


def test_a_second_step_that_protects_another_site_is_not_reset_here(two_tenants: House, admin: Browser) -> None:
    with_second_step(two_tenants, WORKER)
    give_role(two_tenants, WORKER, "hbs", "communicator")
    page = shown(two_tenants, WORKER)
    assert "second-step" not in admin.get(page).text
    assert admin.submit(f"{page}/second-step", {}).status_code == 409
    assert asked_mails(two_tenants) == []
    assert events(two_tenants)[-1] == "second_step_reset_refused"


def test_who_has_left_gets_no_link(two_tenants: House, admin: Browser) -> None:
    page = shown(two_tenants, WORKER)
    token = admin.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    admin.submit(role_page(two_tenants, WORKER, "/end"), {})
    for path in (f"{page}/links", f"{page}/second-step"):
        assert admin.post(path, {"csrf_token": token}).status_code == 404
    assert asked_mails(two_tenants) == []


def with_second_step(house: House, email: str) -> None:
    with house.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.account SET totp_secret = '\\x00' WHERE email = :e"), {"e": email})


# Another tenant, and the county ------------------------------------------------------------------------------------------------


def test_another_tenants_staff_and_roles_do_not_exist(two_tenants: House, admin: Browser) -> None:
    theirs = two_tenants.accounts["case_worker@hbs.example"]
    role = memberships(two_tenants, "case_worker@hbs.example", "hbs")[0].id
    for path in (f"/staff/{theirs}", f"/staff/{theirs}/roles/new", f"/staff/roles/{role}", f"/staff/roles/{role}/end"):
        assert admin.get(path).status_code == 404, path
    county = memberships(two_tenants, "platform_admin@county.example", None)[0]
    assert admin.get(f"/staff/roles/{county.id}").status_code == 404
    assert admin.get(f"/staff/{county.account_id}").status_code == 404
    assert admin.get(f"/staff/{new_id()}").status_code == 404


def test_the_county_invites_changes_and_ends_its_own(two_tenants: House, browser: OpenBrowser) -> None:
    admin = browser(None, "platform_admin")
    assert WORKER not in admin.get("/staff").text
    answer = admin.submit("/staff/new", {"name": "Ny", "email": "ny@county.example", "role": "programme_manager"})
    assert answer.status_code == 303
    (held,) = memberships(two_tenants, "ny@county.example", None)
    assert (held.employer_kind, held.tenant_id) == ("county", None)
    assert admin.submit(f"/staff/roles/{held.id}", {"role": "programme_controller"}).status_code == 303
    _, held = memberships(two_tenants, "ny@county.example", None)
    assert admin.submit(f"/staff/roles/{held.id}/end", {}).status_code == 303
    own = memberships(two_tenants, "platform_admin@county.example", None)[0]
    assert admin.submit(f"/staff/roles/{own.id}/end", {}).status_code == 409


def test_the_list_of_roles_in_english(browser: OpenBrowser, two_tenants: House) -> None:
    admin = browser("roslagen", "tenant_admin")
    page = admin.follow(admin.get("/staff/new?lang=en")).text
    assert "Rights follow the employer" in page
