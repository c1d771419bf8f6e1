"""The matrix: which role of which authority meets which words about a person, anywhere on the tenant's site.

Two persons, one at each of two committees. Every address that takes a GET is opened by everybody with every id there is, and
the words that stand in the answers are compared with a table. A page that is added is in it from its first day.
"""

import datetime as dt
import io
import itertools
import uuid
import zipfile
from collections.abc import Iterator, Mapping

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.assessments.services import Told, write_assessment
from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.db import new_id
from core.handovers.services import Giving, get_own_item, hand_over
from core.handovers.terms import ItemKind
from core.notes.services import Written, write_note
from core.plans.services import add_goal, agree, begin_plan
from core.sheets import XLSX
from core.steps.services import Noted, note_step
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, OWN, TENANT_ROLES, TODAY, House
from tests.integration.attendance_makers import attended
from tests.integration.participation_makers import begin, offer, take_part
from tests.integration.referral_makers import allow, applicant, refer
from tests.integration.team_makers import bring_up, let_review_fall_due, meet

Ids = dict[str, list[uuid.UUID]]
MANAGER, OFFICER_FK, OFFICER_OTHER = "subproject_manager", "party_representative.fk", "party_representative.kommun"
WORDS = {
    "name": "Kanariefors",
    "referral": "OrdIRemissen",
    "note": "OrdIAnteckningen",
    "mapping": "OrdIKartläggningen",
    "plan": "OrdIPlanen",
    "insats": "OrdIInsatsen",
    "step": "OrdISteget",
    "other name": "Grannlund",
    "other referral": "OrdIDenAndraRemissen",
    "other note": "OrdIDenAndraAnteckningen",
}
OURS = frozenset({"name", "referral", "note", "mapping", "plan", "insats", "step"})
THEIRS = frozenset({"other name", "other referral", "other note"})
SEES: dict[str, frozenset[str]] = {
    "subproject_manager": OURS,
    "case_worker": OURS,
    "party_representative.fk": frozenset({"name", "plan"}),
    "party_representative.kommun": frozenset({"name", "plan", "mapping", "note"}) | THEIRS,
}
"""Everybody else meets nothing: not even the referrer of the committee that has the other person."""
HANDED = {"handovers.index", "handovers.show"}


@pytest.fixture
def lives(in_tenant: InTenant, two_tenants: House) -> Ids:
    """The person of the one committee has all there is; Försäkringskassan was handed the plan, the other committee three."""
    authorities = {name: two_tenants.authorities["roslagen", name] for name in (OWN, OTHER, FK)}
    with in_tenant("roslagen", OFFICER_OTHER):
        other = refer(applicant(family_name=WORDS["other name"]), referrer_name=WORDS["other referral"])
        write_note(person_id=other.person_id, written=Written(on_date=TODAY, text=WORDS["other note"]))
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, referral=offer(applicant(family_name=WORDS["name"]), referrer_name=WORDS["referral"]))
        take_part(two_tenants, made, place=WORDS["insats"])
        noted = Noted(kind="routine", on_date=TODAY, words=WORDS["step"])
        note_step(participation=made, noted=noted)
        person_id = made.person_id
        assert person_id is not None
        items = _write(person_id, made.id, authorities[OWN])
        for authority, kinds in ((FK, [DataKind.PLAN]), (OTHER, [DataKind.PLAN, DataKind.MAPPING, DataKind.NOTE])):
            allow(person_id, authorities[authority], data_kinds=frozenset(kinds))
        for kind, to in ((ItemKind.PLAN, FK), (ItemKind.PLAN, OTHER), (ItemKind.ASSESSMENT, OTHER), (ItemKind.NOTE, OTHER)):
            version = get_own_item(kind, items[kind]).version
            hand_over(kind=kind, item_id=items[kind], giving=Giving(to_authority_id=authorities[to], version=version))
        attended(made)
        let_review_fall_due(person_id)
        meeting = meet(two_tenants)
        bring_up(meeting, made.id)
    with in_tenant("roslagen", OFFICER_OTHER):
        bring_up(meeting, other.id)
    return _ids(two_tenants)


