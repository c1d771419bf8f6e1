"""The order of the Swedish alphabet for short lists sorted in Python; long lists are sorted by `ext.sv_key` in the database."""

import unicodedata

_LAST = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"}


def swedish_key(text: str) -> str:
    """Sorts å, ä and ö after z, in that order; other accents and capitals make no difference."""
    return "".join(_LAST.get(letter) or _bare(letter) for letter in unicodedata.normalize("NFC", text).lower())


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
