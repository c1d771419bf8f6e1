"""An id that is somebody's and an id that is nobody's are answered alike: what one may not see cannot be guessed at.

And whoever's words a page shows stands in the access log as read by who opened it.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from core.participants.queries import read_participation
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import OWN, House
from tests.integration.arrival_makers import arrive, keep_paper, receive_at
from tests.integration.plan_makers import add_action, draft
from tests.rules.test_who_sees_what import MANAGER, OFFICER_FK, WORDS, Ids, _filled, _ids, _values, lives, pages

__all__ = ["lives"]
ONCE = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|data-(left|most)="\d+"|[0-9a-f-]{36}')
"""What is another on every page: the nonce, the form's token, the session's clock, and the id that was asked for."""
TYPED = {"version": "1", "text": "x", "reason": "x", "step": "confirm"}
OF_NOBODY = {"account_id", "membership_id", "authority_id", "intervention_id", "question_id", "blank_id"}
OPEN_TO_FK = {"handover_id", "meeting_id", "item_id"}
"""What was handed to them, and the meeting that they take part in."""


@pytest.fixture
def hidden(lives: Ids, in_tenant: InTenant, two_tenants: House, browser: OpenBrowser) -> Ids:
    """The committee's own, with a paper, a draft of a plan with an action, and something that has come by the public form."""
    with in_tenant("roslagen", MANAGER):
        made = read_participation(lives["participation_id"][0])
        assert made.referral_id is not None
        keep_paper(made.referral_id)
        add_action(draft(made))
    receive_at(two_tenants, "roslagen", OWN)
    arrived = arrive(two_tenants, browser("roslagen"))
    ids = _ids(two_tenants)
    return ids | {"inbox_id": [arrived], "action_id": ids["plan_action_id"]}


@pytest.fixture
def without_csrf(app: Flask) -> Iterator[None]:
    """The walls behind the token are what is tried here."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


def asked(app: Flask, ids: Ids, left_out: set[str]) -> Iterator[tuple[Rule, str, dict[str, str]]]:
    """(rule, method, ids) of everything about somebody that can be asked for with ids that exist."""
    for rule in app.url_map.iter_rules():
        names = [name for name in rule.arguments if name.endswith("_id")]
        if "tenant" not in (rule.subdomain or "") or not names or left_out.intersection(names):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for values in zip(*(ids.get(name, ()) for name in names), strict=False):
                yield rule, method, dict(zip(names, map(str, values), strict=True))


def answered(browser: Browser, rule: Rule, method: str, values: dict[str, str]) -> tuple[int, str, str]:
    """Status, page and where it leads, without what is another every time."""
    others = {name: _values(rule, name, {})[0] for name in rule.arguments - {"site"} if not name.endswith("_id")}
    typed = TYPED if method == "POST" else None
    answer = browser.client.open(_filled(rule, others | values), method=method, base_url=f"http://{browser.host}", data=typed)
    return answer.status_code, ONCE.sub("", answer.text), ONCE.sub("", answer.headers.get("Location", ""))


@pytest.mark.parametrize(
    ("slug", "role", "left_out"),
    [("roslagen", OFFICER_FK, OPEN_TO_FK), ("roslagen", "referrer", set()), ("hbs", MANAGER, set())],
)
@pytest.mark.usefixtures("without_csrf")
def test_an_id_tells_nothing(app: Flask, hidden: Ids, browser: OpenBrowser, slug: str, role: str, left_out: set[str]) -> None:
    reader = browser(slug, role)
    tried = 0
    for rule, method, values in asked(app, hidden, OF_NOBODY | left_out):
        nobodys = answered(reader, rule, method, {name: str(uuid.uuid4()) for name in values})
        assert answered(reader, rule, method, values) == nobodys, (rule.endpoint, method)
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("role", [MANAGER, OFFICER_FK])
def test_whose_words_are_met_stands_in_the_log(
    app: Flask, lives: Ids, browser: OpenBrowser, two_tenants: House, role: str
) -> None:
    reader = browser("roslagen", role)
    whose = persons(two_tenants)
    for endpoint, path in pages(app, lives):
        empty_log(two_tenants)
        answer = reader.client.get(path, base_url=f"http://{reader.host}")
        text = answer.text if answer.mimetype == "text/html" else ""
        met = {word.startswith("other") for word, written in WORDS.items() if written in text}
        assert {whose[is_other] for is_other in met} <= logged(two_tenants), endpoint


def persons(house: House) -> dict[bool, uuid.UUID]:
    """The person of the words, and the other."""
    with house.operator.connect() as connection:
        found = connection.execute(sa.text(f"SELECT family_name, id FROM {house.schemas['roslagen']}.person"))
        return {name == WORDS["other name"]: person_id for name, person_id in found}


def empty_log(house: House) -> None:
    with house.operator.begin() as connection:
        connection.execute(sa.text(f"DELETE FROM {house.schemas['roslagen']}.access_log"))


def logged(house: House) -> set[uuid.UUID]:
    with house.operator.connect() as connection:
        return set(connection.scalars(sa.text(f"SELECT unnest(subject_ids) FROM {house.schemas['roslagen']}.access_log")))