def _write(person_id: uuid.UUID, participation_id: uuid.UUID, own: uuid.UUID) -> dict[ItemKind, uuid.UUID]:
    note = write_note(person_id=person_id, written=Written(on_date=TODAY, text=WORDS["note"]))
    mapping = write_assessment(person_id=person_id, told=Told(on_date=TODAY, own_words=WORDS["mapping"]))
    later = TODAY.replace(month=11)
    plan = begin_plan(person_id=person_id, participation_id=participation_id, own_words=WORDS["plan"], review_on=later, version=0)
    add_goal(plan=plan, goal_id=new_id(), text=WORDS["plan"])
    agree(plan=plan, version=plan.version, agreed_on=TODAY, with_participant=True, authority_ids=[own])
    return {ItemKind.NOTE: note.id, ItemKind.ASSESSMENT: mapping, ItemKind.PLAN: plan.id}


def _ids(house: House) -> Ids:
    """Every id there is, by the name an address gives it."""
    named = {
        "period_id": "intervention_period",
        "item_id": "agenda_item",
        "other_worker_id": "participation_worker",
        "pause_id": "intervention_pause",
        "meeting_id": "team_meeting",
        "form_id": "consent_form",
        "report_id": "attendance_report",
        "attendance_id": "attendance_report",
        "run_id": "import_run",
    }
    schema = house.schemas["roslagen"]
    with house.operator.connect() as connection:
        tables = connection.scalars(
            sa.text("SELECT table_name FROM information_schema.columns WHERE table_schema = :schema AND column_name = 'id'"),
            {"schema": schema},
        ).all()
        found = {
            table: list(connection.scalars(sa.text(f'SELECT id FROM {schema}."{table}" ORDER BY id LIMIT 4'))) for table in tables
        }
    ids = {f"{table}_id": rows for table, rows in found.items()}
    ids |= {name: found.get(table, []) for name, table in named.items()}
    ids["double_id"] = ids["person_id"]
    return ids


PERIODS = {"month": "2022-09", "year": "2022"}


def pages(app: Flask, ids: Ids) -> Iterator[tuple[str, str]]:
    """(endpoint, path) of everything that can be opened on a tenant's site, with every id."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or "tenant" not in (rule.subdomain or "") or rule.endpoint.endswith("static"):
            continue
        names = sorted(rule.arguments - {"site"})
        for values in itertools.product(*(_values(rule, name, ids) for name in names)):
            yield rule.endpoint, _filled(rule, dict(zip(names, values, strict=True)))


def _values(rule: Rule, name: str, ids: Ids) -> list[str]:
    if name.endswith("_id"):
        return [str(one) for one in ids.get(name, [])] or [str(uuid.uuid4())]
    if name in PERIODS:
        return [PERIODS[name]]
    converter = rule._converters[name]
    items = getattr(converter, "items", None)
    return sorted(items) if items else ["1" if type(converter).__name__ == "IntegerConverter" else "x"]


def _filled(rule: Rule, values: Mapping[str, str]) -> str:
    """The path with its placeholders filled in."""
    _domain, path = rule.build({**values, "site": "tenant"}, append_unknown=False) or ("", "")
    return path


def met(app: Flask, browser: Browser, ids: Ids) -> dict[str, set[str]]:
    """Which words stand where: word → endpoints. A paper that is given at all counts as its words."""
    found: dict[str, set[str]] = {}
    for endpoint, path in pages(app, ids):
        answer = browser.client.get(path, base_url=f"http://{browser.host}")
        text = _text_of(answer)
        for word, written in WORDS.items():
            if written in text or (word == "plan" and endpoint == "plans.paper" and answer.status_code == 200):
                found.setdefault(word, set()).add(endpoint)
    return found


def _text_of(answer: TestResponse) -> str:
    """What stands in it; in a workbook, in its sheets."""
    if answer.mimetype == "application/pdf":
        return ""
    if answer.mimetype != XLSX:
        return answer.get_data().decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.mark.parametrize("role", sorted(TENANT_ROLES))
def test_everybody_meets_the_words_of_the_table_and_no_others(app: Flask, lives: Ids, browser: OpenBrowser, role: str) -> None:
    found = met(app, browser("roslagen", role), lives)
    assert set(found) == SEES.get(role, frozenset()), {word: sorted(where) for word, where in found.items()}


@pytest.mark.parametrize(("slug", "role"), [("roslagen", None), ("hbs", "subproject_manager"), ("hbs", OFFICER_FK)])
def test_nobody_outside_meets_a_word(app: Flask, lives: Ids, browser: OpenBrowser, slug: str, role: str | None) -> None:
    assert met(app, browser(slug, role), lives) == {}


def test_what_was_handed_over_is_met_in_its_own_place_only(app: Flask, lives: Ids, browser: OpenBrowser) -> None:
    """On the team day's agenda the consent gives the name, and nothing else."""
    found = met(app, browser("roslagen", OFFICER_FK), lives)
    agenda = {place for place in found["name"] if place.startswith("teams.")}
    assert agenda, "the consent names Försäkringskassan"
    assert found == {"name": HANDED | agenda, "plan": {"handovers.show"}}


