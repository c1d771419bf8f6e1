"""Avvikelser for tests, made by the services. Works inside a tenant's scope; jobs are run by `carry_over`."""

import uuid
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import context, jobs
from core.context import Person
from core.db import session
from core.deviations import county
from core.deviations.lifting import move, read_text
from core.deviations.models import Deviation
from core.deviations.queries import Chosen, count_mine, list_deviations, read_deviation
from core.deviations.services import Written, note_deviation
from core.jobs import Outbox, PlatformOutbox
from tests.conftest import InTenant
from tests.house import House

WORDS = "Beslutet om ersättning tog fjorton veckor. Under tiden kunde inget planeras."


def written(**changes: Any) -> Written:
    values: dict[str, Any] = {
        "kind": "deviation",
        "category": "waiting",
        "title": "Lång väntan på beslut",
        "words": WORDS,
        "proposal": "En kontaktväg för brådskande frågor.",
        "parties": ("fk",),
        "level": "regional",
    }
    return Written(**values | changes)


def note(**changes: Any) -> uuid.UUID:
    """Noted by the signed-in person."""
    return note_deviation(written=written(**changes), form_token=None).id


def approve(deviation_id: uuid.UUID) -> None:
    """The signed-in person has read the present words and found nobody in them."""
    deviation = read_deviation(deviation_id, lock=True)
    read_text(deviation=deviation, number=deviation.text_number, verdict="approved", words="")


def go_on(deviation_id: uuid.UUID, *states: str) -> None:
    """Through these states, with words where they are needed."""
    for state in states:
        deviation = read_deviation(deviation_id, lock=True)
        move(deviation=deviation, version=deviation.version, to=state, words="Så blev det")


def carry_over(app: Flask, house: House, slug: str = "roslagen") -> int:
    """Run what waits in the outbox of the tenant, then of the platform. Returns how many jobs were done."""
    scopes = app.extensions["mia.scopes"]
    done = 0
    for tenant, model in ((house.tenant_ids[slug], Outbox), (None, PlatformOutbox)):
        with scopes.open(tenant):
            waiting = session.scalars(
                sa.select(model.id).where(model.done_at.is_(None), model.job.startswith("deviations.")).order_by(model.id)
            ).all()
        for row_id in waiting:
            assert jobs.run(str(tenant) if tenant else None, str(row_id)) == "done"
            done += 1
    return done


def state_of(deviation_id: uuid.UUID) -> str:
    """As the database has it."""
    return session.scalars(sa.select(Deviation.state).where(Deviation.id == deviation_id)).one()


def titles() -> list[str]:
    """What the signed-in person finds in the list."""
    return [row.title for row in list_deviations(Chosen()).rows]


def waiting(whose: str) -> int:
    """How many wait for the signed-in person."""
    return int(session.execute(count_mine(whose)).scalar_one())


def lift(in_tenant: InTenant, app: Flask, house: House) -> uuid.UUID:
    """Noted by the committee's case worker, approved and lifted by the delprojektledare: with the county."""
    with in_tenant("roslagen", "case_worker"):
        noted = note()
    with in_tenant("roslagen", "subproject_manager"):
        approve(noted)
        go_on(noted, "analysed", "lifted_regionally")
    carry_over(app, house)
    return noted


def answer(app: Flask, house: House, deviation_id: uuid.UUID, state: str, words: str) -> None:
    """The projektchef's."""
    with app.extensions["mia.scopes"].county():
        account = house.accounts["programme_manager@county.example"]
        context.set_person(Person(account, "Chef", "x@county.example", frozenset({"programme_manager"})))
        found = county.get_lifted(deviation_id, lock=True)
        given = county.Answer(
            version=found.version, state=state, holder_id=account, next_step="", next_step_on=None, answer=words
        )
        county.answer_lifted(lifted=found, given=given)
        session.commit()
