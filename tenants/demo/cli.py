"""`demo-data load`: the made-up people of the demo."""

import time

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from core.errors import DomainError
from tenants.demo.load import load
from tenants.resolution import SiteFlask


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo_data)


@click.group("demo-data")
def demo_data() -> None:
    """Made-up people for the demo."""


@demo_data.command("load")
@with_appcontext
def load_command() -> None:
    """Load what is not there yet. Run again after an interruption."""
    app: SiteFlask = current_app._get_current_object()  # type: ignore[attr-defined]
    begun = time.monotonic()
    try:
        loaded = load(app, lambda slug: click.echo(f"{slug}: loaded"))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    took = f" in {time.monotonic() - begun:.1f} s" if loaded else ""
    click.echo(f"Demo data: {len(loaded)} tenants loaded{took}")
