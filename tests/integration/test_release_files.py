"""The files of a release: the same numbers in each, made of what was written down once, and never made anew."""

import csv
import io
import json
import re
import uuid
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core.rollup.reading import find_file, get_tables
from core.steering.filing import get_content, make_files
from core.steering.grids import Number, grids_of
from core.steering.paper import paper_of
from core.steering.queries import list_files, list_without_files
from tests.conftest import InTenant
from tests.house import House
from tests.integration.made_releases import PEOPLE, PICTURE, count, county, draw, release


@pytest.fixture
def released(app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    """A release with its files."""
    count(two_tenants, in_tenant)
    return release(app, monkeypatch)


def _file(app: Flask, release_id: uuid.UUID, kind: str, language: str = "sv") -> bytes:
    with county(app):
        found = find_file(release_id, kind, language)
        assert found is not None, (kind, language)
        return found.content


def test_every_file_says_the_numbers_of_the_release(app: Flask, two_tenants: House, released: uuid.UUID) -> None:
    with county(app):
        tables = get_tables(released)
        told = {
            (one["name"], _at(cell["at"])): cell["value"] or 0 for one in get_content(released)["tables"] for cell in one["cells"]
        }
    slugs = {str(two_tenants.tenant_ids[slug]): slug for slug in PEOPLE}
    wanted = {
        (name, _at({key: slugs.get(one, one) for key, one in at.items()})): value
        for name in tables.tables
        for at, value in tables.rows(name)
    }
    assert told == wanted
    assert any(value == 0 for value in wanted.values()), "the release has a number that is fewer than 5"
    for language, few, started in (("sv", "färre än 5", "Startade efter ålder"), ("en", "fewer than 5", "Started, by age")):
        rows = list(csv.reader(io.StringIO(_file(app, released, "csv", language).decode("utf-8-sig")), delimiter=";"))
        ages = [row for row in rows if row[0] == started]
        of_ages = {at: value for (name, at), value in wanted.items() if name == "started_age"}
        assert sorted(int(row[3] or 0) for row in ages) == sorted(of_ages.values())
        assert {row[5] for row in ages if not row[3]} == {few}
        book = CalamineWorkbook.from_filelike(io.BytesIO(_file(app, released, "xlsx", language)))
        sheet = [cell for row in book.get_sheet_by_name(started[:31]).to_python() for cell in row]
        assert sorted(int(cell) for cell in sheet if isinstance(cell, float)) == sorted(v for v in of_ages.values() if v)
        assert sheet.count(few) == sum(value == 0 for value in of_ages.values())


def test_hours_are_told_where_the_release_tells_them(app: Flask, released: uuid.UUID) -> None:
    with county(app):
        content = get_content(released)
    assert "hours" not in [grid.key for grid in grids_of(content)], "nobody has attended anything"
    row = content["delprojekt"][0]
    told = content | {"delprojekt": [row | {"hours": 120, "hours_months": 3}]}
    (grid,) = [grid for grid in grids_of(told) if grid.key == "hours"]
    assert [(line.slug, [one.value for one in line.values if isinstance(one, Number)]) for line in grid.lines] == [
        (row["slug"], [120, 3])
    ]


def test_the_paper_says_the_same_numbers(app: Flask, released: uuid.UUID) -> None:
    with county(app):
        paper = paper_of(get_content(released), None, lambda _chart: PICTURE)
    rows = list(csv.reader(io.StringIO(_file(app, released, "csv").decode("utf-8-sig")), delimiter=";"))
    for table in [*paper["first"], *paper["all"]]:
        said = [one for line in table["lines"] for one in line["values"] if one not in ("–", "Ja", "Nej", "")]
        shown = [row[3] if row[3] else row[5] for row in rows if row[0] == table["title"] and row[5] != "ingen uppgift"]
        assert sorted(_plain(one) for one in said) == sorted(shown), table["title"]
    assert len(paper["charts"]) == 2


def _plain(said: str) -> str:
    """Without what stands between thousands, and the sign of per cent."""
    return said if said.startswith("färre") else said.replace("\N{NO-BREAK SPACE}", "").removesuffix("%")


def _at(categories: dict[str, str] | Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(categories.items()))


def test_headlines_are_exact_in_page_file_and_workbook(app: Flask, released: uuid.UUID) -> None:
    content = json.loads(_file(app, released, "json", "all"))
    started = {row["slug"]: row["figures"]["participants.started"]["value"] for row in content["delprojekt"]}
    assert started == PEOPLE
    assert content["county"]["figures"]["participants.started"]["value"] == sum(PEOPLE.values())
    book = CalamineWorkbook.from_filelike(io.BytesIO(_file(app, released, "xlsx")))
    sheet = {str(row[0]): row for row in book.get_sheet_by_name("Deltagare").to_python()}
    assert int(float(str(sheet["Roslagen"][3]))) == PEOPLE["roslagen"]


def test_the_paper_is_tagged_and_speaks_its_language(app: Flask, released: uuid.UUID) -> None:
    for language in ("sv", "en"):
        paper = _file(app, released, "pdf", language)
        assert paper.startswith(b"%PDF")
        assert b"/StructTreeRoot" in paper
        assert re.search(rb"/Lang ?\(" + language.encode(), paper)
        assert b"pdfuaid" in paper


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_paper_as_it_is_read_says_what_the_table_file_says(app: Flask, released: uuid.UUID, language: str) -> None:
    """The words of the finished PDF, not of what it was made from; numbers at least as often as the csv has them."""
    paper = PdfReader(io.BytesIO(_file(app, released, "pdf", language)))
    text = "\n".join(page.extract_text() for page in paper.pages).replace("\N{NO-BREAK SPACE}", "")
    if language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    read = Counter(re.findall(r"(?<![\w.,-])\d+(?:[.,]\d+)?", text))
    rows = csv.reader(io.StringIO(_file(app, released, "csv", language).decode("utf-8-sig")), delimiter=";")
    told = Counter(row[3] for row in list(rows)[1:] if re.fullmatch(r"\d+(?:[.,]\d+)?", row[3]))
    assert sum(told.values()) > 20
    assert {number: (times, read[number]) for number, times in told.items() if read[number] < times} == {}


def test_files_are_made_once(app: Flask, two_tenants: House, released: uuid.UUID) -> None:
    with county(app):
        assert list_without_files() == []
        before = list_files(released)
    assert {(one.kind, one.language) for one in before} == {
        ("json", "all"),
        *((kind, language) for kind in ("csv", "xlsx", "pdf") for language in ("sv", "en")),
    }
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE rollup.headline SET started = started + 9"))
    with county(app):
        make_files(released, draw)
        assert list_files(released) == before
