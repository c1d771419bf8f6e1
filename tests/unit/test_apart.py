"""A stranger's file is read by a process that knows nothing worth having."""

import json
from pathlib import Path

import pytest

from core.apart import TookTooLong, run_apart

TELL = """
import json, os, sys
print(json.dumps([sys.argv[1:], sys.stdin.read(), sorted(os.environ), sys.flags.isolated]))
sys.exit(3)
"""


def test_it_gets_the_file_and_the_arguments_and_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    program = tmp_path / "tell.py"
    program.write_text(TELL)
    said = run_apart(program, "sv", "$(id); echo", content=b"the file", seconds=20)
    arguments, content, environment, isolated = json.loads(said.output)
    assert (said.code, arguments, content, isolated) == (3, ["sv", "$(id); echo"], "the file", 1)
    assert set(environment) <= {"PATH", "LD_LIBRARY_PATH", "LC_CTYPE"}


def test_it_is_stopped_in_the_end(tmp_path: Path) -> None:
    program = tmp_path / "wait.py"
    program.write_text("import time; time.sleep(60)")
    with pytest.raises(TookTooLong):
        run_apart(program, content=b"", seconds=0.2)
