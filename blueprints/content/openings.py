"""What a new municipality is told with: words that the editor goes on from, in both languages."""

from core.clock import today
from core.content.queries import find_latest_published_subproject, list_published_municipalities
from core.context import current_site
from core.publishing.terms import ArticleKind

_NOBODY = "…"
_SV = {
    "title_sv": "MIA öppnar i {town}",
    "lead_sv": "Nu kan du som bor i {town} delta i MIA.",
    "body_sv": "## Vem som kan delta\n\nDu som vill till arbete eller studier och behöver stöd från mer än en myndighet.\n\n"
    "## Så gör du\n\n- [Läs om att delta](/take-part)\n- [Är du handläggare?](/case-officers)\n\n"
    "## När det börjar\n\nVi tar emot från den … . Välkommen!",
}
_EN = {
    "title_en": "MIA opens in {town}",
    "lead_en": "People who live in {town} can now take part in MIA.",
    "body_en": "## Who can take part\n\nYou who want to get to work or studies and need support from more than one authority.\n\n"
    "## What to do\n\n- [Read about taking part](/en/take-part)\n- [Are you a case officer?](/en/case-officers)\n\n"
    "## When it begins\n\nWe receive you from … . Welcome!",
}


def opening_words() -> dict[str, str]:
    """For the form of an article: with the municipality that joined last, where one is known."""
    town = _latest_town()
    return {"kind": ArticleKind.OPENING, **{name: words.replace("{town}", town) for name, words in (_SV | _EN).items()}}


def _latest_town() -> str:
    """Of the delprojekt that runs; the county's editors write the name themselves."""
    subproject = find_latest_published_subproject(today()) if current_site().kind == "tenant" else None
    joined = [one for one in list_published_municipalities(subproject) if one.joined_on] if subproject else []
    return max(joined, key=lambda one: one.joined_on or today()).name if joined else _NOBODY
