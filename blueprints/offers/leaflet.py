"""The leaflet of an insats: what its page says, on one paper."""

import json
from functools import lru_cache
from typing import Any

from core.content.services import OfferPage, admission_of
from core.content.terms import OFFER_TEXTS, PATH
from core.context import language
from core.documents import make_pdf
from core.i18n import _
from core.interventions.terms import InterventionKind
from core.writing import plain_of


def leaflet_of(page: OfferPage) -> bytes:
    """The PDF. Many ask for the same one, so the last few are kept as long as nothing in them changes."""
    return _made(json.dumps(data_of(page), ensure_ascii=False))


@lru_cache(maxsize=64)
def _made(data: str) -> bytes:
    return make_pdf("leaflet", json.loads(data))


def data_of(page: OfferPage) -> dict[str, Any]:
    """The data of core/papers/leaflet.typ, in the language of the page."""
    own = page.start.subproject
    return {
        "lang": language(),
        "title": page.offer.name,
        "footer": f"{own.name} · {page.start.association}",
        "eu": _("Co-funded by the European Union"),
        "lead": _lead_of(page),
        "text": _text_of(page),
        "who_heading": _("Who it is for"),
        "who": admission_of(page.start),
        "steps_heading": _("How to apply"),
        "steps": [[str(step), str(text)] for step, text in PATH],
        "contact_heading": _("Contact"),
        "contact": [line for line in (own.contact_phone, own.contact_email) if line] or [page.start.association],
    }


def _lead_of(page: OfferPage) -> str:
    """What it is; of what others give, who does."""
    if page.offer.given_by:
        return _("Complementary: given by %(organisation)s.", organisation=page.offer.given_by)
    return str(OFFER_TEXTS[InterventionKind(page.offer.kind)])


def _text_of(page: OfferPage) -> list[str]:
    """What it is, in paragraphs."""
    return [plain_of(part) for part in page.offer.text.split("\n\n") if part.strip()]
