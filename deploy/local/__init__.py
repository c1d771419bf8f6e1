"""PostgreSQL and Valkey for one machine: demo, development and tests need nothing installed but Python.

`postgres.start(folder)` and `valkey.start(folder)` give a running server on a Unix socket; who comes first starts it.
"""


class LocalServerError(Exception):
    """A local server cannot be had; the message is one line for the person who asked for it."""
