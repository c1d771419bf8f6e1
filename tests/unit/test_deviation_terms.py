"""The ways of an avvikelse, and what in a text may tell who it is about."""

import itertools
import random

import pytest

from core import facts
from core.deviations import traces
from core.deviations.terms import (
    COUNTY_EMPTY,
    COUNTY_ENDS,
    COUNTY_MOVES,
    COUNTY_OPEN,
    COUNTY_STATE_NAMES,
    KIND_NAMES,
    LEVEL_NAMES,
    LIFTED,
    MOVES,
    OPEN_STATES,
    STATE_NAMES,
    WITH_THE_COUNTY,
    CountyState,
    Kind,
    Level,
    State,
)
from core.deviations.traces import Sort, look_for, words_of


def test_every_state_has_its_moves_and_a_name() -> None:
    assert set(MOVES) == set(State) == set(STATE_NAMES)
    assert set(COUNTY_MOVES) == set(CountyState) == set(COUNTY_STATE_NAMES)
    assert set(KIND_NAMES) == set(Kind)
    assert set(LEVEL_NAMES) == set(Level)
    assert COUNTY_OPEN.isdisjoint(COUNTY_EMPTY)
    assert WITH_THE_COUNTY in LIFTED
    assert MOVES[WITH_THE_COUNTY] > COUNTY_ENDS


@pytest.mark.parametrize("seed", range(50))
def test_a_random_walk_never_stops_for_good_and_never_reaches_the_county_unanalysed(seed: int) -> None:
    draw = random.Random(seed)
    state, path = State.NEW, [State.NEW]
    for _ in range(60):
        assert MOVES[state], "everything can be opened again"
        state = draw.choice(sorted(MOVES[state]))
        path.append(state)
    for before, after in itertools.pairwise(path):
        assert before != after
        assert after is not State.NEW
        if after is WITH_THE_COUNTY:
            assert before in {State.ANALYSED, State.LIFTED_LOCALLY}
        if before not in OPEN_STATES:
            assert after is State.ANALYSED


def sorts(text: str, **known: object) -> set[Sort]:
    return {trace.sort for trace in look_for(text, **known)}  # type: ignore[arg-type]


def forms_of(digits: str) -> list[str]:
    """The ways people write one number."""
    day, last = digits[2:8], digits[8:]
    spaced = " ".join(digits)
    return [
        digits,
        f"{digits[:8]}-{last}",
        f"{day}-{last}",
        f"{day}+{last}",
        f"{day} - {last}",
        f"{day}–{last}",
        f"{day}-xxxx",
        spaced,
    ]


@pytest.mark.parametrize("digits", facts.official_numbers().personal)
def test_an_identity_number_is_found_however_it_is_written(digits: str) -> None:
    for form in forms_of(digits):
        assert Sort.IDENTITY_NUMBER in sorts(f"Det gällde {form} i våras."), "a form of an official test number"


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Skriv till namn@example.org.", Sort.EMAIL),
        ("Ring 08-123 456 00 först.", Sort.PHONE),
        ("Numret är +46 8 123 456 00", Sort.PHONE),
        ("Det gällde ROS-0301.", Sort.PARTICIPANT_NUMBER),
        ("det gällde ros 0301", Sort.PARTICIPANT_NUMBER),
        ("Född 1990-02-03 i Täby", Sort.BIRTH_DATE),
        ("Handläggaren bad Kalle att vänta.", Sort.NAME),
        ("Fatima fick vänta.", Sort.NAME),
        ("Anderssons ärende stängdes.", Sort.NAME),
        ("vi bad quirin vänta", Sort.NAME),
        ("Quirins ärende", Sort.NAME),
    ],
)
def test_what_may_tell_who_it_is_about_is_found(text: str, sort: Sort) -> None:
    assert sort in sorts(text, prefixes=["ROS"], names=["quirin"], places=["täby"])


@pytest.mark.parametrize(
    "text",
    [
        "Beslutet tog 14 veckor och kostade 1 250 000 kr.",
        "Försäkringskassan och Arbetsförmedlingen gav olika besked.\n\nDet hände i Täby kommun.",
        "AF: väntan på SIP. Per telefon, samma dag, gick det fortare.",
        "Socialnämnden i Täby svarade efter 3 månader (4 av 10 ärenden).",
        "- Mötet ställdes in\n- Ingen kallade på nytt",
        "The Swedish Social Insurance Agency answered in May. It took 12 weeks.",
    ],
)
def test_ordinary_words_ask_nothing(text: str) -> None:
    assert look_for(text, prefixes=["ROS"], names=["dag"], places=["täby", "kommun", "socialnämnden"]) == []


def test_hidden_characters_hide_no_number() -> None:
    assert Sort.PARTICIPANT_NUMBER in sorts("R\u200bOS-\u200b0301", prefixes=["ROS"])
    assert Sort.EMAIL in sorts("a\uff20example.org")


def test_a_trace_says_nothing_of_its_word_in_a_log() -> None:
    assert "Kalle" not in repr(look_for("Vi bad Kalle vänta."))


def test_words_are_compared_with_and_without_the_genitive_and_at_most_so_many() -> None:
    assert {"anna", "lena", "anna-lena", "anderssons", "andersson"} <= set(words_of("Anna-Lena Anderssons"))
    assert (
        len(words_of(" ".join(f"{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}x" for i in range(2000))))
        == traces.MOST_WORDS
    )
