"""The product with people in Roslagen, and what its addresses take. HBS stays empty: that is what empty pages look like."""

import datetime as dt
import io
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pyotp
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from blueprints.apply.views import FORM
from blueprints.help.topics import TOPICS
from blueprints.signups.views import FORM as SIGNUP_FORM
from core import context
from core.accounts.models import Account, Membership
from core.accounts.services import enrol_second_step, invite
from core.auth.permissions import Role
from core.clock import now
from core.context import SiteKind
from core.db import new_id, session
from core.handovers.terms import ItemKind
from core.interventions.models import Intervention
from core.library.models import (
    CountyDatedFact,
    CountyPublication,
    CountyPublicationFile,
    CountySiteContact,
    CountySiteTextVersion,
)
from core.outcomes.models import Situation
from core.participants.codes import GROWING, CodeValues, add_line
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from core.persons.services import ContactDetails
from core.pictures import renditions_of
from core.publishing.entered import ArticleValues, NewPicture, Words
from core.publishing.models import CountyArticle, CountyArticleText
from core.publishing.services import add_article, carry
from core.publishing.terms import ArticleKind, Deed
from core.signups.models import CountySignup
from core.signups.sealing import seal
from core.web.open_forms import new_receipt
from tenants.scope import scopes_of, tenant_scope
from tests import house as houses
from tests.canaries import plant
from tests.conftest import persona
from tests.e2e.pages import Ids
from tests.e2e.product import Product
from tests.house import FK, OTHER, OWN, House
from tests.integration.arrival_makers import receive_at
from tests.integration.attendance_makers import attended
from tests.integration.handover_makers import give, written_about
from tests.integration.import_makers import put_checked_run
from tests.integration.participation_makers import begin, leave, offer, take_part
from tests.integration.plan_makers import agreed
from tests.integration.referral_makers import allow, applicant, refer
from tests.integration.step_makers import answered
from tests.integration.team_makers import bring_up, meet

SLUG, EMPTY = "roslagen", "hbs"
MANAGER = "subproject_manager"
WITH_CODE = "communicator@hbs.example"
"""Whose sign-in asks for a code."""
OFFER = "case-management"
"""The page of an insats that is called the same in both languages; its text is written in Swedish only."""
ARTICLE = "open-house"
"""The page of a piece of news whose title is the same in both languages."""
LONG = applicant(given_name="Anna-Margareta Kristina", family_name="Wachtmeister-Oxenstierna-Testsdotter")
REACHED = ContactDetails(address="Prästgårdsbacken 117 B, 761 41 Norrtälje", phone="070-174 06 05", email="testa@example.org")


def photograph() -> bytes:
    """As wide as two renditions."""
    written = io.BytesIO()
    Image.new("RGB", (960, 480), (120, 84, 52)).save(written, "JPEG")
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class Town:
    """The running product, its application here in the test (for the URL map), and ids by site and name."""

    product: Product
    app: Flask
    ids: Ids
    ended_id: uuid.UUID

    def make(self, deed: Callable[[], object]) -> None:
        """Do something as Roslagen's delprojektledare, which the product's processes then see."""
        houses.environment_of(self.product.house)
        with tenant_scope(SLUG, self.app):
            context.set_person(persona(self.product.house, SLUG, MANAGER))
            deed()
            session.commit()


def settle(product: Product) -> Town:
    """Put people there. The product's processes see them at once: it is their database."""
    from wsgi import create_app

    houses.environment_of(product.house)
    app = create_app()
    for slug in (SLUG, EMPTY):
        receive_at(product.house, slug, OWN)
    with tenant_scope(SLUG, app), product.house.operator.begin() as connection:
        planted = plant(connection, product.house, SLUG, "Okänt namn")  # one row of everything, so that new pages have theirs
    with tenant_scope(SLUG, app):
        context.set_person(persona(product.house, SLUG, MANAGER))
        _offer(product.house)
        event_id = _news()
        register_anonymous(participation_id=new_id(), sex=Sex.WOMAN, started_on=dt.date(2022, 9, 1))
        found, ended_id = _people(product.house)
        session.commit()
    with app.test_request_context("/", base_url=f"http://{SLUG}.localhost"):
        found["receipt"] = new_receipt(FORM, "ROS-R-0001", "2022-09-15")
        found["signup_receipt"] = _signup_receipt(event_id)
    with app.test_request_context("/", base_url="http://localhost"):
        found["county_receipt"] = _signup_receipt(new_id())
    with scopes_of(app).county():
        tokens = _accounts(product.house)
        county_event = _county_news(product.house)
        session.commit()
    ids: Ids = {("tenant", name): [value] for name, value in {**planted.ids, **found}.items()}
    for site in ("tenant", "county"):
        ids |= _of_both(product.house, site, tokens)
    ids["county", "article_id"], ids["county", "signup_id"] = [county_event[0]], [county_event[1]]
    ids["county", "signup_receipt"] = ids.pop(("tenant", "county_receipt"))
    for name in ("lifted_id", "release_id", "build_id", "deadline_id"):
        ids["county", name] = [planted.ids[name]]
    return Town(product, app, ids, ended_id)


