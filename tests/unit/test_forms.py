"""Forms: what is cleaned, what is refused and how it is said, and that nothing typed is lost."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from wtforms.validators import ValidationError

from core.web.fields import clean_text, made_visible, parse_date, refuse_hidden_characters
from tests.page_checks import check_html
from tests.unit.web_app import Everything, make_app, speaking

GOOD = {"name": "Åsa Påhittsson", "started": "2022-09-01", "controller": "fk", "municipality": "0117"}


@pytest.fixture(scope="module")
def app() -> Flask:
    """The small application without form tokens."""
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application without form tokens."""
    return app.test_client()


def faults_of(app: Flask, **sent: object) -> dict[str, list[str]]:
    """The faults of a form filled as GOOD but for `sent`."""
    with app.test_request_context(method="POST", data={**GOOD, **sent}), speaking(app, "sv"):
        form = Everything()
        form.validate()
        return {name: [str(one) for one in messages] for name, messages in form.errors.items()}


@pytest.mark.parametrize(
    "written",
    [
        "2022-09-15", " 2022-09-15 ", "2022–09–15", "20220915", "2022/09/15", "2022.9.15", "2022-9-15", "15/9 2022",
        "15/9/2022", "15.9.2022", "15 september 2022", "15 sep 2022", "15 sept. 2022", "15 September 2022",
    ],
)  # fmt: skip
def test_a_date_is_understood_as_people_write_it(written: str) -> None:
    assert parse_date(clean_text(written)) == dt.date(2022, 9, 15)


@pytest.mark.parametrize("written", ["", "2022", "220915", "2022-13-01", "2022-02-30", "i går", "15 foo 2022", "９９９９-１-１"])
def test_what_is_no_date_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("started", "i går", "Skriv datumet som 2022-09-15"),
        ("started", "2022-02-30", "Skriv datumet som 2022-09-15"),
        ("started", "0022-09-15", "Kontrollera året i datumet"),
        ("started", "", "Skriv startdatum"),
        ("name", "", "Skriv namnet"),
        ("name", "  \u00a0 ", "Skriv namnet"),
        ("name", "A\x00sa", "Texten har tecken som inte går att visa"),
        ("name", "A\x1bsa", "Texten har tecken som inte går att visa"),
        ("name", "A\u202esa", "Texten har dolda tecken som ändrar skrivriktningen"),
        ("name", "A\u2066sa", "Texten har dolda tecken som ändrar skrivriktningen"),
        ("name", "å" * 61, "Skriv högst 60 tecken. Du har skrivit 61."),
        ("words", "x" * 10_001, "Skriv högst 10\u00a0000 tecken. Du har skrivit 10\u00a0001."),
        ("words", "a\x07b", "Texten har tecken som inte går att visa"),
        ("controller", "xx", "Välj ett av alternativen"),
        ("municipality", "", "Välj kommun"),
        ("municipality", "9999", "Välj ett av alternativen"),
        ("support", "zz", "Välj bland alternativen"),
        ("extent", "halvtid", "Skriv ett heltal, till exempel 25"),
    ],
)
def test_what_is_wrong_is_said_in_words(app: Flask, field: str, value: str, message: str) -> None:
    faults = faults_of(app, **{field: value})
    assert list(faults) == [field]
    assert faults[field][0].startswith(message)


def test_a_day_to_come_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.today", lambda: dt.date(2022, 9, 15))
    assert faults_of(app, started="2022-09-16") == {"started": ["Datumet får inte vara senare än i dag, 15 september 2022"]}
    assert faults_of(app, started="2022-09-15") == {}


def test_a_right_form_has_no_faults_and_clean_values(app: Flask) -> None:
    sent = {**GOOD, "name": "  A\u030asa \u00a0 P\u00e5hittsson ", "words": " två\r\nrader 🙂\t\n"}
    with app.test_request_context(method="POST", data=sent):
        form = Everything()
        assert form.validate_on_submit()
        assert form.name.data == "Åsa Påhittsson"
        assert form.words.data == "två\nrader 🙂"
        assert form.started.data == dt.date(2022, 9, 1)


def test_all_faults_stand_on_top_linked_to_their_fields(client: FlaskClient) -> None:
    answer = client.post("/form", data={"name": "A\x00sa", "started": "i går", "words": "behålls"})
    assert answer.status_code == 422
    page = answer.text
    check_html(page)
    assert "<title>Fel: Registrera" in page
    assert "3 saker behöver rättas" in page
    for target in ("name", "started", "municipality"):
        assert f'<a href="#{target}">' in page
    assert 'aria-describedby="started-hint started-error"' in page
    assert 'value="i går"' in page
    assert 'value="A\N{REPLACEMENT CHARACTER}sa"' in page
    assert ">\nbehålls</textarea>" in page or "behålls</textarea>" in page


def test_the_summary_names_the_field_where_the_message_does_not(client: FlaskClient) -> None:
    page = client.post("/form", data={"name": "å" * 61, "started": ""}).text
    assert '<a href="#name">Namn: Skriv högst 60 tecken. Du har skrivit 61.</a>' in page
    assert '<a href="#started">Skriv startdatum</a>' in page
    assert '<p class="invalid-feedback" id="name-error">Skriv högst 60 tecken. Du har skrivit 61.</p>' in page


def test_what_the_domain_refuses_stands_beside_its_field(client: FlaskClient) -> None:
    answer = client.post("/form", data={**GOOD, "name": "Upptagen"})
    assert answer.status_code == 422
    check_html(answer.text)
    assert '<a href="#name">Namnet finns redan</a>' in answer.text
    assert "<li>Något annat är fel</li>" in answer.text
    assert '<p class="invalid-feedback" id="name-error">Namnet finns redan</p>' in answer.text


def test_a_group_is_linked_by_its_first_alternative(client: FlaskClient) -> None:
    page = client.post("/form", data={**GOOD, "controller": "xx"}).text
    assert '<a href="#controller-0">Ansvarig: Välj ett av alternativen</a>' in page
    check_html(page)


def test_english_faults_are_english(client: FlaskClient) -> None:
    page = client.post("/en/form", data={**GOOD, "started": "yesterday"}).text
    assert "<title>Error: Registrera" in page
    assert "Write the date as 2022-09-15" in page


def test_a_form_without_its_token_is_a_400_that_explains() -> None:
    answer = make_app().test_client().post("/form", data=GOOD)
    assert answer.status_code == 400
    assert "Formuläret var öppet för länge" in answer.text
    check_html(answer.text)


@given(st.text())
def test_whatever_is_typed_can_be_shown_again(text: str) -> None:
    shown = made_visible(clean_text(text, several_lines=True))
    refuse_hidden_characters(shown.replace("\N{REPLACEMENT CHARACTER}", ""))


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_date_is_read_back(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y%m%d}") == day


def test_hidden_characters_raise() -> None:
    with pytest.raises(ValidationError):
        refuse_hidden_characters("\u0000")
