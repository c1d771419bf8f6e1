"""What can be handed over: each kind of item says here what it is made of.

A kind is added by registering one function (core/handovers/contents.py does it for referral, mapping and note):

    def plan_item(item_id: uuid.UUID, lock: bool) -> Item: ...
    items.register(ItemKind.PLAN, plan_item)

in a module that core/handovers/contents.py imports; its addresses (/hand-over/plan/<uuid:plan_id>, endpoint
handovers.new_plan), its draft and its place in every list then follow by themselves.

The function reads the item by its own domain's rule of visibility, writes the access log (READ, or WRITE when `lock`), and
raises NotFound for what is not there or not the signed-in person's to read; Conflict for what may be read but not given
(a note that has been corrected). With `lock` it holds the item's row until the request is over, so that the version and the
words belong together. What only one language has (somebody's own words) is a plain text; what the product says is made by
`said`, in both languages, so that the receiver reads it in theirs.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core import context
from core.context import Language
from core.handovers.terms import ItemKind
from core.i18n import LANGUAGES

Words = str | Mapping[Language, str]
"""As somebody wrote it, or as the product says it in each language."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. Line breaks in the text are kept."""

    heading: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item in one version, as it would be given now. `owner_id` is the authority that wrote or received it."""

    kind: ItemKind
    id: uuid.UUID
    version: int
    owner_id: uuid.UUID
    person_id: uuid.UUID
    participation_id: uuid.UUID | None
    title: Words
    sections: Sequence[Section]


Maker = Callable[[uuid.UUID, bool], Item]
_makers: dict[ItemKind, Maker] = {}


def register(kind: ItemKind, make: Maker) -> None:
    """Let items of this kind be handed over."""
    _makers[kind] = make


def kinds() -> list[ItemKind]:
    """The kinds that can be handed over, in their order."""
    return [kind for kind in ItemKind if kind in _makers]


def get_item(kind: ItemKind, item_id: uuid.UUID, *, lock: bool = False) -> Item:
    """The item as it is now. Raises NotFound."""
    return _makers[kind](item_id, lock)


def said(make: Callable[[], object]) -> dict[Language, str]:
    """What `make` says in each language: `said(lambda: _("Note of %(day)s", day=format_date(day)))`."""
    spoken: dict[Language, str] = {}
    for one in LANGUAGES:
        token = context.enter(replace(context.scope(), language=one))
        try:
            spoken[one] = str(make())
        finally:
            context.leave(token)
    return spoken


def read(words: Words) -> str:
    """In the reader's language, as far as there are two."""
    return words if isinstance(words, str) else words[context.language()]