def _people(house: House) -> tuple[dict[str, Any], uuid.UUID]:
    """One of each stage, and a long name with everything known."""
    received = refer(replace(LONG, contact=REACHED))
    allow(received.person_id, house.authorities[SLUG, FK], house.authorities[SLUG, OTHER])
    started = begin(house, applicant(contact=REACHED), next_contact_on=dt.date(2022, 9, 14))
    period = take_part(house, started)
    employed = take_part(house, started, "supported_employment")
    ended = begin(house)
    leave(ended.id)
    sent = refer()
    sent.referrer_account = house.accounts[f"{MANAGER}@{SLUG}.example"]
    line = add_line(name=sorted(GROWING)[0], values=CodeValues(name_sv="Ett ord", name_en="A word", position=None, active=True))
    about = written_about(house, started, received.id)
    about["handover_id"] = give(house, ItemKind.NOTE, about["note_id"]).id
    found = (
        about
        | attended(started)
        | {
            "month": "2022-09",
            "year": 2022,
            "referral_id": received.id,
            "offered_id": offer().id,
            "participation_id": started.id,
            "period_id": period.id,
            "employed_id": employed.id,
            "situation_id": session.scalars(sa.select(Situation.id).filter_by(participation_id=started.id)).one(),
            "person_id": started.person_id,
            "double_id": received.person_id,
            "intervention_id": house.interventions[SLUG, "course"],
            "authority_id": house.authorities[SLUG, OWN],
            "sent_id": sent.id,
            "planless_id": bring_up(meet(house), refer().id).id,
            "agreed_id": agreed(house, started).id,
            "answered_id": answered(house),
            "checked_run_id": put_checked_run(house),
            "name": line.list,
            "key": line.key,
        }
    )
    return found, ended.id


def _offer(house: House) -> None:
    name = "Case management"
    text = "## Så går det till\n\nEn person **håller ihop** det hela.\n\n- Ni ses ofta\n- Du bestämmer\n\n> Jag vågade."
    row = {"subproject_id": house.subprojects[SLUG], "kind": "case_management", "name_sv": name, "name_en": name}
    session.execute(sa.insert(Intervention).values(id=new_id(), position=9, text_sv=text, **row))


def _news() -> uuid.UUID:
    """An event that one signs up for."""
    words = Words(title="Open house", lead="Kom och fika.", body="## När\n\nVi ses på **måndag**.\n\n> Alla är välkomna.")
    until = houses.TODAY
    values = ArticleValues(
        kind=ArticleKind.EVENT, sv=words, en=words, tags="fika", happens_on=dt.date(2022, 9, 19), signup_until=until
    )
    picture = NewPicture(renditions=renditions_of(photograph()), alt_sv="Kaffe", alt_en="Coffee", credit="Delprojektet")
    article = add_article(article_id=new_id(), values=values, picture=picture)
    carry(article=article, version=article.version, deed=Deed.PUBLISH)
    return uuid.UUID(str(article.id))


def _signup_receipt(event_id: uuid.UUID) -> str:
    """Of the site of the request in force."""
    return new_receipt(SIGNUP_FORM, event_id.hex, new_id().hex, "E-ABCD-EFGH", houses.TODAY.isoformat())


