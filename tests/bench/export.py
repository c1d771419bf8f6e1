"""A list of 10 000 participants as a file, beside a bare cursor and a bare writer with the same columns.

Ours reads as the delprojektledare may, streams the rows, says codes in words, escapes formulas and seals nothing yet: the
sealing of a few megabytes is milliseconds. The floor keeps all rows in memory, as a script would.
"""

import csv
import io
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg2
import xlsxwriter  # type: ignore[import-untyped]  # no stubs are published

import wsgi
from core import context
from core.context import Person, Scope, Site
from core.exports.contents import CONTENTS
from core.saved_lists.terms import ListKind
from core.sheets import Cell, Column, csv_of, write_table
from tenants.scope import tenant_scope
from tests.bench.results import Row, at_most
from tests.bench.town import Town, Village

ROUNDS = 3
ROWS = 10_000
GOALS = {"xlsx": 2.5, "csv": 4.0}
"""A bare csv does next to nothing with a row, so that looking at each cell shows there."""
COLUMNS = ("given_name", "family_name", "number", "municipality", "state", "started_on", "ended_on", "worker", "next_contact_on")
FLOOR = """
SELECT person.given_name, person.family_name, participation.number, place.name, participation.state, participation.started_on,
       participation.ended_on, staff.name, participation.next_contact_on
FROM participation LEFT JOIN person ON person.id = participation.person_id
LEFT JOIN staff ON staff.account_id = participation.key_worker_id
LEFT JOIN subproject_municipality AS place
  ON place.subproject_id = participation.subproject_id AND place.code = participation.municipality_code
WHERE participation.controller_id = %s AND participation.state <> 'misregistered'
ORDER BY person.sort_key COLLATE "C", participation.number LIMIT %s
"""


def run(town: Town) -> list[Row]:
    """In the town's first tenant, which has them all."""
    village = town.villages[0]
    app = wsgi.create_app()
    try:
        with tenant_scope(village.slug, app) as tenant, psycopg2.connect(town.server.url) as connection:
            person = Person(village.account_id, "x", "x", frozenset({"subproject_manager"}), "", village.place.authority_id)
            with context.entered(Scope(site=Site("tenant", tenant), person=person, request_id="bench", kind="job")):
                return [_row(kind, connection, village) for kind in ("xlsx", "csv")]
    finally:
        app.extensions["mia.engines"].store.close_idle()


def _row(kind: str, connection: Any, village: Village) -> Row:
    def ours() -> bytes:
        columns = [Column(name) for name in COLUMNS]
        return write_table(title="x", columns=columns, rows=_rows()) if kind == "xlsx" else csv_of(columns, _rows())

    def bare() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path = {village.place.schema}, ext")
            cursor.execute(FLOOR, (str(village.place.authority_id), ROWS))
            found = cursor.fetchall()
        return _bare_book(found) if kind == "xlsx" else _bare_csv(found)

    mine, other = _seconds(ours), _seconds(bare)
    told = f"{mine:.2f} s, {_peak(ours):.0f} MB at most, {len(ours()) / 1e6:.1f} MB long"
    beside = f"{other:.2f} s, {_peak(bare):.0f} MB"
    return Row("export", f"{kind}, 10 000 rows", told, beside, mine / other, *at_most(GOALS[kind], mine / other))


def _rows() -> Iterator[Sequence[Cell]]:
    for number, (_subject, cells) in enumerate(CONTENTS[ListKind.PARTICIPANTS].rows({"status": "all"}, COLUMNS)):
        if number == ROWS:
            return
        yield cells


def _bare_book(found: Sequence[Sequence[Any]]) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"default_date_format": "yyyy-mm-dd", "in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((COLUMNS, *found)):
            sheet.write_row(number, 0, row)
    return memory.getvalue()


def _bare_csv(found: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows((COLUMNS, *found))
    return text.getvalue().encode("utf-8-sig")


def _seconds(deed: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        deed()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _peak(deed: Callable[[], object]) -> float:
    """Megabytes that Python held at the same time; in a round of its own, for looking makes it slower."""
    tracemalloc.start()
    deed()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
