"""Who has signed up for the open house: names as made up as everybody's here, sealed when they are loaded."""

import datetime as dt
import random

from core.referrals.models import REFERENCE_LETTERS
from tenants.demo import margins, names
from tenants.demo.days import weekday_between
from tenants.demo.dice import dice
from tenants.demo.rows import TenantRows

HOW_MANY = 7
QUESTIONS = ("", "", "Kan jag ta med min bror?", "Finns det parkering?", "")
_DAYS = dt.timedelta(days=5)


def add_guests(rows: TenantRows) -> None:
    """Rows carry `content` in clear. They are written by the public role, as readers' own are."""
    chance, today = dice(f"guests/{rows.slug}"), margins.as_of()
    event = next(row for row in rows.tables["article"] if row["signup_until"])
    for _ in range(HOW_MANY):
        day = weekday_between(chance, today - _DAYS, today)
        rows.add("signup", id=rows.ids.new(day), article_id=event["id"], signed_up_on=day, content=_written(chance))


def _written(chance: random.Random) -> dict[str, str]:
    by_mail = chance.random() < 0.6
    letters = "".join(chance.choice(REFERENCE_LETTERS) for _ in range(8))
    return {
        "name": f"{names.given_name(chance, chance.choice(('woman', 'man')))} {names.family_name(chance)}",
        "email": "gast@post.example" if by_mail else "",
        "phone": "" if by_mail else chance.choice(names.PHONES),
        "question": chance.choice(QUESTIONS),
        "reference": f"E-{letters[:4]}-{letters[4:]}",
        "language": "sv",
    }
