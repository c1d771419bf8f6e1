"""What a column of a sheet may be, and how its heading is usually written, in Swedish and English."""

import re
import unicodedata
from enum import StrEnum

from core.i18n import _l


class Field(StrEnum):
    """One thing that is asked about a participant."""

    NUMBER = "number"
    IDENTITY = "identity_number"
    BIRTH_DATE = "birth_date"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    SEX = "sex"
    MUNICIPALITY = "municipality"
    PROTECTED = "protected"
    STARTED = "started_on"
    CONTROLLER = "controller"
    KEY_WORKER = "key_worker"
    NEXT_CONTACT = "next_contact_on"
    INSATS = "insats"
    FIRST_ACTIVITY = "first_activity_on"
    INSATS_UNTIL = "insats_until"
    SUPPORT = "support"
    MAIN_ACTIVITY = "main_activity"
    EDUCATION = "education"
    SUPPORT_SINCE = "support_since"
    ENDED = "ended_on"
    EXIT_REASON = "exit_reason"
    HANDED_TO = "handed_to"
    SUPPORT_AFTER = "support_after"
    ACTIVITY_AFTER = "main_activity_after"
    SUBSIDISED = "work_subsidised"


F = Field
SEVERAL = frozenset({F.SUPPORT, F.SUPPORT_AFTER})
"""Fields that may have more than one column: each names a means of support."""

FIELD_NAMES = {
    F.NUMBER: _l("Participant number (deltagarnummer)"),
    F.IDENTITY: _l("Personal identity number"),
    F.BIRTH_DATE: _l("Birth date"),
    F.GIVEN_NAME: _l("Given name"),
    F.FAMILY_NAME: _l("Family name"),
    F.FULL_NAME: _l("Name, given and family name together"),
    F.SEX: _l("Sex"),
    F.MUNICIPALITY: _l("Municipality"),
    F.PROTECTED: _l("Protected identity (yes or no)"),
    F.STARTED: _l("Day of the start"),
    F.CONTROLLER: _l("Data controller"),
    F.KEY_WORKER: _l("Contact person"),
    F.NEXT_CONTACT: _l("Next contact"),
    F.INSATS: _l("Intervention"),
    F.FIRST_ACTIVITY: _l("First activity: the first day of the intervention"),
    F.INSATS_UNTIL: _l("Last day of the intervention"),
    F.SUPPORT: _l("Means of support before"),
    F.MAIN_ACTIVITY: _l("Main activity before"),
    F.EDUCATION: _l("Highest education"),
    F.SUPPORT_SINCE: _l("Public support since"),
    F.ENDED: _l("Day of the exit"),
    F.EXIT_REASON: _l("Reason for leaving"),
    F.HANDED_TO: _l("Handed over to"),
    F.SUPPORT_AFTER: _l("Means of support after"),
    F.ACTIVITY_AFTER: _l("Main activity after"),
    F.SUBSIDISED: _l("Subsidised work (yes or no)"),
}

_WRITTEN: dict[Field, str] = {
    F.NUMBER: ("deltagarnummer, deltagarnr, deltagare nr, delt nr, löpnummer, löpnr, participant number, participant no"),
    F.IDENTITY: (
        "personnummer, personnr, pnr, person nr, samordningsnummer, personnummer samordningsnummer, "
        "identitetsnummer, personal identity number, personal number, identity number"
    ),
    F.BIRTH_DATE: "födelsedatum, född, födelsedag, födelsetid, birth date, date of birth, born",
    F.GIVEN_NAME: "förnamn, tilltalsnamn, given name, first name",
    F.FAMILY_NAME: "efternamn, family name, last name, surname",
    F.FULL_NAME: "namn, deltagare, deltagarens namn, för och efternamn, name, participant, full name",
    F.SEX: "kön, juridiskt kön, kvinna man, man kvinna, k m, sex, gender",
    F.MUNICIPALITY: "kommun, hemkommun, bostadskommun, folkbokföringskommun, kommunkod, municipality",
    F.PROTECTED: ("skyddad identitet, skyddade personuppgifter, sekretessmarkering, skyddad, protected identity, protected"),
    F.STARTED: (
        "startdatum, start, startdag, inskriven, inskrivningsdatum, inskrivning, dag för start, datum för "
        "start, insats start, start date, started, started on"
    ),
    F.CONTROLLER: "personuppgiftsansvarig, ansvarig myndighet, ansvarig nämnd, data controller, controller",
    F.KEY_WORKER: "kontaktperson, handledare, coach, case manager, ansvarig handläggare, contact person, key worker",
    F.NEXT_CONTACT: "nästa kontakt, nästa möte, uppföljs, next contact",
    F.INSATS: "insats, insatser, aktivitet, activity, intervention",
    F.FIRST_ACTIVITY: (
        "första aktivitet, datum första aktivitet, första aktiviteten, insats från, insatsen från, aktivitet från, first activity"
    ),
    F.INSATS_UNTIL: "insats till, insatsen till, insats slut, aktivitet till, intervention until",
    F.SUPPORT: (
        "försörjning, försörjning före, försörjning vid start, försörjningskälla, försörjning start, "
        "ersättning, ersättning vid start, means of support, support before, means of support before"
    ),
    F.MAIN_ACTIVITY: (
        "sysselsättning, sysselsättning före, sysselsättning vid start, huvudsaklig sysselsättning, main "
        "activity, main activity before"
    ),
    F.EDUCATION: "utbildning, utbildningsnivå, högsta utbildning, education, highest education",
    F.SUPPORT_SINCE: "offentlig försörjning sedan, försörjning sedan, utan arbete sedan, public support since",
    F.ENDED: (
        "slutdatum, avslut, avslutad, avslutsdatum, utskriven, utskrivningsdatum, dag för avslut, datum för "
        "avslut, end date, exit, ended, exit date, ended on"
    ),
    F.EXIT_REASON: (
        "avslutsanledning, anledning till avslut, orsak till avslut, avslutsorsak, avslutad till, reason for leaving, exit reason"
    ),
    F.HANDED_TO: "överlämnad till, lämnad till, handed over to, handed to",
    F.SUPPORT_AFTER: (
        "försörjning efter, försörjning vid avslut, försörjning avslut, ersättning vid avslut, support after, "
        "means of support after"
    ),
    F.ACTIVITY_AFTER: "sysselsättning efter, sysselsättning vid avslut, main activity after",
    F.SUBSIDISED: ("subventionerat, subventionerat arbete, subventionerad anställning, lönestöd, subsidised, subsidised work"),
}


def plain(text: str) -> str:
    """A heading, or a word in a cell, without what people write in different ways: case, blanks, signs, a number behind."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", folded).split())


_GUESSES = {plain(written): field for field, all_written in _WRITTEN.items() for written in all_written.split(", ")}


def guess_field(heading: str) -> Field | None:
    """What a heading usually means; "Försörjning 2" is another column of "Försörjning"."""
    words = plain(heading)
    return _GUESSES.get(words) or _GUESSES.get(words.rstrip("0123456789 "))


def guess_fields(headings: list[str]) -> list[Field | None]:
    """One guess a column; a field that may stand once stands where it came first."""
    taken: set[Field] = set()
    found: list[Field | None] = []
    for heading in headings:
        field = guess_field(heading)
        if field is not None and field in taken and field not in SEVERAL:
            field = None
        if field is not None:
            taken.add(field)
        found.append(field)
    return found
