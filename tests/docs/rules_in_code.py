"""The rules of findings as the code spells them, read from its syntax tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dev import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = ROOT / "src" / "runxl"
SEVERITIES = {"note", "warning", "error"}


def rules_by_severity() -> set[tuple[str, str]]:
    """Return every rule with its severity: `("cause-missing", "warning")`."""
    found: set[tuple[str, str]] = set()
    for path in sorted(CODE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = dict(_constants(tree))
        for severity, rule in _made_findings(tree):
            found.add((constants.get(rule, rule), severity))
    found |= {(rule, "note") for rule in _relation_rules("_EXPLAINED")}
    found |= {(rule, "error") for rule in _relation_rules("_IMPOSSIBLE")}
    # A target that was understood can still be judged later; one that was not never can.
    return found | {(rule, "error" if rule == "target-not-understood" else "warning") for rule in _problems()}


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from ((name.id, node.value.value) for name in node.targets if isinstance(name, ast.Name))


def _made_findings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give severity and first argument of each call of note, warning and error."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SEVERITIES:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield node.func.id, str(first.value)
            elif isinstance(first, ast.Name):
                yield node.func.id, first.id
            else:
                message = f"a rule that only the running program knows: {ast.unparse(node)}"
                raise ValueError(message)


def _relation_rules(table: str) -> list[str]:
    tree = ast.parse((CODE / "commands" / "check.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and ast.unparse(node.targets[0]) == table:
            return [str(ast.literal_eval(value)) for value in node.value.values]
    message = f"commands/check.py has no table {table}"
    raise ValueError(message)


def _problems() -> Iterator[str]:
    """Give what keeps a measure from being judged: the second argument of `_not_assessed`."""
    tree = ast.parse((CODE / "compute" / "attainment.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_not_assessed" and len(node.args) > 1:
            yield str(ast.literal_eval(node.args[1]))
