"""A workbook that is open in LibreOffice, and its sheets."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from runxl.calc.formats import Formats
from runxl.calc.notes import Note
from runxl.calc.ranges import Range
from runxl.calc.supported import Supported
from runxl.calc.tables import Names, Tables
from runxl.calc.unomodule import file_path, file_url, property_values
from runxl.grid.address import block_at, cell_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.calc.engine import App
    from runxl.calc.office import Office
    from runxl.grid import Block

_SAVED_AS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


class Opened:
    """One document, and the UNO objects in it that are asked for again and again: making one costs ten calls."""

    def __init__(self, model: Any, office: Office) -> None:  # noqa: ANN401  (UNO has no types)
        self.model, self.office = model, office
        self._sheets: dict[str, tuple[Any, Any]] = {}
        self._tables: dict[str, Any] = {}

    @cached_property
    def formats(self) -> Formats:
        """Its number formats."""
        return Formats(self.model)

    @cached_property
    def sheet_list(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """Its sheets, as UNO lists them."""
        return self.model.Sheets

    @cached_property
    def table_list(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """Its database ranges, as UNO lists them."""
        return self.model.DatabaseRanges

    @cached_property
    def name_list(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """Its defined names, as UNO lists them."""
        return self.model.NamedRanges

    def sheet(self, name: str) -> tuple[Any, Any]:
        """Return a sheet, and a cursor on it. Raises KeyError where there is none."""
        kept = self._sheets.get(name)
        # an object stays with its sheet when that is given another name
        if kept is None or kept[0].Name != name:
            if not self.sheet_list.hasByName(name):
                raise KeyError(name)
            sheet = self.sheet_list.getByName(name)
            kept = self._sheets[name] = (sheet, sheet.createCursor())
        return kept

    def table(self, name: str) -> Any:  # noqa: ANN401  (UNO has no types)
        """Return a database range, which is what an Excel table becomes."""
        if name not in self._tables:
            self._tables[name] = self.table_list.getByName(name)
        return self._tables[name]


class Book(Supported):
    """A workbook."""

    __slots__ = ("_app", "_opened")

    def __init__(self, app: App, opened: Opened) -> None:
        self._app, self._opened = app, opened

    @property
    def api(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """UNO's document."""
        return self._opened.model

    @property
    def app(self) -> App:
        """The application that it is open in."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name, or the window's title where there is no file yet."""
        return self.fullname.replace("\\", "/").rpartition("/")[2]

    @property
    def fullname(self) -> str:
        """The file's path, its address where it is on another computer, or the title where there is no file yet."""
        return file_path(self.api.URL) if self.api.URL else str(self.api.Title)

    @property
    def sheets(self) -> Sheets:
        """Its sheets in their order."""
        return Sheets(self, self._opened)

    @property
    def names(self) -> Names:
        """Its defined names."""
        return Names(self._opened)

    def activate(self) -> None:
        """Put it in front, where it has a window."""
        controller = self.api.CurrentController
        if controller is not None:
            controller.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Write it to a file, as LibreOffice writes it: good for looking at, and not for sending on."""
        if password is not None:
            message = "runxl's LibreOffice engine saves without a password"
            raise NotImplementedError(message)
        target = path or self.fullname
        kind = _SAVED_AS.get(target[target.rfind(".") :].casefold())
        if kind is None:
            message = f"runxl's LibreOffice engine does not save {target}"
            raise NotImplementedError(message)
        self.api.storeToURL(file_url(target), property_values({"FilterName": kind}))

    def close(self) -> None:
        """Close it without saving."""
        self.api.close(True)  # noqa: FBT003  (UNO's own signature)


class Sheets(Supported):
    """The sheets of a workbook."""

    __slots__ = ("_book", "_opened")

    def __init__(self, book: Book, opened: Opened) -> None:
        self._book, self._opened = book, opened

    @property
    def active(self) -> Sheet:
        """The sheet in front, or the first."""
        controller = self._book.api.CurrentController
        return self(1) if controller is None else self(controller.ActiveSheet.Name)

    def __iter__(self) -> Iterator[Sheet]:
        """Give the sheets in their order."""
        for name in self._opened.sheet_list.ElementNames:
            yield Sheet(self._book, self._opened, name)

    def __len__(self) -> int:
        """Return the number of sheets."""
        return int(self._opened.sheet_list.Count)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a sheet of that name."""
        return bool(self._opened.sheet_list.hasByName(name))

    def __call__(self, name_or_index: str | int) -> Sheet:
        """Return a sheet by its name, or by its place counted from 1. Raises KeyError where there is none."""
        if isinstance(name_or_index, str):
            return Sheet(self._book, self._opened, name_or_index)
        return Sheet(self._book, self._opened, self._opened.sheet_list.ElementNames[name_or_index - 1])

    def add(self, before: Sheet | None, after: Sheet | None, name: str | None = None) -> Sheet:
        """Return a new sheet: before or after another, or before the first."""
        place = before.index - 1 if before is not None else after.index if after is not None else 0
        taken = set(self._opened.sheet_list.ElementNames)
        new = name or next(f"Sheet{number}" for number in range(1, len(taken) + 2) if f"Sheet{number}" not in taken)
        self._opened.sheet_list.insertNewByName(new, place)
        return self(new)


