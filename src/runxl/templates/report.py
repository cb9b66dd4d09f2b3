"""The committee's workbook, from the rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment

from runxl.domain.line import RowType
from runxl.layout import (
    ACTIONS,
    APPROPRIATION,
    CHECKS,
    CONFLICTS,
    FINDINGS,
    GOALS,
    LINES,
    LOG,
    MEASURES,
    PERSPECTIVES,
    RECIPIENTS,
    RESULT,
    SETTINGS,
    SUBMISSIONS,
    TEMPLATE_REPORT,
    UNITS,
    words,
)
from runxl.layout.settings import SETTINGS_ROWS
from runxl.templates import highlight, style
from runxl.templates.choices import add_setting, offer_ids
from runxl.templates.cover import write_cover
from runxl.templates.identity import write_identity, write_sheet_names
from runxl.templates.page import Surroundings, write_page
from runxl.templates.pages import PAGES
from runxl.templates.table import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl.cell import Cell

    from runxl.layout import TableLayout
    from runxl.layout.settings import Setting
    from runxl.templates.style import Style
    from runxl.templates.table import Entry, Placed

_VARIANCES = (
    "variance",
    "variance_share",
    "forecast_variance",
    "forecast_variance_share",
    "rest_of_year_variance",
    "forecast_change",
)
_ASSESSMENTS = (
    "majority",
    "worst",
    "weighted",
    "proposal",
    "own",
    "assessment",
    "own_year_end",
    "assessment_year_end",
)
_IDS: tuple[tuple[TableLayout, str, TableLayout], ...] = (
    (RESULT, "parent", RESULT),
    (UNITS, "parent", UNITS),
    (APPROPRIATION, "parent", APPROPRIATION),
    (LINES, "unit", UNITS),
    (MEASURES, "goal", GOALS),
    (MEASURES, "unit", UNITS),
    (GOALS, "perspective", PERSPECTIVES),
    (RECIPIENTS, "id", UNITS),
)
"""Columns that hold the id of a row elsewhere: the table, the column, and the table whose ids it offers."""
_FORMATS: tuple[tuple[TableLayout, tuple[str, ...], str], ...] = (
    (APPROPRIATION, ("full_year_budget",), style.amount_format(1)),
    (CHECKS, ("left_value", "right_value", "difference"), style.GENERAL_FORMAT),
    (CHECKS, ("outcome",), style.GENERAL_FORMAT),
    (GOALS, ("coverage", "majority", "worst", "weighted", "proposal"), style.GENERAL_FORMAT),
    (GOALS, ("assessment", "assessment_year_end"), style.GENERAL_FORMAT),
    (FINDINGS, ("cell", "suspect"), style.GENERAL_FORMAT),
    (CONFLICTS, ("cell",), style.GENERAL_FORMAT),
    (LOG, ("cell",), style.GENERAL_FORMAT),
)
"""Columns that are printed whole but may be typed finer, that hold amounts in whichever unit a check has, or whose
words come from a formula: Excel makes a text of a formula that is typed into a cell formatted as text."""
_COLOURED_WORDS: tuple[tuple[TableLayout, Callable[..., None], tuple[str, ...]], ...] = (
    (MEASURES, highlight.attainment, ("attainment",)),
    (MEASURES, highlight.trend, ("trend",)),
    (MEASURES, highlight.status, ("status",)),
    (GOALS, highlight.attainment, _ASSESSMENTS),
    (ACTIONS, highlight.status, ("status",)),
    (CHECKS, highlight.rule_outcome, ("outcome",)),
    (FINDINGS, highlight.severity, ("severity",)),
    (FINDINGS, highlight.thousands, ("stated", "suggested")),
    (CONFLICTS, highlight.thousands, ("base", "theirs", "ours")),
    (LOG, highlight.thousands, ("before", "after", "sent", "theirs")),
    (SUBMISSIONS, highlight.submission, ("status",)),
)
_SUSPECTED = (RESULT, LINES, UNITS, APPROPRIATION)
_CARRIERS = (words.ROW_TYPE[RowType.REVENUE], words.ROW_TYPE[RowType.COST])


@dataclass(frozen=True, slots=True)
class Report:
    """What one committee's workbook holds before runxl has computed anything.

    `rows` are by table name, each row by column key; `spare` are blank rows by table name; `notes` are sentences after
    a sheet's instruction; `titles` are those of sheets that this committee calls something else; `banner` stands at the
    top of every sheet.
    """

    name: str
    settings: Mapping[str, Entry]
    rows: Mapping[str, Sequence[Mapping[str, Entry]]]
    spare: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    banner: str = ""


def report_workbook(report: Report) -> Workbook:
    """Return the whole workbook; runxl has not filled it yet."""
    workbook = new_workbook(f"Delårsrapport {report.settings.get('period', '')}".strip())
    placed = {
        PERSPECTIVES.name: write_cover(
            workbook,
            Body(report.rows.get(PERSPECTIVES.name, ()), report.spare.get(PERSPECTIVES.name, 0)),
            report.banner,
        )
    }
    for page in PAGES:
        layout = page.layout
        rows = settings_rows(report.settings) if layout is SETTINGS else report.rows.get(layout.name, ())
        placed[layout.name] = write_page(
            workbook,
            page,
            Body(rows, spare=report.spare.get(layout.name, 0)),
            Surroundings(report.banner, report.notes.get(layout.sheet, ""), report.titles.get(layout.sheet, "")),
        )
    highlight.suspects(workbook, placed[FINDINGS.name], [placed[layout.name] for layout in _SUSPECTED])
    add_signals(placed)
    _offer(placed)
    finish_settings(placed[SETTINGS.name])
    _set_formats(placed)
    _wrap_contents(placed[CONFLICTS.name], "base", "theirs", "ours")
    write_identity(workbook, TEMPLATE_REPORT, report.name)
    write_sheet_names(workbook, _SUSPECTED)
    return workbook


def new_workbook(title: str) -> Workbook:
    """Return an empty workbook with the named styles and no sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    style.add_styles(workbook)
    workbook.properties.creator = "runxl"
    workbook.properties.title = title
    workbook.properties.language = "sv-SE"
    return workbook


