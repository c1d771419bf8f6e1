"""A release with its attempt and its content, and something that is due: for whoever opens every page of the county."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import sqlalchemy as sa

from core.clock import STOCKHOLM
from core.db import new_id
from core.reporting.terms import FigureName
from core.rollup.models import ReleaseMade
from core.rollup.stored import BuildMade, ReleaseAuditMade, ReleaseFileMade, ReleaseRecordMade, ReleaseTableCellMade
from core.steering.models import Deadline
from core.steering.terms import CONTENT, NO_LANGUAGE
from tests.house import PROJECT

STEERING_NAMES = ("release", "build", "deadline")
MADE = dt.datetime(2022, 7, 5, 9, 0, tzinfo=STOCKHOLM)
MONTH = dt.date(2022, 6, 1)
AGES = ("16–19", "20–24", "25+")
TABLES: list[dict[str, Any]] = [
    {
        "name": "started_age",
        "measure": "started",
        "dimensions": [{"name": "age", "leaves": list(AGES), "groups": {}}],
        "told_apart": [],
    }
]
CELLS = {f"started|age={AGES[0]}": 0, f"started|age={AGES[1]}": 25, f"started|age={AGES[2]}": 50, "started": 75}
POLICY = {
    "k": 5,
    "base": 5,
    "least_rate_base": 20,
    "least_tenants": 3,
    "least_participants": 20,
    "least_changed": 5,
    "age_bands": [16, 20, 25],
}


def plant_steering(connection: sa.Connection, ids: dict[str, uuid.UUID]) -> None:
    """The first release of its project: another that is made later is the latest."""
    ids |= {name: new_id() for name in STEERING_NAMES}
    release, build = ids["release"], ids["build"]
    header = {"number": 1, "provisional": False, "made_at": MADE, "as_of": MADE.date()}
    connection.execute(sa.insert(ReleaseMade).values(id=release, project_key=PROJECT, **header))
    tried = {"state": "published", "asked_at": MADE, "ended_at": MADE, "done": 100, "steps": 100}
    connection.execute(sa.insert(BuildMade).values(id=build, project_key=PROJECT, month=MONTH, **tried))
    parameters = {"policy": POLICY, "merges": {}, "kept": [], "exact": [], "only_margins": False, "wide": True}
    record = {"build_id": build, "month": MONTH, "digest": "0" * 64, "tables": TABLES, "parameters": parameters}
    connection.execute(sa.insert(ReleaseRecordMade).values(release_id=release, **record))
    cells = [{"release_id": release, "code": code, "value": value} for code, value in CELLS.items()]
    connection.execute(sa.insert(ReleaseTableCellMade), cells)
    audit = {"build_id": build, "attacker": "alone", "cells": 9, "found": 0, "words": "attackers=3 programmes=1 seconds=0.1"}
    connection.execute(sa.insert(ReleaseAuditMade).values(**audit, position=0))
    _plant_content(connection, release)
    due = {"id": ids["deadline"], "project_key": PROJECT, "kind": "claim", "due_on": dt.date(2022, 10, 1)}
    connection.execute(sa.insert(Deadline).values(**due))


def _plant_content(connection: sa.Connection, release: uuid.UUID) -> None:
    content = json.dumps(content_of(release)).encode()
    told = {"kind": CONTENT, "language": NO_LANGUAGE, "media_type": "application/json"}
    proof = hashlib.sha256(content).hexdigest()
    connection.execute(sa.insert(ReleaseFileMade).values(release_id=release, **told, content=content, sha256=proof))


def content_of(release: uuid.UUID) -> dict[str, Any]:
    """What core/steering/content.py writes down, of one county without delprojekt."""
    cells = [
        {"at": {"age": age}, "value": CELLS[f"started|age={age}"] or None, "fewer_than": 0 if CELLS[f"started|age={age}"] else 5}
        for age in AGES
    ]
    return {
        "format": 1,
        "project": {"key": PROJECT, "name": "MIA Vidare", "starts_on": "2020-06-01", "ends_on": "2022-09-30"},
        "goals": {"outcomes.work_or_studies.percent": 30, "outcomes.regular_measures.percent": 40},
        "release": {
            "id": str(release),
            "number": 1,
            "month": MONTH.isoformat(),
            "made_at": MADE.isoformat(),
            "as_of": MADE.date().isoformat(),
            "digest": "0" * 64,
            "wide_margins": True,
        },
        "policy": POLICY,
        "audit": [],
        "standing": {},
        "merged": {},
        "delprojekt": [],
        "county": {"slug": "all", "name": "MIA Vidare", "target": "missing", "figures": _figures()},
        "months": {},
        "tables": [
            {
                "name": "started_age",
                "measure": "started",
                "dimensions": [{"name": "age", "categories": list(AGES)}],
                "cells": [*cells, {"at": {}, "value": 75}],
            }
        ],
    }


def _figures() -> dict[str, dict[str, object]]:
    return {name.value: {"value": None, "suppressed": True} if "outcomes" in name else {"value": 7} for name in FigureName}
