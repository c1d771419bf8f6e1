"""What a measure found, as a table on the terminal, as JSON, and as a section of docs/benchmarks.md."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from deploy.local.binaries import find_postgres

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is against `floor`, both of the same run; `goal` is "≥ 0.60" or "≤ 15 ms" or empty."""

    bench: str
    what: str
    value: str
    floor: str = ""
    ratio: float | None = None
    goal: str = ""
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        return "" if self.reached is None else "yes" if self.reached else "NO"


def at_least(goal: float, ratio: float) -> tuple[str, bool]:
    """Goal and whether it was reached, for Row."""
    return f"≥ {goal:.2f}", ratio >= goal


def at_most(goal: float, value: float, unit: str = "") -> tuple[str, bool]:
    return f"≤ {goal:g}{unit}", value <= goal


def table(rows: Iterable[Row]) -> str:
    """Columns for a terminal."""
    lines = [("measure", "value", "floor", "ratio", "goal", "reached"), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return (f"{row.bench}: {row.what}", row.value, row.floor, ratio, row.goal, row.verdict)


def machine() -> dict[str, str]:
    """What the figures depend on. No host names."""
    names = ("flask", "sqlalchemy", "psycopg2-binary", "gunicorn", "jinja2", "scipy")
    return {
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "processor": _processor(),
        "kernel": platform.release().partition("-")[0],
        "python": platform.python_version(),
        "postgresql": _postgresql(),
        "load before": f"{os.getloadavg()[0]:.1f}",
    } | {name: _version(name) for name in names}


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        return platform.machine()
    return found[1] if found else platform.machine()


def _postgresql() -> str:
    told = subprocess.run([find_postgres() / "postgres", "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\d+(\.\d+)?", told.stdout)
    return found[0] if found else "unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:
        return "not installed"


def as_json(rows: Iterable[Row], on: dict[str, str]) -> dict[str, object]:
    return {"machine": on, "rows": [asdict(row) for row in rows]}


def write_document(rows: Iterable[Row], on: dict[str, str], day: str) -> None:
    """Put the section of each measure taken into docs/benchmarks.md; the others stay as they are."""
    text = DOCUMENT.read_text()
    by_bench: dict[str, list[Row]] = {}
    for row in rows:
        by_bench.setdefault(row.bench, []).append(row)
    for name, found in by_bench.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        assert begin in text, f"docs/benchmarks.md has no place for {name}"
        text = text[: text.index(begin)] + begin + "\n" + _section(found, on, day) + text[text.index(end) :]
    DOCUMENT.write_text(text)


def _section(rows: list[Row], on: dict[str, str], day: str) -> str:
    head = ["| measure | value | floor | ratio | goal | reached |", "|---|---|---|---|---|---|"]
    lines = ["| " + " | ".join((row.what, *_cells(row)[1:])) + " |" for row in rows]
    said = ", ".join(f"{name} {value}" for name, value in on.items())
    return "\n".join([*head, *lines, "", f"Taken {day}: {said}.", ""])
