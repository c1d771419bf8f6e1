"""Drafts of forms, tied to the pages they are written on.

A blueprint says once which of its forms are kept:

    drafts.register(Drafted("exit", page="exits.new", sends="exits.create", subjects=list_subjects))

From then on the page offers what its reader left unsent there (macros/forms.html), the browser saves while somebody types
(static/js/unsent.js) or a button does, a form that outlived its session is kept (core/auth/unsent.py), and a form that was
sent takes its draft with it. There are drafts at tenants only, and only of whoever is signed in.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request, session, url_for
from werkzeug.datastructures import MultiDict

from core import context
from core.auth import unsent
from core.auth.permissions import access_of, may
from core.clock import STOCKHOLM, now
from core.context import current_person, find_person, find_tenant
from core.drafts import services
from core.drafts.errors import DraftTooLarge, TooManyDrafts
from core.drafts.queries import Kept, find_kept, read_typed
from core.errors import NotAllowed, NotFound
from core.i18n import format_instant

CONTINUE = "continue"
NEW = "new"
BUTTON = "draft_button"
"""Sends a form to be kept as a draft where there is no JavaScript: the draft's key and version, as "exit/<id>/3"."""
NOT_TYPED = frozenset({"csrf_token", "draft_form", "draft_version", BUTTON})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A form whose drafts are kept. `page` shows it and `sends` takes it; both take the same id, or none.

    `subjects` gives the persons the id is about, for the access log, and raises NotFound when they are not theirs to see.
    `allowed` says, from what the session remembers, whether the form may be written in at all.
    """

    name: str
    page: str
    sends: str
    subjects: Callable[[uuid.UUID], Sequence[uuid.UUID]] | None = None
    allowed: Callable[[Mapping[str, Any]], bool] = lambda _remembered: True


@dataclass(frozen=True, slots=True)
class Place:
    """One form about one thing."""

    drafted: Drafted
    about: uuid.UUID | None

    @property
    def key(self) -> str:
        """Under which its draft is kept: "exit/<id>" or "referral/new"."""
        return f"{self.drafted.name}/{self.about or NEW}"

    def subjects(self) -> Sequence[uuid.UUID]:
        """The persons it is about; none when somebody is registered for the first time."""
        return self.drafted.subjects(self.about) if self.drafted.subjects and self.about else []

    def address(self, query: str = "") -> str:
        """The page of the form."""
        rule = next(current_app.url_map.iter_rules(self.drafted.page))
        values: dict[str, Any] = {name: self.about for name in rule.arguments if name.endswith("_id")}
        return url_for(self.drafted.page, **values) + query


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page knows of the draft of its form. `offered`: the reader has not yet said what is to become of it."""

    key: str
    version: int
    when: str
    offered: bool
    onward: str


def nobody(_about: uuid.UUID) -> Sequence[uuid.UUID]:
    """The `subjects` of a form that is about no participant: an authority, a colleague."""
    return []


_by_name: dict[str, Drafted] = {}
_by_endpoint: dict[str, Drafted] = {}


def register(*drafted: Drafted) -> None:
    """Keep drafts of these forms."""
    for one in drafted:
        _by_name[one.name] = _by_endpoint[one.page] = _by_endpoint[one.sends] = one


def registered() -> list[Drafted]:
    """Every form whose drafts are kept, by name."""
    return [_by_name[name] for name in sorted(_by_name)]


def init_app(app: Flask) -> None:
    """After the gate and the check of the form's token, so that they have let the request through."""
    app.before_request(look)
    app.jinja_env.globals["draft_of"] = draft_of
    app.jinja_env.globals["find_offer"] = find_offer
    app.jinja_env.globals["address_to_return"] = address_to_return
    unsent.use_keeper(keep_of_expired)


def look() -> None:
    """Find the draft of the form that this page shows or takes; open it when its writer goes on with it."""
    place = _place_here()
    if place is None or find_person() is None or find_tenant() is None:
        return
    kept = find_kept(place.key)
    going_on = request.method == "GET" and request.args.get("draft") == CONTINUE and kept is not None
    g.draft_place = place
    g.draft = Shown(
        key=place.key,
        version=kept.version if kept else 0,
        when=said(kept.updated_at) if kept else "",
        offered=kept is not None and request.method == "GET" and not going_on,
        onward=place.address(f"?draft={CONTINUE}"),
    )
    if going_on and place.drafted.allowed(session):
        g.draft_typed = MultiDict(read_typed(place.key, subject_ids=place.subjects()))


def draft_of(form: Any) -> Shown | None:
    """For templates: the draft of a form on this page, or None when nothing is kept of it."""
    found: Shown | None = g.get("draft", None) if form.keeps_draft else None
    return found


