from __future__ import annotations

import ast
import re
import sys
import tomllib

from dev import ROOT

# The others are imported by the name that they are installed by.
IMPORTED_AS = {"python-oxmsg": "oxmsg"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def imported_packages(source: str) -> set[str]:
    """Return the top packages that a module imports, also within its functions."""
    names = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def test_imports_within_functions_are_seen() -> None:
    assert imported_packages("import a.b\ndef f():\n    from c.d import e\n    from . import g") == {"a", "c"}


def test_the_code_imports_what_the_wheel_depends_on_and_nothing_else() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    imported = set[str]().union(*map(imported_packages, sources)) - sys.stdlib_module_names - {"runxl"}
    project = PYPROJECT["project"]
    extras = [entry for extra in project["optional-dependencies"].values() for entry in extra]
    installed = {re.split(r"[^\w-]", entry)[0] for entry in (*project["dependencies"], *extras)}
    assert imported == {IMPORTED_AS.get(name, name) for name in installed}


def test_the_lock_fetches_from_pypi_only() -> None:
    hosts = re.findall(r"https?://([^/\"]*)", (ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert set(hosts) == {"pypi.org", "files.pythonhosted.org"}
