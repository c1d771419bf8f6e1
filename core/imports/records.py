"""A row of a sheet becomes a record: each cell read by what its column is, every fault told. Tried without a database."""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.identity_numbers import Identity, IdentityNumberError, holds_number, parse
from core.imports.cells import day_of, identity_text, is_empty, names_of, sex_of, text_of, yes_of
from core.imports.fields import SEVERAL, Field, plain
from core.imports.reading import Cell, Line
from core.imports.words import Fault

F = Field
NOT_TO_COME = frozenset({F.STARTED, F.FIRST_ACTIVITY, F.INSATS_UNTIL, F.ENDED, F.BIRTH_DATE, F.SUPPORT_SINCE})
DAYS = NOT_TO_COME | {F.NEXT_CONTACT}
LONGEST = 200
PROTECTED: Fault = ("protected", "", None)
_NUMBER = re.compile(r"[^\W_][\w./ -]{0,39}")
_PROTECTED = re.compile(r"skydda|skyddsmark|sekretess|fingerad|protected ident|confidentiality", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;/+\n]| och | and ")


@dataclass(frozen=True, slots=True)
class Lists:
    """Words that a cell may hold, folded by core.imports.fields.plain, and the key each stands for."""

    today: dt.date
    towns: Mapping[str, str]
    workers: Mapping[str, Sequence[uuid.UUID]]
    controllers: frozenset[str]
    insatser: Mapping[str, uuid.UUID]
    support: Mapping[str, str]
    activities: Mapping[str, str]
    education: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(slots=True)
