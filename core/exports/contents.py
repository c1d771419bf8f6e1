"""What an export of each list holds: its columns in words, its rows, and who of its persons may still be read."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.crypto import unseal
from core.i18n import _, _l
from core.identity_numbers import written
from core.participants import columns as of_participants
from core.participants import listing, narrowing
from core.participants.choices import list_codes, list_municipalities
from core.participants.queries import count_readable as count_participants
from core.participants.terms import SEX_NAMES, STATE_NAMES
from core.referrals import narrowing as referral_narrowing
from core.referrals import rows as referral_rows
from core.referrals.queries import count_readable as count_referred
from core.referrals.terms import KIND_NAMES
from core.referrals.terms import STATE_NAMES as REFERRAL_STATE_NAMES
from core.saved_lists.terms import ListKind
from core.sheets import Cell

Choices = Mapping[str, str]
Row = tuple[uuid.UUID, list[Cell]]

IDENTITY_NUMBER = "identity_number"
LABELS: dict[str, Any] = {
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "number": _l("Number"),
    "birth_date": _l("Date of birth"),
    "sex": _l("Sex"),
    "municipality": _l("Municipality"),
    "state": _l("Status"),
    "started_on": _l("Since"),
    "first_activity_on": _l("First activity"),
    "ended_on": _l("Ended"),
    "worker": _l("Contact person"),
    "next_contact_on": _l("Next contact"),
    "controller": _l("Data controller"),
    "insats": _l("Interventions now"),
    "support_before": _l("Means of support before"),
    "exit_reason": _l("Reason for the exit"),
    "kind": _l("Kind"),
    "received_on": _l("Came in"),
    "referring_party": _l("Referring party"),
    "owner": _l("Received by"),
    IDENTITY_NUMBER: _l("Personal identity number"),
}
WIDTHS = {"insats": 40, "support_before": 40, "exit_reason": 40, "controller": 30, "owner": 30, "worker": 24}


@dataclass(frozen=True, slots=True)
class Content:
    """One list as an export knows it. `rows` gives (whom it is about, cells); the caller logs them."""

    title: Any
    known: tuple[str, ...]
    """Its columns but the identity number, in the order a file has them."""
    proposed: frozenset[str]
    count: Callable[[Choices], int]
    rows: Callable[[Choices, tuple[str, ...]], Iterator[Row]]
    count_readable: Callable[[Collection[uuid.UUID]], int]
    described: Callable[[Choices], list[tuple[str, str]]]
    further: Callable[[Choices], tuple[str, ...]]
    """Columns that the list showed beside those it always does."""


def _participants(choices: Choices, columns: tuple[str, ...]) -> Iterator[Row]:
    names = {"sex": _texts(SEX_NAMES), "state": _texts(STATE_NAMES)}
    chosen, order = narrowing.chosen_by(choices), narrowing.order_by(choices)
    for row in listing.stream_participations(chosen, order, columns):
        yield listing.subject_of(row), _cells(row, columns, names)


def _referrals(choices: Choices, columns: tuple[str, ...]) -> Iterator[Row]:
    parties = {key: one.name for key, one in list_codes("referring_party")["referring_party"].items()}
    names = {
        "sex": _texts(SEX_NAMES),
        "state": _texts(REFERRAL_STATE_NAMES),
        "kind": _texts(KIND_NAMES),
        "referring_party": parties,
        "municipality": dict(list_municipalities()),
    }
    chosen, order = referral_narrowing.chosen_by(choices), referral_narrowing.order_by(choices)
    for row in referral_rows.stream_referrals(chosen, order, columns):
        yield row.person_id, _cells(row, columns, names)


def _texts(names: Mapping[Any, Any]) -> dict[str, str]:
    """Lazy texts looked up once rather than once a row."""
    return {str(key): str(name) for key, name in names.items()}


def _cells(row: Any, columns: tuple[str, ...], names: Mapping[str, Mapping[str, str]]) -> list[Cell]:
    return [_cell(row, at, column, names) for at, column in enumerate(columns, start=2)]


def _cell(row: Any, at: int, column: str, names: Mapping[str, Mapping[str, str]]) -> Cell:
    value = row[at]
    if value is None:
        return None
    if column == IDENTITY_NUMBER:
        return written(unseal(value, table="person", column=IDENTITY_NUMBER, row=row.person_id))
    found: Cell = names[column].get(value, value) if column in names else value
    return found


def _described_referrals(choices: Choices) -> list[tuple[str, str]]:
    return referral_narrowing.described(choices, list_codes("referring_party")["referring_party"])


CONTENTS: dict[ListKind, Content] = {
    ListKind.PARTICIPANTS: Content(
        title=_l("Participants"),
        known=of_participants.KNOWN,
        proposed=frozenset(
            {"given_name", "family_name", "number", "municipality", "state", "started_on", "worker", "next_contact_on"}
        ),
        count=lambda choices: listing.count_participations(narrowing.chosen_by(choices)),
        rows=_participants,
        count_readable=count_participants,
        described=narrowing.described,
        further=narrowing.columns_by,
    ),
    ListKind.REFERRALS: Content(
        title=_l("Referrals"),
        known=referral_rows.KNOWN,
        proposed=frozenset({"given_name", "family_name", "kind", "state", "received_on", "referring_party"}),
        count=lambda choices: referral_rows.count_rows(referral_narrowing.chosen_by(choices)),
        rows=_referrals,
        count_readable=count_referred,
        described=_described_referrals,
        further=lambda _choices: (),
    ),
}


def in_order(kind: ListKind, columns: Collection[str]) -> tuple[str, ...]:
    """Those of the columns that the list has, in the order of the file; the identity number last."""
    known = (*CONTENTS[kind].known, IDENTITY_NUMBER)
    return tuple(name for name in known if name in columns)


def fields_of(columns: Collection[str]) -> str:
    """The classes of data in a file with these columns, for the access log."""
    return listing.fields_of(columns)


def label_of(column: str, kind: ListKind) -> str:
    """The heading of a column."""
    if column == "state" and kind is ListKind.REFERRALS:
        return _("State")
    return str(LABELS[column])
