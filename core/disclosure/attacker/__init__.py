"""The attacker: a separate program that shares no code with the publisher (a contract in pyproject.toml keeps it so).

It knows only what it is told as facts: that some unknown counts sum to something between two bounds. A published number is such
a fact, an exact headline another, an insider's own row, an earlier release, "at most so many have changed". From the facts it
finds what is proven: first by narrowing intervals, then by linear and whole-number programmes. Whatever it says is possible it
can show: a whole table that fits every fact.
"""

from core.disclosure.attacker.facts import Claim, Contradiction, Fact, Proven
from core.disclosure.attacker.search import Attacker

__all__ = ["Attacker", "Claim", "Contradiction", "Fact", "Proven"]
