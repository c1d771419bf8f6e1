"""Reads the library: all of it for editors, what is shown for readers. Which tables, follows from the site."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.accounts.models import Account
from core.context import Language, current_site
from core.db import session
from core.errors import NotFound
from core.library import models, published
from core.library.terms import PublicationKind, SitePage


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one side of the wall: a delprojekt's or the county's."""

    publication: Any
    file: Any
    fact: Any
    contact: Any
    text: Any
    text_version: Any
    seen_publication: Any
    seen_document: Any
    seen_fact: Any
    seen_contact: Any
    seen_text: Any


_TENANT = Shelf(
    models.Publication,
    models.PublicationFile,
    models.DatedFact,
    models.SiteContact,
    models.SiteText,
    models.SiteTextVersion,
    published.PublishedPublication,
    published.PublishedDocument,
    published.PublishedFact,
    published.PublishedContact,
    published.PublishedText,
)
_COUNTY = Shelf(
    models.CountyPublication,
    models.CountyPublicationFile,
    models.CountyDatedFact,
    models.CountySiteContact,
    models.CountySiteText,
    models.CountySiteTextVersion,
    published.CountyPublishedPublication,
    published.CountyPublishedDocument,
    published.CountyPublishedFact,
    published.CountyPublishedContact,
    published.CountyPublishedText,
)


def shelf() -> Shelf:
    """Of the site in force."""
    return _COUNTY if current_site().kind == "county" else _TENANT


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a list shows it; its content is fetched by itself."""

    id: uuid.UUID
    language: str
    name: str
    size: int
    cover: tuple[int, int] | None
    """Width and height of its first page, where it could be drawn."""
    reading: str
    """Whether it can be read aloud: terms.Reading."""
    lacking: tuple[str, ...] = ()
    """What it lacks for that; for editors."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication with its files; `row` is the stored one or the one readers see."""

    row: Any
    documents: tuple[Document, ...]

    def document_in(self, language: Language) -> Document | None:
        """The file in this language, else the first there is."""
        return next((one for one in self.documents if one.language == language), next(iter(self.documents), None))


def list_publications() -> list[Shown]:
    """For editors: latest change first."""
    own = shelf()
    rows = list(session.scalars(sa.select(own.publication).order_by(own.publication.changed_at.desc(), own.publication.id)))
    return _with_files(rows, own.file, own.file.id)


