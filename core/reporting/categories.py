"""A category of a released table as pages and charts handle it: its code, and what was put together in it.

Its words are those of core/rollup/names.py, and stand in no chart's data.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.disclosure.tables import OTHER
from core.i18n import _, _l, in_a_row
from core.rollup.names import CATEGORY_NAMES, category_name


@dataclass(frozen=True, slots=True)
class Category:
    """One category of one dimension. `members`: what was put together in it, where disclosure control merged something."""

    dimension: str
    key: str
    members: tuple[str, ...] = ()


_SERIES: Mapping[str, Mapping[str, object]] = {
    "moment": {"before": _l("Before"), "after": _l("After")},
    "year": {"now": _l("The latest year"), "before": _l("A year before")},
}
"""What a chart sets side by side that is no dimension of a table."""


def name_of_category(category: Category) -> str:
    """In the reader's language; what was merged says of what."""
    own = _own_name(category.dimension, category.key)
    if not category.members:
        return own
    members = in_a_row([_own_name(category.dimension, key) for key in category.members])
    if category.key != OTHER or OTHER in CATEGORY_NAMES.get(category.dimension, {}):
        return _("%(name)s, told together with %(members)s", name=own, members=members)
    return _("Other: %(members)s", members=members)


def _own_name(dimension: str, key: str) -> str:
    if dimension in _SERIES:
        return str(_SERIES[dimension][key])
    name = category_name(dimension, key, {})
    return _("%(band)s years", band=name) if dimension == "age" and key[:1].isdigit() else name
