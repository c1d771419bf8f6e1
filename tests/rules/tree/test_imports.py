"""Imports run one way (the contracts and their reasons: pyproject.toml)."""

import subprocess
import sys

from tests.rules.tree.reading import ROOT

_LINT = "from importlinter.cli import lint_imports_command as run; run()"


def test_every_import_contract_is_kept() -> None:
    command = [sys.executable, "-c", _LINT]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - constant
    assert found.returncode == 0, found.stdout + found.stderr
