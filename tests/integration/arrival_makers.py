"""Expressions of interest for tests: who receives them, and one that has come in."""

from typing import Any

import sqlalchemy as sa

from core.participants.models import Subproject
from tests.browsing import Browser
from tests.house import House

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"
INTEREST: dict[str, Any] = {
    "name": "Maja Ek",
    "phone": "070-174 06 05",
    "email": "maja@example.org",
    "municipality": "0160",
    "contact_way": "phone",
    "contact_when": "Eftermiddagar, med tolk",
}


def receive_at(house: House, slug: str, authority: str | None) -> None:
    """Let this authority of the house (tests.house.OWN …) take in for the delprojekt; None: nobody does."""
    values = {"intake_authority_id": house.authorities[slug, authority] if authority else None}
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas[slug]}, ext")
        connection.execute(sa.update(Subproject).values(values))


def send_in(public: Browser, **changes: Any) -> str:
    """Somebody sends the form; the address of their receipt."""
    sent = public.submit("/apply", INTEREST | {"municipality": "0126" if "hbs" in public.host else "0160"} | changes)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["Location"])
