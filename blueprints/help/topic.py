"""What a help page consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What it is (`lead`), how it is done (`steps`), and what one may wonder (`notes`: heading and text)."""

    slug: str
    title: object
    lead: object
    steps: tuple[object, ...]
    notes: tuple[tuple[object, object], ...]
    endpoints: tuple[str, ...] = ()
    """Whose pages lead here."""
