"""The tree as a developer is about to commit it: what git follows, and what is new and not ignored."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ("core/", "tenants/", "blueprints/")
_NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".mo"}


@cache
def list_files() -> tuple[str, ...]:
    """Every file, by its path from the root. The owner of the checkout may be another user than who runs this."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()  # noqa: S603 - constant
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


@cache
def texts() -> dict[str, str]:
    """What stands in every file that is text."""
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in list_files() if Path(name).suffix not in _NOT_TEXT}


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file, parsed."""
    return {name: ast.parse(text, name) for name, text in texts().items() if name.endswith(".py")}


def templates() -> dict[str, str]:
    """Every template of the product."""
    return {name: text for name, text in texts().items() if name.endswith(".html") and name.startswith(PRODUCT)}


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads(texts()["pyproject.toml"])


def contract(name: str) -> dict[str, Any]:
    """The import contract whose name begins so."""
    contracts: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["name"].startswith(name))


def domains() -> set[str]:
    """The domains of core, as the import contract names them (in brackets while one is being built)."""
    return {name.strip(" ()") for name in contract("Inside core")["layers"][2].split(":")}
