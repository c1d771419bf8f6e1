"""Who may see what: decided from what is known, without a database."""

import datetime as dt
import uuid

from core.consents.matrix import Answer, Basis, Ground, Handed, Known, Named, make_matrix
from core.consents.terms import DataKind

OWN, FK, AF, REGION = (uuid.UUID(int=number) for number in range(1, 5))
NAMES = [Named(OWN, "Nämnden", True), Named(FK, "FK", True), Named(AF, "AF", True), Named(REGION, "Regionen", False)]
UNTIL, DAY = dt.date(2022, 12, 31), dt.date(2022, 9, 1)


def cells(known: Known, authority: uuid.UUID) -> dict[DataKind, tuple[Answer, tuple[Basis, ...]]]:
    row = next(row for row in make_matrix(known) if row.id == authority)
    return {cell.kind: (cell.answer, cell.grounds) for cell in row.cells}


def test_a_controller_has_what_follows_with_the_participation_and_no_notes_of_others() -> None:
    found = cells(Known(authorities=NAMES, controllers={OWN}), OWN)
    yes = {kind for kind, (answer, _grounds) in found.items() if answer is Answer.YES}
    assert yes == {DataKind.PLAN, DataKind.ATTENDANCE, DataKind.OUTCOME, DataKind.CONTACT}
    assert found[DataKind.NOTE] == (Answer.NO, (Basis(Ground.NONE),))


def test_a_consent_alone_shows_nothing_but_the_contact_card() -> None:
    consents = {(FK, DataKind.NOTE): UNTIL, (FK, DataKind.CONTACT): UNTIL}
    found = cells(Known(authorities=NAMES, consents=consents), FK)
    assert found[DataKind.NOTE] == (Answer.NO, (Basis(Ground.CONSENT_ONLY, UNTIL),))
    assert found[DataKind.CONTACT] == (Answer.PART, (Basis(Ground.CONTACT_CARD, UNTIL),))
    assert found[DataKind.PLAN] == (Answer.NO, (Basis(Ground.NONE),))


def test_what_was_handed_over_stays_when_the_consent_is_gone() -> None:
    handed = {(FK, DataKind.NOTE): Handed(2, DAY)}
    before = cells(Known(authorities=NAMES, handed=handed, consents={(FK, DataKind.NOTE): UNTIL}), FK)
    after = cells(Known(authorities=NAMES, handed=handed), FK)
    assert before[DataKind.NOTE] == (Answer.PART, (Basis(Ground.HANDED_OVER, UNTIL, Handed(2, DAY)),))
    assert after[DataKind.NOTE] == (Answer.PART, (Basis(Ground.HANDED_OVER, None, Handed(2, DAY)),))


def test_a_contact_person_reads_on_consent_what_is_no_ones_writing() -> None:
    consents = {(FK, DataKind.PLAN): UNTIL, (FK, DataKind.NOTE): UNTIL}
    found = cells(Known(authorities=NAMES, contact_persons={FK}, consents=consents), FK)
    assert found[DataKind.PLAN] == (Answer.PART, (Basis(Ground.CONTACT_PERSON, UNTIL),))
    assert found[DataKind.NOTE] == (Answer.NO, (Basis(Ground.CONSENT_ONLY, UNTIL),))
    assert cells(Known(authorities=NAMES, contact_persons={FK}), FK)[DataKind.PLAN][0] is Answer.NO


def test_own_writing_and_what_was_handed_over_stand_together() -> None:
    known = Known(authorities=NAMES, wrote={(FK, DataKind.NOTE)}, handed={(FK, DataKind.NOTE): Handed(1, DAY)})
    answer, grounds = cells(known, FK)[DataKind.NOTE]
    assert answer is Answer.YES
    assert [one.ground for one in grounds] == [Ground.OWN_WRITING, Ground.HANDED_OVER]


def test_without_an_agreement_nothing_is_seen_and_who_has_no_part_is_left_out() -> None:
    assert REGION not in {row.id for row in make_matrix(Known(authorities=NAMES))}
    found = cells(Known(authorities=NAMES, controllers={REGION}), REGION)
    assert found[DataKind.PLAN] == (Answer.NO, (Basis(Ground.NO_AGREEMENT),))


def test_one_kind_left_out_is_left_out_of_every_cell_of_that_authority() -> None:
    everything: dict[tuple[uuid.UUID, DataKind], dt.date] = {
        (FK, kind): UNTIL for kind in DataKind if kind is not DataKind.MAPPING
    }
    found = cells(Known(authorities=NAMES, contact_persons={FK}, consents=everything), FK)
    assert found[DataKind.MAPPING] == (Answer.NO, (Basis(Ground.NONE),))
