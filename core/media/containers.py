"""Which container a file is, said by its content: MP3, MP4 (M4A, MOV), Ogg or WebM. Everything else is refused.

Only the frame of it is read, from the first byte to the last: a file that goes on as something else (a page, an archive)
is refused, and so is one that ends too soon. What the streams hold is looked at in a process of its own
(core/media/remuxing.py), never here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.i18n import _l
from core.media.errors import MediaRefused
from core.media.terms import MOST_FILM, MOST_SOUND, TROUBLES, Trouble


@dataclass(frozen=True, slots=True)
class Container:
    """What the file is read as (a name FFmpeg knows), and how large one of its kind may be."""

    form: str
    most_bytes: int


_NOT_TAKEN = _l("The file cannot be taken. Choose sound (MP3, M4A, Ogg or WebM) or film (MP4, MOV or WebM).")
_INCOMPLETE = _l("The file is not complete, or holds something else as well. Export it again and choose it anew.")


def container_of(content: bytes) -> Container:
    """Raises MediaRefused."""
    if not content:
        raise MediaRefused(_l("The file is empty. Choose another."))
    found = next(((form, most, is_whole) for begins, form, most, is_whole in _FORMS if begins(content)), None)
    if found is None:
        raise MediaRefused(_NOT_TAKEN)
    form, most_bytes, is_whole = found
    if len(content) > most_bytes:
        raise MediaRefused(TROUBLES[Trouble.TOO_LARGE])
    if not is_whole(content):
        raise MediaRefused(_INCOMPLETE)
    return Container(form, most_bytes)


def _is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


_BOXES = frozenset(b"ftyp moov mdat free skip wide uuid meta udta moof mfra sidx styp pdin emsg prft".split())


def _mp4_is_whole(content: bytes) -> bool:
    """Boxes that are known, one after the other to the last byte; one describes the tracks and one holds them."""
    at, seen = 0, set()
    while at + 8 <= len(content):
        size, name, least = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if size == 1:
            size, least = int.from_bytes(content[at + 8 : at + 16]), 16
        if size < least or name not in _BOXES:
            return False
        seen.add(name)
        at += size
    return at == len(content) and {b"moov", b"mdat"} <= seen


def _is_matroska(content: bytes) -> bool:
    return content.startswith(b"\x1a\x45\xdf\xa3")


_SEGMENT, _TOPS = b"\x18\x53\x80\x67", (b"\xec", b"\xbf")
"""The one element that holds everything; Void and CRC-32 may stand beside it."""


def _matroska_is_whole(content: bytes) -> bool:
    """A header that says WebM, and one segment to the last byte. A browser that records does not know its length."""
    begins, ends = _element(content, 4)
    if not 0 < ends <= 4096 or b"\x42\x82\x84webm" not in content[begins:ends]:
        return False
    at, segments = ends, 0
    while at < len(content):
        is_segment = content.startswith(_SEGMENT, at)
        if not is_segment and not content.startswith(_TOPS, at):
            return False
        begins, ends = _element(content, at + (4 if is_segment else 1))
        segments += is_segment
        at = len(content) if is_segment and ends < 0 else ends
        if at < begins:
            return False
    return at == len(content) and segments == 1


def _element(content: bytes, at: int) -> tuple[int, int]:
    """Where the element whose length stands at `at` begins and ends; -1 for an end that is not told."""
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if length > 8:
        return at, 0
    told = int.from_bytes(content[at : at + length]) & ((1 << 7 * length) - 1)
    begins = at + length
    return begins, -1 if told == (1 << 7 * length) - 1 else begins + told


def _is_ogg(content: bytes) -> bool:
    return content.startswith(b"OggS")


def _ogg_is_whole(content: bytes) -> bool:
    """Pages, one after the other to the last byte."""
    at = 0
    while content.startswith(b"OggS\0", at) and at + 27 <= len(content):
        segments = content[at + 26]
        lengths = content[at + 27 : at + 27 + segments]
        at += 27 + segments + sum(lengths)
    return at == len(content)


def _is_mp3(content: bytes) -> bool:
    """Two frames, one behind the other: one may stand there by chance."""
    first = _after_id3(content)
    length = _mp3_frame(content, first)
    return length > 0 and _mp3_frame(content, first + length) > 0


_TRAILER = re.compile(rb"(?:TAG.{125})?\0*|APETAGEX.{24,65536}", re.DOTALL)


def _mp3_is_whole(content: bytes) -> bool:
    """Frames, one after the other; behind the last only a tag, or nothing. The last may be cut off."""
    at = _after_id3(content)
    while length := _mp3_frame(content, at):
        at += length
    return at >= len(content) or _TRAILER.fullmatch(content, at) is not None


def _after_id3(content: bytes) -> int:
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    at = 10 + size + (10 if content[5] & 0x10 else 0)
    return at + len(content[at : at + 4096]) - len(content[at : at + 4096].lstrip(b"\0"))


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_BITRATES = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mp3_frame(content: bytes, at: int) -> int:
    """The length of the layer III frame that begins there; 0 when none does."""
    head = int.from_bytes(content[at : at + 4])
    version, bitrate, rate = head >> 19 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or head >> 17 & 3 != 1 or version == 1 or bitrate in (0, 15) or rate == 3:
        return 0
    of_first = version == 3
    samples = 144 if of_first else 72
    return samples * _BITRATES[of_first][bitrate - 1] * 1000 // _RATES[version][rate] + (head >> 9 & 1)


_FORMS: tuple[tuple[Callable[[bytes], bool], str, int, Callable[[bytes], bool]], ...] = (
    (_is_mp4, "mov", MOST_FILM, _mp4_is_whole),
    (_is_matroska, "matroska", MOST_FILM, _matroska_is_whole),
    (_is_ogg, "ogg", MOST_SOUND, _ogg_is_whole),
    (_is_mp3, "mp3", MOST_SOUND, _mp3_is_whole),
)
