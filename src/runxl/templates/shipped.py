"""The workbooks that come with runxl: where each one lies.

Built workbooks are only looked up here, so no spreadsheet library is imported.
"""

from __future__ import annotations

from pathlib import Path

from runxl.errors import CallError

_PACKAGE = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """Return the folder of the shipped workbooks: inside an installed package, else in the checkout."""
    installed = _PACKAGE / "xlsx_templates"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "xlsx_templates"


def names() -> tuple[str, ...]:
    """Return the names of the shipped workbooks, without `.xlsx`, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder().glob("*.xlsx") if not path.name.startswith("~$")))


def template(name: str) -> Path:
    """Return the path of a shipped workbook, named with or without `.xlsx`.

    Raises CallError `unknown-template` for any other name: it is looked up in the list, never used as a path.
    """
    stem = name.removesuffix(".xlsx")
    if stem not in names():
        raise CallError("unknown-template", name=name, names=names())
    return folder() / f"{stem}.xlsx"
