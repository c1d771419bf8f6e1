"""From Vega's SVG to one that may stand in a page: one image with one name, no styles, no scripts, no links, and small."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_NUMBER = re.compile(r"(\d+\.\d)\d+")
TAGS = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle"}
KEPT = {
    "d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "viewBox", "cx", "cy", "r", "fill", "stroke",
    "fill-opacity", "stroke-opacity", "opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "font-size", "font-weight", "text-anchor",
}  # fmt: skip
NEEDLESS = {
    "class", "aria-hidden", "aria-label", "aria-roledescription", "role", "pointer-events", "stroke-miterlimit",
    "font-family", "font-style", "display", "version", "clip-path",
}  # fmt: skip
LEFT_OUT = {"defs", "clipPath"}
"""Nothing is drawn outside its frame, so nothing has to be cut; ids would stand twice in a page with two pictures."""
DEFAULTS = {"opacity": "1", "stroke-width": "1", "transform": "translate(0,0)", "fill-opacity": "1"}


class UnsafeChart(ValueError):
    """The picture holds something that a page's policy for contents refuses."""


def tidy(svg: str, label: str) -> str:
    """`label` is the sentence a screen reader says instead of the picture. Raises UnsafeChart for anything unforeseen."""
    root = ET.fromstring(svg)  # noqa: S314 - what our own renderer wrote a moment ago
    size = {name: root.get(name, "") for name in ("width", "height", "viewBox")}
    made = ET.Element("svg", {**size, "role": "img", "aria-label": label})
    for child in root:
        made.extend(list(_clean(child)))
    return ET.tostring(made, encoding="unicode")


def _clean(element: ET.Element) -> Iterator[ET.Element]:
    """The element with what is needed of it, its children in its place when it adds nothing, or nothing at all."""
    tag = element.tag.rpartition("}")[2]
    if tag in LEFT_OUT:
        return
    if tag not in TAGS:
        raise UnsafeChart(f"an element {tag}")
    attributes = dict(_attributes(element))
    children = [one for child in element for one in _clean(child)]
    if tag == "g" and not attributes:
        yield from children
    elif _is_seen(tag, attributes, element, children):
        made = ET.Element(tag, attributes)
        made.text = (element.text or "").strip() or None
        made.extend(children)
        yield made


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name in NEEDLESS or DEFAULTS.get(name) == value:
            continue
        if name not in KEPT or "url(" in value:
            raise UnsafeChart(f"an attribute {name}")
        yield name, value if name == "d" and len(value) < 40 else _NUMBER.sub(r"\1", value)


def _is_seen(tag: str, attributes: dict[str, str], element: ET.Element, children: list[ET.Element]) -> bool:
    if element.get("display") == "none":
        return False
    if tag == "g":
        return bool(children)
    if tag == "text":
        return bool(children or (element.text or "").strip())
    if tag == "path":
        return bool(attributes.get("d")) and any(attributes.get(one, "none") != "none" for one in ("fill", "stroke"))
    return True
