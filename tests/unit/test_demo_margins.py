"""The made-up people meet every margin of county.json that a table can hold. What gives way: tenants/demo/margins.py."""

import hashlib
import math
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.facts import associations, demo_distributions
from core.interventions.terms import InterventionKind
from core.referrals.terms import OPEN_STATES, REFERRAL_MOVES, ReferralState
from tenants.demo import catalogue, insatser, margins
from tenants.demo.days import completed_months, completed_years
from tenants.demo.generate import generate, make_lives
from tenants.demo.people import Life
from tenants.demo.rows import Row, TenantRows
from tenants.demo.staff import COUNTED_ROLES

GIVEN = demo_distributions()
ORDER: list[str] = GIVEN["order"]
AS_OF = date.fromisoformat(GIVEN["as_of"])
SEXES = {"women": "woman", "men": "man"}


@cache
def lives() -> list[Life]:
    return make_lives()


@cache
def tenants() -> dict[str, TenantRows]:
    return generate(lives())


def table(name: str, slug: str | None = None) -> list[Row]:
    return [row for rows in tenants().values() if slug in (None, rows.slug) for row in rows.tables[name]]


def counted(slug: str | None = None) -> list[Row]:
    return [row for row in table("participation", slug) if row["state"] != "misregistered"]


def numbers(keys: Iterable[Any], order: Iterable[Any]) -> list[int]:
    found = Counter(keys)
    return [found[key] for key in order]


def in_per_cent(found: Counter[Any], margin: dict[str, float]) -> None:
    """Every count is its percentage of all, rounded down or up, and nothing else was counted."""
    total = sum(found.values())
    assert set(found) <= set(margin)
    for key, percent in margin.items():
        assert math.floor(total * percent / 100) <= found[key] <= math.ceil(total * percent / 100), key


