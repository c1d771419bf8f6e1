"""Where each municipality lies on a map of hexagons: our own simplification, north up, neighbours as near as the shape allows.

A row lies half a hexagon beside the next, so `column` counts halves; a hexagon is two of them wide.
"""

from dataclasses import dataclass

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_ROWS = (
    "9 0188 Norr|tälje",
    "4 0191 Sigtuna, 6 0115 Vallen|tuna, 8 0117 Öster|åker",
    "3 0139 Upplands-|Bro, 5 0114 Upplands Väsby, 7 0160 Täby, 9 0187 Vaxholm",
    "4 0163 Sollen|tuna, 6 0162 Dande|ryd",
    "3 0183 Sundby|berg, 5 0180 Stock|holm, 7 0182 Nacka, 9 0120 Värmdö",
    "2 0127 Bot|kyrka, 4 0126 Hud|dinge, 6 0138 Tyresö",
    "1 0181 Söder|tälje, 3 0128 Salem, 5 0136 Haninge",
    "4 0192 Nynäs|hamn",
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A hexagon: its first half column and its row, both from 1, and the name with where it may be divided."""

    code: str  # SCB's four digits
    column: int
    row: int
    parted_name: str

    @property
    def name(self) -> str:
        return self.parted_name.replace(SOFT_HYPHEN, "")


def _spot(row: int, text: str) -> Spot:
    column, code, name = text.split(" ", 2)
    return Spot(code, int(column), row, name.replace("-|", "-").replace("|", SOFT_HYPHEN))


SPOTS: dict[str, Spot] = {
    spot.name: spot for row, line in enumerate(_ROWS, start=1) for spot in (_spot(row, text) for text in line.split(", "))
}
"""By the municipality's name, from north to south and west to east."""
