"""`./mia backup DIR` and `./mia restore DIR`."""

from pathlib import Path

import click
from flask import Flask

from core.config import get_settings
from core.errors import WallBreach
from tenants import backup
from tenants.cli import fail, operator


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def make(folder: Path) -> None:
    """Keep the whole database in DIR (new or empty): a dump, and a manifest that says what is in it."""
    operator()
    try:
        manifest = backup.make(get_settings(), folder)
    except (backup.BackupFault, OSError) as error:
        fail(error)
    else:
        click.echo(f"{folder}: {len(manifest.tenants)} tenants, {sum(manifest.rows.values())} rows")
        click.echo("Keep MIA_SECRET_KEY elsewhere: without it the sealed values cannot be read.")


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
def restore(folder: Path) -> None:
    """Bring the backup in DIR back into the empty database of DATABASE_URL, and compare it with its manifest."""
    operator()
    try:
        manifest = backup.restore(get_settings(), folder)
    except backup.BackupFault as error:
        fail(error)
    except WallBreach:
        fail("MIA_SECRET_KEY is not the one this backup was made under; sealed values would stay closed")
    else:
        click.echo(f"{len(manifest.tenants)} tenants, {sum(manifest.rows.values())} rows, as of {manifest.made_at}")


def register(app: Flask) -> None:
    """Add both commands."""
    app.cli.add_command(make)
    app.cli.add_command(restore)
