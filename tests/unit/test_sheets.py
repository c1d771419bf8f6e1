"""The one writer of tables: real dates and numbers, both languages, and nothing that a program takes for a formula."""

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import context
from core.context import Language, Scope
from core.sheets import Cell, Column, Table, csv_of, safe_text, write_book, write_table

COLUMNS = [Column("Nummer"), Column("Dag", 12), Column("Timmar", places=1), Column("Skyddad")]
ROWS: list[Sequence[Cell]] = [
    ["ROS-0301", dt.date(2022, 9, 15), Decimal("2.25"), True],
    ["ROS-0302", None, 7.0, False],
]
INSTANT = dt.datetime(2022, 9, 15, 8, 42, tzinfo=dt.UTC)


@pytest.fixture(params=["sv", "en"])
def speaking(request: pytest.FixtureRequest) -> Iterator[Language]:
    """A scope in each language."""
    with context.entered(Scope(language=request.param)):
        yield request.param


def xml_of(book: bytes, sheet: int = 1) -> str:
    """The sheet as it is written."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return parts.read(f"xl/worksheets/sheet{sheet}.xml").decode()


def test_a_workbook_holds_days_and_numbers_rather_than_texts(speaking: Language) -> None:
    sheet = xml_of(write_table(title="Augusti", columns=COLUMNS, rows=iter(ROWS), lead=["Roslagen"], notes=["Avrundat nedåt."]))
    assert "<v>44819</v>" in sheet  # 15 September 2022 as Excel counts days
    assert "<v>2.25</v>" in sheet
    assert "<v>7</v>" in sheet
    assert ("<t>Ja</t>" if speaking == "sv" else "<t>Yes</t>") in sheet
    assert [
        text for text in ("Augusti", "Roslagen", "Nummer", "ROS-0301", "Avrundat nedåt.") if f"<t>{text}</t>" not in sheet
    ] == []
    assert '<autoFilter ref="A4:D6"/>' in sheet
    assert 'topLeftCell="A5"' in sheet


def test_a_csv_opens_as_a_table_where_it_is_used(speaking: Language) -> None:
    written = csv_of(COLUMNS, iter(ROWS))
    assert written.startswith(b"\xef\xbb\xbf")
    yes, no, point = ("Ja", "Nej", ",") if speaking == "sv" else ("Yes", "No", ".")
    assert written.decode("utf-8-sig").split("\r\n") == [
        "Nummer;Dag;Timmar;Skyddad",
        f"ROS-0301;2022-09-15;2{point}2;{yes}",
        f"ROS-0302;;7{point}0;{no}",
        "",
    ]


FORMULAS = [
    "=1+1",
    "+46 8",
    "-2",
    "@SUM(A1)",
    " =1+1",
    "\t=1",
    "\r=1",
    "\n=1",
    "\N{NO-BREAK SPACE}=1",
    "＝1+1",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    with context.entered(Scope(language="sv")):
        sheet = xml_of(write_table(title=text, columns=[Column(text)], rows=[[text]], lead=[text], notes=[text]))
        line = csv_of([Column(text)], [[text]]).decode("utf-8-sig")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["Åsa", "a=b", "1-2", "'=1", "", "x\n=1"])
def test_what_is_no_formula_stands_as_it_was_written(text: str) -> None:
    assert safe_text(text) == text


def test_a_csv_keeps_semicolons_quotes_and_lines_in_their_cell() -> None:
    with context.entered(Scope(language="sv")):
        assert csv_of([Column("a")], [['x;"y"\nz']]).decode("utf-8-sig") == 'a\r\n"x;""y""\nz"\r\n'


def test_addresses_are_no_links_and_numbers_written_as_text_stay_text() -> None:
    with context.entered(Scope(language="sv")):
        sheet = xml_of(
            write_table(title="x", columns=[Column("a")], rows=[["http://x.example"], ["0301"], ["mailto:a@x.example"]])
        )
    assert "<hyperlink" not in sheet
    assert "<t>0301</t>" in sheet


def test_an_instant_is_told_by_the_clock_on_the_wall() -> None:
    with context.entered(Scope(language="sv")):
        assert csv_of([Column("a")], [[INSTANT]]).decode("utf-8-sig") == "a\r\n2022-09-15 10:42\r\n"
        assert "<v>44819.44583333" in xml_of(write_table(title="x", columns=[Column("a")], rows=[[INSTANT]]))


def test_a_text_longer_than_a_cell_is_shortened_rather_than_lost() -> None:
    assert len(safe_text("å" * 40_000)) == 32_766
    with context.entered(Scope(language="sv")):
        assert "ååå…" in xml_of(write_table(title="x", columns=[Column("a")], rows=[["å" * 40_000]]))


def test_sheets_of_one_book_have_names_of_their_own() -> None:
    long = "Uppföljning Finsam: kvinnor/män [2022]"
    tables = [Table(name, [Column("a")], [[1]]) for name in (long, long, "", "mia")]
    with context.entered(Scope(language="sv")), zipfile.ZipFile(io.BytesIO(write_book(tables))) as parts:
        book = parts.read("xl/workbook.xml").decode()
    names = ["Uppföljning Finsam kvinnormän 2", "Uppföljning Finsam kvinnormän 2", "MIA", "mia 2"]
    names[1] = "Uppföljning Finsam kvinnormän 2"[:29] + " 2"
    assert [name for name in names if f'name="{name}"' not in book] == []


def test_nothing_stays_on_disk_when_the_rows_end_in_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows() -> Iterator[Sequence[Any]]:
        yield ["x"]
        raise KeyError("away")

    with context.entered(Scope(language="sv")), pytest.raises(KeyError):
        write_table(title="x", columns=[Column("a")], rows=rows())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "write", [lambda rows: csv_of(COLUMNS, rows), lambda rows: write_table(title="x", columns=COLUMNS, rows=rows)]
)
def test_an_empty_table_is_its_headings(write: Callable[[Sequence[Sequence[Cell]]], bytes]) -> None:
    with context.entered(Scope(language="sv")):
        assert write([])
