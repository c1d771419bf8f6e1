"""What a signed-in person does with their own account. Whatever changes how one signs in asks for the password again."""

import base64
import uuid
from dataclasses import dataclass

import flask

from core.accounts import queries, second_factor, services
from core.accounts.errors import CodeRefused, RoleChangedMeanwhile
from core.accounts.models import Account
from core.auth import second_step, session_store, sessions, slow_down
from core.auth.session_store import Stored
from core.context import Person, current_person
from core.errors import Invalid, NotFound

NEW_SECRET = "new_totp_secret"  # noqa: S105 - the name under which the session keeps it, sealed


def change_password(*, current: str, password: str) -> None:
    """Every other session of the account ends. Raises Invalid or TooManyTries."""
    person = current_person()
    account = queries.get_account(person.account_id)
    _verify(account, current)
    services.set_password(account=account, password=password)
    session_store.kill_all(account.id, but=person.session_id)
    _note("password_changed", person)


def set_language(language: str) -> None:
    """Remembered by the account, and by this session at once."""
    services.set_language(account=queries.get_account(current_person().account_id), language=language)
    flask.session["language"] = language


def secret_to_enrol() -> str:
    """The secret that is being enrolled in this session; made at the first call, kept sealed."""
    person = current_person()
    kept = flask.session.get(NEW_SECRET)
    if kept is not None:
        return second_factor.unseal_secret(base64.b64decode(kept), person.account_id)
    secret = second_factor.new_secret()
    flask.session[NEW_SECRET] = base64.b64encode(second_factor.seal_secret(secret, person.account_id)).decode()
    return secret


def enrol_second_step(*, current: str, code: str) -> list[str]:
    """Put the authenticator in place. Returns recovery codes, shown once. Raises Invalid or TooManyTries."""
    person = current_person()
    account = queries.get_account(person.account_id)
    _verify(account, current)
    try:
        codes = services.enrol_second_step(account=account, secret=secret_to_enrol(), code=code)
    except CodeRefused as error:
        raise Invalid({"code": error.message}) from error
    flask.session.pop(NEW_SECRET, None)
    session_store.kill_all(account.id, but=person.session_id)
    _note("second_step_enrolled", person)
    return codes


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How one's second step stands."""

    is_on: bool
    is_required: bool
    codes_left: int


def describe_second_step() -> SecondStep:
    """For the own page."""
    person = current_person()
    is_on = sessions.current().has_totp
    return SecondStep(is_on, second_step.is_required(person), queries.count_recovery_codes(person.account_id) if is_on else 0)


@dataclass(frozen=True, slots=True)
class WorkPhone:
    """The number of one's roles on this site, and the version of them all."""

    work_phone: str
    version: int


def find_work_phone() -> WorkPhone:
    """Where one is called at work; empty when no role has a number."""
    person, site = current_person(), sessions.tenant_id_here()
    held = queries.list_memberships(person.account_id, site)
    number = next((one.work_phone for one in held if one.work_phone), "")
    return WorkPhone(number, queries.changes_of_roles(person.account_id, site))


def set_work_phone(*, version: int | None, work_phone: str) -> None:
    """In every role on this site. Raises Invalid, RoleChangedMeanwhile."""
    person, site = current_person(), sessions.tenant_id_here()
    if version != queries.changes_of_roles(person.account_id, site):
        raise RoleChangedMeanwhile
    services.set_work_phone(memberships=queries.list_memberships(person.account_id, site), work_phone=work_phone)


def list_sessions() -> list[tuple[Stored, bool]]:
    """The account's sessions on every host; the flag says which one this is."""
    person = current_person()
    return [(stored, stored.id_hash == person.session_id) for stored in session_store.list_of(person.account_id)]


def end_session(id_hash: str) -> None:
    """End one of one's own sessions, this one too. Raises NotFound for anything else."""
    person = current_person()
    try:
        key = bytes.fromhex(id_hash)
    except ValueError:
        raise NotFound from None
    if key == person.session_id:
        sessions.current().end()
    elif not session_store.kill_own(person.account_id, key):
        raise NotFound
    _note("session_ended", person)


def end_other_sessions() -> None:
    """End every session of the account but this one, on every host."""
    person = current_person()
    session_store.kill_all(person.account_id, but=person.session_id)
    _note("other_sessions_ended", person)


def _verify(account: Account, password: str) -> None:
    where = f"own password of {account.id}"
    tried = slow_down.counters(where, host=flask.request.host, address=flask.request.remote_addr or "")
    slow_down.count_try(tried)
    services.verify_own_password(account=account, password=password)
    slow_down.forgive(tried)


def _note(kind: str, person: Person) -> None:
    tenant_id: uuid.UUID | None = sessions.tenant_id_here()
    session_store.note(kind, host=flask.request.host, account_id=person.account_id, tenant_id=tenant_id)
