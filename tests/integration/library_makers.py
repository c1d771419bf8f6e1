"""What a site keeps beside news, made by the services: for tests that need one of each."""

import datetime as dt
import uuid

from core.db import new_id
from core.library.services import ContactValues, FactValues, PublicationValues, add_contact, add_fact, add_publication
from core.library.terms import PublicationKind


def kept_library() -> dict[str, uuid.UUID]:
    """A publication, a fact and a contact, by the names that addresses give their ids."""
    ids = {name: new_id() for name in ("publication_id", "dated_fact_id", "site_contact_id")}
    report = PublicationValues(kind=PublicationKind.REPORT, year=2022, title_sv="Rapport")
    fact = FactValues(happened_on=dt.date(2022, 9, 1), text_sv="220 deltagare hade börjat.", source_sv="Webbplatsen")
    add_publication(publication_id=ids["publication_id"], values=report)
    add_fact(fact_id=ids["dated_fact_id"], values=fact)
    add_contact(contact_id=ids["site_contact_id"], values=ContactValues(role_sv="Delprojektledare"))
    return ids
