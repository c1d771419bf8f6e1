"""Search by name among 12 500 people, beside the same statement with plain ILIKE on the names."""

import re
import statistics
import time
from collections.abc import Callable

import psycopg2
import sqlalchemy as sa

import wsgi
from core import context
from core.context import Person, Scope, Site
from core.participants.listing import list_participations
from core.participants.search import searched
from tenants.scope import tenant_scope
from tests.bench.results import Row, at_most
from tests.bench.town import Town, Village

GOAL = 0.3
ROUNDS = 40
RARE = ("Öhman Ck", "anna-lena ek-lund", "Kvist Xe", "åsa åberg", "Björn Dahl Fa")
COMMON = ("åsa",)
_FOLDED = re.compile(r"person\.search_key LIKE ext\.sv_fold\((?P<word>'(?:[^']|'')*')\)( ESCAPE '(?:[^']|'')*')?")
_PLAIN = r"person.given_name || ' ' || person.family_name ILIKE \g<word>"


def run(town: Town) -> list[Row]:
    """In the town's first tenant, which has them all."""
    village = town.villages[0]
    connection = psycopg2.connect(town.server.url)
    connection.autocommit = True
    with connection, connection.cursor() as cursor:
        cursor.execute(f"SET search_path = {village.place.schema}, ext")
        return [_row(cursor, village, "whole names", RARE), _row(cursor, village, "a common given name", COMMON)]


def _row(cursor: "psycopg2.extensions.cursor", village: Village, what: str, texts: tuple[str, ...]) -> Row:
    ours: list[float] = []
    plain: list[float] = []
    for text in texts:
        statement = _statement(village, text)
        floor = _FOLDED.sub(_PLAIN, statement)
        assert floor != statement, statement
        for _ in range(ROUNDS):
            ours.append(_seconds(lambda sql=statement: cursor.execute(sql)))  # type: ignore[misc]  # mypy sees no default
            plain.append(_seconds(lambda sql=floor: cursor.execute(sql)))  # type: ignore[misc]
    mine, other = statistics.median(ours) * 1000, statistics.median(plain) * 1000
    goal = at_most(GOAL, mine / other) if texts is RARE else ("", None)
    return Row("search", f"{what}, 12 500 rows", f"{mine:.1f} ms", f"{other:.1f} ms", mine / other, *goal)


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def _statement(village: Village, text: str) -> str:
    """The SQL that the product sends for what was typed."""
    sent: list[str] = []

    def note(_connection: object, cursor: "psycopg2.extensions.cursor", statement: str, *_: object) -> None:
        if "OVER ()" in statement:
            sent.append(cursor.query.decode())

    app = wsgi.create_app()
    sa.event.listen(sa.Engine, "after_cursor_execute", note)
    try:
        with tenant_scope(village.slug, app) as tenant:
            person = Person(village.account_id, "x", "x", frozenset({"subproject_manager"}), "", village.place.authority_id)
            with context.entered(Scope(site=Site("tenant", tenant), person=person, request_id="bench")):
                list_participations(searched(text))
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", note)
        app.extensions["mia.engines"].store.close_idle()
    return sent[0]
