"""Passwords: argon2id, and which ones are refused (NIST SP 800-63B: long, not common, no rules about signs)."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Invalid
from core.i18n import _

SHORTEST = 12
LONGEST = 200
_HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)  # OWASP: 46 MiB and 1 pass, and one more
_NOBODY = _HASHER.hash("nobody has this password")
_SHORTEST_NAME = 4
# fmt: off
_COMMON = frozenset({
    "password", "password1", "passw0rd", "losenord", "losenord1", "lösenord", "lösenord1", "hemligt", "välkommen",
    "valkommen", "sommar", "vinter", "stockholm", "sverige", "qwerty", "qwertyui", "qwertyuiop", "qwertyuiopå",
    "asdfghjkl", "zxcvbnm", "iloveyou", "letmein", "welcome", "admin", "administrator", "changeme", "samordning",
    "samordningsförbund", "samordningsforbund", "finsam", "försäkringskassan", "forsakringskassan",
    "arbetsförmedlingen", "arbetsformedlingen", "abcdefghijkl", "football", "monkey", "dragon", "master", "sunshine",
    "princess",
})
# fmt: on
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyzåäö", "qwertyuiopåasdfghjklöäzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn")


def hash_of(password: str) -> str:
    """The argon2id hash to keep; about 0.1 s and 46 MiB."""
    return _HASHER.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Takes as long when there is no hash."""
    try:
        right = _HASHER.verify(stored or _NOBODY, _normal(password[: LONGEST * 4]))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def check(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Raise Invalid when the password is too short, too long, common, or says whose it is."""
    fault = _fault(_normal(password).casefold(), email.casefold(), name.casefold())
    if fault:
        raise Invalid({field: fault})


def _fault(password: str, email: str, name: str) -> str | None:
    if len(password) < SHORTEST:
        return _("Write at least %(least)s characters. A sentence is easy to remember", least=SHORTEST)
    if len(password) > LONGEST:
        return _("Write at most %(most)s characters", most=LONGEST)
    own = [email, *email.partition("@")[0].replace(".", " ").split(), *name.split()]
    if any(part in password for part in own if len(part) >= _SHORTEST_NAME):
        return _("Choose a password without your name or e-mail address")
    if _is_common(password):
        return _("This password is among the first that are guessed. Choose another")
    return None


def _is_common(password: str) -> bool:
    """Known words with digits or signs around them, one pattern repeated, or a walk along the keyboard."""
    core = password.strip("0123456789!?.,-_*#+ ")
    if core in _COMMON or not core:
        return True
    if any((password[:size] * len(password)).startswith(password) for size in range(1, len(password) // 2 + 1)):
        return True
    return any(password in row or password in row[::-1] for row in _ROWS)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
