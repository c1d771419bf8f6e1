"""Files by their content: what is taken, and what pretends to be it."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

import pytest

from core.file_kinds import DOCX, MAX_BYTES, ODT, FileRefused, examine, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
JPEG += b"\xff\xc0\x00\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02\x01\xff\xd9"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'


def archive(*parts: tuple[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return packed.getvalue()


def docx(*more: tuple[str, bytes | str], types: str = TYPES) -> bytes:
    return archive(("[Content_Types].xml", types), ("word/document.xml", "<w:document/>"), *more)


def odt(*more: tuple[str, bytes | str]) -> bytes:
    return archive(("mimetype", ODT), ("content.xml", "<office:document-content/>"), *more)


@pytest.mark.parametrize(
    ("content", "media_type", "ending"),
    [
        (PDF, "application/pdf", "pdf"),
        (PNG, "image/png", "png"),
        (JPEG, "image/jpeg", "jpg"),
        (JPEG + b"more from a telephone", "image/jpeg", "jpg"),
        (docx(), DOCX, "docx"),
        (odt(), ODT, "odt"),
    ],
)
def test_the_content_says_what_it_is(content: bytes, media_type: str, ending: str) -> None:
    found = examine("Intyg från läkaren.exe", content)
    assert (found.media_type, found.name, found.content) == (media_type, f"Intyg från läkaren.{ending}", content)


def bomb() -> bytes:
    return docx(("word/media/image1.png", b"\0" * 3_000_000))


def lying_about_parts() -> bytes:
    return docx(*((f"word/{number}.xml", "x") for number in range(2_001)))


REFUSED = {
    "empty": b"",
    "text": b"Hej",
    "a program": b"MZ\x90\0" + b"\0" * 100,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a picture that is a page": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "an archive": archive(("brev.txt", "hej")),
    "a sheet": archive(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")),
    "a PDF that does not begin at once": b"\n" + PDF,
    "a PDF with an archive behind it": PDF + archive(("x.txt", "x")),
    "a PDF that was cut": PDF[:-8],
    "a PDF that begins as a page": PDF.replace(b"\n1 0", b"\n%<script>alert(1)</script>\n1 0"),
    "a picture with an archive behind it": PNG + archive(("x.txt", "x")),
    "a picture with a program behind it": PNG + b"MZ",
    "a picture that is also a PDF": JPEG[:20] + PDF,
    "half a picture": PNG[:-5],
    "only the beginning of a JPEG": b"\xff\xd8\xff\xe0",
    "a JPEG with an archive behind it": JPEG + archive(("x.txt", "x")),
    "a document with macros": docx(("word/vbaProject.bin", b"x")),
    "a document for macros": docx(types=TYPES.replace("document.main", "document.macroEnabled.main")),
    "a document with a program": docx(("word/embeddings/oleObject1.bin", b"x")),
    "a document that leads elsewhere": docx(("../../etc/cron.d/x", b"x")),
    "a document from the root": docx(("/etc/passwd", b"x")),
    "a document with bytes before it": b"GIF89a" + docx(),
    "a document with bytes behind it": docx() + b"<script>",
    "ODT with scripts": odt(("Scripts/python/x.py", b"x")),
    "a bomb": bomb(),
    "a document of thousands of parts": lying_about_parts(),
    "half a document": docx()[:200],
}


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused(name: str) -> None:
    with pytest.raises(FileRefused):
        examine("brev.pdf", REFUSED[name])


def test_ten_megabytes_are_the_most() -> None:
    padded = PDF[:-6] + b" " * (MAX_BYTES - len(PDF)) + b"%%EOF\n"
    assert len(examine("a.pdf", padded).content) == MAX_BYTES
    with pytest.raises(FileRefused, match="10 MB"):
        examine("a.pdf", padded + b"\n")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Åsas önskemål.pdf", "Åsas önskemål.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\brev.docx", "brev.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("brev\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "brev fdp.pdf"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
        ('"; filename="x.exe', "filename= x.pdf"),
        ("brev.pdf.exe", "brev.pdf.pdf"),
        ("A\u0308nde.pdf", "Ände.pdf"),
        ("", "bilaga.pdf"),
        ("...", "bilaga.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_a_name_cannot_mislead_or_lead_elsewhere(given: str, kept: str) -> None:
    assert safe_name(given, "pdf") == kept


def test_no_part_of_a_file_is_taken_for_the_whole() -> None:
    """Whatever is cut from a document's or a picture's end, it is refused."""
    for whole in (PNG, docx(), odt()):
        for _shorter, length in pairwise(range(0, len(whole), 7)):
            with pytest.raises(FileRefused):
                examine("x", whole[:length])
