"""Pages of a long list, kept in the address together with its filters."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Pager:
    """Page `page` (from 1) of a list of `total` rows."""

    page: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Number of the first row shown; 0 in an empty list."""
        return min(self.total, (self.page - 1) * self.per_page + 1)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.page * self.per_page)

    @property
    def shown(self) -> list[int | None]:
        """Pages to link to: the first, the last, and those around this one; None stands for a gap."""
        near = {1, self.pages, self.page - 1, self.page, self.page + 1}
        listed: list[int | None] = []
        for number in sorted(one for one in near if 1 <= one <= self.pages):
            if listed and listed[-1] is not None and number > listed[-1] + 1:
                listed.append(None)
            listed.append(number)
        return listed

    def address(self, page: int) -> str:
        """The address of another page of the same list."""
        kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
        if page > 1:
            kept.append(("page", str(page)))
        path = f"{request.script_root}{request.path}"
        return f"{path}?{urlencode(kept)}" if kept else path


def wanted_page() -> int:
    """The page asked for in the address; 1 for anything that is no page."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= 100_000 else 1
