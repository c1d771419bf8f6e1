"""The brochure for case officers: what their page says, on one paper."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from core.content.services import TenantPage, admission_of
from core.context import language
from core.documents import make_pdf
from core.i18n import _, _l
from core.library.texts import OwnText
from core.writing import plain_of

WAYS = (
    (_l("Talk with the person"), _l("Say what MIA is and ask if they want to. Taking part is voluntary.")),
    (
        _l("Ask for consent"),
        _l("Without a consent to share information only you and the authority that receives the referral see it."),
    ),
    (_l("Refer"), _l("Sign in and fill in the referral, or call us and we write it down together.")),
    (_l("You get an answer"), _l("We answer you in the way you asked for, whatever comes of it.")),
)
"""From the talk with the person to the answer."""

LEAD = _l("Do you meet somebody who needs support from more than one authority to get to work or studies? Refer them to MIA.")


def brochure_of(page: TenantPage, text: OwnText, contacts: Sequence[Any]) -> bytes:
    """The PDF. The last few are kept as long as nothing in them changes."""
    return _made(json.dumps(data_of(page, text, contacts), ensure_ascii=False))


@lru_cache(maxsize=32)
def _made(data: str) -> bytes:
    return make_pdf("leaflet", json.loads(data))


def data_of(page: TenantPage, text: OwnText, contacts: Sequence[Any]) -> dict[str, Any]:
    """The data of core/papers/leaflet.typ, in the language of the page."""
    own = page.subproject
    lines = [line for line in (own.contact_phone, own.contact_email) if line]
    return {
        "lang": language(),
        "title": _("For case officers"),
        "footer": f"{own.name} · {page.association}",
        "eu": _("Co-funded by the European Union"),
        "lead": str(LEAD),
        "text": [plain_of(part) for part in text.body.split("\n\n") if part.strip()],
        "who_heading": _("Who it is for: those who"),
        "who": admission_of(page),
        "steps_heading": _("How to refer"),
        "steps": [[str(step), str(what)] for step, what in WAYS],
        "contact_heading": _("Contact"),
        "contact": [*map(_line, contacts), *lines] or [page.association],
    }


def _line(contact: Any) -> str:
    """Role, name and number of one contact."""
    role = contact.role_en if language() == "en" and contact.role_en else contact.role_sv
    if contact.is_acting:
        role = _("%(role)s (acting)", role=role)
    return " · ".join(part for part in (role, contact.name, contact.phone, contact.email) if part)
