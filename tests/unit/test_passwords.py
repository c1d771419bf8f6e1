"""Which passwords are refused, and what is kept of the others."""

import datetime as dt
import uuid

import pyotp
import pytest

from core.accounts import passwords, second_factor
from core.config import forget_settings, get_settings
from core.errors import Invalid, WallBreach

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    if not get_settings().secret_key:
        monkeypatch.setenv("MIA_ENV", "test")
        monkeypatch.setenv("MIA_SECRET_KEY", "a-key-for-tests-of-32-bytes-or-more")
        forget_settings()


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevensigns",
        "x" * 201,
        "password123456",
        "Lösenord2022!!",
        "Stockholm2022",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "demo-demo-demo",
        "qwertyuiopåas",
        "anna.berg@example.org",
        "jag-heter-berg-ju",
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.check(password, email="anna.berg@example.org", name="Anna Berg")
    assert list(refused.value.faults) == ["password"]


@pytest.mark.parametrize("password", ["solen går upp över Vaxholm", "korrekt häst batteri", "8fK-w2!pLz0q"])
def test_a_sentence_or_something_random_is_taken(password: str) -> None:
    passwords.check(password, email="anna.berg@example.org", name="Anna Berg")


def test_the_hash_is_argon2id_and_knows_its_password_however_the_letters_are_composed() -> None:
    kept = passwords.hash_of("gr\u00f6na hav i Norrt\u00e4lje")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "gro\u0308na hav i Norrta\u0308lje")
    assert not passwords.matches(kept, "gröna hav i norrtälje")


def test_without_a_hash_nothing_matches() -> None:
    assert not passwords.matches(None, "nobody has this password")


def test_a_code_holds_for_the_step_before_and_after_and_no_longer() -> None:
    step = int(NOON.timestamp()) // 30
    code = pyotp.TOTP(SECRET).generate_otp
    assert [second_factor.step_of(SECRET, code(step + n), NOON) for n in (-2, -1, 0, 1, 2)] == [
        None,
        step - 1,
        step,
        step + 1,
        None,
    ]


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "000000 000000"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert second_factor.step_of(SECRET, typed, NOON) is None


def test_a_sealed_secret_opens_for_its_own_account_only() -> None:
    mine, other = uuid.UUID(int=1), uuid.UUID(int=2)
    sealed = second_factor.seal_secret(SECRET, mine)
    assert second_factor.unseal_secret(sealed, mine) == SECRET
    with pytest.raises(WallBreach):
        second_factor.unseal_secret(sealed, other)


def test_recovery_codes_are_ten_different_ones_and_found_however_they_are_typed() -> None:
    codes = second_factor.new_recovery_codes()
    assert len(set(codes)) == 10
    written = codes[0].upper().replace("-", " ")
    assert second_factor.hash_recovery_code(written) == second_factor.hash_recovery_code(codes[0])
