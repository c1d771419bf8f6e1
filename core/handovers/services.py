"""Hands one item in one version to one authority, on a consent that is in force at that moment (OSL 10 kap. 1 §, 12 kap. 2 §)."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

import core.handovers.contents  # noqa: F401 - registers what can be handed over
from core.audit import Action, record_access
from core.authorities.queries import has_agreement, names_of_authorities
from core.clock import today
from core.consents.queries import ConsentRow, authorities_allowed, consents_in_force, hold_consent
from core.consents.terms import DATA_KIND_NAMES
from core.constraints import SentTwice, constraint_name
from core.context import current_person
from core.crypto import seal
from core.db import engine_for, new_id, session
from core.errors import Invalid, NotFound, Unavailable
from core.handovers.errors import AlreadyHandedOver, ItemChanged
from core.handovers.items import Item, get_item
from core.handovers.models import Handover, HandoverOpening
from core.handovers.queries import FIELDS, Received, find_handover_sent, list_given_of, read_received
from core.handovers.terms import COVERED_BY, MOST_CHARACTERS, ItemKind
from core.i18n import _, _l
from core.persons.queries import open_person

NEEDS_AUTHORITY = _l("Choose an authority")
NOT_ALLOWED = _l("No consent in force lets this authority learn this. Nothing has been handed over.")
NO_AGREEMENT = _l("The authority has no processing agreement in force. Nothing has been handed over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """To whom, with which words beside it. `version` is the item's as it was looked through."""

    to_authority_id: uuid.UUID | None
    message: str = ""
    version: int | None = None
    form_token: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Receivers:
    """(id, name) of those the item may be given to, and in words what is missing for the others."""

    choices: list[tuple[str, str]]
    missing: list[str]


def get_own_item(kind: ItemKind, item_id: uuid.UUID, *, lock: bool = False) -> Item:
    """An item that is the signed-in person's authority's to give. Raises NotFound."""
    item = get_item(kind, item_id, lock=lock)
    if item.owner_id != current_person().authority_id:
        raise NotFound
    return item


def list_subjects(kind: ItemKind, item_id: uuid.UUID) -> list[uuid.UUID]:
    """The person an item is about, for the access log. Raises NotFound."""
    return [get_own_item(kind, item_id).person_id]


def find_receivers(item: Item) -> Receivers:
    """Who may be given the item now: named by a consent in force for this kind of data, under an agreement in force."""
    names = names_of_authorities()
    others = authorities_allowed(item.person_id, COVERED_BY[item.kind]) - {item.owner_id}
    have = {given.to_id for given in list_given_of(item.id) if given.item_version == item.version}
    listed = sorted(others, key=lambda one: (names[one], one))
    may = [one for one in listed if has_agreement(one)]
    missing = [_("%(authority)s has this version already.", authority=names[one]) for one in may if one in have]
    missing += [
        _("%(authority)s is named in a consent, but has no processing agreement in force.", authority=names[one])
        for one in listed
        if one not in may
    ]
    consents = consents_in_force(item.person_id)
    if others:
        missing += _left_out(consents, item, {names[one] for one in others | {item.owner_id}})
    else:
        missing.append(_missing_consent(consents, item))
    return Receivers([(str(one), names[one]) for one in may if one not in have], missing)


def _left_out(consents: list[ConsentRow], item: Item, covered: set[str]) -> list[str]:
    """Those that a consent names, and none for this kind of data."""
    named = {name for consent in consents for name in consent.authorities}
    kind = DATA_KIND_NAMES[COVERED_BY[item.kind]]
    return [
        _("%(authority)s is named in a consent, but not for this: %(kind)s.", authority=name, kind=kind)
        for name in sorted(named - covered)
    ]


def _missing_consent(consents: list[ConsentRow], item: Item) -> str:
    if not consents:
        return _("No consent to share information is in force.")
    wanted = COVERED_BY[item.kind]
    if any(wanted in consent.data_kinds for consent in consents):
        return _("The consent in force names no other authority than your own.")
    return _("The consent in force does not cover this: %(kind)s.", kind=DATA_KIND_NAMES[wanted])


