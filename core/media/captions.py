"""Captions as WebVTT (W3C): read strictly, written anew by us. Cues are kept, and who speaks; styles, regions, notes and
every other tag are not.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.i18n import _l
from core.media.errors import CaptionsRefused
from core.media.terms import MOST_CAPTIONS

MEDIA_TYPE = "text/vtt"
MOST_CUES = 3000
LONGEST_CUE = 400
LONGEST_NAME = 60
_TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_SPEAKER = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]*)>")
_TAG = re.compile(r"<[^>]*>|<[^>]*$")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment to another, in milliseconds. Lines with who says them, "" where that is not told."""

    start: int
    end: int
    lines: tuple[tuple[str, str], ...]


def read_captions(content: bytes) -> tuple[Cue, ...]:
    """In the order of the file, which is that of time. Raises CaptionsRefused."""
    if len(content) > MOST_CAPTIONS:
        raise CaptionsRefused(_l("The captions are larger than 300 kB. Are they the right file?"))
    cues: list[Cue] = []
    for number, block in _blocks(_text(content)):
        cue = _cue(block, number)
        if cues and cue.start < cues[-1].start:
            raise CaptionsRefused(_l("Line %(line)s: the captions do not stand in the order of time.", line=number))
        cues.append(cue)
        if len(cues) > MOST_CUES:
            raise CaptionsRefused(_l("The captions have more than 3 000 lines of speech. Are they the right file?"))
    if not cues:
        raise CaptionsRefused(_l("The captions are empty."))
    return tuple(cues)


def written(cues: tuple[Cue, ...]) -> str:
    """A WebVTT file of our own making."""
    parts = ["WEBVTT\n"]
    for cue in cues:
        lines = [f"<v {html.escape(who, quote=False)}>{_escaped(said)}</v>" if who else _escaped(said) for who, said in cue.lines]
        parts.append("\n".join([f"{_clock(cue.start)} --> {_clock(cue.end)}", *lines, ""]))
    return "\n".join(parts)


def as_text(cues: tuple[Cue, ...]) -> str:
    """What is said, without the times: what a transcript begins with."""
    said: list[str] = []
    last = ""
    for who, line in (one for cue in cues for one in cue.lines):
        begins_anew = not said or (who and who != last)
        said += [f"{who}: {line}" if who else line] if begins_anew else []
        if not begins_anew:
            said[-1] += f" {line}"
        last = who or last
    return "\n\n".join(said)


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptionsRefused(_l("The captions are not written in UTF-8. Save them so and choose them anew.")) from error
    if "\0" in text or not re.match(r"WEBVTT(?:[ \t].*)?(?:\r\n|\r|\n|$)", text):
        raise CaptionsRefused(_l("The file holds no captions as WebVTT (.vtt). It begins with the word WEBVTT."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cues, each with the number of its first line; the header and what is no cue are left out."""
    number, block = 1, list[str]()
    for at, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            number, block = (number, block) if block else (at, block)
            block.append(line)
            continue
        if block and number > 1 and not block[0].startswith(_NOT_CUES):
            yield number, block
        block = []


def _cue(block: list[str], number: int) -> Cue:
    """With or without a name of its own on the first line."""
    at = 0 if "-->" in block[0] else 1
    timing = _TIMING.fullmatch(block[at].strip()) if at < len(block) else None
    if timing is None:
        raise CaptionsRefused(_l("Line %(line)s: here should stand a time, such as 00:00:01.000 --> 00:00:04.000.", line=number))
    start, end = _milliseconds(timing.groups()[:4]), _milliseconds(timing.groups()[4:])
    lines = tuple(_lines(block[at + 1 :]))
    if end <= start:
        raise CaptionsRefused(_l("Line %(line)s: the caption ends before it begins.", line=number))
    if not lines:
        raise CaptionsRefused(_l("Line %(line)s: the caption says nothing.", line=number))
    if sum(len(said) for _who, said in lines) > LONGEST_CUE:
        raise CaptionsRefused(_l("Line %(line)s: the caption is longer than 400 signs. Divide it.", line=number))
    return Cue(start, end, lines)


def _lines(block: list[str]) -> Iterator[tuple[str, str]]:
    for line in block:
        speaker = _SPEAKER.search(line)
        who = _clean(speaker[1])[:LONGEST_NAME].strip() if speaker else ""
        said = _clean(_TAG.sub("", line))
        if said:
            yield who, said


def _clean(text: str) -> str:
    """As it is read: entities as their signs, one space between words, nothing that cannot be seen or turns the writing."""
    shown = html.unescape(text)
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in unicodedata.normalize("NFC", shown))
    return " ".join(seen.split())


def _escaped(said: str) -> str:
    return html.escape(said, quote=False)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"
