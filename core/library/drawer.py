"""Draws the first page of a PDF: `python -I drawer.py < file.pdf > page.png`. Imports nothing of the product.

core/library/covers.py starts it. It takes no more than so much memory and time, and writes to a folder of its own that goes
with it.
"""

import resource
import sys
import tempfile
from pathlib import Path

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 10
PAGE = '#set page(width: 480pt, height: auto, margin: 0pt)\n#image("file.pdf", width: 480pt)'


def main() -> int:
    """0 when the page stands on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    import typst

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "file.pdf").write_bytes(sys.stdin.buffer.read())
        Path(folder, "page.typ").write_text(PAGE, encoding="utf-8")
        try:
            drawn = typst.compile(str(Path(folder, "page.typ")), root=folder, ignore_system_fonts=True, format="png", ppi=72.0)
        except typst.TypstError:
            return 1
    sys.stdout.buffer.write(drawn if isinstance(drawn, bytes) else b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
