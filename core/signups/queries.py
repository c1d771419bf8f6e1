"""Events that one signs up for, as readers see them; and who comes, for editors. Each reading of names is logged."""

import datetime as dt
import json
import logging
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.audit import Action, record_access
from core.context import Language, current_person, current_site, find_tenant, scope
from core.db import engine_for, new_id, session
from core.errors import NotFound, Unavailable, WallBreach
from core.facts import associations
from core.publishing.queries import bind_of_site, find_published, in_best_language
from core.publishing.queries import shelf as article_shelf
from core.publishing.terms import ArticleKind
from core.signups import models, sealing
from core.signups.terms import SignupState

COMING = 3
_COUNTY_LOG = sa.insert(models.SignupReading.__table__).inline()  # type: ignore[arg-type]  # a table, though mapped as a FromClause
FIELDS = "signup"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one side of the wall: a delprojekt's or the county's."""

    signup: Any
    gone: Any
    closing: Any
    count: Any
    published: Any
    published_gone: Any
    insert: Any
    insert_gone: Any


_TENANT = Shelf(
    models.Signup,
    models.SignupGone,
    models.SignupClosing,
    models.SignupCount,
    models.PublishedSignup,
    models.PublishedSignupGone,
    models.public_signup,
    models.public_signup_gone,
)
_COUNTY = Shelf(
    models.CountySignup,
    models.CountySignupGone,
    models.CountySignupClosing,
    models.CountySignupCount,
    models.CountyPublishedSignup,
    models.CountyPublishedSignupGone,
    models.CountySignup.__table__,
    models.CountySignupGone.__table__,
)


def shelf() -> Shelf:
    """Of the site in force."""
    return _COUNTY if current_site().kind == "county" else _TENANT


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one can sign up. `places_left` is None where as many may come as like to."""

    state: SignupState
    until: dt.date
    places_left: int | None


