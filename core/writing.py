"""What an editor writes, as HTML: CommonMark with tables, and nothing that could run, load or mislead.

Two walls, one behind the other: the parser makes no HTML of what was typed as HTML, and what it made is cleaned by a list of
what may stand. Pictures are those of the site's own library, named by their id; a picture from elsewhere becomes a link's words.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from core.errors import Invalid
from core.i18n import _l

MOST_CHARACTERS = 60_000
PICTURE = re.compile(r"picture:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
"""How a text names a picture of the library: ![What it shows](picture:ID)."""

_HIGHEST, _LOWEST = 2, 4
"""The page's own h1 stands above; deeper than h4 nobody follows."""
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"scope"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_OWN_PATH = re.compile(r"/(?![/\\])|#")

PictureAddress = Callable[[str], str | None]
"""From a picture's id to its address on this site; None when it may not be shown."""


def html_of(text: str, *, picture: PictureAddress = lambda _id: None) -> Markup:
    """The text as HTML that may stand in a page. Raises Invalid(text) when it is too long."""
    return _cleaned(_html(_tokens(text), picture))


def plain_of(text: str, *, most: int | None = None) -> str:
    """The words alone, for search, feeds and descriptions; cut at a word, with an ellipsis, when longer than `most`."""
    words = " ".join(_words(_tokens(text))).split()
    joined = " ".join(words)
    if most is None or len(joined) <= most:
        return joined
    cut = joined[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-")
    return f"{cut}…"


def headings_of(text: str) -> list[tuple[int, str, str]]:
    """Level (2 to 4), id and words of each heading, for a table of contents."""
    tokens = _tokens(text)
    return [
        (int(token.tag[1]), str(token.attrs["id"]), _inline_words(tokens[at + 1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def pictures_of(text: str) -> set[str]:
    """Ids of the pictures a text shows."""
    sources = (str(child.attrs.get("src", "")) for token in _tokens(text) for child in token.children or [])
    return {found[1] for source in sources if (found := PICTURE.fullmatch(source))}


def slug_of(title: str) -> str:
    """An address in small letters: "Hälsodag på Öland" becomes halsodag-pa-oland. At most 80 signs; "sida" when none is left."""
    folded = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:80].strip("-") or "sida"


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name for the question
        return may_link(url)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "maxNesting": 20, "linkify": False})
    parser.enable(["table", "strikethrough"])
    return parser


def may_link(address: str) -> bool:
    """Web, mail and telephone; the site's own paths and pictures. What a browser would run is no link."""
    shown = "".join(sign for sign in address.strip() if unicodedata.category(sign)[0] not in "CZ")
    if PICTURE.fullmatch(shown) or _OWN_PATH.match(shown):
        return True
    scheme, colon, _rest = shown.partition(":")
    return bool(colon) and scheme.casefold() in _SCHEMES


def _tokens(text: str) -> list[Token]:
    if len(text) > MOST_CHARACTERS:
        raise Invalid({"text": _l("The text is too long. Write at most 60,000 characters, or divide it.")})
    tokens = _parser().parse(unicodedata.normalize("NFC", text))
    _lower_headings(tokens)
    return tokens


def _lower_headings(tokens: list[Token]) -> None:
    """# and ## become h2, ### h3 and the rest h4: never a second h1, never a step left out between two that follow."""
    taken: dict[str, int] = {}
    before = _HIGHEST - 1
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level = min(max(int(token.tag[1]), _HIGHEST), before + 1, _LOWEST)
        before = level
        token.tag = tokens[at + 2].tag = f"h{level}"
        slug = slug_of(_inline_words(tokens[at + 1]))
        taken[slug] = taken.get(slug, 0) + 1
        token.attrs["id"] = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"


def _html(tokens: list[Token], picture: PictureAddress) -> str:
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {}
        elif token.children:
            token.children = [_placed(child, picture) for child in token.children]
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))


def _placed(token: Token, picture: PictureAddress) -> Token:
    """A picture of the library with its address on this site; any other picture as the words that describe it."""
    if token.type != "image":
        return token
    found = PICTURE.fullmatch(str(token.attrs.get("src", "")))
    address = picture(found[1]) if found else None
    if address is None:
        return Token("text", "", 0, content=token.content)
    token.attrs["src"] = address
    return token


def _cleaned(html: str) -> Markup:
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer", strip_comments=True
    )
    return Markup(cleaned)  # noqa: S704 - cleaned by the list above


def _words(tokens: list[Token]) -> list[str]:
    return [_inline_words(token) if token.type == "inline" else token.content for token in tokens]


def _inline_words(token: Token) -> str:
    """Line breaks are spaces; a picture is its description."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if child.type in breaks else child.content for child in token.children or [])
