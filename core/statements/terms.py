"""What an accessibility statement says (lag 2018:1937; Digg's MDFFS 2019:2, annex: what a statement must hold)."""

from enum import StrEnum

from core.i18n import _l

MOST_LINES = 4_000
"""Characters of a list of faults; about forty lines."""


class Conformity(StrEnum):
    """How far the pages meet the requirements."""

    FULL = "full"
    PARTLY = "partly"
    NOT = "not"


class Method(StrEnum):
    """Who tried the pages."""

    OWN = "own"
    EXTERNAL = "external"


CONFORMITY_NAMES = {
    Conformity.FULL: _l("The pages meet the requirements"),
    Conformity.PARTLY: _l("The pages partly meet the requirements"),
    Conformity.NOT: _l("The pages do not meet the requirements"),
}
METHOD_NAMES = {
    Method.OWN: _l("We have tried the pages ourselves"),
    Method.EXTERNAL: _l("Somebody outside the association has tried the pages"),
}
