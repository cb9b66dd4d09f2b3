"""One value on its way between workbooks: how it is told, whether a column can hold it, whether two are the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from runxl.domain.amount import MOST_DIGITS, number_in, spelled, whole_digits
from runxl.domain.message import message
from runxl.domain.quantity import amounts_in
from runxl.grid import EMPTY, Content
from runxl.hosts.package.dates import serial
from runxl.hosts.promise import fits_in_a_cell
from runxl.layout.column import Kind
from runxl.layout.words import plain
from runxl.sheets.measures import shows_date

if TYPE_CHECKING:
    from runxl.domain.message import Message
    from runxl.grid import Value
    from runxl.layout import Column

_NUMBERS = (Kind.AMOUNT, Kind.SHARE, Kind.NUMBER)
_TEXTS = (Kind.ID, Kind.TEXT)
_ADVICE = {**dict.fromkeys(_NUMBERS, "write-a-number"), Kind.QUANTITY: "write-a-quantity", Kind.DATE: "write-a-date"}
_HUNDRED = Decimal(100)
_NEGATIVE = re.compile(r"\(\s*([0-9][^()]*)\)\Z|([0-9].*?)\s*[-\u2212\u2013]\Z")
_ENGLISH_OR_SWEDISH = re.compile(r"[1-9][0-9]{0,2}[,.][0-9]{3}")
_LINE_ENDS = re.compile(r"\r\n?")
# programs that write a double with fewer digits than it has write at least these
_AS_KEPT = Context(prec=MOST_DIGITS)
_FIRST_DAY = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}


def told(content: Content, column: Column, number_format: str = "General", *, date1904: bool = False) -> Content:
    """Return a cell as every workbook tells it: a date as ISO text, and a percentage as it is typed.

    What a number means can lie in its cell's format, or in the year from which a workbook counts its days.

    >>> from runxl.layout import MEASURES
    >>> told(Content(Decimal("0.8")), MEASURES["outcome"], "0%").value
    '80 %'
    """
    value = content.value
    if not isinstance(value, Decimal):
        return content
    if column.kind is Kind.DATE or (column.kind is Kind.QUANTITY and shows_date(number_format)):
        return content._replace(value=_date(value, date1904=date1904))
    if column.kind is Kind.QUANTITY and "%" in number_format:
        return content._replace(value=f"{spelled(value * _HUNDRED)} %")
    return content


def written(content: Content, column: Column, *, date1904: bool) -> Content:
    """Return what is to be written into a cell of a column: a date as its serial number again."""
    if column.kind is Kind.DATE and isinstance(content.value, str):
        return Content(serial(content.value, date1904=date1904))
    return content


def held(content: Content, column: Column) -> Content | None:
    """Return a told value as a cell of the column holds it, never a formula; None where it can hold no such value.

    >>> from runxl.layout import LINES
    >>> held(Content("1 234"), LINES["actual"]).value, held(Content("cirka 5"), LINES["actual"])
    (Decimal('1234'), None)
    """
    value = content.value
    if isinstance(value, str):
        value = _LINE_ENDS.sub("\n", value).strip()
    if value is None or value == "":
        return EMPTY if content.formula is None or value == "" else None
    if not isinstance(value, str | Decimal) or isinstance(value, bool):
        return None
    if isinstance(value, str) and not fits_in_a_cell(value):
        return None
    found = _fitted(value, column)
    return None if found is None else Content(found)


def _fitted(value: str | Decimal, column: Column) -> Value:
    """Return the value as the column has it; None where it cannot."""
    if column.kind in _NUMBERS:
        number = _number(value, column) if isinstance(value, str) else value
        return None if number is None or whole_digits(number) > MOST_DIGITS else number
    if column.kind is Kind.DATE:
        day = _date(value, date1904=False) if isinstance(value, Decimal) else value
        return _iso(day) if isinstance(day, str) else None
    if column.kind is Kind.QUANTITY and isinstance(value, str) and amounts_in(value) is None:
        return None
    text = f"{value:f}" if isinstance(value, Decimal) else value
    if column.kind is Kind.CHOICE:
        return next((choice for choice in column.choices if plain(choice) == plain(text)), None)
    return text if column.kind in _TEXTS else value


def _number(text: str, column: Column) -> Decimal | None:
    """Return the number that a text spells: `(1 795)` and `1 795-` are negative, as in a ledger."""
    ledger = _NEGATIVE.match(text)
    number = number_in(ledger[1] or ledger[2]) if ledger else number_in(text)
    if number is None or is_ambiguous(text, column):
        return None
    return -number if ledger else number


def is_ambiguous(text: str, column: Column) -> bool:
    """Tell whether a text can be two amounts: `1,850` is 1,85 in Swedish and 1 850 in English.

    >>> from runxl.layout import LINES
    >>> is_ambiguous("1,850", LINES["actual"]), is_ambiguous("1,85", LINES["actual"])
    (True, False)
    """
    return column.kind is Kind.AMOUNT and _ENGLISH_OR_SWEDISH.fullmatch(text.strip("()+-\u2212\u2013 ")) is not None


def wanted(column: Column) -> tuple[Message, ...]:
    """Return what a cell of a column is to hold, as advice to whoever wrote something else; nothing for a text."""
    if column.kind is Kind.CHOICE:
        return (message("write-a-choice", choices=column.choices),)
    code = _ADVICE.get(column.kind)
    return () if code is None else (message(code),)


def compared(content: Content, column: Column) -> Value:
    """Return what a told value is compared by: two cells with the same hold the same to a reader.

    Numbers are compared at 15 significant digits, as some programs keep no more; nobody types the sixteenth.
    """
    value = (held(content, column) or content).value
    if isinstance(value, Decimal):
        return _AS_KEPT.plus(value).normalize(_AS_KEPT)
    if isinstance(value, bool):
        return str(value)  # to Python True is 1
    return plain(value) if isinstance(value, str) and column.kind is Kind.CHOICE else value


def alike(one: Content, other: Content, column: Column) -> bool:
    """Tell whether two told values of a column say the same."""
    return compared(one, column) == compared(other, column)


def _iso(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _date(value: Decimal, *, date1904: bool) -> Value:
    """Return a serial number as the day that it stands for; itself where that is no day."""
    try:
        day = (_FIRST_DAY[date1904] + timedelta(days=int(value))).date().isoformat()
        return day if serial(day, date1904=date1904) == int(value) else value
    except OverflowError:
        return value
