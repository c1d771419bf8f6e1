"""What must hold of an article before it is kept, each fault beside the field it is about."""

import re
import unicodedata
import uuid

import sqlalchemy as sa

from core import clock
from core.audit import Action, record_access
from core.consents.models import Consent
from core.consents.terms import REFERENCE_SIGNS, ConsentKind
from core.context import current_site
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.publishing.entered import ArticleValues
from core.publishing.terms import LONGEST_TAG, MOST_PLACES, MOST_TAGS, ArticleKind
from core.writing import html_of

_BETWEEN_TAGS = re.compile(r"[,;\n]+")


def check(values: ArticleValues) -> uuid.UUID | None:
    """Everything that can be wrong; the consent of a story, when its reference was given."""
    faults = _faults_of_words(values) | _faults_of_sign_up(values)
    if values.kind is None:
        faults["kind"] = _l("Choose what it is")
    elif values.kind == ArticleKind.STORY and current_site().kind == "county":
        faults["kind"] = _l("A story stands at the sub-project that keeps the consent")
    if values.happens_on and values.last_day and values.last_day < values.happens_on:
        faults["last_day"] = _l("The last day cannot be before the first")
    if faults:
        raise Invalid(faults)
    split_tags(values.tags)
    for words in values.words().values():
        html_of(words.body)
    return find_consent_by_reference(values.consent) if values.consent.strip() else None


def split_tags(typed: str) -> list[str]:
    """Each once, in small letters, in the order typed. Raises Invalid for too many or too long."""
    cleaned = (" ".join(unicodedata.normalize("NFC", part).casefold().split()) for part in _BETWEEN_TAGS.split(typed))
    tags = list(dict.fromkeys(tag for tag in cleaned if tag))
    if len(tags) > MOST_TAGS:
        raise Invalid({"tags": _l("Write at most 10 tags.")})
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise Invalid({"tags": _l("A tag has at most 40 characters.")})
    if any(not tag.replace(" ", "").replace("-", "").isalnum() for tag in tags):
        raise Invalid({"tags": _l("A tag has letters, figures, spaces and hyphens only.")})
    return tags


def find_consent_by_reference(typed: str) -> uuid.UUID:
    """A consent to publish that is in force, found by the reference its keeper passed on. Raises Invalid."""
    wanted = "".join(sign for sign in typed.casefold() if sign.isalnum())
    record_access(Action.SEARCH, subject_ids=[], fields="consent")
    in_force = sa.and_(Consent.kind == ConsentKind.PUBLICITY, Consent.withdrawn_on.is_(None), Consent.until >= clock.today())
    has_it = sa.func.right(sa.cast(Consent.id, sa.Text), REFERENCE_SIGNS) == wanted
    found = session.scalars(sa.select(Consent.id).where(in_force, has_it)).first()
    if found:
        return found
    raise Invalid(
        {"consent": _l("No consent to publish in force has this reference. Ask the contact person of the participant.")}
    )


def _faults_of_words(values: ArticleValues) -> dict[str, object]:
    faults: dict[str, object] = {}
    if not values.words():
        faults["title_sv"] = _l("Write a title in Swedish or in English")
    for language, words in (("sv", values.sv), ("en", values.en)):
        if not words.title.strip() and (words.lead.strip() or words.body.strip() or words.quote.strip()):
            faults[f"title_{language}"] = _l("What is written in this language needs a title")
        if words.quote.strip() and not words.quoted_as.strip():
            faults[f"quoted_as_{language}"] = _l("Write who said it, in words that name nobody who does not wish it")
        if words.quoted_as.strip() and not words.quote.strip():
            faults[f"quote_{language}"] = _l("Write what was said")
    return faults


def _faults_of_sign_up(values: ArticleValues) -> dict[str, object]:
    """One signs up for an event that has a day, until it is over at the latest."""
    faults: dict[str, object] = {}
    if values.places is not None and not 1 <= values.places <= MOST_PLACES:
        faults["places"] = _l("Write the number of places as a number from 1 to 1,000, or leave it empty")
    if values.signup_until is None:
        return faults | ({"signup_until": _l("Write the last day to sign up, too")} if values.places is not None else {})
    if values.kind != ArticleKind.EVENT:
        faults["signup_until"] = _l("One can sign up for an event only. Choose Event above, or leave this empty.")
    elif values.happens_on is None:
        faults["happens_on"] = _l("Write the first day of the event that one signs up for")
    elif values.signup_until > (values.last_day or values.happens_on):
        faults["signup_until"] = _l("One cannot sign up after the event is over")
    return faults