def get_publication(publication_id: uuid.UUID, *, lock: bool = False) -> Any:
    """The stored one. Raises NotFound."""
    found = session.get(shelf().publication, publication_id, with_for_update=lock, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def documents_of(publication_id: uuid.UUID) -> tuple[Document, ...]:
    """The files of a stored publication."""
    own = shelf()
    return _documents(own.file, own.file.id, [publication_id]).get(publication_id, ())


def list_published(*, kind: PublicationKind | None = None) -> list[Shown]:
    """For readers: latest year first, then by title."""
    own = shelf()
    seen = own.seen_publication
    chosen = sa.select(seen).order_by(seen.year.desc(), seen.title_sv, seen.publication_id)
    rows = list(session.scalars(chosen.where(seen.kind == kind) if kind else chosen))
    return _with_files(rows, own.seen_document, own.seen_document.file_id)


def find_document(file_id: uuid.UUID) -> tuple[str, bytes] | None:
    """Name and content of a file that readers may see now."""
    own = shelf().seen_document
    row = session.execute(sa.select(own.name, own.content).where(own.file_id == file_id)).one_or_none()
    return (row.name, row.content) if row else None


def find_cover(file_id: uuid.UUID) -> bytes | None:
    """The first page of a file that readers may see now."""
    own = shelf().seen_document
    cover: bytes | None = session.scalar(sa.select(own.cover).where(own.file_id == file_id))
    return cover


def get_stored_file(file_id: uuid.UUID) -> Any:
    """Of a publication in any state, for its editors. Raises NotFound."""
    found = session.get(shelf().file, file_id)
    if found is None:
        raise NotFound
    return found


def find_stored_cover(file_id: uuid.UUID) -> bytes | None:
    """For editors."""
    own = shelf().file
    cover: bytes | None = session.scalar(sa.select(own.cover).where(own.id == file_id))
    return cover


def list_facts(*, seen: bool) -> list[Any]:
    """Latest day first: those readers see, or all of them for editors."""
    own = shelf()
    table = own.seen_fact if seen else own.fact
    last = table.fact_id if seen else table.id
    return list(session.scalars(sa.select(table).order_by(table.happened_on.desc(), last)))


def list_contacts(*, seen: bool) -> list[Any]:
    """In the order the editors gave them."""
    own = shelf()
    table = own.seen_contact if seen else own.contact
    last = table.contact_id if seen else table.id
    return list(session.scalars(sa.select(table).order_by(table.position, table.role_sv, last)))


def get_fact(fact_id: uuid.UUID, *, lock: bool = False) -> Any:
    """Raises NotFound."""
    return _get(shelf().fact, fact_id, lock)


def get_contact(contact_id: uuid.UUID, *, lock: bool = False) -> Any:
    """Raises NotFound."""
    return _get(shelf().contact, contact_id, lock)


def read_texts(page: SitePage) -> dict[str, str]:
    """What readers see on a page that the site has written itself, by language."""
    own = shelf().seen_text
    return {row.language: row.body for row in session.execute(sa.select(own.language, own.body).where(own.page == page))}


def list_texts() -> dict[tuple[str, str], Any]:
    """Every stored text, by page and language, for editors."""
    own = shelf().text
    return {(row.page, row.language): row for row in session.scalars(sa.select(own).order_by(own.page, own.language))}


def texts_of(page: SitePage, *, lock: bool = False) -> dict[str, Any]:
    """The stored texts of one page, by language."""
    own = shelf().text
    chosen = sa.select(own).where(own.page == page).order_by(own.language)
    return {row.language: row for row in session.scalars(chosen.with_for_update() if lock else chosen)}


@dataclass(frozen=True, slots=True)
class KeptText:
    """A version of a page's text; `by` is None for somebody who has no account any more."""

    row: Any
    by: str | None


def list_text_versions(page: SitePage) -> list[KeptText]:
    """Of one page in both languages, latest first."""
    own = shelf().text_version
    chosen = sa.select(own).where(own.page == page).order_by(own.at.desc(), own.number.desc(), own.language, own.id)
    return _with_writers(list(session.scalars(chosen)))


def get_text_version(version_id: uuid.UUID) -> KeptText:
    """Raises NotFound."""
    return _with_writers([_get(shelf().text_version, version_id, False)])[0]


def _with_writers(rows: Sequence[Any]) -> list[KeptText]:
    wanted = {row.by_account for row in rows}
    asked = sa.select(Account.id, Account.name).where(Account.id.in_(wanted))
    names = {row.id: row.name for row in session.execute(asked)} if wanted else {}
    return [KeptText(row, names.get(row.by_account)) for row in rows]


def _get(model: Any, row_id: uuid.UUID, lock: bool) -> Any:
    found = session.get(model, row_id, with_for_update=lock, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _with_files(rows: Sequence[Any], file: Any, key: Any) -> list[Shown]:
    ids = [getattr(row, "publication_id", None) or row.id for row in rows]
    documents = _documents(file, key, ids)
    return [Shown(row, documents.get(id_, ())) for row, id_ in zip(rows, ids, strict=True)]


def _documents(file: Any, key: Any, publication_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Document, ...]]:
    """Swedish first, then English, then the others by code."""
    columns = (key.label("file_id"), file.publication_id, file.language, file.name, file.size)
    order = (file.language != "sv", file.language != "en", file.language)
    columns += (file.cover_width, file.cover_height, file.reading, *((file.lacking,) if hasattr(file, "lacking") else ()))
    chosen = sa.select(*columns).where(file.publication_id.in_(publication_ids))
    found: dict[uuid.UUID, tuple[Document, ...]] = {}
    for row in session.execute(chosen.order_by(*order)) if publication_ids else ():
        cover = (row.cover_width, row.cover_height) if row.cover_width else None
        lacking = tuple(getattr(row, "lacking", ()))
        one = Document(row.file_id, row.language, row.name, row.size, cover, row.reading, lacking)
        found[row.publication_id] = (*found.get(row.publication_id, ()), one)
    return found
