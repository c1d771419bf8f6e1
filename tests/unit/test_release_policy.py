"""A county that decides on another rule: the next release keeps to it, holds against the attacker, says that numbers moved."""

from dataclasses import replace

import pytest

from core.disclosure.policy import Policy
from core.disclosure.publishing import Published, publish
from tests.cubes import POLICY, SECRET, draw, participants

COARSE = replace(POLICY, base=10, least_rate_base=40)


@pytest.mark.parametrize(("before", "after"), [(POLICY, COARSE), (COARSE, POLICY)])
def test_another_base_moves_the_numbers_that_are_none_of_it(before: Policy, after: Policy) -> None:
    source = draw(3, 4, groups=3)
    given = {"secret": SECRET, "participants": participants(source)}
    first = publish(source, policy=before, release="1", **given)  # type: ignore[arg-type]
    assert isinstance(first, Published)
    second = publish(source, policy=after, release="2", former=first.edition, **given)  # type: ignore[arg-type]
    assert isinstance(second, Published)
    assert {number % after.base for number in second.numbers.values()} == {0}
    assert second.audit.holds
    stand = all(second.numbers[cell] == number for cell, number in first.numbers.items() if cell in second.numbers)
    assert stand or not second.edition.certain, "a number has changed though its count has not, and the attacker is told so"
    assert second.merges == first.merges, "nothing had to be coarser for it"
