"""From an empty database to a tenant that works, by the commands of docs/operations.md alone, each a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from core import context
from tenants.engines import operator_engine
from tests import house, servers
from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
COMMITTEE = "Arbetsmarknadsnämnden, Täby kommun"
PERIOD = ["--project", "mia-vidare", "--starts-on", "2020-05-01", "--ends-on", "2022-12-31"]


class Machine:
    """A database, the environment of an operator, and `./mia`."""

    def __init__(self, url: str, address: str) -> None:
        self.operator = operator_engine(url)
        self.environment = os.environ | {
            "MIA_ENV": "test",
            "MIA_SECRET_KEY": house.SECRET_KEY,
            "MIA_WORKER_KEY": house.WORKER_KEY,
            "MIA_PUBLIC_SCHEME": "http",
            "MIA_TODAY": "2022-09-15",
            "DATABASE_URL": url,
            "MIA_DATABASE_ADDRESS": address,
            "REDIS_URL": servers.valkey_server().url,
        }

    def mia(self, *arguments: str) -> tuple[int, str, str]:
        done = self.run(["-m", "deploy.cli", *arguments])
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    def run(self, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, *arguments]
        return subprocess.run(  # noqa: S603 - our own program
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    server = servers.postgres_server()
    with servers.fresh_database(server) as url:
        made = Machine(url, server.address.replace("/mia?", f"/{make_url(url).database}?"))
        with servers.one_at_a_time("house"):  # roles belong to the server, which xdist's workers share
            code, _out, err = made.mia("migrate")
            assert code == 0, err
        code, _out, err = made.mia("tenant", "add", "norr", "--name", "Förbundet Norr",
                                   "--municipality", "0160", "--municipality", "0188")  # fmt: skip
        assert code == 0, err
        yield made
        made.operator.dispose()


VISIT = """
import sys
from tests.browsing import Browser
from wsgi import create_app

app = create_app()
app.testing = True
links = dict(pair.split("=", 1) for pair in sys.argv[1:])
for role, link in links.items():
    guest = Browser(app.test_client(), "norr")
    path = link.removeprefix("http://norr.localhost")
    typed = {"password": "en lång mening om fåglar", "repeated": "en lång mening om fåglar"}
    assert guest.submit(path, typed).status_code == 303, role
    guest.sign_in(f"{role}@norr.example", "en lång mening om fåglar")
    pages = {"tenant_admin": ["/staff", "/authorities"], "subproject_manager": ["/participants", "/referrals/new", "/work"]}
    for page in pages[role]:
        answer = guest.get(page)
        assert answer.status_code == 200, (role, page, answer.status_code)
        print(page, "Täby" in answer.text, "registrera" in answer.text.lower())
public = Browser(app.test_client(), "norr").get("/")
assert public.status_code == 200, public.status_code
assert "28" in public.text and "Täby" in public.text, public.text
county = Browser(app.test_client(), None).get("/")
assert "Norr" in county.text
print("works")
"""


def test_the_way_of_the_manual(machine: Machine) -> None:
    assert machine.mia("authority", "add", "norr", COMMITTEE, "--kind", "kommun", "--agreement-from", "2020-01-01")[0] == 0
    lapsed = ["--kind", "fk", "--agreement-from", "2020-01-01", "--until", "2021-12-31"]
    assert machine.mia("authority", "add", "norr", "Försäkringskassan", *lapsed)[0] == 0
    code, out, err = machine.mia("authority", "list", "norr")
    assert (code, err) == (0, "")
    assert f"{COMMITTEE}\tin force\t2020-01-01" in out
    assert "Försäkringskassan\tnot in force\t2020-01-01 – 2021-12-31" in out

    code, out, err = machine.mia("subproject", "add", "norr", *PERIOD, "--name", "MIA Vidare Norr", "--target", "40",
                                 "--prefix", "NOR")  # fmt: skip
    assert (code, err) == (0, ""), err
    assert "2 municipalities" in out

    links = []
    for role, employer in (("tenant_admin", []), ("subproject_manager", ["--employer", COMMITTEE])):
        code, out, err = machine.mia("account", "add", f"{role}@norr.example", "--tenant", "norr", "--role", role, *employer)
        assert (code, err) == (0, ""), err
        links.append(f"{role}={out}")
    assert machine.mia("scheduler", "--rounds", "2", "--seconds", "0")[0] == 0

    visited = machine.run(["-c", VISIT, *links])
    assert visited.returncode == 0, visited.stderr[-3000:]
    assert visited.stdout.strip().endswith("works")
    with machine.operator.connect() as connection:
        schema = connection.execute(sa.text("SELECT schema_name FROM platform.tenant")).scalar_one()
        counted = sa.text("SELECT target, started FROM rollup.headline")
        assert tuple(connection.execute(counted).one()) == (40, 0), "the county knows of it"
        staff = connection.execute(sa.text(f"SELECT name, reads_persons FROM {schema}.staff ORDER BY name")).all()
        assert [row.reads_persons for row in staff] == [True, False]
        kinds = sa.text(f"SELECT count(DISTINCT kind) FROM {schema}.intervention")
        assert connection.execute(kinds).scalar_one() == 9


def test_both_projects_are_there_after_migrating_and_a_second_time_changes_nothing(machine: Machine) -> None:
    with servers.one_at_a_time("house"):
        assert machine.mia("migrate")[0] == 0
    with machine.operator.connect() as connection:
        keys = connection.execute(sa.text("SELECT key FROM platform.project ORDER BY key")).scalars().all()
    assert keys == ["mia", "mia-vidare"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["authority", "add", "nowhere", "X", "--kind", "fk"], 1, "no tenant nowhere"),
        (["authority", "add", "roslagen", "X", "--kind", "polisen"], 2, "polisen"),
        (["authority", "add", "roslagen", "X", "--kind", "fk", "--agreement-from", "i går"], 2, "yyyy-mm-dd"),
        (["authority", "add", "roslagen", "X", "--kind", "fk", "--until", "2022-01-01"], 1, "which day the agreement holds"),
        (["authority", "add", "roslagen", " ", "--kind", "fk"], 1, "name of the authority"),
        (["authority", "add", "roslagen", "Försäkringskassan", "--kind", "fk"], 1, "already"),
        (["subproject", "add", "roslagen", "--project", "nej", *PERIOD[2:], "--name", "X", "--prefix", "X"], 1, "project nej"),
        (["subproject", "add", "nowhere", *PERIOD, "--name", "X", "--prefix", "X"], 1, "no tenant nowhere"),
        (["subproject", "add", "roslagen", *PERIOD, "--name", "X", "--prefix", "X"], 1, "already"),
        (["subproject", "add", "roslagen", *PERIOD, "--name", "X", "--prefix", "N1"], 1, "ROS"),
        (["subproject", "add", "roslagen", *PERIOD, "--name", "X", "--prefix", "X", "--target", "0"], 2, "target"),
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(
    app: Flask, two_tenants: House, arguments: list[str], code: int, said: str
) -> None:
    before = rows(two_tenants)
    with context.entered(context.Scope()):
        result = app.test_cli_runner().invoke(args=arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert said in result.stderr
    if code == 1:
        assert re.fullmatch(r"mia: [^\n]+\n", result.stderr)
    assert rows(two_tenants) == before


def rows(house: House) -> list[int]:
    with house.operator.connect() as connection:
        tables = ("authority", "subproject", "intervention", "dirty_mark")
        counts = [sa.text(f"SELECT count(*) FROM {house.schemas['roslagen']}.{table}") for table in tables]
        return [connection.execute(count).scalar_one() for count in counts]
