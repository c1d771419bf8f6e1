"""Chance that falls the same way on every machine: one seeded source for each part, so that parts do not disturb each other."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value")

SEED = "mia-demo-1"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:mia:demo")


def dice(part: str) -> random.Random:
    """The source of chance of one part of the demo."""
    return random.Random(f"{SEED}/{part}")  # noqa: S311 - made-up people, no secret


def shuffled(chance: random.Random, values: Sequence[Value]) -> list[Value]:
    """The same values in another order."""
    copy = list(values)
    chance.shuffle(copy)
    return copy


def name_id(name: str) -> uuid.UUID:
    """The id of something that has a name: an account by its e-mail, an authority by tenant and name."""
    return uuid.uuid5(_NAMESPACE, name)


class Ids:
    """Ids that sort by the row's own day, like the UUIDv7 of real rows, and are the same every time."""

    def __init__(self, part: str) -> None:
        self._dice = dice(f"ids/{part}")

    def new(self, day: dt.date) -> uuid.UUID:
        millis = int(dt.datetime.combine(day, dt.time(9), dt.UTC).timestamp() * 1000)
        value = (millis << 80) | self._dice.getrandbits(80)
        value = value & ~(0xF << 76) | (0x7 << 76)
        value = value & ~(0x3 << 62) | (0x2 << 62)
        return uuid.UUID(int=value)
