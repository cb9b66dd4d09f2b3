"""The shipped workbooks, opened by openpyxl for tests that look at them."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from runxl.templates.shipped import template

REPORTS = ("delarsrapport", "exempel-fiktiv", "exempel-run-2020-04", "exempel-utskick")
UNIT = "verksamhet"
ALL = (*REPORTS, UNIT)


@cache
def shipped(name: str) -> Any:  # noqa: ANN401  (openpyxl's types leave every cell and setting open to None)
    """Return a shipped workbook as openpyxl has it; nobody may change it."""
    return load_workbook(template(name))


def visible_sheets(name: str) -> list[Any]:
    """Return the sheets that a person sees."""
    return [sheet for sheet in shipped(name).worksheets if sheet.sheet_state == "visible"]


def bounds(ref: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a block of cells."""
    left, top, right, bottom = range_boundaries(ref)
    assert left
    assert top
    assert right
    assert bottom
    return left, top, right, bottom
