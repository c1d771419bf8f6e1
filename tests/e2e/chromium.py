"""Debian's Chromium, without sound, sandbox or calls home."""

from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.servers import unavailable

PROGRAM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",  # CI and containers run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launched(playwright: Playwright) -> Browser:
    """A new browser; where there is none the test is skipped, in CI it fails."""
    if not PROGRAM.exists():
        unavailable(f"no Chromium at {PROGRAM}")
    return playwright.chromium.launch(executable_path=PROGRAM, args=list(ARGUMENTS))