def settings_rows(chosen: Mapping[str, Entry]) -> list[dict[str, Entry]]:
    """Return every row of Inställningar, with what a new workbook begins with where nothing is chosen."""
    return [_settings_row(setting, chosen.get(setting.id, setting.default)) for setting in SETTINGS_ROWS]


def add_signals(placed: Mapping[str, Placed]) -> None:
    """Give each table the colours that its words and numbers call for."""
    for name in (RESULT.name, UNITS.name, APPROPRIATION.name):
        if name in placed:
            highlight.sums(placed[name])
            _indent_parts(placed[name])
    for name in (RESULT.name, LINES.name, UNITS.name):
        if name in placed:
            highlight.unfavourable(placed[name], *_VARIANCES)
    for layout, colour, keys in _COLOURED_WORDS:
        if layout.name in placed:
            colour(placed[layout.name], *keys)


def finish_settings(placed: Placed) -> None:
    """Give each setting the choices and the number format of its own."""
    sheet, column = placed.sheet, placed.letter("value")
    for row, setting in enumerate(SETTINGS_ROWS, placed.top + 1):
        cell = sheet[f"{column}{row}"]
        cell.number_format = _setting_format(setting)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        add_setting(sheet, setting, f"{column}{row}")
    for key in ("id", "label", "help"):
        for row in range(placed.top + 1, placed.bottom + 1):
            restyle(sheet[f"{placed.letter(key)}{row}"], style.FIXED)


def _set_formats(placed: Mapping[str, Placed]) -> None:
    """Give the columns whose kind alone does not tell how they are formatted the format of their own."""
    for layout, keys, number_format in _FORMATS:
        table = placed[layout.name]
        for key in keys:
            for row in range(table.top + 1, table.bottom + 1):
                table.sheet[f"{table.letter(key)}{row}"].number_format = number_format


def _wrap_contents(placed: Placed, *keys: str) -> None:
    """Let columns show numbers to the right and whole sentences on several lines."""
    for key in keys:
        for row in range(placed.top + 1, placed.bottom + 1):
            placed.sheet[f"{placed.letter(key)}{row}"].alignment = Alignment(vertical="center", wrap_text=True)


def restyle(cell: Cell, look: Style) -> None:
    """Give a cell another style; its number format and alignment stay."""
    number_format, kept = cell.number_format, cell.alignment
    alignment = Alignment(
        horizontal=kept.horizontal, vertical=kept.vertical, wrap_text=kept.wrap_text, indent=kept.indent
    )
    cell.style = look.name
    cell.number_format, cell.alignment = number_format, alignment


def _settings_row(setting: Setting, value: Entry) -> dict[str, Entry]:
    row: dict[str, Entry] = {"id": setting.id, "label": setting.label, "help": setting.help}
    return row if value == "" else {**row, "value": value}


def _setting_format(setting: Setting) -> str:
    if setting.share:
        return style.share_format(0)
    return style.TEXT_FORMAT if isinstance(setting.default, str) else style.amount_format(0)


def _offer(placed: Mapping[str, Placed]) -> None:
    for target, key, source in _IDS:
        offer_ids(placed[target.name], key, placed[source.name])


def _indent_parts(placed: Placed) -> None:
    """Set the rows of which a revenue or cost consists a step in."""
    sheet = placed.sheet
    types = {
        sheet[f"{placed.letter('id')}{row}"].value: sheet[f"{placed.letter('type')}{row}"].value
        for row in range(placed.top + 1, placed.bottom + 1)
    }
    for row in range(placed.top + 1, placed.bottom + 1):
        if types.get(sheet[f"{placed.letter('parent')}{row}"].value) in _CARRIERS:
            cell = sheet[f"{placed.letter('label')}{row}"]
            cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=2)
