"""The order of a list, kept in the address: `?sort=name` or, downwards, `?sort=-name`. A link per heading changes it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import request

from core.lists import Order

SORT = "sort"
_DOWN = "-"


class Heading(NamedTuple):
    """A column's heading for macros/tables.html. Without an address the column cannot be sorted by."""

    label: str
    kind: str = ""
    address: str = ""
    direction: str = ""
    """For aria-sort: ascending or descending when the list follows this column, else empty."""


def wanted_order(keys: Collection[str], default: Order) -> Order:
    """The order asked for in the address; `default` for anything else than one of `keys`."""
    wanted = request.args.get(SORT, "")
    by = wanted.removeprefix(_DOWN)
    return Order(by, wanted.startswith(_DOWN)) if by in keys else default


def heading(label: str, by: str, order: Order, *, default: Order, kind: str = "") -> Heading:
    """A heading whose link sorts by this column, or turns the order when the list follows it already.

    The filters of the list stay, and it begins again at its first page. The default order has no place in the address.
    """
    followed = order.by == by
    direction = ("descending" if order.descending else "ascending") if followed else ""
    turned = Order(by, not order.descending if followed else default.descending and by == default.by)
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name not in (SORT, "page", "lang")]
    if turned != default:
        kept.append((SORT, written(turned)))
    path = f"{request.script_root}{request.path}"
    return Heading(label, kind, f"{path}?{urlencode(kept)}" if kept else path, direction)


def written(order: Order) -> str:
    """The order as it stands in an address."""
    return f"{_DOWN}{order.by}" if order.descending else order.by


def choices(labels: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """(value, text) for choosing the order where a table has no headings, on a phone. `labels`: (by, upwards, downwards)."""
    pairs = ([(written(Order(by)), up), (written(Order(by, descending=True)), down)] for by, up, down in labels)
    return [pair for both in pairs for pair in both]
