"""Papers: tagged, the same bytes from the same data, and what people write stays text."""

import re
import zlib
from typing import Any

import pytest

from core.documents import make_pdf

PLAN: dict[str, Any] = {
    "lang": "sv",
    "title": "Min plan",
    "footer": "Version 1",
    "facts": [["Namn", "Testa Testsson"]],
    "words_heading": "Mina egna ord",
    "words": "Jag vill arbeta med djur.\n\nHelst hästar.",
    "goals": [{"heading": "Ett arbete", "actions": [{"text": "Ringa", "who": "Jag", "when": "", "state": "Planerad"}]}],
    "labels": {"who": "Vem", "when": "När", "state": "Läge", "none": "Inget ännu"},
    "notes": ["Säg till om något ska ändras."],
}
INJECTION = '#read("/etc/passwd") #import "@preview/x:1.0.0" $x$ *fet* <script> \\ ] } { [ " // /* `'


def streams(pdf: bytes) -> bytes:
    """Everything in the file, unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(_unpacked(one) for one in packed)


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""


def test_a_paper_is_tagged_in_its_language_and_says_that_it_is_pdf_ua() -> None:
    inside = streams(make_pdf("plan", PLAN))
    for wanted in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang(sv)", b"/H2", b"pdfuaid:part"):
        assert wanted in inside, wanted


def test_the_same_data_give_the_same_bytes() -> None:
    assert make_pdf("plan", PLAN) == make_pdf("plan", PLAN)
    assert make_pdf("plan", PLAN) != make_pdf("plan", PLAN | {"words": "Annat"})


@pytest.mark.parametrize("field", ["title", "words", "footer", "words_heading"])
def test_what_people_write_is_never_markup(field: str) -> None:
    made = make_pdf("plan", PLAN | {field: INJECTION})
    assert made.startswith(b"%PDF-")
    assert b"root:" not in streams(made)


def test_letters_that_the_typeface_lacks_still_give_a_paper() -> None:
    inside = streams(make_pdf("plan", PLAN | {"words": "🙂 你好 Привет مرحبا"}))
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid:part" not in inside


@pytest.mark.parametrize("name", ["nothing", "../papers/plan", "/etc/passwd", "plan.typ"])
def test_only_our_own_templates_are_read(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        make_pdf(name, PLAN)
