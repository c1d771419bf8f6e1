"""Templates escape everything and hold neither styles nor scripts, so that a strict policy for contents can stand."""

import re

import pytest

from tests.rules.tree.reading import templates

FORBIDDEN = {
    "marks text as safe": r"\|\s*safe\b|\bMarkup\b|autoescape",
    "holds a style": r"<style\b|\sstyle\s*=",
    "holds a script": r"<script\b(?![^>]*\ssrc=)",
    "holds an event's script": r"""<[^>]*\son[a-z]+\s*=\s*["']|javascript:""",
    "asks the database": r"\bsession\.|\.query\b|\bselect\(",
}


@pytest.mark.parametrize(("name", "pattern"), FORBIDDEN.items())
def test_no_template(name: str, pattern: str) -> None:
    assert [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1} {name}"
        for path, text in templates().items()
        for found in re.finditer(pattern, text)
    ] == []
