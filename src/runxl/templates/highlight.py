"""Conditional formats: a word or a number that a person types gets its colour without runxl.

Each rule is a formula, as rules that look for a contained text would paint `Delvis uppnått` as `Uppnått`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName

from runxl.domain.assessment import Attainment, Trend
from runxl.domain.line import RowType
from runxl.domain.measure import Status
from runxl.grid.address import quoted
from runxl.layout import figures, words
from runxl.templates import style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from runxl.templates.style import Signal
    from runxl.templates.table import Placed

SIGNAL_OF_ATTAINMENT = {
    Attainment.MET: style.MET,
    Attainment.PARTLY_MET: style.PARTLY_MET,
    Attainment.NOT_MET: style.NOT_MET,
    Attainment.NOT_ASSESSED: style.NOT_ASSESSED,
    Attainment.CANNOT_FORECAST: style.CANNOT_FORECAST,
}
_SUSPECTS = "fynd_troliga_celler"
_LAST_SUSPECT = 5000
_FIRST_FORMAT = 200
"""Formats that cells have are numbered from 164, and two formats with one number would be taken for the same."""

_SIGNAL_OF_TREND = {Trend.BETTER: style.BETTER, Trend.UNCHANGED: style.UNCHANGED, Trend.WORSE: style.WORSE}
_SIGNAL_OF_STATUS = {Status.DONE: style.MET, Status.STARTED: style.PARTLY_MET, Status.DELAYED: style.NOT_MET}
_SIGNAL_OF_RULE = {
    words.RULE_HOLDS: style.MET,
    words.RULE_FAILS: style.NOT_MET,
    words.RULE_UNKNOWN: style.NOT_ASSESSED,
}
_SIGNAL_OF_SUBMISSION = {
    words.READY: style.MET,
    words.WITH_ERRORS: style.NOT_MET,
    words.REFUSED: style.NOT_MET,
    words.MISSING: style.PARTLY_MET,
    words.LATE: style.PARTLY_MET,
    words.OLDER: style.NOT_ASSESSED,
    words.DUPLICATE: style.NOT_ASSESSED,
}
_SIGNAL_OF_SEVERITY = {"fel": style.NOT_MET, "varning": style.PARTLY_MET, "notering": style.NOT_ASSESSED}


def attainment(placed: Placed, *keys: str) -> None:
    """Colour the attainments in these columns, with their symbol or without."""
    spelled: dict[tuple[str, ...], Signal] = {
        (word, word[2:]): SIGNAL_OF_ATTAINMENT[value] for value, word in words.ATTAINMENT.items()
    }
    _spelled(placed, keys, spelled)


def trend(placed: Placed, *keys: str) -> None:
    """Colour the arrows in these columns."""
    _spelled(placed, keys, {(words.TREND[value], words.TREND[value][2:]): s for value, s in _SIGNAL_OF_TREND.items()})


def status(placed: Placed, *keys: str) -> None:
    """Colour how far an activity or an action has come."""
    _spelled(placed, keys, {(words.STATUS[value],): signal for value, signal in _SIGNAL_OF_STATUS.items()})


def rule_outcome(placed: Placed, *keys: str) -> None:
    """Colour whether the controller's own rules hold."""
    _spelled(placed, keys, {(word, word[2:]): signal for word, signal in _SIGNAL_OF_RULE.items()})


def submission(placed: Placed, *keys: str) -> None:
    """Colour how far a unit has come, and the files that are not used; what has just come in waits without colour."""
    _spelled(placed, keys, {(word,): signal for word, signal in _SIGNAL_OF_SUBMISSION.items()})


def severity(placed: Placed, *keys: str) -> None:
    """Colour how much a finding matters."""
    for key in keys:
        for word, signal in _SIGNAL_OF_SEVERITY.items():
            _add(placed, key, key, rule(f'ISNUMBER(SEARCH("{word}",{placed.first(key)}))', signal))


def thousands(placed: Placed, *keys: str) -> None:
    """Show the numbers in these columns with spaces between thousands, and the decimals that each has.

    No number format does both: one with room for decimals leaves the decimal sign after a whole number.
    """
    for key in keys:
        first = placed.first(key)
        codes = {f"INT({first})={first}": style.amount_format(0), f"INT({first})<>{first}": style.AMOUNT_AS_IT_IS}
        for number, (holds, code) in enumerate(codes.items(), _FIRST_FORMAT):
            shown = DifferentialStyle(numFmt=NumberFormat(number, code))
            formula = [f"AND(ISNUMBER({first}),{holds})"]
            _add(placed, key, key, Rule(type="expression", formula=formula, dxf=shown))


def suspects(workbook: Workbook, findings: Placed, tables: Iterable[Placed]) -> None:
    """Mark the cells that the last check suspects: those whose address stands in Fynd, so that a clean check unmarks.

    A colour cannot look into another sheet's table, but into a name; and a name says what its own sheet is called.
    """
    column = findings.letter("suspect")
    place = f"{quoted(findings.sheet.title)}!${column}${findings.top + 1}:${column}${_LAST_SUSPECT}"
    workbook.defined_names[_SUSPECTS] = DefinedName(_SUSPECTS, attr_text=place)
    for placed in tables:
        first, last = placed.layout.columns[0].key, placed.layout.columns[-1].key
        cell, sheet = placed.first(first), figures.SHEET_NAMES[placed.layout.name]
        found = f'COUNTIF({_SUSPECTS},{sheet}&"!"&ADDRESS(ROW({cell}),COLUMN({cell}),4))>0'
        _add(placed, first, last, rule(found, style.SUSPECTED))


def unfavourable(placed: Placed, *keys: str) -> None:
    """Colour the negative variances in these columns: plus is better than budget, on every row."""
    for key in keys:
        first = placed.first(key)
        _add(placed, key, key, rule(f"AND(ISNUMBER({first}),{first}<0)", style.NEGATIVE))


def sums(placed: Placed) -> None:
    """Make rows that sum others bold, and results and totals stand out, whoever types their type."""
    kind, own, parents = placed.first("type"), placed.first("id"), placed.cells("parent", absolute=True)
    first, last = placed.layout.columns[0].key, placed.layout.columns[-1].key
    result, summed = words.ROW_TYPE[RowType.RESULT], words.ROW_TYPE[RowType.TOTAL]
    total = f'OR(${kind}="{result}",${kind}="{summed}")'
    _add(placed, first, last, rule(total, style.TOTAL))
    _add(placed, first, last, rule(f'AND(${own}<>"",COUNTIF({parents},${own})>0)', style.SUMMED))


def rule(formula: str, signal: Signal) -> Rule:
    """Return the rule that marks a cell where the formula is true."""
    fill = PatternFill("solid", start_color=signal.paper, end_color=signal.paper) if signal.paper else None
    font = Font(color=signal.ink, bold=True) if signal.bold else Font(color=signal.ink)
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(font=font, fill=fill))


def _spelled(placed: Placed, keys: Iterable[str], signals: dict[tuple[str, ...], Signal]) -> None:
    for key in keys:
        cell = placed.first(key)
        for spellings, signal in signals.items():
            equal = [f'TRIM({cell})="{word}"' for word in spellings]
            formula = equal[0] if len(equal) == 1 else f"OR({','.join(equal)})"
            _add(placed, key, key, rule(formula, signal))


def _add(placed: Placed, first: str, last: str, painted: Rule) -> None:
    placed.sheet.conditional_formatting.add(placed.block(first, last), painted)
