"""Who on the agenda has a name, for whom: role by employer by consent, and after a withdrawal; in the room; and who sees what."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from core.auth.permissions import ROLES, Permission
from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.errors import NotFound
from core.participants.queries import get_for_change
from core.participants.services import set_key_worker
from core.referrals.services import offer_place
from core.teams.calendar import get_meeting
from core.teams.queries import AgendaLine, read_for_room, read_item
from core.teams.terms import LEADERS
from tests.conftest import InTenant
from tests.house import FK, OTHER, OWN, TENANT_ROLES, TODAY, House
from tests.integration.participation_makers import begin
from tests.integration.plan_makers import agreed
from tests.integration.referral_makers import allow, applicant, refer
from tests.integration.team_makers import bring_up, let_review_fall_due, line_of, meet

MANAGER, WORKER, AT_FK, AT_OTHER = "subproject_manager", "case_worker", "party_representative.fk", "party_representative.kommun"
ROLES_CALLED = (MANAGER, WORKER, AT_FK, AT_OTHER)


@dataclass(frozen=True, slots=True)
class Day:
    """A meeting with two items of OWN and one of OTHER."""

    meeting_id: uuid.UUID
    referral: uuid.UUID
    review: uuid.UUID
    theirs: uuid.UUID
    persons: dict[str, uuid.UUID]


@pytest.fixture
def day(in_tenant: InTenant, two_tenants: House) -> Day:
    """The participant of the review has the case worker as contact person."""
    with in_tenant("roslagen", MANAGER):
        meeting = meet(two_tenants)
        referral = refer(applicant(given_name="Amina", family_name="Remissdotter"))
        participation = begin(two_tenants, applicant(given_name="Bertil", family_name="Planström"))
        agreed(two_tenants, participation)
        let_review_fall_due(participation.person_id)
        items = [bring_up(meeting, referral.id).id, bring_up(meeting, participation.id).id]
        assert participation.person_id
        persons = {"referral": referral.person_id, "review": participation.person_id}
        meeting_id = meeting.id
    with in_tenant("roslagen", AT_OTHER):
        theirs = refer(applicant(given_name="Cecilia", family_name="Grannfors"), referring_party="kommun")
        items.append(bring_up(get_meeting(meeting_id), theirs.id).id)
        persons["theirs"] = theirs.person_id
    referral_item, review_item, their_item = items
    return Day(meeting_id, referral_item, review_item, their_item, persons)


@pytest.fixture
def seen(in_tenant: InTenant, day: Day) -> Callable[[str], dict[str, AgendaLine | None]]:
    """The three items as somebody sees them on the agenda."""

    def look(role: str) -> dict[str, AgendaLine | None]:
        with in_tenant("roslagen", role):
            meeting = get_meeting(day.meeting_id)
            return {name: line_of(meeting, getattr(day, name)) for name in ("referral", "review", "theirs")}

    return look


def named(lines: dict[str, AgendaLine | None]) -> set[str]:
    return {name for name, line in lines.items() if line and line.is_named}


OWN_SIGHT: dict[str, set[str]] = {MANAGER: {"referral", "review"}, WORKER: {"review"}, AT_FK: set(), AT_OTHER: {"theirs"}}


def test_without_consent_only_the_owners_staff_read_a_name_and_the_leader_is_no_exception(seen: Callable[[str], Any]) -> None:
    for role in ROLES_CALLED:
        lines = seen(role)
        assert named(lines) == OWN_SIGHT[role], role
        assert None not in lines.values(), "whoever is called sees the whole agenda"


@pytest.mark.parametrize("kind", [DataKind.REFERRAL, DataKind.PLAN, None])
@pytest.mark.parametrize("employer", [OWN, OTHER, FK])
def test_a_consent_names_the_item_of_its_kind_to_its_authority_until_it_is_withdrawn(
    in_tenant: InTenant, two_tenants: House, day: Day, seen: Callable[[str], Any], kind: DataKind | None, employer: str
) -> None:
    """None stands for a consent to every kind of data but these two."""
    kinds = frozenset({kind} if kind else set(DataKind) - {DataKind.REFERRAL, DataKind.PLAN})
    opened = {DataKind.REFERRAL: {"referral", "theirs"}, DataKind.PLAN: {"review"}, None: set[str]()}[kind]
    consents = []
    for name, writer in WRITERS.items():
        with in_tenant("roslagen", writer):
            consent = allow(day.persons[name], two_tenants.authorities["roslagen", employer], data_kinds=kinds)
            consents.append((writer, consent.id))
    for role in ROLES_CALLED:
        lines = seen(role)
        gained = opened if TENANT_ROLES[role] == employer else set()
        assert named(lines) == OWN_SIGHT[role] | gained, role
        for name in gained - OWN_SIGHT[role]:
            assert not lines[name].opens, "a consent gives a name and opens no row"
    for writer, consent_id in consents:
        with in_tenant("roslagen", writer):
            withdraw_consent(consent_id=consent_id)
    assert {role: named(seen(role)) for role in ROLES_CALLED} == OWN_SIGHT


WRITERS = {"referral": MANAGER, "review": MANAGER, "theirs": AT_OTHER}


@pytest.mark.parametrize("name", ["referral", "review"])
def test_without_a_name_there_is_nothing_that_tells_who_it_is(seen: Callable[[str], Any], name: str) -> None:
    line = seen(AT_FK)[name]
    for column in ("given_name", "family_name", "person_id", "referral_id", "participation_id", "owner"):
        assert getattr(line, column) is None, column
    assert not line.opens
    assert line.label == {"referral": "Person A", "review": "Person B"}[name]
    assert line.about == "Kvinna, 30–39 år"
    assert {each.pseudonym for each in (line, seen(MANAGER)[name])} == {line.label}, "the same letter for everybody"


def test_a_withdrawal_of_the_contact_person_role_takes_the_name_away(
    in_tenant: InTenant, two_tenants: House, day: Day, seen: Callable[[str], Any]
) -> None:
    assert named(seen(WORKER)) == {"review"}
    with in_tenant("roslagen", MANAGER):
        line = read_item(day.review)[1]
        assert line.participation_id
        participation = get_for_change(line.participation_id)
        set_key_worker(
            participation=participation,
            version=participation.version,
            key_worker_id=two_tenants.accounts["subproject_manager@roslagen.example"],
        )
    assert named(seen(WORKER)) == set()


def test_who_is_not_called_sees_only_what_they_may_read_themselves(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting = meet(two_tenants, called=(MANAGER, AT_FK))
        ours = bring_up(meeting, refer().id).id
        meeting_id = meeting.id
    with in_tenant("roslagen", AT_OTHER):
        theirs = bring_up(get_meeting(meeting_id), refer(referring_party="kommun").id).id
        meeting = get_meeting(meeting_id)
        assert line_of(meeting, theirs)
        assert line_of(meeting, ours) is None
        with pytest.raises(NotFound):
            read_item(ours)
    with in_tenant("roslagen", AT_FK):
        assert line_of(get_meeting(meeting_id), theirs)
    with in_tenant("roslagen", MANAGER):
        line = line_of(get_meeting(meeting_id), theirs)
        assert line
        assert not line.is_named


# On the wall ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("called", "consented", "is_named"),
    [
        ((MANAGER,), (), True),
        ((MANAGER, WORKER), (), True),
        ((MANAGER, AT_FK), (), False),
        ((MANAGER, AT_FK), (FK,), True),
        ((MANAGER, AT_FK, AT_OTHER), (FK,), False),
        ((MANAGER, AT_FK, AT_OTHER), (FK, OTHER), True),
    ],
)
def test_the_wall_names_somebody_only_when_every_authority_that_is_called_may_know(
    in_tenant: InTenant, two_tenants: House, called: tuple[str, ...], consented: tuple[str, ...], is_named: bool
) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting = meet(two_tenants, called=called)
        referral = refer(applicant(given_name="Amina"))
        if consented:
            allow(referral.person_id, *(two_tenants.authorities["roslagen", one] for one in consented))
        item = bring_up(meeting, referral.id)
        _meeting, line = read_for_room(meeting.id, item.id)
        assert line.is_named is is_named
        assert line_of(meeting, item.id).label.startswith("Amina")  # type: ignore[union-attr]


def test_the_wall_of_another_authoritys_reader_follows_their_own_sight_too(in_tenant: InTenant, two_tenants: House) -> None:
    """Somebody leads the meeting and is not called to it."""
    with in_tenant("roslagen", AT_OTHER):
        referral = refer(referring_party="kommun")
        with_consent = referral.id
    with in_tenant("roslagen", MANAGER):
        meeting_id = meet(two_tenants, called=(AT_OTHER,)).id
    with in_tenant("roslagen", AT_OTHER):
        item_id = bring_up(get_meeting(meeting_id), with_consent).id
        assert read_for_room(meeting_id, item_id)[1].is_named
    with in_tenant("roslagen", MANAGER):
        assert not read_for_room(meeting_id, item_id)[1].is_named


# Others -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "role"), [("roslagen", "association_office"), ("hbs", MANAGER)])
def test_others_know_of_no_meeting(in_tenant: InTenant, day: Day, slug: str, role: str) -> None:
    with in_tenant(slug, role):
        for deed in (lambda: get_meeting(day.meeting_id), lambda: read_item(day.referral)):
            with pytest.raises(NotFound):
                deed()


def test_those_who_lead_are_those_with_the_permission() -> None:
    assert {role.value for role, granted in ROLES.items() if Permission.LEAD_TEAM in granted} == LEADERS


def test_the_name_follows_the_row_when_the_referral_has_gone_on(
    in_tenant: InTenant, day: Day, seen: Callable[[str], Any]
) -> None:
    with in_tenant("roslagen", MANAGER):
        line = read_item(day.referral)[1]
        assert line.referral_id
        offer_place(referral_id=line.referral_id, on_date=TODAY)
    assert named(seen(MANAGER)) == OWN_SIGHT[MANAGER]
