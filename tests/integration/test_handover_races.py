"""A hand-over and the withdrawal of its consent at the same moment, on two connections: one waits for the other."""

import threading
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from core import context
from core.consents.services import withdraw_consent
from core.db import session
from core.errors import Invalid
from core.handovers.terms import ItemKind
from tenants.scope import tenant_scope
from tests.conftest import InTenant, persona
from tests.house import FK, House
from tests.integration.handover_makers import give, let_learn, note
from tests.integration.participation_makers import begin
from tests.integration.test_participant_pages import rows_of

MANAGER, WORKER = "subproject_manager", "case_worker"


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants).person_id
    assert made is not None
    return made


@pytest.fixture
def written(in_tenant: InTenant, person: uuid.UUID) -> uuid.UUID:
    with in_tenant("roslagen", WORKER):
        return note(person)


def in_two_threads(app: Flask, house: House, *deeds: Callable[[], object]) -> list[object]:
    """Each deed on a connection of its own, begun together. What each gave, or raised."""
    together, ended = threading.Barrier(len(deeds)), [None for _ in deeds]

    def run(place: int) -> None:
        try:
            with tenant_scope("roslagen", app):
                context.set_person(persona(house, "roslagen", WORKER))
                together.wait(10)
                deeds[place]()
                session.commit()
        except Exception as error:  # noqa: BLE001 - told by the test
            ended[place] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return list(ended)


@pytest.mark.parametrize("attempt", range(3))
def test_a_withdrawal_and_a_hand_over_at_the_same_moment_come_one_after_the_other(
    app: Flask, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID, attempt: int
) -> None:
    """Either it was given before the withdrawal, or it was refused; never given after it."""
    with in_tenant("roslagen", WORKER):
        consent = let_learn(two_tenants, person, FK).id
    withdrawn, given = in_two_threads(
        app, two_tenants, lambda: withdraw_consent(consent_id=consent), lambda: give(two_tenants, ItemKind.NOTE, written)
    )
    assert withdrawn is None
    assert given is None or isinstance(given, Invalid)
    assert rows_of(two_tenants, "handover") == (1 if given is None else 0)


def test_a_hand_over_waits_for_a_withdrawal_and_then_is_refused(
    app: Flask, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    """The withdrawal holds the consent; the hand-over has begun, waits, and finds that it is gone."""
    with in_tenant("roslagen", WORKER):
        consent = let_learn(two_tenants, person, FK).id
    ended: list[object] = []
    holding = two_tenants.operator.connect()
    schema = two_tenants.schemas["roslagen"]
    with holding.begin():
        holding.execute(sa.text(f"UPDATE {schema}.consent SET withdrawn_on = '2022-09-15' WHERE id = :id"), {"id": consent})
        thread = threading.Thread(
            target=lambda: ended.extend(in_two_threads(app, two_tenants, lambda: give(two_tenants, ItemKind.NOTE, written)))
        )
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it did not wait"
    thread.join(30)
    holding.close()
    assert isinstance(ended[0], Invalid)
    assert rows_of(two_tenants, "handover") == 0