@dataclass(frozen=True, slots=True)
class Coming:
    """How it stands with an event for its editors. `places` None: as many as like to; `until` None: sign-up was taken away."""

    until: dt.date | None
    places: int | None
    taken: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Who comes, as they have written it."""

    id: uuid.UUID
    signed_up_on: dt.date
    reference: str
    name: str
    email: str
    phone: str
    question: str
    language: Language


# What readers see ---------------------------------------------------------------------------------------------------------


def last_day_of(event: Any) -> dt.date | None:
    """Of an article with days; None when it has none."""
    day: dt.date | None = event.last_day or event.happens_on
    return day


def is_over(article: Any) -> bool:
    """Whether it is an event whose last day has passed."""
    last = last_day_of(article)
    return article.kind == ArticleKind.EVENT and last is not None and last < clock.today()


def get_event(slug: str) -> dict[Language, Any]:
    """The event with this address, in every language it is written in. Raises NotFound, also for an article of another kind."""
    texts = find_published(slug)
    event = next(iter(texts.values()))
    if event.kind != ArticleKind.EVENT or event.happens_on is None:
        raise NotFound
    return texts


def find_event(article_id: uuid.UUID, *, language: Language) -> Any | None:
    """The event as readers see it now, in their language where it is written in it; None when it has been taken down."""
    own = article_shelf().published
    best = in_best_language(own, language, own.article_id == article_id, own.kind == ArticleKind.EVENT)
    return session.execute(sa.select(best), bind_arguments=bind_of_site()).one_or_none()


def find_standing(event: Any) -> Standing | None:
    """Of a published article; None when one does not sign up for it."""
    if event.kind != ArticleKind.EVENT or event.signup_until is None:
        return None
    own = shelf().published
    row = session.execute(sa.select(own.places_left, own.is_closed).where(own.article_id == event.article_id)).one_or_none()
    if row is None:
        return None
    return Standing(_state(event, row.places_left, is_closed=row.is_closed), event.signup_until, row.places_left)


def _state(event: Any, places_left: int | None, *, is_closed: bool) -> SignupState:
    if is_over(event):
        return SignupState.OVER
    if event.signup_until < clock.today():
        return SignupState.LATE
    if is_closed:
        return SignupState.CLOSED
    return SignupState.FULL if places_left == 0 else SignupState.OPEN


def list_coming(*, language: Language) -> list[Any]:
    """Events that are not over, the next one first."""
    own = article_shelf().published
    last = sa.func.coalesce(own.last_day, own.happens_on)
    best = in_best_language(own, language, own.kind == ArticleKind.EVENT, own.happens_on.is_not(None), last >= clock.today())
    soonest = sa.select(best).order_by(best.c.happens_on, best.c.article_id).limit(COMING)
    return list(session.execute(soonest, bind_arguments=bind_of_site()))


def is_gone(signup_id: uuid.UUID) -> bool:
    """Whether a sign-up was cancelled or removed."""
    own = shelf().published_gone
    return session.scalar(sa.select(own.signup_id).where(own.signup_id == signup_id)) is not None


def keeper() -> str:
    """Who answers for what is written in the form: the förbund; at the county the project owner."""
    tenant = find_tenant()
    return tenant.name if tenant else next(one.name for one in associations() if one.is_owner)


# What editors see ---------------------------------------------------------------------------------------------------------


def find_coming(article: Any) -> Coming | None:
    """Numbers of an article of the editors, without a name; None when one does not sign up for it and nobody has."""
    own = shelf()
    taken = sa.select(own.count.taken).where(own.count.article_id == article.id).scalar_subquery()
    closed = sa.select(own.closing.article_id).where(own.closing.article_id == article.id).exists()
    row = session.execute(sa.select(sa.func.coalesce(taken, 0), closed), bind_arguments={"bind_name": own.count.bind_name}).one()
    if article.signup_until is None and not row[0]:
        return None
    return Coming(article.signup_until, article.places, row[0], row[1])


def list_entries(article_id: uuid.UUID, *, action: Action = Action.LIST, reason: str = "") -> list[Entry]:
    """Who comes, in the order they signed up; logged before it is shown."""
    own = shelf().signup
    chosen = sa.select(own).where(own.article_id == article_id).order_by(own.received_at, own.id)
    rows = list(session.scalars(chosen))
    log(action, article_id, [row.id for row in rows], reason=reason)
    return [entry for entry in map(_find_opened, rows) if entry]


def get_entry(article_id: uuid.UUID, signup_id: uuid.UUID, *, action: Action = Action.READ) -> Entry:
    """One of them, logged before it is read. Raises NotFound."""
    own = shelf().signup
    log(action, article_id, [signup_id])
    row = session.scalar(sa.select(own).where(own.id == signup_id, own.article_id == article_id))
    entry = _find_opened(row) if row else None
    if entry is None:
        raise NotFound
    return entry


def log(action: Action, article_id: uuid.UUID, signup_ids: list[uuid.UUID], *, reason: str = "") -> None:
    """In the tenant's access log; at the county in its own. Raises Unavailable (503): then nothing is shown."""
    if current_site().kind == "tenant":
        record_access(action, subject_ids=signup_ids, fields=FIELDS, reason=reason)
        return
    row = {"id": new_id(), "account_id": current_person().account_id, "action": action.value, "article_id": article_id}
    try:
        with engine_for("platform", single=True).connect() as connection:
            connection.execute(_COUNTY_LOG, row | {"signups": len(signup_ids), "reason": reason})
    except SQLAlchemyError as error:
        raise Unavailable("the log of sign-ups could not be written") from error
    scope().reads.logged = True


def _find_opened(row: Any) -> Entry | None:
    """A row that cannot be opened was not written by the form: it hides nobody else's, and is told to whoever operates."""
    try:
        sent = json.loads(sealing.unseal(row.sealed, row.id))
    except WallBreach:
        logging.getLogger("mia.security").error("a sign-up cannot be opened")
        return None
    return Entry(id=row.id, signed_up_on=row.signed_up_on, **sent)
