"""What leaves for the county, what comes back, and what the county keeps when it is taken back."""

import uuid

import pytest
from flask import Flask

from core.db import session
from core.deviations import county, exchange
from core.deviations.errors import MoveNotPossible
from core.deviations.lifting import list_moves, mark_seen, move, read_text
from core.deviations.models import LiftedDeviation
from core.deviations.queries import (
    ANSWERED,
    TO_MEND,
    list_events,
    read_deviation,
)
from core.deviations.services import rewrite
from core.deviations.terms import MOVES, State
from core.errors import NotFound
from tests.conftest import InTenant
from tests.house import House
from tests.integration.deviation_makers import (
    WORDS,
    answer,
    approve,
    carry_over,
    go_on,
    lift,
    note,
    state_of,
    titles,
    waiting,
    written,
)

MANAGER, WORKER, FK_REP, KOMMUN_REP = (
    "subproject_manager",
    "case_worker",
    "party_representative.fk",
    "party_representative.kommun",
)
OFFICE, REFERRER = "association_office", "referrer"


@pytest.fixture
def noted(in_tenant: InTenant) -> uuid.UUID:
    """By the committee's case worker; nobody else has read it."""
    with in_tenant("roslagen", WORKER):
        return note()


@pytest.fixture
def lifted(in_tenant: InTenant, app: Flask, two_tenants: House) -> uuid.UUID:
    """With the county."""
    return lift(in_tenant, app, two_tenants)


def row_of(app: Flask, deviation_id: uuid.UUID) -> LiftedDeviation | None:
    with app.extensions["mia.scopes"].county():
        return session.get(LiftedDeviation, deviation_id)


def test_what_leaves_is_exactly_what_was_approved(app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID) -> None:
    row = row_of(app, lifted)
    assert row is not None
    assert (row.title, row.words, row.state, row.parties) == ("Lång väntan på beslut", WORDS, "waiting", ["fk"])
    assert row.noted_month.day == 1
    told = " ".join(str(value) for value in vars(row).values())
    for email, account in two_tenants.accounts.items():
        assert str(account) not in told, email
    for authority in two_tenants.authorities.values():
        assert str(authority) not in told
    with in_tenant("roslagen", WORKER):
        deviation = read_deviation(lifted, lock=True)
        with pytest.raises(MoveNotPossible):
            rewrite(deviation=deviation, version=deviation.version, written=written(title="Nytt"))


def test_what_is_taken_back_loses_its_words_at_the_county(
    app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        go_on(lifted, "lifted_locally")
    assert carry_over(app, two_tenants) == 1
    row = row_of(app, lifted)
    assert row is not None
    assert (row.state, row.title, row.words, row.proposal) == ("withdrawn", "", "", "")
    with app.extensions["mia.scopes"].county():
        assert county.list_lifted(county.Chosen()).rows == []
        with pytest.raises(NotFound):
            county.get_lifted(lifted)
    with in_tenant("roslagen", MANAGER):
        go_on(lifted, "lifted_regionally")
    carry_over(app, two_tenants)
    again = row_of(app, lifted)
    assert again is not None
    assert (again.state, again.words, again.round) == ("waiting", WORDS, 2)


def test_whoever_finds_a_person_in_approved_words_takes_them_from_everybody(
    app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID
) -> None:
    with in_tenant("roslagen", FK_REP):
        read_text(deviation=read_deviation(lifted, lock=True), number=1, verdict="returned", words="Orten räcker")
    with in_tenant("roslagen", FK_REP):
        assert titles() == []
    carry_over(app, two_tenants)
    row = row_of(app, lifted)
    assert row is not None
    assert (row.state, row.words) == ("withdrawn", "")
    with in_tenant("roslagen", WORKER):
        assert state_of(lifted) == "analysed"
        assert waiting(TO_MEND) == 1


def test_how_it_ended_goes_back_to_whoever_noted_it(
    app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID
) -> None:
    answer(app, two_tenants, lifted, "resolved", "Det finns en kontaktväg nu.")
    carry_over(app, two_tenants)
    with in_tenant("roslagen", WORKER):
        deviation = read_deviation(lifted, lock=True)
        assert (deviation.state, deviation.county_answer) == ("resolved", "Det finns en kontaktväg nu.")
        assert list_events(deviation)[0].by is None, "it was the county"
        assert waiting(ANSWERED) == 1
        mark_seen(deviation=deviation)
        assert waiting(ANSWERED) == 0
    with in_tenant("roslagen", MANAGER), pytest.raises(NotFound):
        mark_seen(deviation=read_deviation(lifted, lock=True))


def test_the_county_sends_back_what_tells_too_much_and_keeps_nothing(
    app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID
) -> None:
    answer(app, two_tenants, lifted, "returned", "Skriv utan orten.")
    row = row_of(app, lifted)
    assert row is not None
    assert (row.title, row.words, row.proposal) == ("", "", "")
    carry_over(app, two_tenants)
    with in_tenant("roslagen", FK_REP):
        assert titles() == []
    with in_tenant("roslagen", WORKER):
        assert state_of(lifted) == "analysed"
        assert waiting(TO_MEND) == 1


def test_jobs_done_twice_and_late_change_nothing(app: Flask, in_tenant: InTenant, two_tenants: House, lifted: uuid.UUID) -> None:
    answer(app, two_tenants, lifted, "taken_up", "")
    with in_tenant("roslagen"):
        exchange.tell_county(lifted)
    row = row_of(app, lifted)
    assert row is not None
    assert row.state == "taken_up", "told again, and left as the county has it"
    for _ in range(2):
        with app.extensions["mia.scopes"].county(kind="job"):
            exchange.tell_tenant(lifted)
    with in_tenant("roslagen", WORKER):
        deviation = read_deviation(lifted)
        assert (deviation.county_state, deviation.state) == ("taken_up", "lifted_regionally")
        go_on(lifted, "lifted_locally")
    answer(app, two_tenants, lifted, "resolved", "För sent")
    carry_over(app, two_tenants)
    after = row_of(app, lifted)
    assert after is not None
    assert (after.state, after.words) == ("withdrawn", ""), "taking back wins over an answer at the same moment"
    with in_tenant("roslagen", WORKER):
        assert state_of(lifted) == "lifted_locally"


@pytest.mark.parametrize("seed", range(4))
def test_a_random_walk_keeps_tenant_and_county_together(
    app: Flask, in_tenant: InTenant, two_tenants: House, noted: uuid.UUID, seed: int
) -> None:
    import random

    draw = random.Random(seed)
    with in_tenant("roslagen", MANAGER):
        approve(noted)
    for _ in range(8):
        with in_tenant("roslagen", MANAGER):
            deviation = read_deviation(noted, lock=True)
            offered = list_moves(deviation)
            assert set(offered) <= MOVES[State(deviation.state)]
            to = draw.choice(offered)
            move(deviation=deviation, version=deviation.version, to=to, words="Så blev det")
        carry_over(app, two_tenants)
        row = row_of(app, noted)
        has_words = row is not None and row.words != ""
        assert has_words == (to is State.LIFTED_REGIONALLY)