def find_offer(name: str) -> Shown | None:
    """The draft that waits behind a question: on the page before the form. `name` is that of a form about nobody yet."""
    found: Shown | None = g.get("draft_waiting", {}).get(name)
    return found


def wait_behind(name: str) -> None:
    """Look for a draft of a form that another page leads to, so that this page can tell of it."""
    place = Place(_by_name[name], None)
    kept = find_kept(place.key)
    if kept is not None:
        g.draft_waiting = {name: Shown(place.key, kept.version, said(kept.updated_at), True, place.address())}


def find_address() -> str | None:
    """The page of the form that this request sends or saves, when its drafts are kept; nothing is said of whose."""
    try:
        place = _place_named(request.form.get("draft_form", "")) if request.endpoint == "drafts.create" else _place_here()
    except NotFound:
        return None
    return place.address() if place is not None and find_tenant() is not None else None


def address_to_return() -> str:
    """Where to go on after signing in anew: this page; for the answer to a form that was sent, the form's own page."""
    if "draft_place" in g:
        return str(g.draft_place.address())
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def keep_typed(sent: "MultiDict[str, str]") -> Kept:
    """Keep what the browser saves while somebody types. Raises NotFound, DraftChanged, DraftTooLarge, TooManyDrafts."""
    key, version = _draft_in(sent)
    return _keep(_place_named(key), sent, session, version)


def address_after_button(sent: "MultiDict[str, str]") -> str | None:
    """Where to go on writing once the button has saved what stood in the form; None when the browser saved by itself."""
    return _place_named(_draft_in(sent)[0]).address(f"?draft={CONTINUE}") if BUTTON in sent else None


def throw_away(key: str) -> str:
    """Forget a draft of the signed-in account. Returns the address of its form."""
    place = _place_named(key)
    services.throw_away(place.key)
    return place.address()


def forget_sent(response: Response) -> None:
    """A form that was taken has no draft any more; it goes in the same transaction."""
    if response.status_code in (302, 303) and request.method == "POST" and "draft_place" in g:
        services.throw_away(g.draft_place.key)


def keep_of_expired(remembered: Mapping[str, Any]) -> str | None:
    """Keep a form whose session has expired, for the account it was. Called as that person; see core/auth/unsent.py."""
    autosaved = request.endpoint == "drafts.create"
    try:
        place = _place_named(_draft_in(request.form)[0]) if autosaved else _place_here()
        if place is None or find_tenant() is None:
            return None
        _keep(place, request.form, remembered, None)
    except (DraftTooLarge, TooManyDrafts, NotFound, NotAllowed):
        return None
    return place.address()


def _keep(place: Place, sent: "MultiDict[str, str]", remembered: Mapping[str, Any], version: int | None) -> Kept:
    access = access_of(place.drafted.sends, current_app.view_functions[place.drafted.sends])
    if access is None or not may(current_person(), *access.permissions) or not place.drafted.allowed(remembered):
        raise NotFound
    typed = {name: sent.getlist(name) for name in sent if name not in NOT_TYPED}
    return services.keep(form=place.key, typed=typed, version=version, subjects=place.subjects)


def said(instant: dt.datetime) -> str:
    """14.05 for today, else with the date; the reader's own clock."""
    here = instant.astimezone(STOCKHOLM)
    if here.date() == now().astimezone(STOCKHOLM).date():
        return here.strftime("%H.%M" if context.language() == "sv" else "%H:%M")
    return format_instant(instant)


def _place_here() -> Place | None:
    drafted = _by_endpoint.get(request.endpoint or "")
    if drafted is None:
        return None
    ids = [value for value in (request.view_args or {}).values() if isinstance(value, uuid.UUID)]
    return Place(drafted, ids[0] if ids else None)


def _draft_in(sent: "MultiDict[str, str]") -> tuple[str, int]:
    """Key and version of the draft that is sent, by the browser or by the button."""
    if BUTTON not in sent:
        return sent.get("draft_form", ""), sent.get("draft_version", 0, type=int)
    key, _slash, version = sent[BUTTON].rpartition("/")
    return key, int(version) if version.isdecimal() else 0


def _place_named(key: str) -> Place:
    name, _slash, about = key.partition("/")
    if name not in _by_name:
        raise NotFound
    drafted = _by_name[name]
    try:
        about_id = None if about == NEW else uuid.UUID(about)
    except ValueError:
        raise NotFound from None
    if (about_id is None) != (drafted.subjects is None):
        raise NotFound
    return Place(drafted, about_id)
