"""Events that one signs up for, for tests: published by an editor's browser."""

import re
from typing import Any

import sqlalchemy as sa

from core.signups.models import Signup
from tests.browsing import Browser
from tests.house import House
from tests.integration.article_makers import carry, write

EVENT = {
    "kind": "event",
    "title_sv": "Jobbskuggning",
    "title_en": "Job shadowing",
    "lead_sv": "Följ någon i arbetet; en dag, på ön.",
    "happens_on": "2022-10-03",
    "last_day": "2022-10-05",
    "signup_until": "2022-09-30",
}
SIGN_UP = "/events/jobbskuggning/sign-up"
VISITOR = {"name": "Åsa Öberg", "email": "asa@example.org", "phone": "", "question": "Finns det hiss?"}
REFERENCE = re.compile(r"E-[2-9A-Z]{4}-[2-9A-Z]{4}")


def arrange(editor: Browser, **changes: Any) -> str:
    """A published event; the address of its page at the editors'."""
    page = write(editor, **{**EVENT, **changes})
    assert carry(editor, page, "publish") == 303
    return page


def token_of(reader: Browser, page: str = SIGN_UP) -> str:
    """Of a new opening of the form."""
    found = re.search(r'name="token"[^>]*value="([^"]+)"', reader.get(page).text)
    assert found
    return found[1]


def signups(house: House, slug: str = "roslagen") -> list[Any]:
    """What lies in the table, in the order it came."""
    with house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {house.schemas[slug]}")
        return list(connection.execute(sa.select(Signup.__table__).order_by(Signup.received_at)))