class Record:
    """What a row says, by field; a field that is empty or has a fault is not in it."""

    line: int
    said: dict[Field, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def get(self, name: Field) -> Any:
        """What is said, or None."""
        return self.said.get(name)

    def refuse(self, word: str, name: Field | None = None, day: dt.date | None = None) -> None:
        """Note a fault; the same one once."""
        found: Fault = (word, name.value if name else "", day.isoformat() if day else None)
        if found not in self.faults:
            self.faults.append(found)


def read_record(line: Line, columns: Sequence[Field | None], lists: Lists) -> Record:
    """The record of a row. Of one that looks protected nothing is kept, so that nobody is looked up by it."""
    record = Record(line.number)
    for at, cell in enumerate(line.cells):
        column = columns[at] if at < len(columns) else None
        if isinstance(cell, str) and column is not F.PROTECTED and _PROTECTED.search(cell):
            record.refuse("protected")
        elif column is not None and not is_empty(cell):
            _read(record, column, cell, lists)
    if PROTECTED in record.faults:
        return Record(line.number, faults=[PROTECTED])
    _compare(record)
    return record


def _read(record: Record, column: Field, cell: Cell, lists: Lists) -> None:
    if column in DAYS:
        _read_day(record, column, cell, lists.today)
    elif column in _READERS:
        _READERS[column](record, cell, lists)
    else:
        _read_word(record, column, cell, lists)


def _read_day(record: Record, column: Field, cell: Cell, today: dt.date) -> None:
    day = day_of(cell, today=today)
    if day is None:
        record.refuse("date", column)
    elif day > today and column in NOT_TO_COME:
        record.refuse("future", column, day)
    else:
        record.said[column] = day


def _read_word(record: Record, column: Field, cell: Cell, lists: Lists) -> None:
    words: dict[Field, Mapping[str, Any]] = {
        F.MUNICIPALITY: lists.towns,
        F.INSATS: lists.insatser,
        F.MAIN_ACTIVITY: lists.activities,
        F.ACTIVITY_AFTER: lists.activities,
        F.EDUCATION: lists.education,
        F.EXIT_REASON: lists.reasons,
    }
    text = text_of(cell)
    found = words[column].get(plain(text.zfill(4) if column is F.MUNICIPALITY and text.isdecimal() else text))
    if found is None:
        record.refuse("word", column)
    else:
        record.said[column] = found


def _read_identity(record: Record, cell: Cell, lists: Lists) -> None:
    try:
        record.said[F.IDENTITY] = parse(identity_text(cell), today=lists.today)
    except IdentityNumberError as error:
        record.refuse(f"identity_{error.fault.value}", F.IDENTITY)


def _read_number(record: Record, cell: Cell, _lists: Lists) -> None:
    text = text_of(cell)
    if holds_number(text):
        record.refuse("number_is_identity", F.NUMBER)
    elif not _NUMBER.fullmatch(text):
        record.refuse("number", F.NUMBER)
    else:
        record.said[F.NUMBER] = text


def _read_text(name: Field) -> Callable[[Record, Cell, Lists], None]:
    def read(record: Record, cell: Cell, _lists: Lists) -> None:
        text = text_of(cell)
        if len(text) > LONGEST:
            record.refuse("long", name)
        elif any(unicodedata.category(sign)[0] == "C" for sign in text):
            record.refuse("signs", name)
        else:
            record.said[name] = text

    return read


def _read_full_name(record: Record, cell: Cell, lists: Lists) -> None:
    pair = names_of(text_of(cell))
    if pair is None:
        record.refuse("name", F.FULL_NAME)
        return
    for name, text in zip((F.GIVEN_NAME, F.FAMILY_NAME), pair, strict=True):
        _read_text(name)(record, text, lists)


def _read_sex(record: Record, cell: Cell, _lists: Lists) -> None:
    sex = sex_of(cell)
    if sex is None:
        record.refuse("word", F.SEX)
    else:
        record.said[F.SEX] = sex


def _read_protected(record: Record, cell: Cell, _lists: Lists) -> None:
    """Anything but a clear no is taken for a yes."""
    if yes_of(cell) is not False:
        record.refuse("protected")


def _read_yes(record: Record, cell: Cell, _lists: Lists) -> None:
    answer = yes_of(cell)
    if answer is None:
        record.refuse("word", F.SUBSIDISED)
    else:
        record.said[F.SUBSIDISED] = answer


def _read_worker(record: Record, cell: Cell, lists: Lists) -> None:
    found = lists.workers.get(text_of(cell).casefold(), ())
    if len(found) == 1:
        record.said[F.KEY_WORKER] = found[0]
    else:
        record.refuse("worker_twice" if found else "worker", F.KEY_WORKER)


def _read_controller(record: Record, cell: Cell, lists: Lists) -> None:
    if plain(text_of(cell)) not in lists.controllers:
        record.refuse("controller", F.CONTROLLER)


def _read_support(name: Field) -> Callable[[Record, Cell, Lists], None]:
    """One or several means of support in a cell, the main one first; further columns add to it."""

    def read(record: Record, cell: Cell, lists: Lists) -> None:
        text = text_of(cell)
        whole = lists.support.get(plain(text))
        parts = [whole] if whole else [lists.support.get(plain(part)) for part in _BETWEEN.split(text) if part.strip()]
        if None in parts:
            record.refuse("word", name)
        else:
            record.said[name] = tuple(dict.fromkeys((*record.said.get(name, ()), *parts)))

    return read


_READERS: dict[Field, Callable[[Record, Cell, Lists], None]] = {
    F.IDENTITY: _read_identity,
    F.NUMBER: _read_number,
    F.GIVEN_NAME: _read_text(F.GIVEN_NAME),
    F.FAMILY_NAME: _read_text(F.FAMILY_NAME),
    F.HANDED_TO: _read_text(F.HANDED_TO),
    F.FULL_NAME: _read_full_name,
    F.SEX: _read_sex,
    F.PROTECTED: _read_protected,
    F.SUBSIDISED: _read_yes,
    F.KEY_WORKER: _read_worker,
    F.CONTROLLER: _read_controller,
    **{name: _read_support(name) for name in SEVERAL},
}


def _compare(record: Record) -> None:
    """The number tells birth date and sex; what stands beside it must agree, and need not stand there."""
    identity: Identity | None = record.get(F.IDENTITY)
    if identity is None:
        return
    if identity.birth_date is not None and record.said.setdefault(F.BIRTH_DATE, identity.birth_date) != identity.birth_date:
        record.refuse("birth_date", F.BIRTH_DATE)
    if record.said.setdefault(F.SEX, identity.sex) != identity.sex:
        record.refuse("sex", F.SEX)
