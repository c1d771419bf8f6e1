"""Mail that says that something waits: how many kinds of things and where, never what, who or how many of them.

One job a tenant. The day's mail is claimed in the database before it is handed over, so that a job that runs again, or two
that run at once, send nothing twice; what could not be handed over is tried again.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from core import clock, context, i18n, mail
from core.accounts.mails import words_of_waiting
from core.accounts.queries import get_account
from core.audit import Action, record_access, unlogged_read
from core.auth.acting import person_at_work
from core.auth.homes import home_of
from core.config import get_settings
from core.context import Language, Person, current_tenant, scope
from core.errors import Unavailable
from core.web.waiting import Waiting, count_kinds, kinds_of
from core.work import queries, services
from core.work.terms import How

MORNING, EVENING = dt.time(6, 30), dt.time(18)
WORKING_DAYS = range(5)
"""Monday to Friday. What comes in on a Saturday is told on Monday."""
CHOICES = "/work/mail"


def is_office_hours(now: dt.datetime) -> bool:
    """Whether mail may go out: a working day between morning and evening, where the readers are."""
    there = now.astimezone(clock.STOCKHOLM)
    return there.weekday() in WORKING_DAYS and MORNING <= there.time() < EVENING


def is_digest_due(last: dt.datetime | None) -> bool:
    """Once every working day; in the demo also when it has just been made, so that there is one to look at."""
    if last is None and get_settings().env == "demo":
        return True
    now = clock.now()
    sent_today = last is not None and last.astimezone(clock.STOCKHOLM).date() == now.astimezone(clock.STOCKHOLM).date()
    return is_office_hours(now) and not sent_today


def is_at_once_due(_last: dt.datetime | None) -> bool:
    """Whether anybody here wants to be told at once, at an hour when somebody works."""
    return is_office_hours(clock.now()) and bool(queries.list_told_at_once())


def chosen_how(kind: Waiting, chosen: Mapping[str, Any]) -> How:
    """When this kind is told: as was chosen, else as it begins. What cannot be told at once is told once a day."""
    how = How(chosen[kind.name]) if chosen.get(kind.name) in list(How) else kind.mail
    return How.DAILY if how is How.AT_ONCE and not kind.may_be_at_once else how


def tell_from_now_on(kinds: Sequence[Waiting]) -> None:
    """What waits of these for the signed-in person is known to them: only what comes after is told at once."""
    services.keep_told(count_kinds(kinds))
    if unlogged_read():
        record_access(Action.LIST, subject_ids=[], fields="count")


def send_digests() -> None:
    """To everybody at the tenant for whom something waits that they want to know of once a day."""
    day = clock.now().astimezone(clock.STOCKHOLM).date()
    _each(queries.list_staff(), lambda person, language: _digest(person, language, day))


def tell_at_once() -> None:
    """To those who want it, that more waits than when it was last looked at."""
    _each(queries.list_told_at_once(), _tell)


def _each(accounts: Sequence[uuid.UUID], send: Any) -> None:
    """As each of them, with the rights they have now. A mail that cannot go out does not stop the others."""
    refused = False
    for account_id in accounts:
        with ExitStack() as stack:
            person = person_at_work(account_id)
            if person is None:
                continue
            language: Language = "en" if get_account(account_id).language == "en" else "sv"
            stack.enter_context(context.entered(replace(scope(), person=person)))
            i18n.use_language(language)
            try:
                send(person, language)
            except (Unavailable, mail.Unsendable):
                refused = True
    if refused:
        raise Unavailable("some mails could not be handed over")


def _kinds(person: Person, how: How) -> list[Waiting]:
    choice = queries.find_choice(person.account_id)
    chosen = choice.kinds if choice else {}
    return [kind for kind in kinds_of(person) if chosen_how(kind, chosen) is how]


def _digest(person: Person, language: Language, day: dt.date) -> None:
    waits = sum(bool(number) for number in count_kinds(_kinds(person, How.DAILY)).values())
    if not waits or not services.claim_digest(person.account_id, day):
        return
    try:
        _send(person, language, kinds=waits, at_once=False)
    except Exception:
        services.unclaim_digest(person.account_id, day)
        raise


def _tell(person: Person, language: Language) -> None:
    numbers = count_kinds(_kinds(person, How.AT_ONCE))
    told = queries.find_told(person.account_id)
    before = told.counts if told else {}
    if numbers == before:
        return
    services.note_told(person.account_id, numbers)
    more = sum(number > before.get(name, 0) for name, number in numbers.items())
    if not more:
        return
    try:
        _send(person, language, kinds=more, at_once=True)
    except Exception:
        services.note_told(person.account_id, before)
        raise


def _send(person: Person, language: Language, *, kinds: int, at_once: bool) -> None:
    tenant = current_tenant()
    root = get_settings().site_root(tenant.slug)
    subject, text = words_of_waiting(
        site=tenant.name, address=root + home_of(person), settings=root + CHOICES, kinds=kinds, at_once=at_once
    )
    mail.send(mail.Mail(to=person.email, subject=subject, text=text, language=language, slug=tenant.slug))
