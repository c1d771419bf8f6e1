"""The colour of a delprojekt's site: one of those that are readable, its own only."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.projects.terms import Accent
from tenants.models import Tenant
from tests.conftest import OpenBrowser
from tests.house import House

TOKENS = Path(__file__).parents[2] / "core/web/static/css/tokens.css"


def accents(house: House) -> dict[str, str]:
    with house.operator.connect() as connection:
        return dict(connection.execute(sa.select(Tenant.slug, Tenant.accent)).all())


def test_an_editor_chooses_and_no_other_site_changes(two_tenants: House, browser: OpenBrowser) -> None:
    before = accents(two_tenants)
    assert browser("roslagen", "communicator").submit("/content/colour", {"accent": "ljung"}).status_code == 303
    assert accents(two_tenants) == before | {"roslagen": "ljung"}


@pytest.mark.parametrize("chosen", ["", "red", "#ff0000", "ljung' --"])
def test_only_colours_of_the_list_can_be_chosen(two_tenants: House, browser: OpenBrowser, chosen: str) -> None:
    before = accents(two_tenants)
    assert browser("roslagen", "communicator").submit("/content/colour", {"accent": chosen}).status_code == 422
    assert accents(two_tenants) == before


def test_every_colour_that_can_be_chosen_is_drawn_and_no_other_stands_in_the_theme() -> None:
    assert set(re.findall(r"\[data-accent=([a-z]+)\]", TOKENS.read_text(encoding="utf-8"))) == set(Accent)


def test_nobody_else_chooses(two_tenants: House, browser: OpenBrowser) -> None:
    assert browser("roslagen", "case_worker").get("/content/colour").status_code == 404
    assert browser(None, "communicator").get("/content/colour").status_code == 404
