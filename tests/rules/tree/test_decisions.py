"""What was decided is written down, one page each; every dependency has its reason."""

import re

from tests.rules.tree.reading import project, texts

FOLDER = "docs/decisions/"


def _decisions() -> dict[str, str]:
    return {name.removeprefix(FOLDER): text for name, text in texts().items() if name.startswith(FOLDER)}


def _names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def test_decisions_are_numbered_once_and_named_by_their_heading() -> None:
    names = list(_decisions())
    assert [name for name in names if not re.fullmatch(r"\d{4}(-[a-z0-9]+)+\.md", name)] == []
    numbers = [name[:4] for name in names]
    assert len(numbers) == len(set(numbers)), numbers
    assert [name for name, text in _decisions().items() if not text.startswith(f"# {name[:4]} ")] == []


def test_every_dependency_has_its_reason() -> None:
    wanted = _names_of(project()["project"]["dependencies"]) | _names_of(project()["dependency-groups"]["dev"])
    explained = set(re.findall(r"`([a-z0-9-]+)(?:\[\w+\])?`", "\n".join(_decisions().values())))
    assert sorted(wanted - explained) == []


def test_locks_hold_every_dependency_by_hash() -> None:
    for lock, wanted in (
        ("deploy/requirements.txt", project()["project"]["dependencies"]),
        ("deploy/requirements-dev.txt", project()["dependency-groups"]["dev"]),
    ):
        pinned = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[\w,]+\])?==.*\\\n\s+(--hash=sha256):", texts()[lock], re.MULTILINE))
        assert sorted(_names_of(wanted) - set(pinned)) == [], lock
