"""A PDF as it may be kept: without what runs, what lies inside it and who made it; and whether it can be read aloud.

A program of its own takes it apart and writes it anew (reader.py): whoever made the file is a stranger. That process has no
secrets and no database, so much memory and time and no more.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from core.apart import TookTooLong, run_apart
from core.file_kinds import MAX_BYTES, FileRefused
from core.i18n import _l
from core.library.terms import LACKING, Reading

READER = Path(__file__).with_name("reader.py")
MOST_SECONDS = 12
_LOCKED = 2


@dataclass(frozen=True, slots=True)
class Read:
    """The PDF written anew; `lacking` are names of terms.LACKING."""

    content: bytes
    reading: Reading
    lacking: tuple[str, ...]


def read_pdf(content: bytes, *, language: str, title: str) -> Read:
    """`language` and `title` (may be "") are what the editor says; the file is told them. Raises FileRefused."""
    try:
        done = run_apart(READER, language, title.replace("\0", " "), content=content, seconds=MOST_SECONDS)
    except TookTooLong:
        raise FileRefused(_l("The file takes too long to read. Save it as PDF anew, with fewer pages or pictures.")) from None
    if done.code == _LOCKED:
        raise FileRefused(_l("The file is locked with a password. Save it without one."))
    told, _line, written = done.output.partition(b"\n")
    if done.code or not written.startswith(b"%PDF-"):
        raise FileRefused(_l("The file is damaged, or is no PDF. Save it as PDF anew."))
    if len(written) > MAX_BYTES:
        raise FileRefused(_l("The file is larger than 10 MB. Make it smaller, or send it in another way."))
    said = json.loads(told)
    return Read(written, Reading(said["reading"]), tuple(name for name in said["lacking"] if name in LACKING))
