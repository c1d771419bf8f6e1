"""A job that does what somebody asked for does it as them, with the rights they have when it is done."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from core import context
from core.auth import sessions
from core.auth.permissions import Permission, may
from core.auth.session_store import find_holder
from core.context import Language, Person, current_tenant, scope


def person_at_work(account_id: uuid.UUID) -> Person | None:
    """The account as a page at the tenant in force would meet it now; None when it is closed or holds no role there."""
    tenant_id = current_tenant().id
    holder = find_holder(account_id, tenant_id)
    if holder is None or not holder.active or not sessions.roles_here(holder, tenant_id):
        return None
    return sessions.with_agreement(sessions.person_of(holder, tenant_id))


@contextmanager
def acting_as(account_id: uuid.UUID, authority_id: uuid.UUID, language: Language, *permissions: Permission) -> Iterator[bool]:
    """Inside it the account is signed in. Gives False, and nobody is, when it lacks a permission or works elsewhere by now."""
    person = person_at_work(account_id)
    if person is None or person.authority_id != authority_id or not may(person, *permissions):
        yield False
        return
    with context.entered(replace(scope(), person=person, language=language)):
        yield True
