"""What waits in the inbox: expressions of interest from the last weeks, as the public form leaves them."""

import datetime as dt
import random

from core.inbox.terms import ContactWay
from core.referrals.models import REFERENCE_LETTERS
from tenants.demo import margins, names
from tenants.demo.days import weekday_between
from tenants.demo.dice import dice
from tenants.demo.rows import TenantRows, office_hours

HOW_MANY = 5
WHEN = ("", "Helst på förmiddagen", "Efter klockan 15", "Inte på fredagar", "Tisdag eller torsdag")
_WEEKS = dt.timedelta(days=18)


def add_arrivals(rows: TenantRows) -> None:
    """Rows carry `content` in clear: it is sealed when they are loaded. The last one is written on the English form."""
    chance, today = dice(f"arrivals/{rows.slug}"), margins.as_of()
    towns = sorted({row["code"] for row in rows.tables["subproject_municipality"] if row["subproject_id"] == rows.subproject_id})
    for number in range(HOW_MANY):
        day = weekday_between(chance, today - _WEEKS, today)
        content = _written(chance, towns) | {
            "reference": _reference(chance),
            "sent_on": day.isoformat(),
            "language": "en" if number == HOW_MANY - 1 else "sv",
            "subproject_id": str(rows.subproject_id),
            "file": None,
        }
        rows.add("referral_inbox", id=rows.ids.new(day), received_at=office_hours(day, chance), content=content)


def _written(chance: random.Random, towns: list[str]) -> dict[str, object]:
    """What core.inbox.services.Interest holds."""
    way = chance.choice(list(ContactWay))
    given = names.given_name(chance, chance.choice(("woman", "man")))
    return {
        "name": f"{given} {names.family_name(chance)}",
        "phone": "" if way is ContactWay.EMAIL else chance.choice(names.PHONES),
        "email": "intresserad@post.example" if way is ContactWay.EMAIL else "",
        "municipality_code": chance.choice(towns),
        "contact_way": way.value,
        "contact_when": chance.choice(WHEN),
    }


def _reference(chance: random.Random) -> str:
    letters = "".join(chance.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"R-{letters[:4]}-{letters[4:]}"
