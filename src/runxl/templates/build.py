"""Every workbook that comes with runxl, built, filled and dumped as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.layout import TEMPLATE_UNIT
from runxl.templates.blank import BLANK
from runxl.templates.dump import dump
from runxl.templates.fictive import FICTIVE
from runxl.templates.fill import fill
from runxl.templates.mailing import MAILING
from runxl.templates.packing import save_packed
from runxl.templates.report import report_workbook
from runxl.templates.run_2020_04 import RUN_2020_04
from runxl.templates.unit import unit_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

REPORTS = (BLANK, RUN_2020_04, FICTIVE, MAILING)


def build(folder: Path) -> list[Path]:
    """Return the workbooks written into a folder, each with its text dump beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_build_one(folder / f"{name}.xlsx", workbook) for name, workbook in _workbooks()]


def _workbooks() -> Iterator[tuple[str, Workbook]]:
    for report in REPORTS:
        yield report.name, report_workbook(report)
    yield TEMPLATE_UNIT, unit_workbook()


def _build_one(path: Path, workbook: Workbook) -> Path:
    save_packed(workbook, path)
    fill(path)
    path.with_suffix(".txt").write_text(dump(path), encoding="utf-8", newline="\n")
    return path
