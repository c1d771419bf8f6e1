"""Identity numbers: every official test number is read, everything else is refused with its reason."""

import datetime as dt
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from personnummer import personnummer as oracle

from core import identity_numbers
from core.facts import official_numbers
from core.identity_numbers import Fault, IdentityNumberError, has_right_check_digit, holds_number, masked, parse, written
from core.participants.terms import IdentityKind, Sex

TODAY = dt.date(2026, 11, 1)
NUMBERS = official_numbers()
COMPLETE = NUMBERS.personal + NUMBERS.coordination


def fault_of(text: str, today: dt.date = TODAY) -> Fault:
    with pytest.raises(IdentityNumberError) as caught:
        parse(text, today=today)
    assert str(caught.value.message)
    return caught.value.fault


@pytest.mark.parametrize("digits", COMPLETE)
@pytest.mark.parametrize("form", ["{0}", "{1}-{2}", " {1} {2} ", "{1}\N{EN DASH}{2}", "{3}\N{NO-BREAK SPACE}{4} - {2}"])
def test_every_official_number_is_read_however_it_is_written(digits: str, form: str) -> None:
    text = form.format(digits, digits[:8], digits[8:], digits[:4], digits[4:8])
    assert parse(text, today=TODAY).digits == digits


@pytest.mark.parametrize("digits", COMPLETE)
def test_ten_digits_find_their_century_by_sign_and_today(digits: str) -> None:
    turns_100 = TODAY.year - int(digits[:4]) >= 100
    assert parse(f"{digits[2:8]}{'+' if turns_100 else '-'}{digits[8:]}", today=TODAY).digits == digits


@pytest.mark.parametrize("digits", COMPLETE)
def test_agrees_with_the_oracle(digits: str) -> None:
    ours = parse(digits, today=TODAY)
    with patch.object(oracle, "_get_current_date", return_value=TODAY):
        theirs = oracle.parse(digits)
        ten_digits = oracle.parse(theirs.format())
    assert theirs.format(True) == ten_digits.format(True) == ours.digits == parse(theirs.format(), today=TODAY).digits
    assert theirs.is_female() == (ours.sex is Sex.WOMAN)
    assert theirs.is_coordination_number() == (ours.kind is IdentityKind.COORDINATION_NUMBER)
    assert theirs.get_date() == ours.birth_date


def test_kinds_dates_and_sexes() -> None:
    woman, man = parse("199001012385", today=TODAY), parse("200002292399", today=TODAY)
    assert (woman.kind, woman.birth_date, woman.sex) == (IdentityKind.PERSONAL_NUMBER, dt.date(1990, 1, 1), Sex.WOMAN)
    assert (man.birth_date, man.sex) == (dt.date(2000, 2, 29), Sex.MAN)
    coordination = parse("191401682396", today=TODAY)
    assert (coordination.kind, coordination.birth_date) == (IdentityKind.COORDINATION_NUMBER, dt.date(1914, 1, 8))


@pytest.mark.parametrize("digits", NUMBERS.coordination_partial)
def test_a_partial_birth_date_is_a_number_without_a_date(digits: str) -> None:
    found = parse(digits, today=TODAY)
    assert (found.kind, found.birth_date, found.digits) == (IdentityKind.COORDINATION_NUMBER, None, digits)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.LENGTH),
        ("-", Fault.LENGTH),
        ("19900101", Fault.LENGTH),
        ("19900101238", Fault.LENGTH),
        ("1990010123856", Fault.LENGTH),
        ("1990-01-01-2385", Fault.LENGTH),
        ("9" * 1_000_000, Fault.LENGTH),
        ("19900101-T385", Fault.LETTERS),
        ("19900101\x002385", Fault.LETTERS),
        ("\u202e199001012385", Fault.LETTERS),
        ("1990010123８5", Fault.LETTERS),
        ("19900101238\N{GRINNING FACE}", Fault.LETTERS),
        ("199013012385", Fault.DATE),
        ("199002302385", Fault.DATE),
        ("199000012385", Fault.DATE),
        ("179001012386", Fault.DATE),
        ("210001012385", Fault.DATE),
        ("199001922386", Fault.DATE),
        ("199013612385", Fault.DATE),
        ("202612312386", Fault.FUTURE),
        ("202612912385", Fault.FUTURE),
        ("261231-2386", Fault.FUTURE),
        ("202612602385", Fault.FUTURE),
        ("199001010001", Fault.NEVER_ISSUED),
        ("199001012386", Fault.CHECK_DIGIT),
        ("199001022385", Fault.CHECK_DIGIT),
    ],
)
def test_what_is_wrong_is_said(text: str, fault: Fault) -> None:
    assert fault_of(text) is fault


def test_a_number_of_a_coming_day_is_refused_on_the_demo_day() -> None:
    assert fault_of("202601612381", today=dt.date(2022, 9, 15)) is Fault.FUTURE


def test_the_fault_and_the_identity_repeat_no_digit() -> None:
    with pytest.raises(IdentityNumberError) as caught:
        parse("199001012386", today=TODAY)
    assert "1990" not in f"{caught.value}{caught.value!r}"
    assert "1990" not in repr(parse("199001012385", today=TODAY))


def test_written_and_masked() -> None:
    assert (written("199001012385"), masked("199001012385")) == ("19900101-2385", "19900101-XXXX")


def test_a_temporary_identity_has_no_digits() -> None:
    found = identity_numbers.temporary(birth_date=dt.date(1990, 1, 1), sex=Sex.WOMAN)
    assert (found.kind, found.digits) == (IdentityKind.TEMPORARY, None)


# Numbers that happen to pass are thrown away unread: they may be somebody's.
@given(
    birth=st.dates(dt.date(1900, 1, 1), TODAY),
    last=st.integers(10, 9999),
    coordination=st.booleans(),
)
def test_a_wrong_check_digit_is_always_refused(birth: dt.date, last: int, coordination: bool) -> None:
    ten = f"{birth:%y%m}{birth.day + (60 if coordination else 0):02}{last:04}"
    assume(not has_right_check_digit(ten))
    assert fault_of(f"{birth.year // 100}{ten}") is Fault.CHECK_DIGIT
    assert not oracle.valid(f"{birth.year // 100}{ten}")


@given(st.text(max_size=60))
def test_anything_typed_is_a_number_or_a_clear_fault(text: str) -> None:
    assert fault_of(text) in Fault


@pytest.mark.parametrize(
    "form", ["{0}", "{1}-{2}", "{1} {2}", "{3}-{2}", "{3} - {2}", "{4} {5} {6} {2}", "Jag heter Åsa ({1}-{2})."]
)
def test_a_number_is_found_in_a_text_however_it_is_written(form: str) -> None:
    for digits in COMPLETE:
        if digits < "2012":
            text = form.format(digits, digits[:8], digits[8:], digits[2:8], digits[:4], digits[4:6], digits[6:8])
            assert holds_number(text), text
            assert holds_number("".join(chr(0x0660 + int(sign)) if sign.isdigit() else sign for sign in text))


@pytest.mark.parametrize(
    "text",
    ["", "070-174 06 05", "+46 70 174 06 05", "08-465 004 10", "efter 2022-09-15 1400", "kl. 09.00-16.00", "12345678901234"],
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    with patch("core.identity_numbers.clock.today", return_value=TODAY):
        assert not holds_number(text)
