"""What the pages of a referral on its way are put together of, for the receiver and for the sender."""

import uuid
from typing import Any

from flask import render_template

from blueprints.referrals.listing import STATUS_KINDS
from core.auth.permissions import Permission, may
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, format_number, ngettext
from core.identity_numbers import written
from core.participants.choices import list_codes, list_municipalities
from core.referrals.answers import list_answers, standard_sentence
from core.referrals.queries import list_events
from core.referrals.sent import Sent, Written, list_sent, open_written
from core.referrals.services import is_ours_to_move
from core.referrals.terms import ANSWER_WAY_NAMES, STATE_NAMES, AnswerWay, ReferralState
from core.referrals.waiting import PRIORITIES, median_times, times_of
from core.web.paging import Pager, wanted_page

Told = tuple[object, str, str]
"""A line of a timeline: day, heading, text."""


def parts_of(referral: Any) -> dict[str, Any]:
    """For the receiver's page: times, answers, place in the queue, and what another authority's officer wrote."""
    leads = may(current_person(), Permission.ASSESS_REFERRAL) and is_ours_to_move(referral)
    times = times_of(referral)
    return {
        "leads": leads,
        "to_contact": days(times.to_contact),
        "to_start": days(times.to_start),
        "answers": [(one.on_date, _answered(one), one.says or standard_sentence()) for one in list_answers(referral.id)],
        "priority": list_codes(PRIORITIES)[PRIORITIES].get(referral.priority),
        "is_waiting": referral.state == ReferralState.WAITING_LIST,
        "as_written": facts_of(open_written(referral.id, referral.as_written)) if referral.author_id else (),
    }


def history_of(referral_id: uuid.UUID) -> list[Told]:
    """What has happened to a referral. What was noted where it stood is no step."""
    return [
        (
            event.on_date,
            _("Noted") if event.from_state == event.to_state else str(STATE_NAMES[ReferralState(event.to_state)]),
            ". ".join(filter(None, (event.reason, event.by_name))),
        )
        for event in list_events(referral_id)
    ]


def facts_of(about: Written) -> list[tuple[str, str]]:
    """What the sender wrote about the person, as (term, value)."""
    return [
        (_("Name"), about.name),
        (_("Personal identity number"), written(about.digits) if about.digits else _("Temporary identity")),
        (_("Date of birth"), about.birth_date),
        (_("Telephone"), about.phone),
        (_("E-mail"), about.email),
        (_("Address"), about.address),
    ]


def days(number: int | None) -> str:
    """A length of time, such as "12 days"; empty when it has not come to an end."""
    return "" if number is None else ngettext("%(num)s day", "%(num)s days", number)


def medians() -> list[tuple[str, str]]:
    """How long it takes, for who leads the delprojekt: of how many, and nobody's name."""
    times = median_times()
    if not times.contacts and not times.starts:
        return []
    return [
        (_("Median time to first contact"), _of_how_many(times.to_contact, times.contacts)),
        (_("Median time to start"), _of_how_many(times.to_start, times.starts)),
    ]


def _of_how_many(number: int | None, count: int) -> str:
    return _("%(time)s, of %(count)s referrals", time=days(number), count=format_number(count)) if count else ""


def sent_page() -> str:
    """The list of what was sent."""
    page = wanted_page()
    found = list_sent(page)
    if page > 1 and not found.rows:
        raise NotFound
    return render_template(
        "referrals/sent.html",
        found=found,
        pager=Pager(page, found.total),
        state_names=STATE_NAMES,
        status_kinds=STATUS_KINDS,
        may_register=may(current_person(), Permission.REGISTER_REFERRAL),
        may_assess=may(current_person(), Permission.ASSESS_REFERRAL),
        may_ask=may(current_person(), Permission.ASK_FOR_CONTACT),
    )


def sent_facts(sent: Sent) -> list[tuple[str, object]]:
    """How it was sent, as (term, value)."""
    parties = list_codes("referring_party")["referring_party"]
    party = parties.get(sent.referring_party)
    return [
        (_("Receiving authority"), sent.receiver),
        (_("Referring party"), party.name if party else sent.referring_party),
        (_("Case officer"), sent.referrer_name),
        (_("Case officer's telephone or e-mail"), sent.referrer_contact),
        (
            _("Municipality of residence"),
            dict(list_municipalities()).get(sent.municipality_code or "", _("Another municipality")),
        ),
        (_("Reason to admit outside the rule of admission"), sent.exception_reason),
    ]


def _answered(one: Any) -> str:
    return _("%(way)s, to %(whom)s", way=ANSWER_WAY_NAMES[AnswerWay(one.way)], whom=one.to_whom)
