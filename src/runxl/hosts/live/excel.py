"""What is asked of Excel beside xlwings: over COM on Windows, through AppleScript on a Mac."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from runxl.grid import Block, CellError
from runxl.hosts.live.cells import Answered, in_rows, told_by_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import xlwings as xw

# CVErr numbers, as COM hands an error in a cell over
_COM_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826238: "#CALC!",
}
# AppleScript shows an error only as the text in the cell, in the language of the program
_SHOWN_ERRORS = {code: code for code in _COM_ERRORS.values()} | {
    "#SKÄRNING!": "#NULL!",
    "#DIVISION/0!": "#DIV/0!",
    "#VÄRDEFEL!": "#VALUE!",
    "#REFERENS!": "#REF!",
    "#NAMN?": "#NAME?",
    "#OGILTIGT!": "#NUM!",
    "#SAKNAS!": "#N/A",
}
_T = TypeVar("_T")
_ATTEMPTS = 1_000
_PIECE = 120
_DAY = 86_400
_BEFORE_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet's dates have no zone)
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001  (the same)


@contextmanager
def _held(holder: object, **wanted: object) -> Iterator[None]:
    """Set attributes, and give each its former value back whatever happens, also to the others of them."""
    with ExitStack() as stack:
        for name, value in wanted.items():
            stack.callback(setattr, holder, name, getattr(holder, name))
            setattr(holder, name, value)
        yield


class ExcelOnWindows:
    """Excel over COM."""

    shortens_formulas = True

    def __init__(self) -> None:
        if sys.platform == "win32":
            from xlwings import _xlwindows

            # left as it is, a call that Excel turns away is made again for ever
            _xlwindows.N_COM_ATTEMPTS = _ATTEMPTS

    def answered(self, area: xw.Range) -> Answered:
        """See Program."""
        return told_by_texts(self.rows(area), in_rows(area.formula))

    def formats(self, area: xw.Range) -> Iterable[tuple[Block, str]]:
        """See Program."""
        return by_halves(area)

    def rows(self, area: xw.Range) -> Sequence[Sequence[Any]]:
        """Return what the cells of a block show."""
        # Value, which xlwings reads, cuts amounts in a currency format after four decimals
        return [[com_value(value) for value in row] for row in in_rows(area.api.Value2)]

    def full_name(self, book: xw.Book) -> str:
        """See Program."""
        # xlwings' own fullname reads settings from a sheet of the workbook, which may have come by mail
        return str(book.api.FullName)

    def is_read_only(self, book: xw.Book) -> bool:
        """See Program."""
        return bool(book.api.ReadOnly)

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """See Program."""
        return bool(sheet.api.ProtectContents)

    def locks(self, area: xw.Range) -> object:
        """See Program."""
        return area.api.Locked

    def has_conversation(self, cell: xw.Range) -> bool:
        """See Program."""
        # Excel 2016 knows no conversations
        return getattr(cell.api, "CommentThreaded", None) is not None

    def add_note(self, cell: xw.Range, text: str) -> None:
        """See Program."""
        self.set_note(cell.add_note(text[:_PIECE]), text)

    def set_note(self, note: xw.main.Note, text: str) -> None:
        """See Program."""
        # over COM a text of more than 255 characters may arrive without its end; Start counts an emoji as two
        note.api.Text(text[:_PIECE])
        for start in range(_PIECE, len(text), _PIECE):
            before = len(text[:start].encode("utf-16-le")) // 2
            note.api.Text(text[start : start + _PIECE], before + 1, False)  # noqa: FBT003  (Excel takes it by place)

    def clear_notes(self, area: xw.Range) -> None:
        """See Program."""
        area.api.ClearComments()

    def is_ready(self, app: xw.App) -> bool:
        """See Program."""
        return bool(app.api.Ready)

    def date1904(self, book: xw.Book) -> bool:
        """See Program."""
        return bool(book.api.Date1904)

    @contextmanager
    def quiet(self, book: xw.Book) -> Iterator[None]:
        """See Program."""
        app = book.app
        by_hand = app.calculation == "manual"
        # left on, one formula in a table's empty column fills the whole column, and a row below a table joins it
        tables = app.api.AutoCorrect
        with (
            _held(app, screen_updating=False, enable_events=False, display_alerts=False, calculation="manual"),
            _held(tables, AutoFillFormulasInLists=False, AutoExpandListRange=False),
        ):
            yield
            if by_hand:
                app.calculate()


class ExcelOnMac:
    """Excel through AppleScript."""

    shortens_formulas = True

    def answered(self, area: xw.Range) -> Answered:
        """See Program."""
        return told_by_texts(self.rows(area), in_rows(area.formula))

    def formats(self, area: xw.Range) -> Iterable[tuple[Block, str]]:
        """See Program."""
        return by_halves(area)

    def rows(self, area: xw.Range) -> Sequence[Sequence[Any]]:
        """Return what the cells of a block show."""
        values, texts = in_rows(area.api.value.get()), in_rows(area.api.string_value.get())
        first_day = _FIRST_DAY_1904 if self.date1904(area.sheet.book) else _BEFORE_FIRST_DAY
        return [
            [mac_value(value, text, first_day) for value, text in zip(*pair, strict=True)]
            for pair in zip(values, texts, strict=True)
        ]

    def full_name(self, book: xw.Book) -> str:
        """See Program."""
        # not xlwings' own fullname: see ExcelOnWindows
        return str(book.api.full_name.get())

    def is_read_only(self, book: xw.Book) -> bool:
        """See Program."""
        return bool(book.api.read_only.get())

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """See Program."""
        return bool(sheet.api.protect_contents.get())

    def locks(self, area: xw.Range) -> object:
        """See Program."""
        return area.api.locked.get()

    def has_conversation(self, cell: xw.Range) -> bool:
        """See Program. AppleScript does not tell."""
        del cell
        return False

    def add_note(self, cell: xw.Range, text: str) -> None:
        """See Program."""
        cell.add_note(text)

    def set_note(self, note: xw.main.Note, text: str) -> None:
        """See Program."""
        note.text = text

    def clear_notes(self, area: xw.Range) -> None:
        """See Program."""
        area.api.clear_Excel_comments()

    def is_ready(self, app: xw.App) -> bool:
        """See Program. Excel for Mac does not tell; it turns each call away while it is busy."""
        del app
        return True

    def date1904(self, book: xw.Book) -> bool:
        """See Program."""
        return bool(book.api.date_1904.get())

    @contextmanager
    def quiet(self, book: xw.Book) -> Iterator[None]:
        """See Program."""
        app = book.app
        by_hand = app.calculation == "manual"
        with _held(app, screen_updating=False, enable_events=False, display_alerts=False, calculation="manual"):
            yield
            if by_hand:
                app.calculate()


def com_value(value: object) -> object:
    """Return what Value2 gave for a cell: every number is a float, so a whole number is an error.

    >>> com_value(-2146826246), com_value(4.0), com_value(True)
    (CellError(code='#N/A'), 4.0, True)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return CellError(_COM_ERRORS.get(value, "#VALUE!"))
    return value


