"""Static files: a hash in the address, kept for a year, packed, and nothing from outside the folder."""

import gzip

import pytest
from flask.testing import FlaskClient

from core.web.assets import find_asset, static_url
from tests.unit.web_app import make_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A client of the small application."""
    return make_app().test_client(use_cookies=False)


@pytest.mark.parametrize(
    "filename", ["css/mia.css", "bootstrap/bootstrap.min.css", "js/theme.js", "img/icons.svg", "img/favicon.svg"]
)
def test_a_browser_may_keep_what_carries_its_hash(client: FlaskClient, filename: str) -> None:
    answer = client.get(static_url(filename))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_old_hash_gets_the_file_of_today_but_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/000000000000/js/theme.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_files_are_packed_for_those_who_can_unpack(client: FlaskClient) -> None:
    url = static_url("css/mia.css")
    packed = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == client.get(url).data
    assert len(packed.data) < len(client.get(url).data) / 3


def test_what_a_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    url = static_url("css/mia.css")
    answer = client.get(url, headers={"If-None-Match": client.get(url).headers["ETag"]})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["x/../assets.py", "x/../../config.py", "x/fonts/.gitkeep", "x/css", "x/", "x", "x/a%00b", "x/" + "a" * 300]
)
def test_nothing_outside_the_folder_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_a_wrong_name_is_an_error_at_once() -> None:
    with pytest.raises(FileNotFoundError, match=r"no static file css/nothing\.css"):
        static_url("css/nothing.css")


def test_the_first_page_stays_within_its_weight() -> None:
    """All a first visit fetches, fonts included: at most 150 kB over the wire."""
    names = ["css/mia.css", "bootstrap/bootstrap.min.css", "js/theme.js", "img/icons.svg", "img/favicon.svg", "img/eu-flag.svg"]
    names += ["fonts/hanken-grotesk-400.woff2", "fonts/hanken-grotesk-600.woff2"]
    assets = [asset for name in names if (asset := find_asset(name))]
    assert sum(len(asset.packed or asset.body) for asset in assets) < 120_000
