"""The map of municipalities: everyone has a place of their own, and what stands on a colour can be read on it."""

import math
import re
from pathlib import Path

import pytest

from core import facts
from core.facts.town_map import SPOTS
from core.projects.terms import Accent

TOKENS = (Path(__file__).parents[2] / "core/web/static/css/tokens.css").read_text(encoding="utf-8")


def test_every_municipality_of_the_county_has_a_place_of_its_own() -> None:
    towns = {town.name: town.code for found in facts.associations() for town in found.municipalities}
    assert {name: spot.code for name, spot in SPOTS.items()} == towns
    assert len(towns) == 21
    taken = [(half, spot.row) for spot in SPOTS.values() for half in (spot.column, spot.column + 1)]
    assert len(set(taken)) == len(taken)
    assert all((spot.column + spot.row) % 2 == 0 for spot in SPOTS.values()), "rows lie half a hexagon beside each other"


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance (WCAG) of oklch, by the matrices of CSS Color 4; what no screen shows is clipped."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return sum(part * min(max(one, 0), 1) for part, one in zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True))


def luminance_of(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("accent", list(Accent))
def test_the_names_on_the_map_can_be_read_on_every_colour(accent: Accent) -> None:
    own = re.search(rf"\[data-accent={accent}\] {{([^}}]*)}}", TOKENS)
    assert own
    hue = float(re.findall(r"--mia-h: ([\d.]+)", own[1])[0])
    chroma = float(next(iter(re.findall(r"--mia-c: ([\d.]+)", own[1])), ".075"))
    inks = re.findall(r"--mia-ink: (#\w{6})", TOKENS)
    fills = re.findall(r"--mia-accent-line: oklch\(([\d.]+) calc\(var\(--mia-c\) \* ([\d.]+)\)", TOKENS)
    signs = re.findall(r"--mia-accent-strong: oklch\(([\d.]+) (?:calc\()?var\(--mia-c\)(?: \* ([\d.]+))?", TOKENS)
    assert len(inks) == len(fills) == len(signs) == 2, "light and dark"
    for ink, fill, sign in zip(inks, fills, signs, strict=True):
        ground = luminance(float(fill[0]), chroma * float(fill[1]), hue)
        assert ratio(luminance_of(ink), ground) >= 7
        assert ratio(luminance(float(sign[0]), chroma * float(sign[1] or 1), hue), ground) >= 4.5
