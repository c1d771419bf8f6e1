"""Where people live: every municipality with the delprojekt that admits them, for a list and for a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.alphabet import swedish_key
from core.facts.town_map import SPOTS, Spot
from core.projects.queries import Delprojekt


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality. `number` is its delprojekt's place in the county's order, from 1: a sign beside the colour."""

    name: str
    part: Delprojekt
    number: int
    spot: Spot | None
    """Where the map has it; None for one that the map does not know, which then stands in the list only."""


def list_towns(parts: Sequence[Delprojekt]) -> list[Town]:
    """In the order of the alphabet."""
    found = [
        Town(name, part, number, SPOTS.get(name)) for number, part in enumerate(parts, start=1) for name in part.municipalities
    ]
    return sorted(found, key=lambda town: (swedish_key(town.name), town.number))


def on_map(towns: Sequence[Town]) -> list[tuple[Spot, Town]]:
    """Those the map knows, from north to south and west to east; one of two that lie in the same place."""
    placed = {town.spot: town for town in reversed(towns) if town.spot}
    return sorted(placed.items(), key=lambda pair: (pair[0].row, pair[0].column))