def mac_value(value: object, text: object, first_day: datetime = _BEFORE_FIRST_DAY) -> object:
    """Return what AppleScript gave for a cell, with the text that the cell shows.

    An error gives no value, and shows its name in the program's language, or `####` where the column is narrow.

    >>> mac_value(None, "#SAKNAS!"), mac_value("#N/A", "#N/A"), mac_value(datetime(2020, 4, 30), "2020-04-30")
    (CellError(code='#N/A'), '#N/A', 43951.0)
    """
    if isinstance(value, datetime):
        since = value.replace(tzinfo=None) - first_day
        return since.days + (since.seconds + since.microseconds / 1e6) / _DAY
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    return CellError(_SHOWN_ERRORS.get(text, "#VALUE!")) if isinstance(text, str) and text.startswith("#") else None


def by_halves(area: xw.Range) -> Iterator[tuple[Block, str]]:
    """Give the parts of a block that have one number format, with its code; only a mixed block is asked by halves."""
    return parts(area, lambda part: part.number_format, str)


def parts(area: xw.Range, ask: Callable[[xw.Range], object], kind: type[_T]) -> Iterator[tuple[Block, _T]]:
    """Give the parts of a block that answer alike, with the answer; only a mixed block is asked by halves."""
    answer = ask(area)
    rows, columns = area.shape
    block = Block("", area.row, area.column, area.row + rows - 1, area.column + columns - 1)
    # Excel for Mac answers with an object of its own where there are several
    if isinstance(answer, kind):
        yield block, answer
        return
    for half in _halves(block):
        yield from parts(area.sheet.range((half.top, half.left), (half.bottom, half.right)), ask, kind)


def _halves(block: Block) -> tuple[Block, Block]:
    """Return the two halves of a block, side by side where it has several columns."""
    if block.left < block.right:
        middle = (block.left + block.right - 1) // 2
        return block._replace(right=middle), block._replace(left=middle + 1)
    middle = (block.top + block.bottom) // 2
    return block._replace(bottom=middle), block._replace(top=middle + 1)
