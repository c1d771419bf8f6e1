"""`./mia bench [NAME …] [--json FILE] [--write]`: measurements, each against a floor taken in the same run."""

import argparse
import datetime as dt
import io
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stderr
from pathlib import Path

from deploy.local import LocalServerError
from tests.bench import (
    connections,
    disclosure,
    export,
    importing,
    list_page,
    operating,
    pages,
    public,
    results,
    rollup,
    search,
    town,
)
from tests.bench.results import Row

NAMES = (
    *("list", "public", "search", "pages", "rollup", "migrate"),
    *("provision", "connections", "import", "start", "disclosure", "export"),
)
TENANTS, PEOPLE = 80, 2_500
SEARCHED = 12_500
OF_A_TENANT = 300
MANY = 800


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done and every goal was reached, 1 when one was missed or it could not be measured, 2 for wrong usage."""
    options = _options(arguments)
    wanted = options.names or list(NAMES)
    on = results.machine()
    try:
        rows = _measure(wanted)
    except (LocalServerError, AssertionError, OSError) as fault:
        sys.stderr.write(f"mia: {fault}\n")
        return 1
    except KeyboardInterrupt:
        return 1
    sys.stdout.write(results.table(rows) + "\n" + ", ".join(f"{name} {value}" for name, value in on.items()) + "\n")
    if options.json:
        options.json.write_text(json.dumps(results.as_json(rows, on), indent=1, ensure_ascii=False) + "\n")
    if options.write:
        results.write_document(rows, on, dt.datetime.now(dt.UTC).date().isoformat())
    return 1 if any(row.reached is False for row in rows) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./mia bench",
        description="Measure on a PostgreSQL of its own, in a temporary folder. All takes about twenty minutes.",
        epilog="Names: " + " ".join(NAMES),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; all without a name")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"no such measure: {', '.join(unknown)}. There are {', '.join(NAMES)}")
    return options


def _measure(wanted: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    with ExitStack() as stack:
        if {"list", "public", "pages", "migrate", "provision", "connections"} & set(wanted):
            rows += _on_a_town(stack.enter_context(town.raised(8, PEOPLE)), wanted)
    if {"search", "export"} & set(wanted):
        with town.raised(1, SEARCHED) as single:
            rows += search.run(single) if "search" in wanted else []
            rows += export.run(single) if "export" in wanted else []
    if "import" in wanted:
        with town.raised(1, 100) as single:
            rows += importing.run(single)
    if "rollup" in wanted:
        with town.raised(TENANTS, OF_A_TENANT) as many:
            rows += rollup.run(many)
    if "start" in wanted:
        rows += operating.start_demo()
    if "disclosure" in wanted:
        rows += disclosure.run()
    return sorted(rows, key=lambda row: NAMES.index(row.bench))


def _on_a_town(place: town.Town, wanted: Sequence[str]) -> list[Row]:
    """From 8 tenants to 80 to 800: each measure at its size."""
    rows = connections.run(place, 8) if "connections" in wanted else []
    place.grow(TENANTS, PEOPLE)
    rows += list_page.run(place) if "list" in wanted else []
    rows += public.run(place) if "public" in wanted else []
    if "pages" in wanted:
        with redirect_stderr(io.StringIO()):  # a line for each request
            rows += pages.run(place)
    rows += operating.migrate(place) if "migrate" in wanted else []
    rows += operating.provision(place) if "provision" in wanted else []
    if "connections" in wanted:
        rows += connections.run(place, TENANTS)
        place.grow(MANY, 3)
        rows += connections.run(place, MANY)
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
