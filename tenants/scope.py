"""Work in a tenant outside a request: a new app context, so a new session, with the tenant set once."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from flask import Flask

from core import context
from core.context import Scope, Site, TenantRef
from core.errors import NotFound
from tenants.registry import Registry


class Scopes:
    """Opens scopes for commands and jobs. Also the lister of tenants that the scheduler asks."""

    def __init__(self, app: Flask, registry: Registry) -> None:
        self._app = app
        self._registry = registry

    @contextmanager
    def tenant(self, slug: str, *, kind: Literal["job", "command"] = "command") -> Iterator[TenantRef]:
        """A scope in the tenant with this slug. Raises NotFound when there is none or it is suspended."""
        with self._entered(self._registry.find(slug), kind) as ref:
            yield ref

    @contextmanager
    def open(self, tenant_id: uuid.UUID | None) -> Iterator[TenantRef | None]:
        """A job's scope: in the tenant with this id, or (None) on the platform."""
        if tenant_id is None:
            with self.county(kind="job"):
                yield None
            return
        with self._entered(self._registry.find_by_id(tenant_id), "job") as ref:
            yield ref

    @contextmanager
    def county(self, *, kind: Literal["job", "command"] = "command") -> Iterator[None]:
        """A scope on the county's site: platform and rollup, no tenant."""
        with context.entered(Scope(site=Site("county"), kind=kind)), self._app.app_context():
            yield

    def list_tenants(self) -> list[uuid.UUID]:
        """Ids of the active tenants, in the order of their slugs."""
        return [ref.id for ref in self._registry.list_active()]

    @contextmanager
    def _entered(self, ref: TenantRef | None, kind: Literal["job", "command"]) -> Iterator[TenantRef]:
        if ref is None:
            raise NotFound("no such tenant, or it is suspended")
        with context.entered(Scope(site=Site("tenant", ref), kind=kind)), self._app.app_context():
            yield ref


def scopes_of(app: Flask) -> Scopes:
    """The scopes of a composed application."""
    found: Scopes = app.extensions["mia.scopes"]
    return found


@contextmanager
def tenant_scope(slug: str, app: Flask | None = None) -> Iterator[TenantRef]:
    """`with tenant_scope("roslagen"):` work in that tenant in a new app context; commit is the caller's."""
    from flask import current_app

    target: Flask = app or current_app._get_current_object()  # type: ignore[attr-defined]
    with scopes_of(target).tenant(slug) as ref:
        yield ref
