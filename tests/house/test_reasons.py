"""Whoever silences a checker or adds a dependency says why, where it stands."""

from __future__ import annotations

import re
import tomllib

from dev import ROOT

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CODE = [ROOT / "dev.py", *(path for room in ("src", "tests", "docs", "bench") for path in (ROOT / room).rglob("*.py"))]

# Spelled so that this file does not find itself.
SILENCER = re.compile(r"# (?:no[q]a|type: igno[r]e)(?P<codes>: ?[A-Z0-9, ]+|\[[\w, -]+\])?(?P<reason>.*)")


def entries_without_a_comment(start: str) -> list[str]:
    """Return the entries without a comment in the list of pyproject.toml that begins with the line `start`."""
    assert f"\n{start}\n" in PYPROJECT
    entries = PYPROJECT.split(f"\n{start}\n")[1].split("\n]")[0].splitlines()
    return [entry for entry in entries if not re.search(r'",\s*# \w', entry)]


def test_every_dependency_says_what_it_is_for() -> None:
    assert entries_without_a_comment("dependencies = [") == []
    assert entries_without_a_comment("dev = [") == []


def test_every_rule_that_ruff_leaves_out_says_why() -> None:
    files = tomllib.loads(PYPROJECT)["tool"]["ruff"]["lint"]["per-file-ignores"]
    assert [entries_without_a_comment(start) for start in ("ignore = [", *(f'"{file}" = [' for file in files))] == [
        [] for _ in range(len(files) + 1)
    ]


def test_every_silenced_line_names_the_rule_and_says_why() -> None:
    silenced = [
        (path.relative_to(ROOT).as_posix(), number, match)
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := SILENCER.search(line))
    ]
    assert [
        f"{path}:{number}: {match.group()}"
        for path, number, match in silenced
        if not match["codes"] or not re.search(r"\w{2}", match["reason"])
    ] == []
