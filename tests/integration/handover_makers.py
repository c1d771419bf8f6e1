"""What somebody has written about a person, and consents that let it be handed over. Works inside a tenant's scope."""

import uuid
from typing import Any

from core.assessments.queries import Answer
from core.assessments.services import Asked, Told, add_question, write_assessment
from core.assessments.terms import LifeArea
from core.consents.models import Consent
from core.consents.terms import DataKind
from core.db import new_id
from core.handovers.models import Handover
from core.handovers.services import Giving, get_own_item, hand_over
from core.handovers.terms import ItemKind
from core.notes.services import Written, write_note
from core.participants.models import Participation
from core.referrals.queries import get_referral
from tests.house import FK, TODAY, House
from tests.integration.referral_makers import allow

EVERYTHING = frozenset({DataKind.REFERRAL, DataKind.MAPPING, DataKind.PLAN, DataKind.NOTE, DataKind.ATTENDANCE})


def note(person_id: uuid.UUID, text: str = "Vi ses igen på torsdag.") -> uuid.UUID:
    """A note of today."""
    return write_note(person_id=person_id, written=Written(on_date=TODAY, text=text)).id


def mapping(person_id: uuid.UUID, own_words: str = "Jag vill ha något att gå till.", **changes: Any) -> uuid.UUID:
    """A mapping of today: own words, and a grade for home and for economy."""
    answers = {LifeArea.HOME: Answer(2, "Bor hos en kompis."), LifeArea.ECONOMY: Answer(3)}
    values: dict[str, Any] = {"on_date": TODAY, "own_words": own_words, "answers": answers}
    return write_assessment(person_id=person_id, told=Told(**values | changes))


def question(text: str = "Vad gör dig glad?") -> uuid.UUID:
    """A question of the tenant's own, about how the person feels."""
    add_question(
        question_id=(id_ := new_id()), asked=Asked(area=LifeArea.WELLBEING, text_sv=text, text_en="What makes you glad?")
    )
    return id_


def let_learn(house: House, person_id: uuid.UUID, *keys: str, kinds: frozenset[DataKind] = EVERYTHING) -> Consent:
    """A consent that these authorities of Roslagen learn these kinds of data."""
    return allow(person_id, *(house.authorities["roslagen", key] for key in keys), data_kinds=kinds)


def give(house: House, kind: ItemKind, item_id: uuid.UUID, to: str = FK, **changes: Any) -> Handover:
    """Hand over the item as it is now."""
    values: dict[str, Any] = {
        "to_authority_id": house.authorities["roslagen", to],
        "version": get_own_item(kind, item_id).version,
        "form_token": new_id(),
    }
    return hand_over(kind=kind, item_id=item_id, giving=Giving(**values | changes))


def written_about(house: House, participation: Participation, referral_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Ids, as addresses name them, of a note and a mapping of a participant and a question; all of it may be handed over."""
    person_id = participation.person_id
    assert person_id is not None
    let_learn(house, person_id, FK)
    let_learn(house, get_referral(referral_id).person_id, FK)
    ids = {"person_id": person_id, "question_id": question(), "note_id": note(person_id)}
    return ids | {"assessment_id": mapping(person_id)}
