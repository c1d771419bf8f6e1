"""A full release made as the worker makes one: two delprojekt with people, a few of the tables, its files."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from core.context import Language
from core.db import new_id, session
from core.disclosure.policy import Policy
from core.reporting.charts import Chart
from core.rollup import building, services
from core.rollup.asked import ASKED
from core.rollup.building import build
from core.rollup.reading import latest_tables
from core.rollup.terms import BuildState
from core.steering.filing import make_files
from tenants.scope import scopes_of
from tests.conftest import InTenant
from tests.crowd import Place, gather
from tests.house import OWN, PROJECT, House

MONTH = dt.date(2022, 8, 1)
PEOPLE = {"roslagen": 70, "hbs": 40}
SOME = [one for one in ASKED if one.name in ("started_age", "started_age_sex", "started_party", "waiting")]
PICTURE = '<svg width="90" height="20" viewBox="0 0 90 20"><rect width="60" height="12" fill="var(--mia-accent,#0b4f58)"/></svg>'


def draw(_chart: Chart, _language: Language) -> str:
    """A picture without the second that a real one takes."""
    return PICTURE


@contextmanager
def county(app: Flask) -> Iterator[None]:
    """The county's scope, as a job has it; what is done in it is kept."""
    with scopes_of(app).county(kind="job"):
        yield
        session.commit()


def count(house: House, in_tenant: InTenant) -> None:
    """People at both delprojekt, in the facts."""
    for slug, people in PEOPLE.items():
        place = Place(
            house.schemas[slug],
            house.subprojects[slug],
            house.authorities[slug, OWN],
            house.accounts[f"case_worker@{slug}.example"],
            "0160" if slug == "roslagen" else "0126",
        )
        with house.operator.begin() as connection:
            gather(connection, place, people, referred=True)
        with in_tenant(slug):
            services.recount_all()


def release(app: Flask, monkeypatch: pytest.MonkeyPatch, *, files: bool = True, **policy: Any) -> uuid.UUID:
    """Make a full release of some of the tables, with its files. Returns its id."""
    monkeypatch.setattr(building, "ASKED", SOME)
    with county(app):
        state = build(build_id=new_id(), project_key=PROJECT, month=MONTH, cancelled=lambda: False, policy=Policy(**policy))
    assert state is BuildState.PUBLISHED
    with county(app):
        found = latest_tables(PROJECT)
        assert found is not None
        if files:
            make_files(found.release_id, draw)
        return found.release_id
