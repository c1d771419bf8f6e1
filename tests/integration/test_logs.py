"""What the product itself logs when the database refuses a row that holds a name."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from core.auth.permissions import public
from core.db import session
from core.errors import WallBreach
from core.participants.models import Staff
from tests.conftest import InTenant, OpenBrowser
from tests.house import House

CANARY = "Mirakel Exempelgren"


def test_refused_row_is_told_by_its_constraint_and_not_by_its_detail(
    app: Flask, in_tenant: InTenant, two_tenants: House, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = two_tenants.accounts["case_worker@roslagen.example"]
    with pytest.raises(sa.exc.IntegrityError) as refused, in_tenant("roslagen"):
        session.execute(sa.insert(Staff).values(account_id=worker, name=CANARY))
    assert "DETAIL" in str(refused.value), "the driver's message quotes the row: that is what must not be logged"
    app.logger.error("failed", exc_info=refused.value)
    written = capsys.readouterr().err
    assert CANARY not in written
    assert str(worker) not in written
    database = json.loads(written.splitlines()[-1])["failure"][0]
    assert (database["sqlstate"], database["constraint_name"]) == ("23505", "pk_staff")


def test_failing_page_tells_its_endpoint_and_nothing_that_was_sent(
    app: Flask,
    browser: OpenBrowser,
    two_tenants: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @public
    def fail(**_: object) -> str:
        raise WallBreach("made to fail")

    monkeypatch.setitem(app.view_functions, "about.show", fail)
    monkeypatch.setattr(app, "testing", False)
    answer = browser("roslagen").get(f"/about/cookies?name={CANARY}", headers={"User-Agent": CANARY, "Referer": CANARY})
    assert answer.status_code == 500
    written = capsys.readouterr().err
    assert CANARY not in written
    failure, request = (json.loads(line) for line in written.splitlines())
    assert (failure["event"], failure["level"], failure["endpoint"]) == ("failure", "critical", "about.show")
    assert (request["event"], request["status"], request["endpoint"]) == ("request", 500, "about.show")
    assert failure["tenant_id"] == request["tenant_id"] == str(two_tenants.tenant_ids["roslagen"])
    assert failure["request_id"] == request["request_id"]
    assert failure["request_id"] in answer.text, "the page names the line"