def _county_news(house: House) -> tuple[uuid.UUID, uuid.UUID]:
    """The county's article: an event that one signs up for, published, in Swedish only."""
    id_, signup_id, account_id = new_id(), new_id(), house.accounts["communicator@county.example"]
    by = {"created_by": account_id, "changed_by": account_id}
    seen = {"state": "published", "publish_at": dt.datetime(2022, 9, 1, tzinfo=dt.UTC)}
    days = {"happens_on": dt.date(2022, 9, 20), "last_day": dt.date(2022, 9, 21), "signup_until": houses.TODAY}
    with house.operator.begin() as connection:
        connection.execute(sa.insert(CountyArticle), {"id": id_, "kind": "event", **days, **seen, **by})
        text = {"article_id": id_, "language": "sv", "slug": ARTICLE, "title": "Länet i september", "lead": "Så går det."}
        connection.execute(sa.insert(CountyArticleText), text)
        words = dict.fromkeys(("name", "email", "phone", "question", "reference"), LONG.family_name)
        sealed = seal(json.dumps({**words, "language": "sv"}), signup_id)
        signed_up = {"id": signup_id, "article_id": id_, "signed_up_on": houses.TODAY, "sealed": sealed}
        connection.execute(sa.insert(CountySignup), signed_up)
    return id_, signup_id


def _accounts(house: House) -> list[str]:
    """A link that has not been used, and a second step for one account."""
    worker = session.get_one(Account, house.accounts["referrer@hbs.example"])
    with_code = session.get_one(Account, house.accounts[WITH_CODE])
    secret = pyotp.random_base32()
    enrol_second_step(account=with_code, secret=secret, code=pyotp.TOTP(secret).at(now()))
    return [invite(account=worker)]


def _of_both(house: House, site: SiteKind, tokens: list[str]) -> Ids:
    email = f"{Role.CASE_WORKER}@{SLUG}.example" if site == "tenant" else f"{Role.PROGRAMME_MANAGER}@county.example"
    account_id = house.accounts[email]
    with house.operator.connect() as connection:
        membership_id = connection.scalar(sa.select(Membership.id).where(Membership.account_id == account_id))
    topics = [topic.slug for topic in TOPICS]
    values: dict[str, Any] = {"account_id": [account_id], "membership_id": [membership_id], "token": tokens}
    values["slug"] = topics if site == "tenant" else topics[:1]  # the same texts at the county
    values["site_page"] = ["results"]
    values |= {"offer": [OFFER]} if site == "tenant" else {"project_key": [houses.PROJECT], "part": [SLUG]}
    values["article"] = [ARTICLE]
    if site != "tenant":
        values |= _county_library(house, account_id)
    return {(site, name): found for name, found in values.items()}


def _county_library(house: House, account_id: uuid.UUID) -> dict[str, list[uuid.UUID]]:
    """The county's publication with a file, a fact and a contact: shown to readers."""
    ids = {name: new_id() for name in ("publication_id", "publication_file_id", "dated_fact_id", "site_contact_id")}
    ids["site_text_version_id"] = new_id()
    by = {"created_by": account_id, "changed_by": account_id}
    seen = {"kind": "report", "year": 2022, "title_sv": "Så gick det", "shown_from": dt.datetime(2022, 9, 1, tzinfo=dt.UTC)}
    file = {"publication_id": ids["publication_id"], "language": "sv", "name": "x.pdf", "size": 5, "content": b"%PDF-"}
    fact = {"happened_on": dt.date(2022, 9, 1), "text_sv": "220 deltagare hade börjat.", "source_sv": "Projektets webbplats"}
    with house.operator.begin() as connection:
        connection.execute(sa.insert(CountyPublication), {"id": ids["publication_id"], **seen, **by})
        connection.execute(sa.insert(CountyPublicationFile), {"id": ids["publication_file_id"], **file, "created_by": account_id})
        connection.execute(sa.insert(CountyDatedFact), {"id": ids["dated_fact_id"], **fact, **by})
        connection.execute(sa.insert(CountySiteContact), {"id": ids["site_contact_id"], "role_sv": "Projektchef", **by})
        text = {"page": "support", "language": "sv", "number": 1, "by_account": account_id, "body": "Vi hjälper till."}
        connection.execute(sa.insert(CountySiteTextVersion), {"id": ids["site_text_version_id"], **text})
    return {name: [id_] for name, id_ in ids.items()}
