"""What may not stand in any file: numbers of living persons, places of one machine, work left over."""

import json
import re
import unicodedata
from pathlib import PurePath

import pytest

from tests.rules.tree.reading import texts

NUMBER = re.compile(
    r"(?<![\w.-])(?:18|19|20)?"
    r"(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+]?\d{4})(?![\w.])"
)
HASHES = {"deploy/requirements.txt", "deploy/requirements-dev.txt", "deploy/uv.txt"}
LEFT_OVER = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"))
HOSTS = "|".join(rf"{name}\.org" for name in ("pypi", "pythonhosted", "deb.debian")) + r"|npmjs\.(?:com|org)"
FORBIDDEN = {
    "work left over": rf"\b(?:{LEFT_OVER})\b",
    "a registry's host": rf"\b(?:{HOSTS})\b",
    "a place of one machine": r"(?<![\w.~>/-])/(?:root|home/\w+|Users/\w+|work/(?:main|shared))(?=[/\s\"'`]|$)",
}


def _official() -> set[str]:
    listed = json.loads(texts()["core/facts/county.json"])["test_identity_numbers"]
    numbers = [number for given in listed.values() if isinstance(given, list) for number in given]
    return {re.sub(r"\D", "", number)[-10:] for number in [*numbers, listed["published_example"]]}


def passes_check_digit(digits: str) -> bool:
    """Luhn over ten digits."""
    return sum(sum(divmod(int(sign) * (2 - place % 2), 10)) for place, sign in enumerate(digits)) % 10 == 0


def test_identity_numbers_are_official_test_numbers() -> None:
    """A number that passes the check digit probably belongs to a living person, unless it is on Skatteverket's open list.

    Told by its last four digits only. Birth number 000 is never issued.
    """
    official = _official()
    assert [
        f"{name}: …{digits[-4:]}"
        for name, text in texts().items()
        if name not in HASHES
        for found in NUMBER.finditer(text)
        for digits in [unicodedata.normalize("NFKC", re.sub(r"\D", "", found[1]))]
        if passes_check_digit(digits) and digits not in official and digits[6:9] != "000"
    ] == []


@pytest.mark.parametrize(("name", "pattern"), FORBIDDEN.items())
def test_no_file_holds(name: str, pattern: str) -> None:
    compiled = re.compile(pattern, re.MULTILINE)
    assert [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1} {name}"
        for path, text in texts().items()
        for found in compiled.finditer(text)
    ] == []


def test_the_search_finds_what_it_looks_for() -> None:
    """So that the emptiness above means something."""
    known = min(_official())
    assert passes_check_digit(known)
    assert NUMBER.search(f"number 19{known[:6]}-{known[6:]}, typed")
    assert re.search(FORBIDDEN["a place of one machine"], "see " + "/".join(("", "home", "mira", "notes")))
    assert re.search(FORBIDDEN["a registry's host"], ".".join(("https://pypi", "org")))


def test_no_lock_names_a_registry() -> None:
    """uv.lock carries addresses of the registry it was made with; our locks carry hashes only."""
    assert [name for name in texts() if PurePath(name).name == "uv.lock"] == []
