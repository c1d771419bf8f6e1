"""Rules about code that no linter knows."""

import ast
from collections.abc import Iterator

from tests.rules.tree.reading import PRODUCT, contract, domains, modules

RUN_AS_SQL = {"text", "execute", "exec_driver_sql", "DDL", "literal_column", "scalar", "scalars"}
HOUSE = ("core/", "tenants/")


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for found in ast.walk(tree):
        if isinstance(found, ast.Call):
            function = found.func
            yield getattr(function, "attr", getattr(function, "id", "")), found


def _is_put_together(node: ast.expr) -> bool:
    """An f-string with a value in it, a `%`, a `+` with something that is no literal, or a text's `.format()`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        sides = (node.left, node.right)
        return any(isinstance(side, ast.JoinedStr) or _is_text(side) for side in sides) and not all(map(_is_text, sides))
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "format" and _is_text(called.value)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_sql_is_put_together_only_where_schemas_and_roles_are_named() -> None:
    """A name of a schema or role cannot be bound; tenants/ quotes it and knows where it came from. Nobody else may."""
    assert [
        f"{name}:{call.lineno}"
        for name, tree in modules().items()
        if not name.startswith(("tenants/", "tests/"))
        for called, call in _calls(tree)
        if called in RUN_AS_SQL and call.args and _is_put_together(call.args[0])
    ] == []


def test_nothing_is_printed() -> None:
    """Output is click's or the log's."""
    assert [
        f"{name}:{call.lineno}"
        for name, tree in modules().items()
        if name.startswith(PRODUCT)
        for called, call in _calls(tree)
        if called == "print"
    ] == []


def test_what_others_may_call_says_what_it_gives() -> None:
    """Every module, and every public function and class of core and tenants. (Views say it by their names.)"""
    silent = [name for name, tree in modules().items() if name.startswith(HOUSE) and tree.body and not ast.get_docstring(tree)]
    silent += [
        f"{name}:{found.lineno} {found.name}"
        for name, tree in modules().items()
        if name.startswith(HOUSE)
        for found in tree.body
        if isinstance(found, ast.FunctionDef | ast.ClassDef)
        if not found.name.startswith("_") and not ast.get_docstring(found)
    ]
    assert silent == []


def test_contracts_know_every_domain() -> None:
    """A folder of core is a domain, web, auth, facts or disclosure; a domain stands in both contracts of pyproject.toml."""
    folders = {name.split("/")[1] for name in modules() if name.startswith("core/") and name.count("/") == 2}
    found = folders - {"web", "auth", "facts", "disclosure"}
    assert found - domains() == set()
    assert {f"core.{name}" for name in found} - set(contract("Domains know no web")["source_modules"]) == set()