class Sheet(Supported):
    """One sheet."""

    __slots__ = ("_book", "_cursor", "_opened", "api")

    def __init__(self, book: Book, opened: Opened, name: str) -> None:
        self._book, self._opened = book, opened
        self.api, self._cursor = opened.sheet(name)

    @property
    def book(self) -> Book:
        """The workbook that it is in."""
        return self._book

    @property
    def formats(self) -> Formats:
        """The number formats of its workbook."""
        return self._opened.formats

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def index(self) -> int:
        """Its place, counted from 1."""
        return int(self.api.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = value

    @property
    def cells(self) -> Range:
        """All its cells."""
        area = self.api.RangeAddress
        return Range(self, 1, 1, (area.EndRow + 1, area.EndColumn + 1))

    @property
    def used_range(self) -> Range:
        """The block of cells that hold or look like anything; A1 where none does."""
        self._cursor.gotoStartOfUsedArea(False)  # noqa: FBT003  (UNO's own signature)
        self._cursor.gotoEndOfUsedArea(True)  # noqa: FBT003  (the same)
        area = self._cursor.RangeAddress
        shape = (area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1)
        return Range(self, area.StartRow + 1, area.StartColumn + 1, shape)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self, self._opened)

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        annotations = self.api.Annotations
        found = (annotations.getByIndex(number) for number in range(annotations.Count))
        return [Note(self.range((one.Position.Row + 1, one.Position.Column + 1)), one) for one in found]

    def range(self, arg1: object, arg2: object = None) -> Range:
        """Return the block between two corners: addresses, (row, column) counted from 1, or ranges."""
        first = self._block(arg1)
        last = first if arg2 is None else self._block(arg2)
        top, left = min(first.top, last.top), min(first.left, last.left)
        bottom, right = max(first.bottom, last.bottom), max(first.right, last.right)
        return Range(self, top, left, (bottom - top + 1, right - left + 1))

    def _block(self, corner: object) -> Block:
        if isinstance(corner, Range):
            return corner.block
        if isinstance(corner, tuple) and len(corner) == 2:  # noqa: PLR2004  (row and column)
            cell = cell_at("", Range(self, *corner, (1, 1)).address)
            return block_at("", cell.a1)
        if isinstance(corner, str):
            return block_at("", corner.replace("$", ""))
        message = f"runxl's LibreOffice engine has no range {corner!r}"
        raise NotImplementedError(message)

    def activate(self) -> None:
        """Put it in front, where its workbook has a window."""
        controller = self._book.api.CurrentController
        if controller is not None:
            controller.setActiveSheet(self.api)

    def delete(self) -> None:
        """Take it out of its workbook."""
        self._opened.sheet_list.removeByName(self.name)
