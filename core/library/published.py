"""What readers see of the library: views without drafts, a delprojekt's through its public role, the county's in platform."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import PlatformModel, PublicModel

VIEW = {"view": True}


class _PublicationColumns:
    publication_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    year: Mapped[int] = mapped_column(sa.Integer)
    title_sv: Mapped[str]
    title_en: Mapped[str]
    text_sv: Mapped[str]
    text_en: Mapped[str]
    link: Mapped[str]
    shown_from: Mapped[dt.datetime]


class _DocumentColumns:
    file_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    publication_id: Mapped[uuid.UUID]
    language: Mapped[str]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[bytes] = mapped_column(deferred=True)
    cover: Mapped[bytes | None] = mapped_column(deferred=True)
    cover_width: Mapped[int | None] = mapped_column(sa.Integer)
    cover_height: Mapped[int | None] = mapped_column(sa.Integer)
    reading: Mapped[str]


class _FactColumns:
    fact_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    happened_on: Mapped[dt.date]
    text_sv: Mapped[str]
    text_en: Mapped[str]
    source_sv: Mapped[str]
    source_en: Mapped[str]
    link: Mapped[str]


class _ContactColumns:
    contact_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    role_sv: Mapped[str]
    role_en: Mapped[str]
    name: Mapped[str]
    is_acting: Mapped[bool] = mapped_column(sa.Boolean)
    about_sv: Mapped[str]
    about_en: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]


class _TextColumns:
    page: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    changed_at: Mapped[dt.datetime]


class PublishedPublication(_PublicationColumns, PublicModel):
    """A publication of the delprojekt that readers may see."""

    __tablename__ = "published_publication"
    __table_args__ = ({"info": VIEW},)


class PublishedDocument(_DocumentColumns, PublicModel):
    """A file of such a publication."""

    __tablename__ = "published_document"
    __table_args__ = ({"info": VIEW},)


class PublishedFact(_FactColumns, PublicModel):
    """A fact of a day."""

    __tablename__ = "published_fact"
    __table_args__ = ({"info": VIEW},)


class PublishedContact(_ContactColumns, PublicModel):
    """A role one may turn to."""

    __tablename__ = "published_contact"
    __table_args__ = ({"info": VIEW},)


class PublishedText(_TextColumns, PublicModel):
    """What the delprojekt has written for a page."""

    __tablename__ = "published_text"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedPublication(_PublicationColumns, PlatformModel):
    """A publication of the county that readers may see."""

    __tablename__ = "published_publication"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedDocument(_DocumentColumns, PlatformModel):
    """A file of such a publication."""

    __tablename__ = "published_document"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedFact(_FactColumns, PlatformModel):
    """A fact of a day, of the county."""

    __tablename__ = "published_fact"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedContact(_ContactColumns, PlatformModel):
    """A role at the project owner that one may turn to."""

    __tablename__ = "published_contact"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedText(_TextColumns, PlatformModel):
    """What the county has written for a page."""

    __tablename__ = "published_text"
    __table_args__ = ({"info": VIEW},)
