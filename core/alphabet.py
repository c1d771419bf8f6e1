"""The Swedish alphabet for short lists sorted and searched in Python; long ones are so by `ext.sv_key` in the database."""

import unicodedata

_LAST = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"}


def swedish_key(text: str) -> str:
    """Sorts å, ä and ö after z, in that order; other accents and capitals make no difference."""
    return "".join(_LAST.get(letter) or _bare(letter) for letter in unicodedata.normalize("NFC", text).lower())


def folded(text: str) -> str:
    """For search, as `ext.sv_fold` does it: letters of one case, hyphens as spaces; å, ä and ö stay letters of their own."""
    composed = unicodedata.normalize("NFC", text).lower().replace("-", " ")
    return "".join(letter if letter in _LAST else _bare(letter) for letter in composed)


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
