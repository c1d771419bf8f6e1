"""Participations for tests, made by the services from referrals. Works inside a tenant's scope."""

import datetime as dt
import uuid
from typing import Any

from core.db import new_id
from core.interventions.models import InterventionPeriod
from core.interventions.services import start_intervention
from core.outcomes.services import Exit, end_participation
from core.outcomes.situations import SituationValues
from core.participants.models import Participation
from core.participants.queries import get_for_change
from core.participants.services import Start, start_participation
from core.persons.services import Applicant
from core.referrals.models import Referral
from core.referrals.queries import get_for_change as get_referral_for_change
from core.referrals.services import offer_place
from tests.house import OWN, House
from tests.integration.referral_makers import RECEIVED, refer

STARTED = dt.date(2022, 9, 5)
BEFORE = SituationValues(
    sources=("forsorjningsstod", "aktivitetsstod_utvecklingsersattning"),
    main_source="forsorjningsstod",
    main_activity="other",
    education="gymnasial",
    support_since=dt.date(2018, 3, 1),
)
AFTER = SituationValues(sources=("lon",), main_source=None, main_activity="work", work_subsidised=False)


def offer(who: Applicant | None = None, **changes: Any) -> Referral:
    """A referral with an offered place."""
    referral = refer(who, **changes)
    return offer_place(referral_id=referral.id, on_date=max(RECEIVED, referral.received_on))


def start_of(house: House, slug: str = "roslagen", **changes: Any) -> Start:
    """A right start at the committee, with its case worker as contact person."""
    values: dict[str, Any] = {
        "started_on": STARTED,
        "controller_id": house.authorities[slug, OWN],
        "key_worker_id": house.accounts[f"case_worker@{slug}.example"],
        "next_contact_on": None,
        "baseline": BEFORE,
    }
    return Start(**values | changes)


def begin(house: House, who: Applicant | None = None, *, referral: Referral | None = None, **changes: Any) -> Participation:
    """Somebody who has started. Signed in: the delprojektledare."""
    referral = get_referral_for_change((referral or offer(who)).id)
    return start_participation(referral=referral, person=referral.person, start=start_of(house, **changes))


def take_part(house: House, participation: Participation, kind: str = "course", **changes: Any) -> InterventionPeriod:
    """An insats of this kind from the day of the start."""
    values: dict[str, Any] = {
        "participation": participation,
        "period_id": new_id(),
        "intervention_id": house.interventions["roslagen", kind],
        "starts_on": STARTED,
    }
    return start_intervention(**values | changes)


def leave(participation_id: uuid.UUID, **changes: Any) -> Participation:
    """The exit to work without subsidy."""
    participation = get_for_change(participation_id)
    values: dict[str, Any] = {
        "ended_on": dt.date(2022, 9, 14),
        "exit_reason": "arbete_utan_stod",
        "handed_to": "",
        "after": AFTER,
    }
    end_participation(participation=participation, version=participation.version, exit_=Exit(**values | changes))
    return participation
