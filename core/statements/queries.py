"""Reads the statement of the site in force: the row for editors, what is said for readers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.clock import day_of
from core.context import Language, current_site
from core.db import session
from core.statements.models import CountyPublishedStatement, CountyStatement, PublishedStatement, Statement
from core.statements.terms import Conformity, Method


@dataclass(frozen=True, slots=True)
class Lines:
    """What was written of one thing, a line each. `language` is another than asked for where it was not translated."""

    lines: tuple[str, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Said:
    """The statement as a reader gets it."""

    conformity: Conformity
    method: Method
    assessed_on: dt.date
    changed_on: dt.date
    faults: Lines
    burden: Lines
    outside: Lines
    email: str
    phone: str


def find_statement() -> Any | None:
    """The row of the site in force, or None."""
    own: Any = CountyStatement if current_site().kind == "county" else Statement
    return session.scalar(sa.select(own))


def read_statement(language: Language) -> Said | None:
    """What the site has said of itself; None where nobody has said anything yet."""
    own: Any = CountyPublishedStatement if current_site().kind == "county" else PublishedStatement
    row = session.scalar(sa.select(own))
    if row is None:
        return None
    return Said(
        conformity=Conformity(row.conformity),
        method=Method(row.method),
        assessed_on=row.assessed_on,
        changed_on=day_of(row.changed_at),
        faults=_lines(row, "faults", language),
        burden=_lines(row, "burden", language),
        outside=_lines(row, "outside", language),
        email=row.email,
        phone=row.phone,
    )


def _lines(row: Any, name: str, language: Language) -> Lines:
    other: Language = "en" if language == "sv" else "sv"
    for spoken in (language, other):
        found = tuple(line.strip() for line in str(getattr(row, f"{name}_{spoken}")).splitlines() if line.strip())
        if found:
            return Lines(found, spoken)
    return Lines((), language)
