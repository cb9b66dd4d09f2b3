"""Who gets a workbook: the rows of Mottagare as typed values, and what stops them from being used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.finding import Finding, Severity, error, warning
from runxl.domain.line import RowType
from runxl.errors import CallError, WorkbookError
from runxl.exchange.letters import in_one_line, is_address
from runxl.layout import LINES, RECIPIENTS, UNITS, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

_LONGEST_NAME = 100
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_900_000
_TYPED = ("id", "name", "address", "copy", "deadline")


class Recipient(NamedTuple):
    """One row: which unit, what it is called, who gets its workbook, a copy to whom, and the last day to answer."""

    row: Row
    unit: str
    label: str
    name: str
    address: str
    copy: str
    deadline: date


class Recipients(NamedTuple):
    """The rows that a workbook can be sent to, and every fault there is; one of severity error stops all sending."""

    rows: tuple[Recipient, ...]
    findings: tuple[Finding, ...]

    @property
    def are_right(self) -> bool:
        """Whether nothing stops the sending."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def only(self, units: Sequence[str]) -> Recipients:
        """Return those of the named units, whatever the capitals; all where none is named.

        Raises CallError for a unit that has no row, with the nearest that has.
        """
        named = {unit.casefold() for unit in units}
        known = [row.unit for row in self.rows]
        for unit in units:
            if unit.casefold() not in map(str.casefold, known):
                raise _unknown(unit, known)
        return self._replace(rows=tuple(row for row in self.rows if not named or row.unit.casefold() in named))


def read_recipients(book: Workbook) -> Recipients:
    """Return whom to send to. Raises WorkbookError where the workbook has no table of recipients, or an empty one."""
    rows = book.rows(RECIPIENTS)
    if rows is None:
        raise WorkbookError("recipients-missing", sheet=RECIPIENTS.sheet, table=RECIPIENTS.name)
    units = {row.id.casefold(): row for row in _units(book)}
    findings = [*rows.findings]
    found: list[Recipient] = []
    for row in rows:
        faults = list(_faults(book, rows, row, units))
        findings += faults
        unit = units.get(row.id.casefold())
        if unit is not None and not faults and rows.has(*_TYPED):
            found.append(_recipient(book, row, unit))
    if not rows.rows and not findings:
        raise WorkbookError("recipients-none", sheet=RECIPIENTS.sheet)
    return Recipients(tuple(found), (*findings, *_gaps(book, rows)))


def _unknown(unit: str, known: Sequence[str]) -> CallError:
    from difflib import get_close_matches  # noqa: PLC0415  (only a mistyped call pays for it)

    near = get_close_matches(unit, known, n=1)
    code = "unit-without-row-near" if near else "unit-without-row"
    return CallError(code, id=unit, sheet=RECIPIENTS.sheet, near=near, ids=known)


def passed(book: Workbook, recipients: Recipients, today: date) -> Iterator[Finding]:
    """Give each last day that has passed already: the mails would ask for an answer by then."""
    rows = book.tables[RECIPIENTS.name]
    for one in recipients.rows:
        if one.deadline < today:
            day = one.deadline.isoformat()
            yield warning("recipient-deadline-passed", rows.cell(one.row, "deadline"), id=one.unit, deadline=day)


def _units(book: Workbook) -> list[Row]:
    rows, unit = book.rows(UNITS), words.ROW_TYPE[RowType.UNIT]
    return [] if rows is None else [row for row in rows if row.id and row.text("type") in (unit, "")]


def _recipient(book: Workbook, row: Row, unit: Row) -> Recipient:
    name, address, copy = (_plain(row.text(key)) for key in ("name", "address", "copy"))
    label = in_one_line(unit.text("label")) or in_one_line(unit.id)
    return Recipient(row, unit.id, label, name, address, copy, _deadline(book, row) or date.max)


def _faults(book: Workbook, rows: Rows, row: Row, units: dict[str, Row]) -> Iterator[Finding]:
    """Give what stops a row from being used, each with its cell; a column that is missing is told of once already."""
    if row.id and row.id.casefold() not in units:
        yield error("recipient-unit-unknown", rows.cell(row, "id"), id=row.id)
    if rows.has("name") and not _is_name(row.text("name")):
        yield error("recipient-name-odd", rows.cell(row, "name"), text=row.text("name"))
    for key in ("address", "copy"):
        text = _plain(row.text(key))
        if rows.has(key) and not is_address(text) and (text or key == "address"):
            cell = rows.cell(row, key)
            if text:
                yield error("recipient-address-odd", cell, text=text)
            else:
                yield error("recipient-without-address", cell, id=row.id)
    if rows.has("deadline") and _deadline(book, row) is None and not isinstance(row.values["deadline"], str):
        yield error("recipient-without-deadline", rows.cell(row, "deadline"), id=row.id)


def _gaps(book: Workbook, rows: Rows) -> Iterator[Finding]:
    """Give what is worth knowing before the files are mailed: units nobody gets, and workbooks without lines."""
    told, lines = {row.id.casefold() for row in rows}, book.rows(LINES)
    with_lines = set() if lines is None else {row.text("unit").casefold() for row in lines}
    units = book.rows(UNITS)
    for unit in _units(book):
        if units is not None and unit.id.casefold() not in told:
            yield warning("unit-without-recipient", units.cell(unit, "id"), id=unit.id, sheet=RECIPIENTS.sheet)
    named = {unit.id.casefold() for unit in _units(book)}
    for row in rows:
        if row.id.casefold() in named - with_lines:
            yield warning("unit-without-lines", rows.cell(row, "id"), id=row.id, sheet=LINES.sheet)


def _deadline(book: Workbook, row: Row) -> date | None:
    value = row.values.get("deadline")
    if not isinstance(value, Decimal) or not 0 < value < _LAST_SERIAL:
        return None
    first = _FIRST_DAY_1904 if book.snapshot.date1904 else _FIRST_DAY
    return first + timedelta(days=int(value))


def _is_name(text: str) -> bool:
    """Tell whether a text can stand in a mail's header: one line, without what steers a program."""
    plain = _plain(text)
    return len(plain) <= _LONGEST_NAME and plain.isprintable()


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()
