"""What a person sees of work that takes seconds: a live line on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """`what` while it runs; with its time when it is done."""
        started = time.monotonic()
        if self._live:
            sys.stderr.write(f"\r\x1b[K  … {what}")
            sys.stderr.flush()
        try:
            yield
        except BaseException:
            if self._live:
                sys.stderr.write("\r\x1b[K")
            raise
        mark = "\r\x1b[K  ✓ " if self._live else "mia: "
        sys.stderr.write(f"{mark}{what} ({time.monotonic() - started:.1f} s)\n")
        sys.stderr.flush()

    def note(self, line: str) -> None:
        """A word from inside a step."""
        if self._live:
            sys.stderr.write(f"\r\x1b[K  … {line}")
        else:
            sys.stderr.write(f"mia: {line}\n")
        sys.stderr.flush()
