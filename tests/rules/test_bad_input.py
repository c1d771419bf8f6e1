"""Every form, filled in wrongly in every way: refused in words beside the right field, nothing typed lost, no row written.

Made from the forms themselves: those whose drafts are kept (core/web/drafts.py), with the fields their pages show. Any
other address that takes a POST is named in untried.py with the reason, so a new form is tried from its first day.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa
from flask import Flask
from markupsafe import escape

from core.accounts.models import Membership
from core.accounts.terms import Role
from core.auth.permissions import ROLES, access_of
from core.outcomes.queries import list_situations
from core.outcomes.terms import Moment
from core.web import drafts
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OWN, House
from tests.integration.arrival_makers import arrive, keep_paper, receive_at
from tests.integration.article_makers import with_sound, written
from tests.integration.attendance_makers import attended
from tests.integration.deviation_makers import note
from tests.integration.handover_makers import let_learn, written_about
from tests.integration.import_makers import put_checked_run
from tests.integration.insats_makers import supported
from tests.integration.library_makers import kept_library
from tests.integration.list_makers import kept_list
from tests.integration.participation_makers import begin, offer, take_part
from tests.integration.plan_makers import add_action, add_goal, agreed, draft
from tests.integration.referral_makers import asked_for_more, refer
from tests.integration.step_makers import followed
from tests.integration.team_makers import stand_on_an_agenda
from tests.page_checks import tree_of
from tests.rules.test_endpoints import checksum
from tests.rules.untried import NOT_TRIED, NOT_TRIED_FEATURES

MANAGER = "subproject_manager"
NEEDS = {"start": "offered", "completion": "asked"}
"""Forms that only a referral in that state has."""
OTHER_ROWS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "hand-over-plan": lambda ids: {"plan_id": ids["agreed_plan_id"]},
    "follow-up-correction": lambda ids: {"follow_up_id": ids["answered_id"]},
    "insats-stages": lambda ids: {"period_id": ids["employment_id"]},
    "caseload": lambda ids: {"account_id": ids["contact_person_id"]},
}
"""Forms that need another row than the rest of their kind."""
NOTHING_REQUIRED = {"roster", "deviation-step", "media-said"}
"""Forms that may be sent as empty as they are: a box of the roster where nothing is noted yet, a next step that nobody takes."""
CONTROL, BIDI, NUL = "A\x07sa", "A\u202esa", "A\x00sa"
FIRST_LETTERS = 200
TOO_MUCH = 61_000
"""Letters: more than the longest field holds, and in all fields of a form together less than a form holds."""
MEGABYTE = 1_000_000


@dataclass(slots=True)
class Form:
    """A form as its page shows it: where it is sent, what stands in it, and which fields are typed in or chosen."""

    name: str
    browser: Browser
    page: str
    target: str
    values: dict[str, Any]
    written: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of each field: its element and its type."""


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def forms(
    app: Flask, manager: Browser, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> Callable[[], Iterator[Form]]:
    """Every form, opened by somebody who may send it."""
    with in_tenant("roslagen", MANAGER):
        period = take_part(two_tenants, participation := begin(two_tenants))
        ids: dict[str, Any] = {"participation_id": participation.id, "period_id": period.id}
        ids |= {"intervention_id": period.intervention_id, "situation_id": list_situations(participation)[Moment.BEFORE].id}
        ids |= {"referral_id": refer().id, "offered": offer().id, "asked": asked_for_more().id}
        ids |= {"plan_id": (plan := draft(begin(two_tenants))).id}
        ids |= {"action_id": add_action(plan, goal_id=add_goal(plan).id).id}
        holding = agreed(two_tenants, begin(two_tenants))
        let_learn(two_tenants, holding.person_id, FK)
        ids |= {"consent_id": let_learn(two_tenants, refer().person_id, FK).id, "agreed_plan_id": holding.id}
        ids |= stand_on_an_agenda(two_tenants) | followed(two_tenants, participation)
        ids |= {"run_id": put_checked_run(two_tenants), "deviation_id": note(), "article_id": with_sound(written())}
        ids |= kept_library() | attended(participation) | supported(two_tenants) | {"saved_list_id": kept_list().id}
        ids |= written_about(two_tenants, participation, ids["referral_id"]) | {"file_id": keep_paper(ids["referral_id"])}
    receive_at(two_tenants, "roslagen", OWN)
    ids["inbox_id"] = arrive(two_tenants, browser("roslagen"))
    account_id = two_tenants.accounts["referrer@roslagen.example"]
    ids |= {"authority_id": two_tenants.authorities["roslagen", OWN], "account_id": account_id}
    with two_tenants.operator.connect() as connection:
        ids["membership_id"] = connection.scalar(sa.select(Membership.id).where(Membership.account_id == ids["account_id"]))
    administrator = browser("roslagen", "tenant_admin")

    def every() -> Iterator[Form]:
        manager.submit("/referrals/new", {"protected": "no"}, action="/referrals/new")
        arrived = f"/inbox/{ids['inbox_id']}"
        manager.submit(arrived, {"protected": "no"}, action=f"{arrived}/protection")
        for drafted in drafts.registered():
            referral = {"referral_id": ids[NEEDS.get(drafted.name, "referral_id")]}
            about = ids | referral | OTHER_ROWS.get(drafted.name, lambda _ids: {})(ids)
            access = access_of(drafted.sends, app.view_functions[drafted.sends])
            assert access is not None
            sender = manager if access.permissions <= ROLES[Role.SUBPROJECT_MANAGER] else administrator
            yield read(sender, drafted.name, _path(app, drafted.page, about), _path(app, drafted.sends, about))
        yield read(browser("roslagen"), "apply", "/apply", "/apply")

    return every


def _path(app: Flask, endpoint: str, ids: dict[str, Any]) -> str:
    rule = next(app.url_map.iter_rules(endpoint))
    adapter = app.url_map.bind("localhost", subdomain="tenant")
    return adapter.build(endpoint, {name: (ids | {"site": "tenant"})[name] for name in rule.arguments}, force_external=False)


def read(browser: Browser, name: str, page: str, target: str) -> Form:
    shown = browser.get(page)
    assert shown.status_code == 200, f"{page}: {shown.status_code}"
    form = Form(name, browser, page, target, find_form(shown.text, page, target)[1])
    for shape in tree_of(shown.text).iter("form"):
        if (shape.get("action") or page) == target and shape.get("method") == "post":
            for one in shape.iter():
                if one.get("name"):
                    _sort(form, one)
    return form


def _sort(form: Form, one: Element) -> None:
    tag, kind = str(one.tag), one.get("type", "text")
    if tag == "button":
        return
    if kind == "file":
        return
    form.kinds.setdefault(str(one.get("name")), (tag, kind))
    bag = form.hidden if kind == "hidden" else form.chosen if tag == "select" or kind in ("radio", "checkbox") else form.written
    if one.get("name") not in [*bag, "csrf_token"]:
        bag.append(str(one.get("name")))


def send(form: Form, changes: dict[str, Any]) -> Any:
    return form.browser.post(form.target, {**form.values, **changes})


def faults_in(page: str) -> set[str]:
    """The fields that have a fault beside them and a link to them from the summary."""
    linked = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    names = {part.partition('"')[0].removesuffix("-0") for part in linked.split('href="#')[1:]}
    return {name for name in names if f'id="{name}-error"' in page}


def test_every_form_is_tried_or_says_why_not(app: Flask) -> None:
    tried = {one.sends for one in drafts.registered()}
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
        if rule.endpoint not in tried | set(NOT_TRIED) and rule.endpoint.partition(".")[0] not in NOT_TRIED_FEATURES
    }
    assert silent == set()


