"""A list of 10 000 participants, 137 of them faulty, from the file to the register: beside a bare COPY of the same rows."""

import io
import json
import os
import resource
import time
import uuid
from typing import Any

import psycopg2
import sqlalchemy as sa

import wsgi
from core import context, jobs
from core.context import Person
from core.db import new_id, session
from core.file_kinds import Examined
from core.imports.queries import get_run, opened_of
from core.imports.services import begin_import, begin_writing, guess_mapping, set_mapping
from core.imports.terms import RunState
from core.jobs import Outbox
from core.sheets import XLSX
from tenants.scope import tenant_scope
from tests.bench.results import Row, at_most
from tests.bench.town import Town, Village
from tests.integration.import_makers import HEADINGS, row, xlsx_file

ROWS, FAULTY = 10_000, 137
SECONDS, MEGABYTES = 15.0, 300.0
COLUMNS = [*HEADINGS, "Försörjning", "Sysselsättning", "Utbildning"]
STEPS = {"imports.open": RunState.MAPPING, "imports.check": RunState.CHECKED, "imports.write": RunState.DONE}


def run(town: Town) -> list[Row]:
    """In the town's first tenant."""
    cells = [_cells(number) for number in range(ROWS)]
    content, floor = xlsx_file(cells, COLUMNS), _copy(town, cells)
    told = _in_a_process(town.villages[0], content)
    assert told["counts"] == [ROWS - FAULTY, FAULTY], told
    seconds, most = sum(told["seconds"].values()), told["megabytes"]
    rows = [
        Row("import", f"{ROWS} rows, {name.removeprefix('imports.')}", f"{taken:.1f} s")
        for name, taken in told["seconds"].items()
    ]
    goal = at_most(SECONDS, seconds, " s")
    rows.append(
        Row(
            "import",
            f"{ROWS} rows, {FAULTY} of them faulty, in all",
            f"{seconds:.1f} s",
            f"{floor:.2f} s",
            seconds / floor,
            *goal,
        )
    )
    rows.append(Row("import", "processor time of worker and reader, in all", f"{told['processor']:.1f} s"))
    return [
        *rows,
        Row("import", "memory at most, worker and reader", f"{most:.0f} MB", "", None, *at_most(MEGABYTES, most, " MB")),
    ]


def _cells(number: int) -> list[Any]:
    changes = {"Startdatum": "igår"} if number % 73 == 0 else {}
    return [*row(number, Kontaktperson="Kim Handläggare", **changes), "Försörjningsstöd, aktivitetsstöd", "Annat", "Gymnasial"]


def _copy(town: Town, cells: list[list[Any]]) -> float:
    """The same cells as text into a table of text."""
    text = io.StringIO("".join("\t".join(line) + "\n" for line in cells))
    connection = psycopg2.connect(town.server.url)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (" + ", ".join(f"c{number} text" for number in range(len(COLUMNS))) + ")")
        begun = time.perf_counter()
        cursor.copy_expert("COPY bare FROM STDIN", text)
        taken = time.perf_counter() - begun
    connection.close()
    return taken


def _in_a_process(village: Village, content: bytes) -> dict[str, Any]:
    """As the worker does it: in a fork, whose memory is its own."""
    there, here = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with os.fdopen(here, "w") as out:
                json.dump(_import(village, content), out)
        finally:
            os._exit(0)
    os.close(here)
    with os.fdopen(there) as told:
        answer: dict[str, Any] = json.load(told)
    os.waitpid(child, 0)
    return answer


def _import(village: Village, content: bytes) -> dict[str, Any]:
    app, run_id = wsgi.create_app(), new_id()
    begun_with = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    seconds: dict[str, float] = {}
    for name, state in STEPS.items():
        with tenant_scope(village.slug, app):
            context.set_person(
                Person(village.account_id, "", "", frozenset({"subproject_manager"}), "", village.place.authority_id)
            )
            _ask(name, run_id, content)
            session.commit()
            row_id = session.scalar(sa.select(Outbox.id).where(Outbox.job == name, jobs.is_open(Outbox)))
            session.rollback()
        begun = time.perf_counter()
        assert jobs.run(str(village.tenant_id), str(row_id)) == jobs.Outcome.DONE, name
        seconds[name] = time.perf_counter() - begun
        counts = _counts(village, app, run_id, state)
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) - begun_with
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "counts": counts, "megabytes": most / 1024, "processor": used}


def _ask(name: str, run_id: uuid.UUID, content: bytes) -> None:
    if name == "imports.open":
        begin_import(run_id=run_id, file=Examined("deltagare.xlsx", XLSX, content))
        return
    run = get_run(run_id)
    if name == "imports.check":
        opened = opened_of(run)
        assert opened is not None
        set_mapping(run=run, version=run.version, mapping=guess_mapping(run, opened), opened=opened)
    else:
        begin_writing(run=run, version=run.version, whole=False)


def _counts(village: Village, app: Any, run_id: uuid.UUID, state: RunState) -> list[int]:
    with tenant_scope(village.slug, app):
        context.set_person(Person(village.account_id, "", "", frozenset({"subproject_manager"}), "", village.place.authority_id))
        run = get_run(run_id)
        assert run.state == state, (run.state, run.trouble)
        return [run.new_rows, run.faulty_rows]
