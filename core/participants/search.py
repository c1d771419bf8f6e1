"""From what was typed in the search field to what the list is narrowed to. What was typed is kept nowhere."""

import re
from dataclasses import replace

from core.identity_numbers import IdentityNumberError, parse
from core.lists import words_of
from core.participants.filters import Chosen
from core.persons.queries import identity_index

_NUMBER = re.compile(r"(?:[A-Za-zÅÄÖåäö]{1,10}-?)?(\d{1,6})")


def searched(text: str, chosen: Chosen | None = None) -> Chosen:
    """An identity number is looked for exactly, a participant's number by its digits, all else as parts of a name."""
    chosen = chosen or Chosen()
    number = number_typed(text)
    if number is not None:
        return replace(chosen, number=number)
    try:
        digits = parse(text).digits
    except IdentityNumberError:
        return replace(chosen, words=words_of(text))
    return replace(chosen, identity_index=identity_index(digits)) if digits else chosen


def number_typed(text: str) -> int | None:
    """301 of "ROS-0301", "ros301" or "301"; None when the text is no participant's number."""
    match = _NUMBER.fullmatch(text.replace(" ", ""))
    return int(match.group(1)) if match else None