def look_through(*, kind: ItemKind, item_id: uuid.UUID, giving: Giving) -> dict[str, Any]:
    """Exactly what would be given, once it has been found that it may be. Raises as `hand_over`."""
    item, _consent_id = _checked(kind, item_id, giving)
    if any((one.to_id, one.item_version) == (giving.to_authority_id, item.version) for one in list_given_of(item_id)):
        raise AlreadyHandedOver
    return _content(item, giving.message)


def hand_over(*, kind: ItemKind, item_id: uuid.UUID, giving: Giving) -> Handover:
    """Give the item: a sealed copy of this version stays with the receiver. The same form sent twice gives it once.

    Raises NotFound for what is not theirs to give, Invalid when no consent or agreement in force allows it, ItemChanged
    when it is not what was looked through, AlreadyHandedOver when the receiver has this version.
    """
    sent = find_handover_sent(giving.form_token) if giving.form_token else None
    if sent is not None and sent.item_id == item_id:
        return sent
    item, consent_id = _checked(kind, item_id, giving)
    row_id = new_id()
    content = json.dumps(_content(item, giving.message), ensure_ascii=False)
    handover = Handover(
        id=row_id,
        person_id=item.person_id,
        participation_id=item.participation_id,
        kind=kind,
        item_id=item.id,
        item_version=item.version,
        from_authority_id=item.owner_id,
        to_authority_id=giving.to_authority_id,
        consent_id=consent_id,
        sealed=seal(content, table=Handover.__tablename__, column="sealed", row=row_id),
        handed_on=today(),
        by_account=current_person().account_id,
        form_token=giving.form_token,
    )
    _add(handover)
    return handover


def _checked(kind: ItemKind, item_id: uuid.UUID, giving: Giving) -> tuple[Item, uuid.UUID]:
    """The item and the consent it may be given on, both held until the request is over."""
    item = get_own_item(kind, item_id, lock=True)
    to = giving.to_authority_id
    reason = f"{kind} -> {to}" if to else str(kind)
    record_access(Action.WRITE, subject_ids=[item.person_id], fields=FIELDS, reason=reason)
    if len(giving.message) > MOST_CHARACTERS:
        raise Invalid({"message": _("Write at most %(most)s characters", most=MOST_CHARACTERS)})
    if to is None or to == item.owner_id:
        raise Invalid({"to_authority_id": NEEDS_AUTHORITY})
    if giving.version != item.version:
        raise ItemChanged
    consent = hold_consent(item.person_id, to, COVERED_BY[kind])
    if consent is None:
        raise Invalid({"to_authority_id": NOT_ALLOWED})
    if not has_agreement(to):
        raise Invalid({"to_authority_id": NO_AGREEMENT})
    return item, consent.id


def _content(item: Item, message: str) -> dict[str, Any]:
    person = open_person(item.person_id, fields="identity", action=Action.WRITE)
    return {
        "kind": item.kind.value,
        "title": _plain(item.title),
        "sections": [{"heading": _plain(one.heading), "text": _plain(one.text)} for one in item.sections],
        "person": f"{person.given_name} {person.family_name}",
        "message": message,
    }


def _plain(words: str | Mapping[Any, str]) -> str | dict[str, str]:
    return words if isinstance(words, str) else dict(words)


def _add(handover: Handover) -> None:
    try:
        with session.begin_nested():
            session.add(handover)
    except IntegrityError as error:
        name = constraint_name(error) or ""
        if name == "uq_handover_form_token":
            raise SentTwice from error
        if name.startswith("uq_handover_item_id"):
            raise AlreadyHandedOver from error
        raise


# The receiver -----------------------------------------------------------------------------------------------------------


def open_received(handover_id: uuid.UUID) -> Received:
    """What was handed to us. That it was opened stands at once, as the access log does: the giver sees it. Raises NotFound."""
    received = read_received(handover_id)
    opening = {"id": new_id(), "handover_id": handover_id, "account_id": current_person().account_id}
    try:
        with engine_for("tenant", single=True).connect() as connection:
            connection.execute(_OPENED, opening)
    except SQLAlchemyError as error:
        raise Unavailable("that it was opened could not be kept") from error
    return received


_OPENED = insert(HandoverOpening.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]  # a table, though mapped
"""Once for each who opens it."""
