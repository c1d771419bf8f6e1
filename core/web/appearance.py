"""What templates may call: site, person, addresses, fields. Functions only; nothing here asks the database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import flask
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from wtforms import Field

from core import context
from core.auth import session_store, sessions
from core.auth.permissions import Permission, may
from core.config import get_settings
from core.i18n import _
from core.web import forms, helping, languages
from core.web.assets import fonts, static_url
from core.web.navigation import navigation

TEMPLATES = Path(__file__).parent / "templates"
COUNTY_ACCENT = "lansvatten"


def init_app(app: Flask) -> None:
    """Base templates and macros for every blueprint, and the functions they call."""
    own = app.jinja_loader
    loaders = [FileSystemLoader(TEMPLATES), *([own] if own else [])]
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.globals.update(
        accent=accent,
        association_name=association_name,
        described=described,
        field_kind=field_kind,
        field_messages=forms.field_messages,
        find_help=helping.find_help,
        find_person=context.find_person,
        fonts=fonts,
        is_demo=is_demo,
        local_address=languages.local_address,
        may_search=may_search,
        navigation=navigation,
        own_address=languages.own_address,
        page_has_faults=forms.page_has_faults,
        session_idle=session_idle,
        session_left=session_left,
        site_address=site_address,
        site_is_county=site_is_county,
        site_name=site_name,
        static_url=static_url,
        summary_heading=forms.summary_heading,
        switch_address=languages.switch_address,
    )


def may_search() -> bool:
    """Whether the head of the page has the box to search with."""
    return context.find_tenant() is not None and may(context.find_person(), Permission.SEARCH)


def site_name() -> str:
    """The short name of where the reader is: the förbund's place, or the county."""
    tenant = context.find_tenant()
    if tenant is None:
        return _("Stockholm County")
    return tenant.name.removeprefix("Samordningsförbundet ")


def association_name() -> str:
    """The förbund whose site this is; nothing at the county's."""
    tenant = context.find_tenant()
    return tenant.name if tenant else ""


def site_address() -> str:
    """Scheme, host and port where readers are meant to meet this site, without a slash at the end."""
    tenant = context.find_tenant()
    return get_settings().site_root(tenant.slug, tenant.domain) if tenant else get_settings().site_root(None)


def site_is_county() -> bool:
    """Whether this is the county's own site."""
    return context.find_tenant() is None


def accent() -> str:
    """The hue of this site."""
    tenant = context.find_tenant()
    return tenant.accent if tenant else COUNTY_ACCENT


def session_left() -> tuple[int, int] | None:
    """Seconds until the reader's session ends, idle and at the latest; None for whoever has not signed in."""
    current = flask.session._get_current_object()  # type: ignore[attr-defined]
    return current.seconds_left() if context.find_person() and isinstance(current, sessions.ServerSession) else None


def session_idle() -> int:
    """Seconds that a session lasts without anything being done."""
    return int(session_store.IDLE.total_seconds())


def is_demo() -> bool:
    """Whether all people and figures here are made up."""
    return get_settings().demo


def field_kind(field: Field) -> str:
    """How a field is drawn: hidden, group, check, select, text (several lines) or input."""
    widget = type(field.widget).__name__
    if forms.has_alternatives(field):
        return "group"
    kinds = {"HiddenInput": "hidden", "CheckboxInput": "check", "Select": "select", "TextArea": "text"}
    return kinds.get(widget, "input")


def described(field: Field, hint: object, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes that tie a field to its hint and its error, and those the page adds."""
    attributes = dict(extra)
    described_by = forms.described_by(field, hint)
    if described_by:
        attributes["aria-describedby"] = described_by
    if field.errors and not forms.has_alternatives(field):
        attributes["aria-invalid"] = "true"
    return attributes
