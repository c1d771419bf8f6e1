"""What a file is, said by its content: PDF, PNG, JPEG, Word (docx) or OpenDocument text. Everything else is refused.

A file that can be read as two kinds (a polyglot) is refused as well, and so is a document that unpacks to far more than it
is, or that holds programs. Nothing is unpacked here but the two small parts that say what a document is.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import DomainError
from core.i18n import _l

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 100
"""How many times its size a document may unpack to; text and XML reach about 20."""
MAX_PARTS = 2_000
_SMALL_PART = 200_000
_LONGEST_NAME = 100
_LATEST_HEADER = 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", DOCX: "docx", ODT: "odt"}
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.odt"
"""For the `accept` of a file field: a help for whoever chooses, never the check."""


NOT_TAKEN = _l("The file cannot be taken. Send a PDF, a picture (PNG or JPEG), or a document from Word or LibreOffice.")


class FileRefused(DomainError):
    """The file cannot be taken; the message says why and what to do, and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: a safe name with the ending of what it is, and the content."""

    name: str
    media_type: str
    content: bytes


def examine(name: str, content: bytes) -> Examined:
    """The file, if it may be kept. Raises FileRefused."""
    if not content:
        raise FileRefused(_l("The file is empty. Choose another."))
    if len(content) > MAX_BYTES:
        raise FileRefused(_l("The file is larger than 10 MB. Make it smaller, or send it in another way."))
    media_type = _media_type(content)
    if media_type is None:
        raise FileRefused(NOT_TAKEN)
    return Examined(safe_name(name, ENDINGS[media_type]), media_type, content)


def safe_name(name: str, ending: str) -> str:
    """The last part of `name` without what can mislead or lead elsewhere, å ä ö kept, with the ending of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    shown = "".join(" " if sign in '<>:"|?*%;' or not _is_shown(sign) else sign for sign in stem)
    shown = " ".join(shown.split()).strip(". ")[:_LONGEST_NAME].strip(". ")
    return f"{shown or 'bilaga'}.{ending}"


def _is_shown(sign: str) -> bool:
    """Not control characters, formatting (the direction of writing among it), surrogates, private use or separators."""
    return unicodedata.category(sign)[0] != "C" and unicodedata.category(sign) not in ("Zl", "Zp")


def _media_type(content: bytes) -> str | None:
    for begins, is_one, media_type in _PLAIN:
        if content.startswith(begins):
            return media_type if is_one(content) and not _is_something_else(content) else None
    return _document_type(content) if content.startswith(b"PK\x03\x04") else None


def _is_pdf(content: bytes) -> bool:
    """One that begins and ends as a PDF: nothing stands behind its last end mark."""
    return re.match(rb"%PDF-[12]\.\d", content) is not None and content.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF")


def _is_png(content: bytes) -> bool:
    """Chunks from the first to the last byte."""
    at, seen = 8, []
    while at + 12 <= len(content):
        seen.append(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4])
        if seen[-1] == b"IEND":
            break
    return at == len(content) and seen[:1] == [b"IHDR"] and b"IDAT" in seen and seen[-1] == b"IEND"


def _is_jpeg(content: bytes) -> bool:
    """Segments up to the picture's data. Telephones put more behind the picture, so its end is not asked for."""
    at, has_frame = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return has_frame and b"\xff\xd9" in content[at:]
        has_frame |= 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


_PLAIN: tuple[tuple[bytes, Callable[[bytes], bool], str], ...] = (
    (b"%PDF-", _is_pdf, "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", _is_png, "image/png"),
    (b"\xff\xd8\xff", _is_jpeg, "image/jpeg"),
)
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)


def _is_something_else(content: bytes) -> bool:
    """A page, an archive or a second PDF in one."""
    beginning = content[:_LATEST_HEADER]
    return _MARKUP.search(beginning) is not None or b"%PDF-" in beginning[1:] or zipfile.is_zipfile(io.BytesIO(content))


def _document_type(content: bytes) -> str | None:
    """Of an archive that is a document and nothing more: no bytes behind it, no programs, no bomb."""
    if content[-22:-18] != b"PK\x05\x06" or not content.endswith(b"\0\0"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _type_of_archive(archive) if _is_harmless(archive, len(content)) else None
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, OSError):
        return None


def _is_harmless(archive: zipfile.ZipFile, size: int) -> bool:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    return (
        0 < len(parts) <= MAX_PARTS
        and len({part.filename for part in parts}) == len(parts)
        and unpacked <= min(MAX_UNPACKED, MAX_RATIO * size)
        and sum(part.compress_size for part in parts) <= size
        and parts[0].header_offset == 0
        and not any(part.flag_bits & 0x1 or _FORBIDDEN.search(part.filename) for part in parts)
    )


_FORBIDDEN = re.compile(
    r"^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|^[a-z]:|\0"
    r"|vbaproject|vbadata|activex|oleobject|^basic/|^scripts/|\.(?:exe|dll|js|vbs|jar|zip|html?)$",
    re.IGNORECASE,
)


def _type_of_archive(archive: zipfile.ZipFile) -> str | None:
    names = set(archive.namelist())
    if archive.infolist()[0].filename == "mimetype" and "content.xml" in names:
        return ODT if _small(archive, "mimetype").strip() == ODT.encode() else None
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        types = _small(archive, "[Content_Types].xml")
        return DOCX if f"{DOCX}.main+xml".encode() in types and b"macroEnabled" not in types else None
    return None


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_SMALL_PART)
