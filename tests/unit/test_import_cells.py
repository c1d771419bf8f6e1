"""Cells and headings are read as a person meant them; a file that was made to do harm does none."""

import datetime as dt
import io
import zipfile

import pytest

from core.imports import reader
from core.imports.cells import day_of, identity_text, names_of, sex_of, text_of, yes_of
from core.imports.errors import CannotRead
from core.imports.fields import Field, guess_field, guess_fields
from core.imports.reading import Line, read_sheet
from core.imports.records import Lists, read_record
from core.participants.terms import Sex
from tests.integration.import_makers import HEADINGS, csv_file, office_file, row, xlsx_file, zipped

TODAY = dt.date(2022, 9, 15)
DAY = dt.date(2022, 9, 5)
LISTS = Lists(
    today=TODAY,
    towns={"täby": "0160", "0160": "0160"},
    workers={},
    controllers=frozenset(),
    insatser={},
    support={"lön": "lon", "sjukpenning eller rehabiliteringspenning": "sjuk", "försörjningsstöd": "fs"},
    activities={},
    education={},
    reasons={},
)


@pytest.mark.parametrize(
    "cell",
    [
        *("2022-09-05", "20220905", "220905", "5/9 2022", "05.09.2022", "5 sep 2022", "5 september 2022", "2022/9/5"),
        *(
            "2022\N{EN DASH}09\N{EN DASH}05",
            " 2022-09-05\N{NO-BREAK SPACE}",
            "2022-09-05 00:00:00",
            44809,
            44809.0,
            20220905.0,
            DAY,
        ),
    ],
)
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    assert day_of(cell, today=TODAY) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["igår", "2022-13-01", "31/2 2022", "v. 36", 7, 1e12, True, "0022-01-01"])
def test_what_is_no_day_is_none(cell: object) -> None:
    assert day_of(cell, today=TODAY) is None  # type: ignore[arg-type]


def test_words_of_yes_sex_names_and_numbers() -> None:
    assert [yes_of(cell) for cell in ("Ja", "x", 1.0, True, "nej", "Nej ", "kanske")] == [True] * 4 + [False] * 2 + [None]
    assert [sex_of(cell) for cell in ("K", "kvinna", "Man", "m.", "?")] == [Sex.WOMAN, Sex.WOMAN, Sex.MAN, Sex.MAN, None]
    assert [names_of(text) for text in ("Ek, Eva", "Eva Maria Ek", "Eva")] == [("Eva", "Ek"), ("Eva Maria", "Ek"), None]
    assert (text_of(160.0), text_of(" a\N{NO-BREAK SPACE} b "), identity_text(101.0)) == ("160", "a b", "0000000101")


def test_headings_are_guessed_however_they_are_written() -> None:
    assert guess_field("PERSONNUMMER ") is Field.IDENTITY
    assert guess_field("Försörjning 2") is Field.SUPPORT
    assert guess_field("Anteckningar") is None
    assert guess_fields(["Start", "Startdatum", "Försörjning", "Försörjning 2"]) == [
        Field.STARTED,
        None,
        Field.SUPPORT,
        Field.SUPPORT,
    ]


def test_a_row_that_looks_protected_is_refused_whatever_its_column() -> None:
    columns = [Field.GIVEN_NAME, None, Field.PROTECTED]
    for cells in (["Skyddade personuppgifter"], ["Eva", "sekretessmarkering finns"], ["Eva", None, "ja"], ["Eva", None, "?"]):
        assert read_record(Line(2, cells), columns, LISTS).faults == [("protected", "", None)]
    assert read_record(Line(2, ["Eva", None, "nej"]), columns, LISTS).faults == []


def test_several_means_of_support_stand_in_one_cell_or_in_several() -> None:
    read = read_record(Line(2, ["Försörjningsstöd / lön", "Lön"]), [Field.SUPPORT, Field.SUPPORT], LISTS)
    assert read.said[Field.SUPPORT] == ("fs", "lon")
    assert read_record(Line(2, ["Lotteri"]), [Field.SUPPORT], LISTS).faults == [("word", "support", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    found = reader.read(csv_file([row(1, Efternamn="Åkesson Öberg")], delimiter=delimiter, encoding=encoding))
    assert found[0] == HEADINGS
    assert found[1][2] == "Åkesson Öberg"


def test_headings_are_found_under_titles_and_lines_are_counted_as_the_program_does() -> None:
    sheet = read_sheet(xlsx_file([row(1), [], row(2)], above=[["Deltagare i MIA"], [], ["", "uppdaterad", "av Test"]]))
    assert (list(sheet.headings), sheet.heading_line) == (HEADINGS, 4)
    assert [line.number for line in sheet.lines] == [5, 7]


def test_days_are_right_whatever_year_the_workbook_counts_from() -> None:
    cells = ["A1", "Testa", "Testsson", dt.date(1985, 5, 17), "k", "Täby", DAY]
    for content in (xlsx_file([cells]), xlsx_file([cells], date_1904=True)):
        sheet = read_sheet(content)
        assert sheet.lines[0].cells[6] == DAY


def _sheet(cells: str) -> bytes:
    parts = zipfile.ZipFile(io.BytesIO(office_file([])))
    names = {name: parts.read(name) for name in parts.namelist()}
    start = names["xl/worksheets/sheet1.xml"].partition(b"<sheetData>")[0] + b"<sheetData>"
    return zipped({**names, "xl/worksheets/sheet1.xml": start + cells.encode() + b"</sheetData></worksheet>"})


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too_large"),
        (_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="A30000"><v>1</v></c></row>'), "too_many_rows"),
        (_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1"><v>1</v></c></row>'), "too_many_columns"),
        (_sheet(""), "empty"),
        (zipped({"xl/workbook.xml": "<"}), "unreadable"),
        (zipped({"xl/worksheets/sheet1.xml": b"0" * (220 * 1024 * 1024)}), "too_large"),
        (b"a;b\n" * 21_000, "too_many_rows"),
        (b"\x01\x02 ett;tva\n1;2\n", "unreadable"),
    ],
    ids=["far apart", "many rows", "many columns", "nothing", "broken", "bomb", "long csv", "no text"],
)
def test_what_was_made_to_do_harm_is_told_and_nothing_more(content: bytes, word: str) -> None:
    with pytest.raises(CannotRead) as told:
        read_sheet(content)
    assert told.value.word in (word, "too_large")


def test_a_formula_is_what_it_last_came_to_and_never_runs() -> None:
    found = read_sheet(_sheet('<row><c t="inlineStr"><is><t>Namn</t></is></c></row><row><c><f>1+1</f><v>7</v></c></row>'))
    assert found.lines[0].cells[0] == 7
