"""From the first team day to the follow-up six months after the exit, in both languages, and the figures that follow."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from core.context import Language
from tests.e2e import joint, life
from tests.e2e.conftest import OpenPage
from tests.e2e.life import SLUG, Life
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.test_thread import figures, seconds_until, wait_until_counted
from tests.e2e.thread import Who

pytestmark = pytest.mark.browser

LIVES: dict[Language, Life] = {
    "sv": Life(Who("Livia", "Hellivsdotter"), dt.date(2021, 11, 1)),
    "en": Life(Who("Vera", "Wholelife"), dt.date(2021, 10, 1)),
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_whole_life(
    product: Product, open_page: OpenPage, language: Language, record_property: Callable[[str, object], None]
) -> None:
    lived = LIVES[language]
    wait_until_counted(product)
    before = figures(product, open_page)
    locale = "sv-SE" if language == "sv" else "en-GB"
    manager, worker = (Staff(open_page(locale=locale), product, SLUG, language) for _ in range(2))
    manager.sign_in(joint.MANAGER)
    worker.sign_in(joint.WORKER)
    referral = life.refer(manager, lived)
    life.meet(manager, lived, referral)
    participant = life.start(manager, lived, referral)
    life.map_and_plan(worker, participant)
    life.take_part(worker, lived, participant)
    paper, workbook = life.sign_and_lock(manager, lived)
    assert paper.startswith(b"%PDF")
    assert any(lived.who.family_name in row and "<v>2</v>" in row for row in rows_of(workbook)), "two whole hours of 2.75"
    life.step_forward(worker, lived, participant)
    assert life.leave(worker, lived, participant).startswith(b"%PDF")
    life.follow_up(worker, lived)
    worker.open(f"{participant}/timeline")
    for said in ("Tjugo timmar i veckan", worker.says("Work has begun") if language == "en" else "Arbete har börjat"):
        assert worker.sees(said)
    seconds = seconds_until(product, open_page, tuple(figure + 1 for figure in before))
    record_property("from the exit to the public page and the county's totals", f"{seconds:.1f} s")


def rows_of(workbook: bytes) -> list[str]:
    """The rows of the first sheet, as XML: texts stand in the cells themselves."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return re.findall(r"<row .*?</row>", packed.read("xl/worksheets/sheet1.xml").decode(), re.DOTALL)
