"""A full release as the builder stores one, without the minutes it takes to make: every table, with numbers that differ."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa

from core.db import new_id
from core.disclosure.policy import Policy
from core.disclosure.tables import Merges, merged
from core.rollup.asked import ASKED, Frame, make_source
from core.rollup.models import ReleaseMade, headline_month_built
from core.rollup.stored import ReleaseRecordMade, ReleaseTableCellMade
from tests.house import PROJECT, House

NOW = dt.datetime(2022, 9, 15, 10, 0, tzinfo=dt.UTC)
MONTH = dt.date(2022, 8, 1)


def number_of(code: str) -> int:
    """A multiple of five from 0 to 195, of this cell alone: whoever shows another cell shows another number."""
    return 5 * (int.from_bytes(hashlib.sha256(code.encode()).digest()[:2], "big") % 40)


def put_release(
    house: House,
    *,
    number: int = 2,
    kept: Sequence[str] = (),
    merges: Merges | None = None,
    wide: bool = False,
    numbers: Mapping[str, int] | None = None,
) -> uuid.UUID:
    """With these rows standing as before and these categories put together; `numbers` by code instead of `number_of`."""
    tenants = [house.tenant_ids[slug] for slug in ("roslagen", "hbs")]
    frame = Frame(tenants, ("0160", "0126"), dt.date(2020, 5, 1), dt.date(2022, 12, 31), Policy())
    tables = merged(make_source((), frame, ASKED).tables, merges or {})
    codes = sorted({cell.code for table in tables for leaf in table.leaves() for cell in table.above(leaf)})
    release = new_id()
    told = [
        {
            "name": table.name,
            "measure": table.measure,
            "dimensions": [{"name": one.name, "leaves": list(one.leaves), "groups": {}} for one in table.dimensions],
            "told_apart": None if table.told_apart is None else sorted(table.told_apart),
        }
        for table in tables
    ]
    parameters = {"policy": asdict(Policy()), "merges": merges or {}, "kept": list(kept), "wide": wide}
    parameters |= {"exact": [], "only_margins": False}
    with house.operator.begin() as connection:
        connection.execute(
            sa.insert(ReleaseMade).values(
                id=release, project_key=PROJECT, number=number, provisional=False, made_at=NOW, as_of=NOW.date()
            )
        )
        record = {"release_id": release, "build_id": new_id(), "month": MONTH, "digest": "0" * 64}
        connection.execute(sa.insert(ReleaseRecordMade).values(**record, tables=told, parameters=parameters))
        known = numbers or {}
        cells = [{"release_id": release, "code": code, "value": known.get(code, number_of(code))} for code in codes]
        connection.execute(sa.insert(ReleaseTableCellMade), cells)
    return release


def put_months(house: House, slug: str, started: Mapping[dt.date, int], ended: Mapping[dt.date, int]) -> None:
    """Headlines by month of one delprojekt."""
    rows = [
        {
            "tenant_id": house.tenant_ids[slug],
            "project_key": PROJECT,
            "month": month,
            "started": started.get(month, 0),
            "ended": ended.get(month, 0),
            "ended_not_started": 0,
        }
        for month in sorted({*started, *ended})
    ]
    with house.operator.begin() as connection:
        connection.execute(sa.insert(headline_month_built), rows)