COUNTS: dict[str, Callable[[Row], bool]] = {
    "started": lambda row: row["first_activity_on"] is not None,
    "women": lambda row: row["sex"] == "woman",
    "ended": lambda row: row["state"] == "ended",
    "paused_of_active": lambda row: row["state"] == "paused",
    "work_or_studies": lambda row: row["exit_reason"] in margins.REASONS["work_or_studies"],
    "regular_measures": lambda row: row["exit_reason"] in margins.REASONS["regular_measures"],
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_each_tenant_are_the_published_ones(name: str) -> None:
    assert [sum(map(COUNTS[name], counted(slug))) for slug in ORDER] == GIVEN[name]


def test_the_county_adds_up() -> None:
    found = {name: sum(map(COUNTS[name], counted())) for name in COUNTS}
    expected = GIVEN["sum"]
    assert {name: found[name] for name in found if name in expected} == {n: expected[n] for n in found if n in expected}
    assert found["started"] - found["women"] == expected["men"]
    assert found["started"] - found["ended"] == expected["active"]


@pytest.mark.parametrize("sex", SEXES)
def test_goals_by_sex(sex: str) -> None:
    ended = [row for row in counted() if row["state"] == "ended" and row["sex"] == SEXES[sex]]
    reasons = Counter(goal for row in ended for goal, listed in margins.REASONS.items() if row["exit_reason"] in listed)
    expected = GIVEN["ended_by_sex"][sex]
    assert (len(ended), reasons["work_or_studies"], reasons["regular_measures"]) == tuple(expected.values())


def test_reasons_for_leaving() -> None:
    reasons = Counter(row["exit_reason"] for row in counted() if row["exit_reason"])
    assert reasons == GIVEN["exit_reason"]
    assert reasons["avliden"] == 4


def test_starts_of_each_quarter_by_start_and_by_first_activity() -> None:
    for name, slug in (("county", None), ("roslagen", "roslagen")):
        for column in ("started_on", "first_activity_on"):
            quarters = [(row[column].year - 2020) * 4 + (row[column].month - 1) // 3 for row in counted(slug)]
            assert numbers(quarters, range(1, 11)) == GIVEN["starts_per_quarter_2020Q2_to_2022Q3"][name]


@pytest.mark.parametrize("name", ["months_ended_pct", "months_active_pct"])
def test_months_in_the_project(name: str) -> None:
    ended = name == "months_ended_pct"
    rows = [row for row in counted() if (row["state"] == "ended") == ended]
    months = [completed_months(row["started_on"], row["ended_on"] or AS_OF) for row in rows]
    bands = [next(at for at, (low, high) in enumerate(margins.MONTH_BANDS) if low <= found <= high) for found in months]
    labels = GIVEN["months_in_project_bands"]
    in_per_cent(Counter(labels[band] for band in bands), dict(zip(labels, GIVEN[name], strict=True)))


def test_registration() -> None:
    grades = Counter(row["grade"] for row in counted())
    expected = GIVEN["registration"]
    assert grades == {"personal": expected["personal"], "anonymous": expected["anonymous"]}
    assert sum(life.protected for life in lives()) == expected["of_which_protected"]
    assert all(life.anonymous for life in lives() if life.protected)
    assert sum(row["count"] for row in table("volume_count")) == expected["volume_apart"]
    assert sum(row["state"] == "misregistered" for row in table("participation")) == GIVEN["felregistrering_outside"]


def test_an_anonymous_row_says_sex_start_and_exit_only() -> None:
    anonymous = [row for row in counted() if row["grade"] == "anonymous"]
    said = {key for row in anonymous for key, value in row.items() if value is not None}
    silent = {"person_id", "referral_id", "municipality_code", "key_worker_id", "handed_to", "next_contact_on"}
    assert not said & silent
    ids = {row["id"] for row in anonymous}
    for name in ("situation", "intervention_period"):
        assert not ids & {row["participation_id"] for row in table(name)}


@pytest.mark.parametrize("sex", SEXES)
def test_ages_and_referring_parties_by_sex(sex: str) -> None:
    of_sex = [life for life in lives() if life.sex == SEXES[sex]]
    edges = [tuple(map(int, band.split("-"))) for band in GIVEN["age_bands"]]
    ages = [completed_years(life.birth_date, life.started_on) for life in of_sex]
    bands = [next(at for at, (low, high) in enumerate(edges) if low <= age <= high) for age in ages]
    assert numbers(bands, range(len(edges))) == GIVEN[f"age_{sex}"]
    parties = (life.referred_by for life in of_sex)
    assert numbers(parties, GIVEN["referred_by"]["keys"]) == GIVEN["referred_by"][sex]


def test_the_rows_say_what_the_lives_say() -> None:
    """Age, sex and referring party of everybody with a personal registration."""
    persons = {row["id"]: row for row in table("person")}
    rows = [row for row in counted() if row["person_id"]]
    parties = {row["id"]: row["referring_party"] for row in table("referral")}
    from_rows = Counter(
        (persons[row["person_id"]]["birth_date"], persons[row["person_id"]]["sex"], parties[row["referral_id"]]) for row in rows
    )
    assert from_rows == Counter((life.birth_date, life.sex, life.referred_by) for life in lives() if not life.anonymous)


def test_ages_keep_the_rule_of_admission() -> None:
    persons = {row["id"]: row for row in table("person")}
    for rows in tenants().values():
        subproject = next(row for row in rows.tables["subproject"] if row["project_key"] == "mia-vidare")
        codes = {row["code"]: row["joined_on"] for row in rows.tables["subproject_municipality"]}
        for referral in rows.tables["referral"]:
            age = completed_years(persons[referral["person_id"]]["birth_date"], referral["received_on"])
            assert subproject["age_min"] <= age <= subproject["age_max"]
            joined = codes[referral["municipality_code"]]
            assert joined is None or joined <= referral["received_on"]


def test_five_expressions_of_interest_wait_in_every_inbox() -> None:
    for rows in tenants().values():
        waiting = rows.tables["referral_inbox"]
        codes = {row["code"] for row in rows.tables["subproject_municipality"]}
        assert len(waiting) == 5
        assert {row["content"]["municipality_code"] for row in waiting} <= codes
        assert all(row["content"]["phone"] or row["content"]["email"] for row in waiting)
        assert [row["content"]["language"] for row in waiting].count("en") == 1
        assert all(row["received_at"].date().isoformat() == row["content"]["sent_on"] <= AS_OF.isoformat() for row in waiting)


def test_referrals() -> None:
    expected = GIVEN["referrals"]
    states = Counter(row["state"] for row in table("referral"))
    on_paper_only = GIVEN["registration"]["anonymous"]
    assert len(table("referral")) + on_paper_only == expected["received"]
    assert states["started"] + on_paper_only == expected["started"]
    assert states["offered"] == expected["offered_not_started"]
    assert (states["referred_on"], states["withdrawn"]) == (expected["referred_on"], expected["withdrawn"])
    assert sum(states[state] for state in OPEN_STATES - {ReferralState.OFFERED}) == expected["open"]


def test_days_from_referral_to_start() -> None:
    received = {row["id"]: row["received_on"] for row in table("referral")}
    days = sorted((row["started_on"] - received[row["referral_id"]]).days for row in counted() if row["referral_id"])
    assert statistics.median(days) == GIVEN["referrals"]["days_to_start_median"]
    assert statistics.quantiles(days, n=10, method="inclusive")[-1] == GIVEN["referrals"]["days_to_start_p90"]
    assert statistics.quantiles(days, n=10, method="exclusive")[-1] == GIVEN["referrals"]["days_to_start_p90"]
    assert days[0] > 0


def test_referrals_move_as_they_may_and_end_where_they_stand() -> None:
    events: dict[Any, list[Row]] = {}
    for row in table("referral_event"):
        events.setdefault(row["referral_id"], []).append(row)
    for referral in table("referral"):
        path = sorted(events[referral["id"]], key=lambda row: row["at"])
        assert path[0]["from_state"] is None
        assert path[0]["on_date"] == referral["received_on"]
        assert path[-1]["to_state"] == referral["state"]
        for before, after in pairwise(path):
            assert before["to_state"] == after["from_state"]
            assert after["to_state"] in REFERRAL_MOVES[after["from_state"]]
            assert before["on_date"] <= after["on_date"] <= AS_OF


def test_support_years_and_education_before() -> None:
    before = {row["id"]: row for row in table("situation") if row["moment"] == "before"}
    supports = [row for row in table("situation_support") if row["situation_id"] in before]
    in_per_cent(Counter(row["source"] for row in supports if row["main"]), GIVEN["main_support_before_pct"])
    assert len(before) == GIVEN["registration"]["personal"]
    assert len(supports) - len(before) == margins.share_of(len(before), GIVEN["two_sources_pct"])
    in_per_cent(Counter(row["education"] for row in before.values()), GIVEN["education_pct"])
    in_per_cent(Counter(map(_years_band, before.values())), _with_one_empty_band(GIVEN["years_public_support_pct"]))
    in_per_cent(Counter(life.years_band for life in lives() if not life.anonymous), GIVEN["years_public_support_pct"])


def _years_band(row: Row) -> str:
    if row["support_since"] is None:
        return "none or unknown"
    years = completed_years(row["support_since"], row["observed_on"])
    return next(band for band, (low, high) in margins.YEAR_BANDS.items() if low <= years <= high)


def _with_one_empty_band(percent: dict[str, float]) -> dict[str, float]:
    rest = {band: value for band, value in percent.items() if band in margins.YEAR_BANDS}
    return rest | {"none or unknown": percent["ingen"] + percent["okant"]}


def test_nobody_has_no_support_since_a_day() -> None:
    without = {row["situation_id"] for row in table("situation_support") if row["source"] == "ingen"}
    assert all(row["support_since"] is None for row in table("situation") if row["id"] in without)


def test_insatser() -> None:
    kinds = {row["id"]: row["kind"] for row in table("intervention")}
    ever = {(row["participation_id"], kinds[row["intervention_id"]]) for row in table("intervention_period")}
    per_kind = Counter(kind for _, kind in ever)
    personal = GIVEN["registration"]["personal"]
    for key, percent in GIVEN["insats_ever_pct"].items():
        assert per_kind[catalogue.KIND_OF[key]] == margins.share_of(personal, percent)
    per_person = Counter(str(number) if number < 5 else ">=5" for number in Counter(who for who, _ in ever).values())
    in_per_cent(per_person, GIVEN["insatser_per_person_pct"])


def test_insatser_in_roslagen() -> None:
    kinds = {row["id"]: row["kind"] for row in table("intervention", "roslagen")}
    rows = table("intervention_period", "roslagen")
    per_kind = Counter(kind for _, kind in {(row["participation_id"], kinds[row["intervention_id"]]) for row in rows})
    personal = sum(row["grade"] == "personal" for row in counted("roslagen"))
    expected = {insatser.ROSLAGEN_NAMES.get(key, key): value for key, value in GIVEN["roslagen_insats_pct"].items()}
    assert per_kind == {catalogue.KIND_OF[key].value: margins.share_of(personal, percent) for key, percent in expected.items()}


def test_what_the_forbund_publish_stands_in_their_catalogue() -> None:
    for found in associations():
        names = {row["name_sv"] for row in table("intervention", found.slug)}
        alone = {name for name in found.interventions if " eller " not in name}
        assert alone <= names
        kinds = {row["kind"] for row in table("intervention", found.slug)}
        assert not alone < set(found.interventions) or {InterventionKind.WORK_TRAINING_ASF} <= kinds


def test_insatser_lie_within_their_participation() -> None:
    times = {row["id"]: row for row in counted()}
    for period in table("intervention_period"):
        whole = times[period["participation_id"]]
        assert whole["first_activity_on"] <= period["starts_on"] <= (whole["ended_on"] or AS_OF)
        assert period["ends_on"] is None or period["starts_on"] <= period["ends_on"] <= (whole["ended_on"] or AS_OF)
        assert period["ends_on"] or not whole["ended_on"]
    first: dict[Any, date] = {}
    for period in table("intervention_period"):
        first[period["participation_id"]] = min(first.get(period["participation_id"], date.max), period["starts_on"])
    assert all(times[id_]["first_activity_on"] == day for id_, day in first.items())


def test_staff_and_caseloads() -> None:
    staff = {rows.slug: [worker for worker in rows.staff if worker.role in COUNTED_ROLES] for rows in tenants().values()}
    assert sum(map(len, staff.values())) == GIVEN["staff_county"]
    assert len(staff["roslagen"]) == GIVEN["staff_roslagen"]
    managers = {worker.account_id for workers in staff.values() for worker in workers if worker.role == "case_worker"}
    loads = Counter(row["key_worker_id"] for row in counted() if row["state"] in ("active", "paused") and row["person_id"])
    fewest, most = GIVEN["caseload_per_case_manager"]
    assert all(fewest <= load <= most for who, load in loads.items() if who in managers)
    assert sum(load for who, load in loads.items() if who not in managers) <= 3


def test_contact_persons_are_employed_by_the_controller() -> None:
    employers = {row["account_id"]: row["authority_id"] for row in table("staff")}
    agreed = {row["id"] for row in table("authority") if row["agreement_from"]}
    for row in table("participation"):
        assert row["controller_id"] in agreed
        assert row["key_worker_id"] is None or employers[row["key_worker_id"]] == row["controller_id"]


def test_months_are_locked_but_for_two() -> None:
    for slug in ORDER:
        locked = {row["month"] for row in table("month_lock", slug)}
        assert (date(2022, 8, 1) in locked) == (slug not in GIVEN["months_not_locked"])
        assert date(2022, 7, 1) in locked
        assert max(row["locked_at"].date() for row in table("month_lock", slug)) <= AS_OF


def test_what_is_missing_is_the_situation_after() -> None:
    for slug, percent in zip(ORDER, GIVEN["completeness_pct"], strict=True):
        after = {row["participation_id"] for row in table("situation", slug) if row["moment"] == "after"}
        due = [row for row in counted(slug) if row["state"] == "ended" and row["grade"] == "personal"]
        missing = sum(row["id"] not in after for row in due if row["exit_reason"] != "avliden")
        assert round(100 - 100 * missing / len(counted(slug))) == percent


def test_targets_are_the_published_one_and_seven_examples() -> None:
    current = [row for row in table("subproject") if row["project_key"] == "mia-vidare"]
    assert [row["target"] for row in current] == GIVEN["target_example"]
    assert sum(row["target_is_example"] for row in current) == 7
    assert not next(row for row in current if row["number_prefix"] == "ROS")["target_is_example"]


def test_the_first_project_has_its_six_subprojects() -> None:
    first = [row for row in table("subproject") if row["project_key"] == "mia"]
    assert len(first) == 6
    assert {row["ends_on"] for row in first} == {date(2020, 8, 31)}
    assert sorted(row["target"] for row in first if row["target"]) == [533, 650]


def test_days_are_working_days_and_none_is_later_than_the_demo() -> None:
    dated = [("participation", "started_on"), ("participation", "ended_on"), ("participation", "first_activity_on")]
    dated += [("referral", "received_on"), ("consent", "given_on"), ("situation", "observed_on")]
    for name, column in dated:
        days = {row[column] for row in table(name) if row[column]}
        assert max(days) <= AS_OF
        assert all(day.weekday() < 5 for day in days)


def test_next_contact_is_set_for_most_and_overdue_for_some() -> None:
    going_on = [row for row in counted() if row["state"] in ("active", "paused") and row["person_id"]]
    overdue = sum(1 for row in going_on if row["next_contact_on"] and row["next_contact_on"] < AS_OF)
    assert 0.05 < overdue / len(going_on) < 0.25
    assert sum(row["next_contact_on"] is None for row in going_on) / len(going_on) < 0.1
    assert all(row["next_contact_on"] is None for row in counted() if row["state"] == "ended")


def test_consents_are_in_force_for_most_who_go_on() -> None:
    going_on = {row["person_id"] for row in counted() if row["state"] in ("active", "paused") and row["person_id"]}
    in_force = {
        row["person_id"] for row in table("consent") if row["given_on"] <= AS_OF <= row["until"] and row["withdrawn_on"] is None
    }
    assert 0.8 < len(going_on & in_force) / len(going_on) < 0.97
    for row in table("consent"):
        assert row["given_on"] <= row["until"]
        assert row["withdrawn_on"] is None or row["withdrawn_on"] >= row["given_on"]
        assert row["given_by"] != "oral" or row["witness"]


def test_leader_and_case_manager_see_a_good_number() -> None:
    for rows in tenants().values():
        leader, worker = rows.find_staff("subproject_manager"), rows.find_staff("case_worker")
        assert leader.authority_id == worker.authority_id
        assert sum(row["controller_id"] == leader.authority_id for row in counted(rows.slug)) >= 40
        assert sum(row["key_worker_id"] == worker.account_id for row in counted(rows.slug)) >= 20


def test_nobody_bears_a_number() -> None:
    persons = table("person")
    assert {row["identity_kind"] for row in persons} == {"temporary"}
    assert not any("identity_number" in row or "identity_index" in row for row in persons)
    texts = (str(value) for row in persons + table("staff") for value in row.values())
    assert not [text for text in texts if re.fullmatch(r"(\d{2})?\d{6}[-+]?\d{4}", text)]


def test_the_same_in_every_process() -> None:
    """Nothing hangs on the order of a set or the address of an object."""
    program = "from tests.unit.test_demo_margins import digest, generate; print(digest(generate()))"
    environment = os.environ | {"PYTHONHASHSEED": "4711"}
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == digest(tenants())


def digest(found: dict[str, TenantRows]) -> str:
    """Of every row. A table without rows counts as none: looking one up makes it."""
    filled = {slug: sorted((name, lines) for name, lines in rows.tables.items() if lines) for slug, rows in found.items()}
    text = repr([(slug, filled[slug], rows.staff) for slug, rows in found.items()])
    return hashlib.sha256(text.encode()).hexdigest()
