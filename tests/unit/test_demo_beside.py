"""What the demo tells of insatser while they run, and of who works beside: all of it could have happened."""

from core.interventions.terms import INSURED_KINDS, EmploymentStage
from tests.unit.test_demo_margins import AS_OF, table


def test_what_changes_of_an_insats_lies_within_it() -> None:
    periods = {row["id"]: (row["starts_on"], row["ends_on"] or AS_OF) for row in table("intervention_period")}
    for row in table("intervention_extent"):
        first, last = periods[row["period_id"]]
        assert first < row["valid_from"] <= last
    for row in table("intervention_pause"):
        first, last = periods[row["period_id"]]
        assert first <= row["starts_on"] <= (row["ends_on"] or last) <= last
    for row in table("employment_step"):
        assert periods[row["period_id"]][0] <= row["reached_on"] <= AS_OF


def test_steps_are_reached_in_their_order() -> None:
    reached: dict[object, dict[str, object]] = {}
    for row in table("employment_step"):
        reached.setdefault(row["period_id"], {})[row["stage"]] = row["reached_on"]
    assert len(reached) > 100
    for days in reached.values():
        dated = [days[stage] for stage in EmploymentStage if stage in days]
        assert dated == sorted(dated)  # type: ignore[type-var]  # dates, in rows without types


def test_a_few_in_work_training_lack_the_insurance_and_no_place_is_overfull() -> None:
    kinds = {row["id"]: row["kind"] for row in table("intervention")}
    training = [row for row in table("intervention_period") if kinds[row["intervention_id"]] in INSURED_KINDS]
    assert 8 <= sum(row["insured_on"] is None for row in training) <= 16
    rooms = {row["id"]: row["capacity"] for row in table("place")}
    for place_id, room in rooms.items():
        there = [row for row in table("intervention_period") if row["place_id"] == place_id]
        assert sum(row["ends_on"] is None or row["ends_on"] >= AS_OF for row in there) <= room


def test_colleagues_beside_are_of_the_contact_persons_authority_and_no_contact_person_of_the_same() -> None:
    employers = {row["account_id"]: row["authority_id"] for row in table("staff")}
    led = {row["id"]: row["key_worker_id"] for row in table("participation")}
    seen = set()
    for row in table("participation_worker"):
        contact_person = led[row["participation_id"]]
        assert row["account_id"] != contact_person
        assert employers[row["account_id"]] == employers[contact_person]
        assert (row["part"] == "deputy") <= (row["ends_on"] is not None)
        assert (row["participation_id"], row["account_id"]) not in seen
        seen.add((row["participation_id"], row["account_id"]))
    assert len(seen) > 100
