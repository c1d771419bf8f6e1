"""What editors do with the library: add, change, show, take down. A PDF is examined before it comes here (core/file_kinds.py)."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import clock
from core.constraints import keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid
from core.file_kinds import Examined, FileRefused
from core.i18n import _l
from core.library.covers import cover_of
from core.library.queries import documents_of, shelf
from core.library.reading import Read, read_pdf
from core.library.terms import FIRST_YEAR, LANGUAGES, PublicationKind
from core.participants.errors import ChangedMeanwhile

PDF = "application/pdf"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,1990}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationValues:
    """What is entered about a publication."""

    kind: PublicationKind | None
    year: int | None
    title_sv: str
    title_en: str = ""
    text_sv: str = ""
    text_en: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValues:
    """What is entered about a fact of a day."""

    happened_on: dt.date | None
    text_sv: str
    text_en: str = ""
    source_sv: str = ""
    source_en: str = ""
    link: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValues:
    """What is entered about a role one may turn to. A name only where whoever has the role wants that."""

    role_sv: str
    role_en: str = ""
    name: str = ""
    is_acting: bool = False
    about_sv: str = ""
    about_en: str = ""
    phone: str = ""
    email: str = ""
    position: int | None = None
    shown: bool = True


def add_publication(
    *, publication_id: uuid.UUID, values: PublicationValues, file: Examined | None = None, language: str = ""
) -> Any:
    """A draft, with its first file when there is one. Raises Invalid, or SentTwice when the id is there already."""
    _check_publication(values)
    if file is not None:
        _check_file(file, language)
    by = current_person().account_id
    publication = shelf().publication(id=publication_id, created_by=by, changed_by=by, **_fields(values))
    keep(publication)
    if file is not None:
        put_file(publication=publication, file=file, language=language)
    return publication


def change_publication(*, publication: Any, version: int | None, values: PublicationValues) -> None:
    """What is shown changes for its readers at once. Raises Invalid, or ChangedMeanwhile."""
    _same(publication, version)
    _check_publication(values)
    _write(publication, _fields(values))


def put_file(*, publication: Any, file: Examined | None, language: str) -> None:
    """The publication in a language; takes the place of an earlier file in it, under an address of its own. Raises Invalid."""
    if file is None:
        raise Invalid({"file": _l("Choose a file")})
    _check_file(file, language)
    read = _read(file, publication, language)
    own = shelf().file
    session.execute(sa.delete(own).where(own.publication_id == publication.id, own.language == language))
    cover = cover_of(read.content)
    session.add(
        own(
            id=new_id(),
            publication_id=publication.id,
            language=language,
            name=file.name,
            size=len(read.content),
            content=read.content,
            reading=read.reading,
            lacking=list(read.lacking),
            cover=cover.content if cover else None,
            cover_width=cover.width if cover else None,
            cover_height=cover.height if cover else None,
            created_by=current_person().account_id,
        )
    )
    _write(publication, {})


def remove_file(*, publication: Any, version: int | None, file: Any) -> None:
    """Gone for readers at once. Raises Invalid when it is the last one of what is shown and has no link, or
    ChangedMeanwhile.
    """
    _same(publication, version)
    if publication.shown_from and not publication.link and len(documents_of(publication.id)) == 1:
        raise Invalid({"": _l("A publication that readers see needs a file or a link. Take it down first.")})
    session.delete(file)
    _write(publication, {})


def show_publication(*, publication: Any, version: int | None) -> None:
    """Readers see it from now on. Raises Invalid when there is nothing to read, or ChangedMeanwhile."""
    _same(publication, version)
    if not publication.link and not documents_of(publication.id):
        raise Invalid({"": _l("Add a file or a link before you publish.")})
    _write(publication, {"shown_from": clock.now()})


def take_down(*, publication: Any, version: int | None) -> None:
    """Readers see it no longer, nor its files. Raises ChangedMeanwhile."""
    _same(publication, version)
    _write(publication, {"shown_from": None})


def add_fact(*, fact_id: uuid.UUID, values: FactValues) -> None:
    """Raises Invalid, or SentTwice."""
    _check_fact(values)
    _add(shelf().fact, fact_id, _fields(values))


def change_fact(*, fact: Any, version: int | None, values: FactValues) -> None:
    """Raises Invalid, or ChangedMeanwhile."""
    _same(fact, version)
    _check_fact(values)
    _write(fact, _fields(values))


def add_contact(*, contact_id: uuid.UUID, values: ContactValues) -> None:
    """Raises Invalid, or SentTwice."""
    _check_contact(values)
    _add(shelf().contact, contact_id, _fields(values))


def change_contact(*, contact: Any, version: int | None, values: ContactValues) -> None:
    """Raises Invalid, or ChangedMeanwhile."""
    _same(contact, version)
    _check_contact(values)
    _write(contact, _fields(values))


def _add(model: Any, row_id: uuid.UUID, fields: Mapping[str, Any]) -> None:
    by = current_person().account_id
    keep(model(id=row_id, created_by=by, changed_by=by, **fields))


def _write(row: Any, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = current_person().account_id, clock.now()
    keep()


def _same(row: Any, version: int | None) -> None:
    if version != row.version:
        raise ChangedMeanwhile


def _fields(values: Any) -> dict[str, Any]:
    """By column, texts without the space around them."""
    found = {name: getattr(values, name) for name in values.__dataclass_fields__}
    found = {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
    if "position" in found:
        found["position"] = found["position"] or 0
    return found


def _check_publication(values: PublicationValues) -> None:
    faults: dict[str, object] = {}
    if values.kind is None:
        faults["kind"] = _l("Choose what it is")
    if values.year is None or not FIRST_YEAR <= values.year <= clock.today().year + 1:
        faults["year"] = _l("Write the year with four figures")
    if not values.title_sv.strip():
        faults["title_sv"] = _l("Write the title in Swedish")
    _raise(faults | _faults_of_link(values.link))


def _check_file(file: Examined, language: str) -> None:
    faults: dict[str, object] = {}
    if file.media_type != PDF:
        faults["file"] = _l("Choose a PDF. Readers can open it whatever program they have.")
    if language not in LANGUAGES:
        faults["language"] = _l("Choose the language of the file")
    _raise(faults)


def _read(file: Examined, publication: Any, language: str) -> Read:
    title = {"sv": publication.title_sv, "en": publication.title_en}.get(language, "")
    try:
        return read_pdf(file.content, language=language, title=title)
    except FileRefused as refusal:
        raise Invalid({"file": refusal.message}) from refusal


def _check_fact(values: FactValues) -> None:
    faults: dict[str, object] = {}
    if values.happened_on is None:
        faults["happened_on"] = _l("Write the day")
    if not values.text_sv.strip():
        faults["text_sv"] = _l("Write what was true that day, in Swedish")
    if not values.source_sv.strip():
        faults["source_sv"] = _l("Write where it is said")
    _raise(faults | _faults_of_link(values.link))


def _check_contact(values: ContactValues) -> None:
    if not values.role_sv.strip():
        raise Invalid({"role_sv": _l("Write the role in Swedish")})


def _faults_of_link(link: str) -> dict[str, object]:
    if link.strip() and not _WEB_ADDRESS.fullmatch(link.strip()):
        return {"link": _l("Write the whole address, beginning with https://")}
    return {}


def _raise(faults: Mapping[str, object]) -> None:
    if faults:
        raise Invalid(dict(faults))
