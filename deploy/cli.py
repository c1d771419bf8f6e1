"""`./mia COMMAND`: the commands the application registers, under our own name and with errors of one line."""

import os
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup, routes_command, shell_command


def _create_app() -> Flask:
    from wsgi import create_app  # late: `--help` of a mistyped command should not need a database

    return create_app()


group = FlaskGroup(
    create_app=_create_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    help="MIA's commands. ./mia --help tells of demo, test, check and bench.",
)
group.params.clear()  # --app, --env-file and --debug have no meaning here
group.add_command(shell_command)
group.add_command(routes_command)


def main(arguments: list[str]) -> int:
    """0 done, 1 failed with one line on stderr, 2 wrong usage. `MIA_TRACEBACK=1` shows where it failed."""
    try:
        result = group.main(args=arguments, prog_name="./mia", standalone_mode=False)
    except click.exceptions.Abort:
        return _failed("stopped")
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except Exception as fault:
        if os.environ.get("MIA_TRACEBACK"):
            raise
        from core.logs import in_a_line  # late, as above

        return _failed(in_a_line(fault))
    return result if isinstance(result, int) else 0


def _failed(reason: str) -> int:
    sys.stderr.write(f"mia: {reason}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