def test_a_withdrawal_stops_the_next_hand_over_and_leaves_the_copy(
    app: Flask, lives: Ids, in_tenant: InTenant, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        for consent_id in lives["consent_id"]:
            withdraw_consent(consent_id=consent_id)
    page = browser("roslagen", MANAGER).get(f"/hand-over/note/{lives['note_id'][-1]}")
    assert "Inget samtycke till informationsutbyte gäller" in page.text
    assert met(app, browser("roslagen", OFFICER_FK), lives) == {"name": HANDED, "plan": {"handovers.show"}}


def test_the_contact_person_who_changes_reads_no_more(app: Flask, lives: Ids, two_tenants: House, browser: OpenBrowser) -> None:
    lead(two_tenants, lives, MANAGER)
    assert met(app, browser("roslagen", "case_worker"), lives) == {}


def put_beside(house: House, ids: Ids, role: str, *, part: str = "worker", first: int = 0, last: int | None = None) -> None:
    """Let somebody work beside the contact person, from and until so many days from today."""
    days = {"first": TODAY + dt.timedelta(days=first), "last": None if last is None else TODAY + dt.timedelta(days=last)}
    whose = {"id": new_id(), "on": ids["participation_id"][0], "who": house.accounts[f"{role}@roslagen.example"], "part": part}
    with house.operator.begin() as connection:
        table = f"{house.schemas['roslagen']}.participation_worker"
        connection.execute(
            sa.text(
                f"INSERT INTO {table} (id, participation_id, account_id, part, starts_on, ends_on)"
                " VALUES (:id, :on, :who, :part, :first, :last)"
            ),
            whose | days,
        )


def lead(house: House, ids: Ids, role: str) -> None:
    """Make somebody contact person, whatever the rules say."""
    with house.operator.begin() as connection:
        moved = {"to": house.accounts[f"{role}@roslagen.example"], "id": ids["participation_id"][0]}
        connection.execute(
            sa.text(f"UPDATE {house.schemas['roslagen']}.participation SET key_worker_id = :to WHERE id = :id"), moved
        )


@pytest.mark.parametrize("role", ["case_worker", OFFICER_FK, OFFICER_OTHER])
def test_who_works_beside_reads_what_the_contact_person_reads(
    app: Flask, lives: Ids, two_tenants: House, browser: OpenBrowser, role: str
) -> None:
    """At the same authority all of it, elsewhere what the consent names: the same words at the same addresses."""
    lead(two_tenants, lives, role)
    as_contact_person = met(app, browser("roslagen", role), lives)
    assert "participants.show" in as_contact_person["name"]
    lead(two_tenants, lives, MANAGER)
    put_beside(two_tenants, lives, role)
    assert met(app, browser("roslagen", role), lives) == as_contact_person


@pytest.mark.parametrize(("first", "last", "reads"), [(-7, -1, False), (1, 7, False), (-7, 0, True), (0, 7, True)])
def test_a_deputy_reads_between_the_days_of_the_leave(
    app: Flask, lives: Ids, two_tenants: House, browser: OpenBrowser, first: int, last: int, reads: bool
) -> None:
    lead(two_tenants, lives, MANAGER)
    put_beside(two_tenants, lives, "case_worker", part="deputy", first=first, last=last)
    assert set(met(app, browser("roslagen", "case_worker"), lives)) == (OURS if reads else set())


def test_who_works_beside_at_another_authority_reads_while_a_consent_holds(
    app: Flask, lives: Ids, in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    put_beside(two_tenants, lives, OFFICER_FK)
    assert "participants.show" in met(app, browser("roslagen", OFFICER_FK), lives)["name"]
    with in_tenant("roslagen", MANAGER):
        for consent_id in lives["consent_id"]:
            withdraw_consent(consent_id=consent_id)
    assert met(app, browser("roslagen", OFFICER_FK), lives) == {"name": HANDED, "plan": {"handovers.show"}}
