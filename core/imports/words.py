"""What is said about a row that cannot come in, and about a file that cannot be read: a word in the database, a sentence here.

A sentence never repeats what stood in the cell.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from core.i18n import _l, format_date
from core.identity_numbers import MESSAGES
from core.imports.fields import FIELD_NAMES, Field

Fault = tuple[str, str, str | None]
"""Word, field (or empty), and a day as 2022-09-15 that belongs into the sentence (or None)."""

FAULTS: dict[str, Any] = {
    "empty": _l("Something is missing here"),
    "date": _l("This is no date that can be read. Write it as 2022-09-15."),
    "future": _l("The day has not come yet"),
    "word": _l("This is none of the words that are used here"),
    "worker": _l("Nobody with this name works at your authority and may read about participants"),
    "worker_twice": _l("Several colleagues have this name. Write the e-mail address instead."),
    "controller": _l("You import what your own authority is data controller of. Another authority imports its own."),
    "protected": _l(
        "The row seems to be about somebody with protected identity, who is not entered here: register an anonymous row."
    ),
    "name": _l("Write given name and family name"),
    "signs": _l("There are characters here that cannot be kept"),
    "long": _l("The text is too long"),
    "number": _l("A participant number has letters, digits and - only, at most 40 characters"),
    "number_is_identity": _l("A personal identity number must not be used as participant number"),
    "number_high": _l("The number lies far beyond those that are in use"),
    "number_taken": _l("The number is in use for somebody else"),
    "another_number": _l("The participant has another participant number"),
    "twice": _l("The same person or number stands in another row of the file"),
    "birth_date": _l("The birth date is not that of the personal identity number"),
    "sex": _l("The sex is not that of the personal identity number"),
    "who": _l("There must be a personal identity number, or both birth date and sex"),
    "another_identity": _l("The participant is registered with another personal identity number"),
    "number_belongs": _l("The personal identity number belongs to another registered person"),
    "known_elsewhere": _l("The person is known here, but not to your authority. Register a referral instead."),
    "open_referral": _l("There is an open referral for the person. Start from the referral instead."),
    "several": _l(
        "Several registered persons have this name and birth date. Use personal identity number or participant number."
    ),
    "overlap": _l("The person already takes part during this time"),
    "outside": _l("The day lies outside the period of the sub-project"),
    "agreement": _l("Your authority had no processing agreement in force on this day"),
    "before_start": _l("The day lies before the start"),
    "after_end": _l("The day lies after the exit"),
    "insats_before_start": _l("The participant has an intervention that began before this day"),
    "insats_after_end": _l("The participant has an intervention that went on after this day"),
    "insats_missing": _l("Say which intervention the day belongs to, in a column or for all rows"),
    "insats_open": _l("The participant takes part in this intervention already, from another day"),
    "insats_order": _l("The last day of the intervention lies before its first"),
    "reason_missing": _l("An exit needs a reason for leaving"),
    "end_missing": _l("A reason for leaving needs the day of the exit"),
    "ended_already": _l("The exit is registered already, with another day or reason. It is not changed by an import."),
    "after_missing": _l("What is said about the time after the exit needs the day of the exit"),
    "closed": _l("The registration has been closed as a mistake"),
    "activity_missing": _l("Means of support need the main activity beside them"),
    "support_missing": _l("The main activity needs the means of support beside it"),
    "support_alone": _l("No public support and not known cannot stand beside another means of support"),
    "support_since": _l("Public support cannot have begun after the start, nor stand beside no public support"),
    "subsidised": _l("Say whether the work is subsidised; it must agree with the reason for leaving"),
}
FAULTS |= {f"identity_{fault.value}": message for fault, message in MESSAGES.items()}

TROUBLES: dict[str, Any] = {
    "unreadable": _l("The file is no spreadsheet that can be read. Save it anew as xlsx or csv and try again."),
    "locked": _l("The file is locked with a password. Save it without one and try again."),
    "too_large": _l("The file holds far more than a list of participants. Copy the rows to a new file and try again."),
    "too_many_rows": _l("The file has more than 20,000 rows. Divide it and import one part at a time."),
    "too_many_columns": _l("The file has more than 150 columns. Take away those that are not needed."),
    "empty": _l("The file has no rows under its headings."),
    "changed_meanwhile": _l("Somebody else has changed what the import was about to change. The rows have been checked anew."),
    "not_allowed": _l("Whoever began the import may not import any longer."),
}


def sentence_of(fault: Sequence[Any]) -> str:
    """ "Day of the start: This is no date that can be read. …" in the reader's language."""
    word, field, day = fault
    said = str(FAULTS.get(word, word))
    if day:
        said = f"{said} ({format_date(dt.date.fromisoformat(day))})"
    return f"{FIELD_NAMES[Field(field)]}: {said}" if field else said


def sentences_of(faults: Sequence[Sequence[Any]]) -> list[str]:
    """Every reason of a row."""
    return [sentence_of(fault) for fault in faults]
