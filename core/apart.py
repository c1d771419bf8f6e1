"""Runs a program of ours on a stranger's file, in a process of its own: without secrets, database, shell or the product.

The program sets its own limits of memory and processor before it reads (resource.setrlimit); here stands how long we wait.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_HANDED_ON = ("PATH", "LD_LIBRARY_PATH")


class TookTooLong(Exception):
    """It was stopped."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the program answered; below 0 it was killed, by its own limit or by the file."""

    code: int
    output: bytes


def run_apart(program: Path, *arguments: str, content: bytes, seconds: float) -> Said:
    """`python -I program arguments < content`. Raises TookTooLong."""
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    command = [sys.executable, "-I", str(program), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, without a shell
            command, input=content, capture_output=True, env=environment, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    return Said(done.returncode, done.stdout)