@pytest.mark.parametrize("typed", [CONTROL, BIDI, NUL])
def test_hidden_characters_are_refused_in_every_field_at_once(
    forms: Callable[[], Iterator[Form]], two_tenants: House, typed: str
) -> None:
    for form in forms():
        if not form.written:
            continue
        before = checksum(two_tenants, "roslagen")
        answer = send(form, dict.fromkeys(form.written, typed))
        assert answer.status_code == 422, f"{form.name}: {answer.status_code}"
        assert faults_in(answer.text) >= set(form.written), form.name
        assert answer.text.count("A\N{REPLACEMENT CHARACTER}sa") >= len(form.written), f"{form.name} loses what was typed"
        assert checksum(two_tenants, "roslagen") == before


@pytest.mark.parametrize("typed", ["🙂 Åsa-Märta O’Connor", "<script>alert(1)</script>\"'& {{ 7 * 7 }} %s%n ' OR 1=1 --"])
def test_whatever_can_be_read_is_kept_as_it_was_typed(forms: Callable[[], Iterator[Form]], typed: str) -> None:
    for form in forms():
        changes = dict.fromkeys(form.written, typed) | dict.fromkeys(form.chosen, "finns-inte")
        answer = send(form, changes)
        free = len(form.written) == 1 or all(form.kinds[one][0] == "textarea" for one in form.written)
        if answer.status_code == 303 and free and all(form.kinds[one][1] == "checkbox" for one in form.chosen):
            continue  # free words only, and boxes that are ticked or not: what can be read is taken as it is
        assert answer.status_code == 422, f"{form.name}: {answer.status_code}"
        assert answer.text.count(str(escape(typed))) >= len(form.written), form.name
        assert "<script>alert" not in answer.text


def one_of_each(names: list[str]) -> list[str]:
    return list({re.sub(r"_[0-9a-f]{32}_", "_", name): name for name in reversed(names)}.values())


