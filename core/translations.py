"""The Swedish catalogue: `python -m core.translations` compiles translations/parts/*.po; `--check` finds gaps.

Every part of the product keeps its strings in a file of its own, so that two people can add strings at once. Nothing is
generated into the tree: the parts are the catalogue.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PARTS = ROOT / "translations" / "parts"
TARGET = ROOT / "translations" / "sv" / "LC_MESSAGES" / "messages.mo"
SOURCES = ("core", "tenants", "blueprints", "wsgi.py")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def is_current(parts: Path = PARTS, target: Path = TARGET) -> bool:
    """Whether the compiled catalogue is newer than every part, and than the folder (a part may have been removed)."""
    if not target.exists():
        return False
    made = target.stat().st_mtime
    return all(path.stat().st_mtime <= made for path in [parts, *parts.glob("*.po")])


def merged(parts: Path = PARTS) -> tuple[Catalog, list[str]]:
    """All parts as one catalogue, and what is wrong in them, one line a fault."""
    catalogue = Catalog(locale="sv", domain="messages", charset="utf-8")
    owner: dict[str, str] = {}
    faults: list[str] = []
    for path in sorted(parts.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale="sv")
        for message in part:
            if not message.id:
                continue
            faults += _faults(message, path.name)
            former = catalogue.get(message.id)
            if former is not None and former.string != message.string:
                faults.append(f"{path.name}: {message.id!r} has another translation in {owner[_key(message)]}")
            owner.setdefault(_key(message), path.name)
            catalogue.add(message.id, message.string)
    return catalogue, faults


def compile_catalogue(parts: Path = PARTS, target: Path = TARGET) -> list[str]:
    """Write the .mo. Returns the faults of the parts; with faults the catalogue is written all the same."""
    catalogue, faults = merged(parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)
    return faults


def untranslated(catalogue: Catalog, root: Path = ROOT) -> list[str]:
    """Strings of code and templates that have no Swedish, as `file:line: text`."""
    missing = []
    for path, line, message_id in _strings_in_use(root):
        found = catalogue.get(message_id)
        if found is None or not _is_complete(found):
            missing.append(f"{path.relative_to(root)}:{line}: {message_id}")
    return sorted(set(missing))


def unused(catalogue: Catalog, root: Path = ROOT) -> list[str]:
    """Translations of what is no longer said anywhere."""
    said = {texts(message_id)[0] for _path, _line, message_id in _strings_in_use(root)}
    return sorted(_key(message) for message in catalogue if message.id and _key(message) not in said)


def _strings_in_use(root: Path) -> Iterator[tuple[Path, int, str | tuple[str, ...]]]:
    from babel.messages.extract import extract_from_file  # pulls in Jinja: only for --check

    for path in _files(root):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        for line, message_id, _comments, _context in extract_from_file(method, path, keywords=KEYWORDS):
            yield path, line, message_id


def _files(root: Path) -> Iterable[Path]:
    for source in SOURCES:
        place = root / source
        if place.is_file():
            yield place
        yield from place.rglob("*.py")
        yield from (path for path in place.rglob("*.html") if "templates" in path.parts)
        yield from (path for path in place.rglob("*.txt") if "templates" in path.parts)


def _faults(message: Message, name: str) -> Iterator[str]:
    if message.fuzzy:
        yield f"{name}: {message.id!r} is fuzzy"
    if not _is_complete(message):
        yield f"{name}: {message.id!r} is not translated"
    known = {found for one in texts(message.id) for found in _PLACEHOLDER.findall(one)}
    for string in texts(message.string):
        unknown = set(_PLACEHOLDER.findall(string)) - known
        if unknown:
            yield f"{name}: {message.id!r} uses {', '.join(sorted(unknown))}, which the English does not have"


def texts(id_or_string: object) -> tuple[str, ...]:
    """The forms of a message: one, or singular and plural."""
    forms = id_or_string if isinstance(id_or_string, list | tuple) else (id_or_string,)
    return tuple(str(form or "") for form in forms)


def _is_complete(message: Message) -> bool:
    return all(texts(message.string))


def _key(message: Message) -> str:
    return texts(message.id)[0]


def main(arguments: list[str]) -> int:
    """Compile when something changed. With `--check` also look for gaps: 1 when there are any."""
    check = "--check" in arguments
    if is_current() and not check:
        return 0
    faults = compile_catalogue()
    if check:
        faults += [f"{line} (no Swedish)" for line in untranslated(merged()[0])]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults and check else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
