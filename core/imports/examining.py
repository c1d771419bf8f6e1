"""What may be uploaded: a workbook (xlsx) or a csv, said by its content. What is in it, a process of its own finds out."""

import io
import re
import zipfile

from core.file_kinds import MAX_BYTES, Examined, FileRefused, safe_name
from core.i18n import _l
from core.sheets import CSV, XLSX

ACCEPTED = ".xlsx,.csv,.txt"
MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
NOT_TAKEN = _l("The file is no list that can be read. Save it as xlsx or csv and choose that file.")
OLD_OR_LOCKED = _l("The file is of an older kind, or locked with a password. Save it as xlsx without a password.")
WITH_PROGRAM = _l("The file holds a program (macros). Save it as xlsx, without macros.")
_OLD = b"\xd0\xcf\x11\xe0"
_PROGRAM = re.compile(r"vbaproject|vbadata|activex|oleobject|\.(?:exe|dll|js|vbs|jar)$", re.IGNORECASE)
_KNOWN_OTHERS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"<!do", b"<htm", b"<?xm", b"{\\rt", b"\x1f\x8b")


def examine_sheet(name: str, content: bytes) -> Examined:
    """The file, if it may be kept until it has been read. Raises FileRefused."""
    if not content.strip():
        raise FileRefused(_l("The file is empty. Choose another."))
    if len(content) > MAX_BYTES:
        raise FileRefused(_l("The file is larger than 10 MB. Divide it, or take away what is not needed."))
    if content.startswith(_OLD):
        raise FileRefused(OLD_OR_LOCKED)
    if content.startswith(b"PK"):
        _examine_workbook(content)
        return Examined(safe_name(name, "xlsx"), XLSX, content)
    if content[:4].lower().startswith(_KNOWN_OTHERS) or not _is_text(content):
        raise FileRefused(NOT_TAKEN)
    return Examined(safe_name(name, "csv"), CSV, content)


def _examine_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise FileRefused(NOT_TAKEN) from None
    names = {part.filename for part in parts}
    if any(_PROGRAM.search(name) for name in names):
        raise FileRefused(WITH_PROGRAM)
    fits = len(parts) <= MOST_PARTS and sum(part.file_size for part in parts) <= MOST_UNPACKED
    if not fits or not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise FileRefused(NOT_TAKEN)


def _is_text(content: bytes) -> bool:
    """No null bytes, but those of text in two bytes a letter."""
    beginning = content[:2000]
    if b"\0" not in content[:200_000]:
        return True
    wide = beginning[1::2].count(b"\0") > len(beginning) // 4 or beginning[0::2].count(b"\0") > len(beginning) // 4
    return wide or beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
