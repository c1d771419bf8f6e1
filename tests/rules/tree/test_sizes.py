"""Files that can be read in one go (style.md, sizes). Complexity is ruff's to judge."""

import ast

from tests.rules.tree.reading import modules, templates, texts

FILE_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
LONGER_FILES: dict[str, str] = {
    "core/jobs.py": "one mechanism, from the row to the run, with its fences beside each other",
    "tests/integration/test_jobs.py": "every failure of one mechanism",
    "tests/integration/test_participations.py": "one path with every refusal on it",
    "tests/integration/test_participant_pages.py": "one path through the pages, on the same few people",
    "tests/integration/test_recount.py": "one delprojekt counted, changed and counted again",
    "tests/integration/test_referral_pages.py": "one path through the pages, on the same few people",
    "tests/integration/test_referrals.py": "one path with every refusal on it",
    "tests/integration/test_sessions.py": "every attack on one mechanism",
    "tests/integration/test_sign_in.py": "every attack on one mechanism",
    "tests/integration/test_staff_pages.py": "every rule of inviting and ending, on the same few people",
    "tests/unit/test_demo_margins.py": "a table of margins",
}
LONGEST = 500
"""Also for those above: past this a file is split, whatever its reason."""


def _line_count(text: str) -> int:
    return len(text.splitlines())


def test_files_are_short_or_say_why_not() -> None:
    lines = {name: _line_count(texts()[name]) for name in modules()}
    assert {name: count for name, count in lines.items() if count > FILE_LINES and name not in LONGER_FILES} == {}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_exceptions_are_still_needed() -> None:
    assert [name for name in LONGER_FILES if name not in texts() or _line_count(texts()[name]) <= FILE_LINES] == []


def test_functions_are_short() -> None:
    assert [
        f"{name}:{found.lineno} {found.name}: {found.end_lineno - found.lineno + 1} lines"
        for name, tree in modules().items()
        for found in ast.walk(tree)
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
        if found.end_lineno and found.end_lineno - found.lineno + 1 > FUNCTION_LINES
    ] == []


def test_templates_are_short() -> None:
    assert {name: _line_count(text) for name, text in templates().items() if _line_count(text) > TEMPLATE_LINES} == {}
