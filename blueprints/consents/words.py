"""What the printed form says, in three ways of saying it."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core import context
from core.consents.terms import DATA_KIND_NAMES, DataKind, Paper
from core.context import Language, language
from core.i18n import _, format_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was chosen. `holder` takes the consent; `controllers` process the person's data on grounds of their own."""

    name: str
    holder: str
    controllers: Sequence[str]
    authorities: Sequence[str]
    kinds: Collection[DataKind]
    purpose: str
    until: dt.date


def paper_of(paper: Paper, wanted: Wanted) -> dict[str, Any]:
    """The data of core/papers/consent.typ."""
    spoken: Language = "en" if paper is Paper.ENGLISH else "sv"
    with context.entered(replace(context.scope(), language=spoken)):
        kinds = [str(DATA_KIND_NAMES[kind]) for kind in DataKind if kind in wanted.kinds]
        says = _easy(wanted, kinds) if paper is Paper.EASY else _plain(wanted, kinds)
        return {
            "lang": language(),
            "title": _("Consent to share information"),
            "facts": [[_("Name"), wanted.name], [_("Last day it holds"), format_date(wanted.until)]],
            "size": "large" if paper is Paper.EASY else "",
            "signatures": [
                [_("Place and date")],
                [_("Signature"), _("Name in block letters")],
                [_("Received by (signature and name)"), _("Witness, when the consent is given by word of mouth")],
            ],
            **says,
        }


def _section(heading: str, *paragraphs: str, items: Sequence[str] = ()) -> dict[str, Any]:
    return {"heading": heading, "paragraphs": list(paragraphs), "items": list(items)}


def _plain(wanted: Wanted, kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "footer": _("%(holder)s keeps the signed form", holder=wanted.holder),
        "sections": [
            _section(
                _("Who may learn about you"),
                _(
                    "I agree that these authorities may learn what is written below, from %(holder)s and from each other:",
                    holder=wanted.holder,
                ),
                items=wanted.authorities,
            ),
            _section(_("What they may learn"), items=kinds),
            _section(_("What it is to be used for"), wanted.purpose),
            _section(
                _("You decide"),
                _("The consent is voluntary. Without it, only the authority that received your referral reads it."),
                _(
                    "You may take it back at any time, the whole or a part. Tell your contact person or somebody else at "
                    "%(holder)s, in any way you like. You need not say why. Sharing then stops at once.",
                    holder=wanted.holder,
                ),
                _("What has already been shared stays with the authority that received it."),
            ),
            _section(
                _("For your information: why we may process data about you"),
                _(
                    "Data controller: %(controllers)s. Each authority processes data about you because its task in law asks "
                    "for it, not because of this consent. You can ask each of them which data they have about you.",
                    controllers=", ".join(wanted.controllers) or wanted.holder,
                ),
            ),
        ],
    }


def _easy(wanted: Wanted, kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "footer": _("%(holder)s keeps the signed form", holder=wanted.holder),
        "sections": [
            _section(
                _("Who may know about you?"),
                _("I say yes. These authorities may know about me:"),
                items=wanted.authorities,
            ),
            _section(_("What may they know?"), items=kinds),
            _section(_("Why do they need to know?"), wanted.purpose),
            _section(
                _("You are the one who decides"),
                _("You do not have to say yes."),
                _("You can change your mind at any time."),
                _("Tell your contact person. You can call, write or say it."),
                _("You do not have to say why."),
                _("Then we stop telling the others."),
                _("What they already know, they may keep."),
            ),
            _section(
                _("Good to know"),
                _("%(controllers)s has data about you.", controllers=", ".join(wanted.controllers) or wanted.holder),
                _("The law lets them have the data. It is not this paper that does."),
                _("You can ask them what they have written about you."),
            ),
        ],
    }
