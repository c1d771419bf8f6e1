"""Words of sound and film: what it is, how far it has come, and why it could not be taken."""

from enum import StrEnum

from core.i18n import _l

MEGABYTE = 1024 * 1024
MOST_SOUND = 20 * MEGABYTE
MOST_FILM = 40 * MEGABYTE
MOST_CAPTIONS = 300_000
"""Bytes of a WebVTT file: some five hours of talk."""
MOST_TRANSCRIPT = 60_000
PIECE = 256 * 1024
"""How much of a file is in memory at a time."""
ACCEPTED = ".mp3,.m4a,.ogg,.oga,.opus,.webm,.mp4,.m4v,.mov"
"""For the `accept` of a file field: a help for whoever chooses, never the check."""


class MediaKind(StrEnum):
    """Film has pictures; sound has none but a cover, which is left out."""

    SOUND = "sound"
    FILM = "film"


class MediaState(StrEnum):
    """Readers see nothing of it before it is ready."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


KIND_NAMES = {MediaKind.SOUND: _l("Sound"), MediaKind.FILM: _l("Film")}
MOST_BYTES = {MediaKind.SOUND: MOST_SOUND, MediaKind.FILM: MOST_FILM}


class Trouble(StrEnum):
    """Why a file could not be taken."""

    UNREADABLE = "unreadable"
    FILM_CODEC = "film_codec"
    SOUND_CODEC = "sound_codec"
    TOO_LONG = "too_long"
    TOO_MUCH = "too_much"
    TOO_LARGE = "too_large"


TROUBLES = {
    Trouble.UNREADABLE: _l("The file could not be read to its end. Export it again and choose it anew."),
    Trouble.FILM_CODEC: _l(
        "Browsers cannot play this kind of film. Export it as MP4 with H.264, eight bits, at most 4K. On an iPhone: Settings,"
        " Camera, Formats, Most compatible; then film anew, or export the film from an editor."
    ),
    Trouble.SOUND_CODEC: _l("Browsers cannot play this kind of sound. Export it as MP3, or as M4A with AAC."),
    Trouble.TOO_LONG: _l("It is longer than two hours. Cut it, and choose the part that readers need."),
    Trouble.TOO_MUCH: _l("The file takes too much time or memory to read. Export it with a smaller picture and choose it anew."),
    Trouble.TOO_LARGE: _l("Sound may be at most 20 MB and film at most 40 MB. Export it smaller and choose it anew."),
}
"""In words, with what to do instead."""
