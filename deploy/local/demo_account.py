"""What the demo prints when it is ready: where to go and as whom."""

import sys
from datetime import date
from pathlib import Path

from core import facts

PASSWORD = "demo-demo-demo"  # noqa: S105 - the demo's published password; it exists with MIA_ENV=demo only
_COUNTY_ROLES = ("programme_manager", "programme_controller", "communicator", "platform_admin")
_TENANT_ROLES = ("subproject_manager", "case_worker", "association_office", "tenant_admin")


def print_welcome(port: int, today: date, generated_until: date, folder: Path) -> None:
    lines = ["", f"MIA demo, {today}. Everyone in it is made up. State: {folder}"]
    if today != generated_until:
        lines.append(f"The data were made for {generated_until} and stay so; only business dates move with --today.")
    lines += ["", f"  {'County':<17} http://localhost:{port}/"]
    lines += [f"  {found.slug:<17} http://{found.slug}.localhost:{port}/" for found in facts.associations()]
    lines += ["", f"Sign in with the password {PASSWORD} as", ""]
    lines += [f"  {f'{role}@county.example':<36} at the county's address" for role in _COUNTY_ROLES]
    lines += [f"  {f'{role}@SLUG.example':<36} at http://SLUG.localhost:{port}/" for role in _TENANT_ROLES]
    lines += ["  party_representative.KIND@SLUG.example with KIND fk, af, kommun or region", ""]
    lines += ["Ctrl-C stops everything.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
