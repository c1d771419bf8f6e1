"""Expressions of interest for tests: who receives them, and one that has come in."""

import io
import re
import uuid
from typing import Any

import sqlalchemy as sa

from core.file_kinds import examine
from core.participants.models import Subproject
from core.referrals.attachments import attach
from tests.browsing import Browser
from tests.house import House

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"
REFERENCE = re.compile(r"R-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
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


def arrive(house: House, public: Browser) -> uuid.UUID:
    """Something has come in by the form of the tenant whose public pages `public` reads; its id."""
    send_in(public)
    slug = public.host.partition(".")[0]
    with house.operator.connect() as connection:
        found = connection.exec_driver_sql(
            f"SELECT id FROM {house.schemas[slug]}.referral_inbox ORDER BY received_at DESC LIMIT 1"
        )
        return uuid.UUID(str(found.scalar_one()))


def keep_paper(referral_id: uuid.UUID) -> uuid.UUID:
    """A paper put to a referral by the person in scope; its id."""
    file_id = uuid.uuid4()
    attach(referral_id=referral_id, file=examine("brev.pdf", PDF), form_token=file_id)
    return file_id


def rows(house: House, table: str = "referral_inbox", slug: str = "roslagen") -> list[Any]:
    """Every row of a table of a tenant."""
    with house.operator.connect() as connection:
        return list(connection.exec_driver_sql(f"SELECT * FROM {house.schemas[slug]}.{table}"))


def with_file(content: bytes = PDF, name: str = "brev.pdf", **changes: Any) -> dict[str, Any]:
    """What is typed in the form, with a file."""
    return INTEREST | {"file": (io.BytesIO(content), name)} | changes
