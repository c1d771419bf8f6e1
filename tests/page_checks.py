"""What must hold for every page that any test fetches. The shared client calls `check_html` on each answer (style 21)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

from core.translations import merged, texts

_LABELLED = {"input", "select", "textarea"}
_UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}
_SPOKEN = ("aria-label", "alt", "title", "placeholder")
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_NOT_TEXT = {"script", "style", "time"}


def check_html(page: str) -> None:
    """Raise AssertionError that lists everything wrong with the page."""
    faults = find_faults(page)
    assert not faults, "\n".join(faults)


def find_faults(page: str) -> list[str]:
    """Everything wrong with the page, one line a fault."""
    try:
        root = tree_of(page)
    except ParseError as error:
        return [f"not valid HTML5: {error}"]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    faults = [*_frame(root, elements), *_ids(elements), *_labels(root, elements), *_inline(elements)]
    if root.get("lang") == "sv":
        faults += [f"English on a Swedish page: {text!r}" for text in _english_in(root)]
    return faults


@lru_cache(maxsize=2)
def tree_of(page: str) -> Element:
    """The page's elements, without namespaces; a page that is looked at and then filled in is read once. Raises ParseError."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return root


def _frame(root: Element, elements: list[Element]) -> Iterator[str]:
    counts = Counter(element.tag for element in elements)
    if counts["h1"] != 1:
        yield f"{counts['h1']} h1, there must be one"
    if counts["main"] != 1:
        yield f"{counts['main']} main, there must be one"
    if root.get("lang") not in ("sv", "en"):
        yield f"lang is {root.get('lang')!r}"
    title = (root.findtext("head/title") or "").strip()
    heading = " ".join("".join(element.itertext()) for element in elements if element.tag == "h1").replace("\u00ad", "").split()
    if not title or " ".join(heading) not in title:
        yield f"the title {title!r} does not hold the h1 {' '.join(heading)!r}"


def _ids(elements: list[Element]) -> Iterator[str]:
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    for element in elements:
        for name in _REFERENCES:
            missing = [one for one in (element.get(name) or "").split() if one not in ids]
            yield from (f"{element.tag} {name} points to {one!r}, which is not there" for one in missing)
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
            yield f"a link leads to {href}, which is not there"


def _labels(root: Element, elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label"}
    wrapped = {id(inner) for label in root.iter("label") for inner in label.iter()}
    for element in elements:
        if element.tag in _LABELLED and element.get("type") not in _UNLABELLED_TYPES:
            named = element.get("id") in labelled or element.get("aria-label") or element.get("aria-labelledby")
            if not named and id(element) not in wrapped:
                yield f"{element.tag} {element.get('name')!r} has no label"
        if element.tag in ("button", "a", "summary") and not _spoken_name(element):
            yield f"{element.tag} {element.get('href') or element.get('name') or ''!r} has no name"
        if element.tag == "img" and element.get("alt") is None:
            yield f"img {element.get('src')!r} has no alt"
        if element.tag == "th" and element.get("scope") is None:
            yield f"th {''.join(element.itertext())!r} has no scope"


def _spoken_name(element: Element) -> str:
    inner = [one.get("aria-label") or one.get("alt") or "" for one in element.iter()]
    return (element.get("aria-labelledby") or "".join([*inner, *element.itertext()])).strip()


def _inline(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag in ("style",) or element.get("style") is not None:
            yield f"inline style in {element.tag}"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "inline script"
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                yield f"inline script in {element.tag} {name}"


def _english_in(root: Element) -> list[str]:
    """Texts of a Swedish page that are msgids whose Swedish is another."""
    return sorted({text for text in _texts(root) if _is_english(text)})


@lru_cache(maxsize=100_000)
def _is_english(text: str) -> bool:
    """The same words stand on page after page: hundreds of patterns are held against each of them once."""
    plain, patterns = _english()
    return text in plain or any(pattern.fullmatch(text) for pattern in patterns)


def _texts(element: Element) -> Iterator[str]:
    """Text and spoken attributes, outside what is marked as English and outside what people have typed."""
    if not isinstance(element.tag, str) or element.get("lang") == "en" or element.tag in _NOT_TEXT:
        return
    own = [element.get(name) for name in _SPOKEN]
    own += [] if element.tag == "textarea" else [element.text]
    for child in element:
        yield from _texts(child)
        own.append(child.tail)
    yield from (" ".join(text.split()) for text in own if text)


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts that differ from their Swedish and are not the Swedish of something else."""
    catalogue, _faults = merged()
    swedish = {text for message in catalogue for text in texts(message.string)}
    plain: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for message in catalogue:
        for text in set(texts(message.id)) - swedish - {""}:
            if _PLACEHOLDER.search(text) is None:
                plain.add(" ".join(text.split()))
            elif re.search(r"[^\W\d]{3}", _PLACEHOLDER.sub("", text)):
                parts = _PLACEHOLDER.split(text)
                patterns.append(re.compile(".+".join(re.escape(part) for part in parts).replace("%%", "%")))
    return frozenset(plain), tuple(patterns)
