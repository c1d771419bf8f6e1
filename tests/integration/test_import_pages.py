"""The pages of an import: a file is sent, its columns are said, the rows are looked through, written and taken back."""

import io

import pytest
from flask import Flask

from core.imports.terms import RunState
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.import_makers import Importer, csv_file, row, xlsx_file, zipped


@pytest.fixture
def importer(app: Flask, two_tenants: House, in_tenant: InTenant) -> Importer:
    return Importer(app, two_tenants, in_tenant)


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "subproject_manager")


def send(manager: Browser, content: bytes, name: str = "deltagare.csv") -> str:
    """Where the browser is sent once the file has been taken."""
    answer = manager.submit("/imports/new", {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_list_is_imported_from_the_first_page_to_the_last(importer: Importer, manager: Browser) -> None:
    assert "Inga importer" in manager.get("/imports").text
    page = send(manager, csv_file([row(1), row(2), row(3, Kommun="Atlantis")]))
    assert "Filen läses" in manager.get(page).text
    importer.work("imports.open")
    columns = manager.get(page).headers["Location"]
    shown = manager.get(columns)
    assert "Testsson 1" in shown.text
    assert manager.submit(columns, {"key": "number"}, action=columns).status_code == 303
    importer.work("imports.check")
    checked = manager.get(page)
    assert "Atlantis" not in checked.text, "the page does not say what stood in the cell"
    assert "Kommun" in checked.text
    assert manager.submit(page, {}, action=f"{page}/write").status_code == 303
    importer.work("imports.write")
    assert "Importerad" in manager.get(page).text
    assert "Testsson 2" in manager.get("/participants").text
    assert manager.submit(f"{page}/undo", {}, action=f"{page}/undo").status_code == 303
    importer.work("imports.undo")
    assert "Ångrad" in manager.get(page).text


def test_the_file_with_reasons_comes_back_corrected(importer: Importer, manager: Browser) -> None:
    run_id = importer.check(xlsx_file([row(1), row(2, Startdatum="någon gång"), row(3, Kön="?")], above=[["Deltagare 2022"], []]))
    page = manager.get(f"/imports/{run_id}").text
    address = page.partition('href="/files/')[2].partition('"')[0]
    file = manager.get(f"/files/{address}")
    assert file.data.startswith(b"PK")
    again = importer.check(file.data)
    run = importer.run(again)
    assert (run.new_rows, run.faulty_rows) == (1, 2), "the same rows, read from our own file"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "tom.csv"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "bild.xlsx"),
        (b"PK\x03\x04rubbish", "trasig.xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "gammal.xls"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/vbaProject.bin": "x"}), "makron.xlsx"),
        (zipped({"word/document.xml": "", "[Content_Types].xml": ""}), "brev.xlsx"),
        (b"\x00\x01\x02\x03" * 100, "binart.csv"),
    ],
    ids=["empty", "picture", "broken", "old", "macros", "letter", "binary"],
)
def test_what_is_no_list_is_refused_in_words(manager: Browser, content: bytes, name: str) -> None:
    answer = manager.submit("/imports/new", {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_an_import_is_the_authoritys_own(importer: Importer, browser: OpenBrowser) -> None:
    run_id = importer.check(csv_file([row(1), row(2, Kommun="?")]))
    own = browser("roslagen", "subproject_manager").get(f"/imports/{run_id}").text
    file = own.partition('href="/files/')[2].partition('"')[0]
    assert len(file) == 36
    for slug, role in [("roslagen", "case_worker"), ("roslagen", "party_representative.kommun"), ("hbs", "subproject_manager")]:
        other = browser(slug, role)
        for address in (f"/imports/{run_id}", f"/imports/{run_id}/columns", f"/imports/{run_id}/progress", f"/files/{file}"):
            assert other.get(address).status_code == 404, (slug, role, address)


def test_a_page_that_is_out_of_date_writes_nothing(importer: Importer, manager: Browser) -> None:
    run_id = importer.check(csv_file([row(1)]))
    assert manager.submit(f"/imports/{run_id}", {"version": "1"}, action=f"/imports/{run_id}/write").status_code == 409
    assert importer.run(run_id).state == RunState.CHECKED


def test_cancelled_is_cancelled(importer: Importer, manager: Browser) -> None:
    run_id = importer.check(csv_file([row(1)]))
    stop = f"/imports/{run_id}/cancel"
    assert manager.submit(f"/imports/{run_id}", {}, action=stop).status_code == 303
    assert importer.run(run_id).state == RunState.CANCELLED
    assert manager.get(f"/imports/{run_id}/columns").status_code == 303
