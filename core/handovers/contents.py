"""What a hand-over holds, kind by kind. To import this module is to register them (core/handovers/items.py)."""

import uuid

from core.assessments.queries import Mapped, list_questions, read_assessment
from core.assessments.terms import LIFE_AREA_NAMES
from core.attendance.contents import report_item
from core.audit import Action
from core.errors import Conflict
from core.handovers import items
from core.handovers.items import Item, Section, said
from core.handovers.terms import ItemKind
from core.i18n import _, _l, format_date
from core.notes.queries import find_correction, read_note
from core.participants.choices import list_codes
from core.plans.contents import plan_item
from core.referrals.models import Referral
from core.referrals.queries import get_for_change, get_referral
from core.referrals.terms import ARRIVAL_NAMES, KIND_NAMES, ArrivalWay, ReferralKind

HAS_BEEN_CORRECTED = _l("This note has been corrected. Hand over the correction instead.")


def note_item(item_id: uuid.UUID, lock: bool) -> Item:
    """The words of a note. It is never changed, so that there is one version."""
    note = read_note(item_id, action=Action.WRITE if lock else Action.READ)
    if find_correction(item_id) is not None:
        raise Conflict(HAS_BEEN_CORRECTED)
    return Item(
        kind=ItemKind.NOTE,
        id=note.id,
        version=1,
        owner_id=note.owner_id,
        person_id=note.person_id,
        participation_id=note.participation_id,
        title=said(lambda: _("Note of %(day)s", day=format_date(note.on_date))),
        sections=[Section(said(lambda: _("Note")), note.text)],
    )


def assessment_item(item_id: uuid.UUID, lock: bool) -> Item:
    """The person's own words first, then area by area with the answers to the tenant's own questions."""
    mapped = read_assessment(item_id, lock=lock)
    return Item(
        kind=ItemKind.ASSESSMENT,
        id=mapped.id,
        version=mapped.version,
        owner_id=mapped.owner_id,
        person_id=mapped.person_id,
        participation_id=mapped.participation_id,
        title=said(lambda: _("Assessment of %(day)s", day=format_date(mapped.on_date))),
        sections=_own_words(mapped) + _areas(mapped) + _replies(mapped),
    )


def _own_words(mapped: Mapped) -> list[Section]:
    return [Section(said(lambda: _("In the person's own words")), mapped.own_words)] if mapped.own_words else []


def _areas(mapped: Mapped) -> list[Section]:
    sections = []
    for area, answer in mapped.answers.items():
        name = LIFE_AREA_NAMES[area]
        if answer.grade is None:
            heading = said(lambda name=name: name)  # type: ignore[misc]  # the loop's value, not its last
        else:
            heading = said(
                lambda name=name, grade=answer.grade: _("%(area)s: %(grade)s of 5, where 5 is well", area=name, grade=grade)  # type: ignore[misc]
            )
        sections.append(Section(heading, answer.words))
    return sections


def _replies(mapped: Mapped) -> list[Section]:
    questions = {question.id: question for question in list_questions(list(mapped.replies))}
    return [
        Section({"sv": questions[one].text_sv, "en": questions[one].text_en}, words)
        for one, words in mapped.replies.items()
        if one in questions
    ]


def referral_item(item_id: uuid.UUID, lock: bool) -> Item:
    """How and when it came, from whom, and what was asked for. Not its papers, and not what became of it."""
    referral = get_for_change(item_id) if lock else get_referral(item_id)
    return Item(
        kind=ItemKind.REFERRAL,
        id=referral.id,
        version=referral.version,
        owner_id=referral.owner_id,
        person_id=referral.person_id,
        participation_id=None,
        title=said(lambda: _("Referral received %(day)s", day=format_date(referral.received_on))),
        sections=_referral_sections(referral),
    )


def _referral_sections(referral: Referral) -> list[Section]:
    sections = [
        Section(said(lambda: _("What")), said(lambda: KIND_NAMES[ReferralKind(referral.kind)])),
        Section(said(lambda: _("How it came")), said(lambda: ARRIVAL_NAMES[ArrivalWay(referral.arrival_way)])),
        Section(said(lambda: _("Referring party")), said(lambda: _party(referral.referring_party))),
    ]
    written = [
        (_l("Case officer"), referral.referrer_name),
        (_l("Case officer's telephone or e-mail"), referral.referrer_contact),
        (_l("How the person wants to be reached"), referral.wanted_contact),
        (_l("Reason to admit outside the rule of admission"), referral.exception_reason),
    ]
    return sections + [Section(said(lambda heading=heading: heading), text) for heading, text in written if text]  # type: ignore[misc]


def _party(key: str) -> str:
    found = list_codes("referring_party")["referring_party"].get(key)
    return found.name if found else key


items.register(ItemKind.NOTE, note_item)
items.register(ItemKind.ASSESSMENT, assessment_item)
items.register(ItemKind.REFERRAL, referral_item)
items.register(ItemKind.PLAN, plan_item)
items.register(ItemKind.ATTENDANCE, report_item)
