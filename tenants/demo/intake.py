"""How referrals are taken in: who receives them, how many places there are, who waits in which order, what was answered."""

import datetime as dt

from core.referrals.terms import AnswerWay, ReferralState
from tenants.demo import margins
from tenants.demo.days import weekday_between
from tenants.demo.dice import dice
from tenants.demo.rows import TenantRows, office_hours

SAYS = {
    ReferralState.STARTED: "Har börjat i delprojektet.",
    ReferralState.OFFERED: "Har erbjudits en plats.",
    ReferralState.WAITING_LIST: "Står på väntelistan.",
    ReferralState.REFERRED_ON: "Har fått hjälp vidare till en annan verksamhet.",
}
RECEIVED = "Remissen har kommit fram."
PRIORITIES = ("ordinary", "ordinary", "ordinary", "support_ends", "first")
_ANSWERED = 0.6
_DAY = dt.timedelta(days=1)


def settle_intake(rows: TenantRows) -> None:
    """The leading committee receives; there are a few places more than are taken."""
    chance, today = dice(f"intake/{rows.slug}"), margins.as_of()
    subproject = next(row for row in rows.tables["subproject"] if row["id"] == rows.subproject_id)
    going_on = sum(row["state"] in ("active", "paused") for row in rows.tables["participation"])
    subproject |= {"intake_authority_id": rows.find_staff("subproject_manager").authority_id, "places": going_on + 4}
    born = {row["id"]: row["birth_date"] for row in rows.tables["person"]}
    for row in rows.tables["subproject"]:
        row.setdefault("intake_authority_id", None)
        row.setdefault("places", None)
    for referral in rows.tables["referral"]:
        young = born[referral["person_id"]] > today.replace(year=today.year - 25)
        waits = referral["state"] == ReferralState.WAITING_LIST.value
        referral["priority"] = ("young" if young else chance.choice(PRIORITIES)) if waits else "ordinary"
        received = referral["received_on"]
        called = chance.random() < 0.9
        referral["first_contact_on"] = weekday_between(chance, received, min(received + 9 * _DAY, today)) if called else None
        if referral["kind"] == "referral" and chance.random() < _ANSWERED:
            _answer(rows, referral, weekday_between(chance, received, min(received + 14 * _DAY, today)))


def _answer(rows: TenantRows, referral: dict[str, object], day: dt.date) -> None:
    chance = dice(f"answers/{referral['id']}")
    rows.add(
        "referral_answer",
        id=rows.ids.new(day),
        referral_id=referral["id"],
        on_date=day,
        way=chance.choice((AnswerWay.PHONE, AnswerWay.LETTER)).value,
        to_whom=referral["referrer_name"] or "Handläggaren",
        says=RECEIVED if chance.random() < 0.5 else SAYS.get(ReferralState(str(referral["state"])), RECEIVED),
        by_account=referral["created_by"],
        at=office_hours(day, chance),
    )
