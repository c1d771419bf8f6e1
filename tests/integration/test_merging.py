"""Two records of one person are put together with a trace of every row, and taken apart again."""

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.consents.terms import DataKind
from core.db import session
from core.errors import Invalid, NotFound
from core.identity_numbers import parse
from core.participants.models import Person
from core.persons import merging, queries
from core.persons.errors import MergeNotPossible
from core.persons.services import AnotherPerson, SamePerson
from core.referrals.models import Referral
from tenants.privileges import APP_EXCEPTIONS
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.arrival_makers import receive_at
from tests.integration.participation_makers import begin, leave, offer
from tests.integration.referral_makers import allow, applicant, refer, someone

MANAGER, OFFICER_FK = "subproject_manager", "party_representative.fk"
OFFICIAL = "199001012385"


def twice(**changes: Any) -> tuple[uuid.UUID, uuid.UUID]:
    """The same name and birth date, registered as two persons."""
    first = refer(applicant(given_name="Åsa", family_name="Öst", **changes))
    second = refer(applicant(given_name="Åsa", family_name="Öst"), answer=AnotherPerson())
    assert first.person_id != second.person_id
    return first.person_id, second.person_id


def test_everything_of_the_other_record_belongs_to_the_one_that_is_kept(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
        allow(gone, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
        trace = merging.merge(kept_id=kept, gone_id=gone, reason="Visade legitimation")
        assert {name: len(ids) for name, ids in trace.moved.items()} == {"referral": 1, "consent": 1, "person": 0}
        assert session.scalars(sa.select(Referral.person_id)).all() == [kept, kept]
        assert queries.visible_ids([kept, gone]) == {kept}, "the other record is nobody's any more"
        assert [row.PersonMerge.reason for row in queries.list_merges(kept)] == ["Visade legitimation"]


def test_what_was_moved_goes_back_when_they_are_taken_apart(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
        trace = merging.merge(kept_id=kept, gone_id=gone, reason="x")
        merging.take_apart(merge_id=trace.id, kept_id=kept)
        assert set(session.scalars(sa.select(Referral.person_id))) == {kept, gone}
        assert queries.visible_ids([kept, gone]) == {kept, gone}
        with pytest.raises(NotFound):
            merging.take_apart(merge_id=trace.id, kept_id=kept)


def test_the_number_comes_along_and_still_finds_the_person(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        numbered = refer(applicant(given_name="Åsa", family_name="Öst", identity=parse(OFFICIAL))).person_id
        temporary = refer(applicant(given_name="Åsa", family_name="Öst-Ek", identity=someone())).person_id
        trace = merging.merge(kept_id=temporary, gone_id=numbered, reason="x")
        found = queries.find_person_by_number(OFFICIAL)
        assert found is not None
        assert found.id == temporary
        assert queries.identity_number(found) == f"{OFFICIAL[:8]}-{OFFICIAL[8:]}"
        merging.take_apart(merge_id=trace.id, kept_id=temporary)
        found = queries.find_person_by_number(OFFICIAL)
        assert found is not None
        assert found.id == numbered


def test_overlapping_participations_cannot_belong_to_one_person(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        first = begin(two_tenants, applicant(given_name="Åsa", family_name="Öst"))
        second = begin(two_tenants, referral=offer(applicant(given_name="Åsa", family_name="Öst-Ek")))
        assert first.person_id is not None
        assert second.person_id is not None
        with pytest.raises(MergeNotPossible, match="under samma tid"):
            merging.merge(kept_id=first.person_id, gone_id=second.person_id, reason="x")
        assert session.scalar(sa.select(sa.func.count()).select_from(Person).where(Person.merged_into.is_not(None))) == 0


def test_a_reason_is_needed_and_a_record_is_put_together_once(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
        with pytest.raises(Invalid):
            merging.merge(kept_id=kept, gone_id=gone, reason="  ")
        with pytest.raises(NotFound):
            merging.merge(kept_id=kept, gone_id=kept, reason="x")
        merging.merge(kept_id=kept, gone_id=gone, reason="x")
        with pytest.raises(NotFound):
            merging.merge(kept_id=kept, gone_id=gone, reason="x")


def test_nobody_merges_whom_they_may_not_see(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
        session.commit()
    with in_tenant("roslagen", OFFICER_FK), pytest.raises(NotFound):
        merging.merge(kept_id=kept, gone_id=gone, reason="x")
    with in_tenant("hbs", MANAGER), pytest.raises(NotFound):
        merging.merge(kept_id=kept, gone_id=gone, reason="x")


def test_every_table_about_persons_can_be_moved() -> None:
    """A new table that the tenant's role may not change would stop every merge."""
    names = {table.name for table in merging.tables_about_persons()}
    assert {"referral", "participation", "consent", "note", "plan", "assessment", "handover", "agenda_item", "file"} <= names
    fixed = {name for name in names if "UPDATE" not in APP_EXCEPTIONS.get(name, "UPDATE")}
    assert fixed == set()
    assert [table.name for table in merging.tables_about_persons() if "id" not in table.columns] == []


def test_a_return_is_a_new_participation_of_the_same_person(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        first = begin(two_tenants, applicant(given_name="Åsa", family_name="Öst"))
        leave(first.id)
        assert first.person_id is not None
        again = offer(applicant(given_name="Åsa", family_name="Öst"), answer=SamePerson(person_id=first.person_id))
        second = begin(two_tenants, referral=again, started_on=TODAY)
        assert (second.person_id, second.id != first.id) == (first.person_id, True)


def test_the_page_compares_and_puts_them_together(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
        session.commit()
    manager = browser("roslagen", MANAGER)
    listed = manager.get(f"/persons/{kept}/doubles").text
    assert "Åsa Öst" in listed
    assert "Samma namn och födelsedatum" in listed
    address = f"/persons/{kept}/doubles/{gone}"
    assert "Är det samma person?" in manager.get(address).text
    refused = manager.submit(address, {"keeps": "this", "reason": ""}, action=address)
    assert refused.status_code == 422
    done = manager.submit(address, {"keeps": "other", "reason": "Visade legitimation"}, action=address)
    assert done.status_code == 303
    page = manager.get(f"/persons/{gone}/doubles").text
    assert "Visade legitimation" in page
    assert "Dela upp dem igen" in page
    assert manager.get(f"/persons/{kept}/doubles").status_code == 404


def test_a_merge_without_its_choice_is_asked_again_with_what_was_written(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        kept, gone = twice()
    manager = browser("roslagen", MANAGER)
    answer = manager.submit(f"/persons/{kept}/doubles/{gone}", {"reason": "Visade legitimation"})
    assert answer.status_code == 422
    assert "Visade legitimation" in answer.text
    assert manager.get(f"/persons/{gone}/doubles").status_code == 200


def test_only_intake_staff_put_records_together(in_tenant: InTenant, two_tenants: House, browser: OpenBrowser) -> None:
    with in_tenant("roslagen", OFFICER_FK):
        kept, gone = twice()
        with pytest.raises(NotFound):
            merging.merge(kept_id=kept, gone_id=gone, reason="x")
        session.commit()
    assert browser("roslagen", OFFICER_FK).get(f"/persons/{kept}/doubles").status_code == 404
    receive_at(two_tenants, "roslagen", FK)
    assert browser("roslagen", OFFICER_FK).get(f"/persons/{kept}/doubles").status_code == 200
    with in_tenant("roslagen", OFFICER_FK):
        merging.merge(kept_id=kept, gone_id=gone, reason="x")
