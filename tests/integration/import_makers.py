"""Sheets as other programs make them, and imports of them brought so far as a test needs."""

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Flask

from core import jobs
from core.crypto import seal
from core.db import new_id, session
from core.file_kinds import Examined
from core.imports.fields import Field
from core.imports.models import ImportRow, ImportRun
from core.imports.queries import get_run, opened_of
from core.imports.services import Mapping, begin_import, begin_undo, begin_writing, guess_mapping, set_mapping
from core.imports.terms import Key, RowKind, RunState
from core.jobs import Outbox
from core.sheets import CSV, XLSX
from tests.conftest import InTenant
from tests.house import OWN, House

HEADINGS = ["Deltagarnummer", "Förnamn", "Efternamn", "Födelsedatum", "Kön", "Kommun", "Startdatum", "Kontaktperson"]
WORKER = "Case Worker Roslagen"
Rows = Sequence[Sequence[Any]]


def row(number: int, **changes: str) -> list[str]:
    """Somebody who is right in every cell, with a name and a day of their own."""
    said = {
        "Deltagarnummer": f"A{number}",
        "Förnamn": "Testa",
        "Efternamn": f"Testsson {number}",
        "Födelsedatum": f"19{50 + number % 40}-{number // 40 % 12 + 1:02}-{number % 28 + 1:02}",
        "Kön": "Kvinna" if number % 2 else "man",
        "Kommun": "Täby",
        "Startdatum": "2022-05-02",
        "Kontaktperson": WORKER,
    }
    return list((said | changes).values())


def csv_file(rows: Rows, headings: Sequence[str] = HEADINGS, *, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    """As Excel in Sweden saves one."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Rows, headings: Sequence[str] = HEADINGS, *, above: Rows = (), **options: Any) -> bytes:
    """As a program with XlsxWriter makes one; days and numbers as such."""
    import xlsxwriter  # type: ignore[import-untyped]  # no stubs are published

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"default_date_format": "yyyy-mm-dd", **options}) as book:
        sheet = book.add_worksheet("Deltagare")
        for line, cells in enumerate([*above, headings, *rows]):
            sheet.write_row(line, 0, cells)
    return memory.getvalue()


def office_file(rows: Rows) -> bytes:
    """As LibreOffice writes one: inline strings, no cell references, its own order of parts."""
    lines = ("".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in cells) for cells in [HEADINGS, *rows])
    data = "".join(f"<row>{line}</row>" for line in lines)
    sheets = '<sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets>'
    types = (
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>',
        }
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def put_checked_run(house: House, slug: str = "roslagen") -> uuid.UUID:
    """An import that has been checked: a row that comes in, one that does not. Works inside a tenant's scope."""
    id_, samples = new_id(), [["A1"], ["Testa"], []]
    opened = json.dumps({"headings": ["Deltagarnummer", "Förnamn", ""], "line": 1, "samples": samples})
    run = ImportRun(
        id=id_,
        owner_id=house.authorities[slug, OWN],
        subproject_id=house.subprojects[slug],
        by_account=house.accounts[f"subproject_manager@{slug}.example"],
        state=RunState.CHECKED,
        opened=seal(opened, table="import_run", column="opened", row=id_),
        total_rows=2,
        new_rows=1,
        faulty_rows=1,
    )
    session.add(run)
    session.flush()
    person = {"given_name": "Testa", "family_name": "Testsson"}
    comes = ImportRow(
        id=new_id(), run_id=id_, line=2, kind=RowKind.NEW, values={"person": person, "participation": {"number": "A1"}}
    )
    stays = ImportRow(
        id=new_id(), run_id=id_, line=3, kind=RowKind.FAULTY, faults=[["date", "started_on", None], ["protected", "", None]]
    )
    session.add_all([comes, stays])
    session.flush()
    return id_


class Importer:
    """The delprojektledare of a tenant at her imports; the worker's part is done at once."""

    def __init__(self, app: Flask, house: House, in_tenant: InTenant, slug: str = "roslagen") -> None:
        self.app, self.house, self.in_tenant, self.slug = app, house, in_tenant, slug

    def work(self, job: str) -> None:
        """What the worker would do with the job."""
        with self.in_tenant(self.slug):
            waiting = sa.select(Outbox.id).where(Outbox.job == job, jobs.is_open(Outbox))
            row_id = session.scalar(waiting.order_by(Outbox.created_at, Outbox.id))
            session.rollback()
        assert jobs.run(str(self.house.tenant_ids[self.slug]), str(row_id)) == jobs.Outcome.DONE, job

    def run(self, run_id: uuid.UUID) -> ImportRun:
        """Where the import stands."""
        with self.in_tenant(self.slug, "subproject_manager"):
            found = get_run(run_id)
            session.expunge(found)
        return found

    def upload(self, content: bytes, name: str = "deltagare.csv") -> uuid.UUID:
        """A file, opened."""
        run_id = new_id()
        kind = XLSX if content.startswith(b"PK") else CSV
        with self.in_tenant(self.slug, "subproject_manager"):
            begin_import(run_id=run_id, file=Examined(name, kind, content))
        self.work("imports.open")
        return run_id

    def check(self, content: bytes, *, key: Key | None = Key.NUMBER, insats: str | None = None) -> uuid.UUID:
        """A file whose columns are what their headings say, checked."""
        run_id = self.upload(content)
        self.map(run_id, key=key, insats=insats)
        return run_id

    def map(
        self,
        run_id: uuid.UUID,
        *,
        key: Key | None = Key.NUMBER,
        insats: str | None = None,
        columns: dict[int, Field] | None = None,
    ) -> None:
        """Say what the columns are, and have the rows checked."""
        with self.in_tenant(self.slug, "subproject_manager"):
            run = get_run(run_id)
            opened = opened_of(run)
            assert opened is not None
            guessed = guess_mapping(run, opened)
            fields = [(columns or {}).get(at, field) for at, field in enumerate(guessed.fields)]
            insats_id = self.house.interventions[self.slug, insats] if insats else None
            mapping = Mapping(fields=fields, key=key or guessed.key, insats_id=insats_id)
            set_mapping(run=run, version=run.version, mapping=mapping, opened=opened)
        self.work("imports.check")

    def write(self, run_id: uuid.UUID, *, whole: bool = True) -> ImportRun:
        """Everything that was checked becomes participants."""
        with self.in_tenant(self.slug, "subproject_manager"):
            run = get_run(run_id)
            begin_writing(run=run, version=run.version, whole=whole)
        self.work("imports.write")
        return self.run(run_id)

    def undo(self, run_id: uuid.UUID) -> ImportRun:
        """All back."""
        with self.in_tenant(self.slug, "subproject_manager"):
            run = get_run(run_id)
            begin_undo(run=run, version=run.version)
        self.work("imports.undo")
        return self.run(run_id)
