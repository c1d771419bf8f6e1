"""`./mia check`: everything that can be judged without a server, one line a tool, all of them even after a failure."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_HERE = "not browser and not postgres15"
# The rules that need no server: what the tree holds, not what the product does.
_TESTS = ["tests/rules/tree", "tests/rules/test_translations.py", "tests/unit"]

_CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy", "."],
    "imports": ["importlinter.cli"],
    "templates": ["djlint", "--lint", "--quiet", "core", "blueprints"],
    "translations": ["core.translations", "--check"],
    "tests": ["pytest", "-q", "--tb=short", "--show-capture=no", "-m", _HERE, *_TESTS],
}


def main() -> int:
    """0 when everything holds, 1 with the names of what does not."""
    parser = argparse.ArgumentParser(prog="./mia check", description="Judge the tree: " + ", ".join(_CHECKS) + ".")
    parser.add_argument("only", nargs="*", metavar="CHECK", help="only these")
    only = parser.parse_args().only
    unknown = sorted(set(only) - set(_CHECKS))
    if unknown:
        parser.error(f"unknown check: {', '.join(unknown)}")
    failed = [name for name, command in _CHECKS.items() if (not only or name in only) and not _holds(name, command)]
    if failed:
        sys.stderr.write(f"mia: failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def _holds(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    module = ["-c", "from importlinter.cli import lint_imports_command as run; run()"]
    arguments = module if name == "imports" else ["-m", *command]
    finished = subprocess.run(  # noqa: S603 - the tools named above
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    holds = finished.returncode == 0
    sys.stdout.write(f"{'ok    ' if holds else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)\n")
    if not holds:
        sys.stdout.write(finished.stdout + finished.stderr)
    sys.stdout.flush()
    return holds


if __name__ == "__main__":
    raise SystemExit(main())
