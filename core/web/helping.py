"""Help where people stand: a page of a task links to the help about that task. The texts are blueprints/help's.

helping.add([HelpPage("exit", _l("Register an exit"), ("exits.new", "exits.create"))])
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A help page: the last part of its address, its heading, and the endpoints whose pages lead to it."""

    slug: str
    title: object
    endpoints: tuple[str, ...]


_page_of: dict[str, HelpPage] = {}


def add(pages: Iterable[HelpPage]) -> None:
    """Register help pages; an endpoint leads to one."""
    for page in pages:
        _page_of.update(dict.fromkeys(page.endpoints, page))


def find_help() -> HelpPage | None:
    """The help for the page at hand, or None."""
    return _page_of.get(request.endpoint or "")