def test_too_much_in_every_field_at_once_is_a_fault_of_each(forms: Callable[[], Iterator[Form]]) -> None:
    for form in forms():
        names = one_of_each(form.written)
        answer = form.browser.client.post(
            form.target, data={**form.values, **dict.fromkeys(names, "x" * TOO_MUCH)}, base_url=f"http://{form.browser.host}"
        )
        assert answer.status_code == 422 or not names, f"{form.name}: {answer.status_code}"
        assert faults_in(answer.text) >= set(names), form.name
        kept = re.findall(f"x{{{FIRST_LETTERS},}}", answer.text)
        assert len(kept) >= len(names), f"{form.name} loses what was typed"


@pytest.mark.parametrize("letter", ["x", "å"])
def test_a_megabyte_in_one_field_is_a_fault_of_that_field(forms: Callable[[], Iterator[Form]], letter: str) -> None:
    """One field of each kind in every form. A letter that takes six bytes on its way costs a second: one of each feature."""
    megabyte, met = quote_plus(letter) * MEGABYTE, set[str]()
    for form in forms():
        names, feature = list({form.kinds[name]: name for name in reversed(form.written)}.values()), form.target.split("/")[1]
        for name in names if letter == "x" else names[: feature not in met]:
            met.add(feature)
            others = urlencode({key: value for key, value in form.values.items() if key != name}, doseq=True)
            answer = form.browser.client.post(
                form.target,
                data=f"{others}&{name}={megabyte}",
                content_type="application/x-www-form-urlencoded",
                base_url=f"http://{form.browser.host}",
            )
            assert answer.status_code == 422, f"{form.name} {name}: {answer.status_code}"
            assert name in faults_in(answer.text), f"{form.name} {name}"
            assert letter * FIRST_LETTERS in answer.text, f"{form.name} {name} is lost"


def test_what_is_more_than_any_form_holds_is_refused_as_a_whole(forms: Callable[[], Iterator[Form]]) -> None:
    for form in forms():
        answer = form.browser.post(form.target, {**form.values, "given_name": "x" * 7_000_000})
        assert (answer.status_code, "mycket" in answer.text) == (413, True), form.name


def test_a_file_where_text_is_asked_for_is_no_text(forms: Callable[[], Iterator[Form]]) -> None:
    for form in forms():
        files = {name: (io.BytesIO(b"%PDF-1.7 \x00\xff"), "brev.pdf") for name in form.written + form.chosen}
        kept = {name: value for name, value in form.values.items() if name not in files}
        answer = form.browser.post(form.target, kept | files, content_type="multipart/form-data")
        assert answer.status_code in (303, 422), f"{form.name}: {answer.status_code}"


def test_fields_that_are_missing_are_asked_for_all_at_once(forms: Callable[[], Iterator[Form]]) -> None:
    for form in forms():
        only = {name: form.values[name] for name in ["csrf_token", *form.hidden] if name in form.values}
        answer = form.browser.post(form.target, only)
        if form.name in NOTHING_REQUIRED:
            assert answer.status_code == 303, f"{form.name}: {answer.status_code}"
            continue
        assert answer.status_code == 422, f"{form.name}: {answer.status_code}"
        required = {name for name in form.written + form.chosen if not _is_optional(answer.text, name)}
        assert faults_in(answer.text) & required, form.name


def _is_optional(page: str, name: str) -> bool:
    label = page.partition(f'for="{name}"')[2].partition("</label>")[0]
    return "optional" in label


@pytest.mark.parametrize("given", ["", "-1", "99999999999999999999", "\x00" * 5000])
def test_hidden_fields_that_were_tampered_with_break_nothing(
    forms: Callable[[], Iterator[Form]], two_tenants: House, given: str
) -> None:
    for form in forms():
        if not form.hidden:
            continue
        before = checksum(two_tenants, "roslagen")
        answer = send(form, dict.fromkeys(form.hidden, given) | dict.fromkeys(form.written, NUL))
        assert answer.status_code in (303, 409, 422), f"{form.name}: {answer.status_code}"
        if answer.status_code != 303:
            assert checksum(two_tenants, "roslagen") == before


@pytest.mark.parametrize("day", ["2022-02-30", "0000-00-00", "1899-12-31", "igår"])
def test_a_day_that_is_none_is_refused_and_kept(forms: Callable[[], Iterator[Form]], day: str) -> None:
    for form in forms():
        days = [name for name in form.written if name.endswith("_on") or name in ("until", "support_since", "birth_date")]
        if not days:
            continue
        answer = send(form, dict.fromkeys(days, day))
        assert answer.status_code == 422, f"{form.name}: {answer.status_code}"
        assert faults_in(answer.text) >= set(days), form.name
        assert answer.text.count(f'value="{day}"') >= len(days), form.name
