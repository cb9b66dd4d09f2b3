"""The tables of a sheet, which LibreOffice knows as database ranges, and the names of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runxl.calc.formulas import in_file
from runxl.calc.ranges import Range
from runxl.calc.supported import Supported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.calc.books import Opened, Sheet


class Tables(Supported):
    """The tables of one sheet."""

    __slots__ = ("_opened", "_sheet")

    def __init__(self, sheet: Sheet, opened: Opened) -> None:
        self._sheet, self._opened = sheet, opened

    def __iter__(self) -> Iterator[Table]:
        """Give the tables that stand on this sheet."""
        place = self._sheet.index - 1
        for name in self._opened.table_list.ElementNames:
            if self._opened.table(name).DataArea.Sheet == place:
                yield Table(self._sheet, name, self._opened.table(name))

    def __len__(self) -> int:
        """Return the number of tables."""
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a table of that name."""
        return any(table.name == name for table in self)

    def __call__(self, name_or_index: str | int) -> Table:
        """Return a table by its name, or by its place counted from 1. Raises KeyError where there is none."""
        for number, table in enumerate(self, start=1):
            if name_or_index in (number, table.name):
                return table
        raise KeyError(name_or_index)


class Table(Supported):
    """One table."""

    __slots__ = ("_name", "_sheet", "api")

    def __init__(self, sheet: Sheet, name: str, api: Any) -> None:  # noqa: ANN401  (UNO has no types)
        self._sheet, self._name, self.api = sheet, name, api

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def parent(self) -> Sheet:
        """The sheet that it stands on."""
        return self._sheet

    @property
    def show_headers(self) -> bool:
        """Whether its first row holds the headers."""
        return bool(self.api.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self.api.TotalsRow)

    @property
    def range(self) -> Range:
        """All of it, its header row included."""
        area = self.api.DataArea
        shape = (area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1)
        return Range(self._sheet, area.StartRow + 1, area.StartColumn + 1, shape)

    def resize(self, new: Any) -> None:  # noqa: ANN401  (a range of xlwings' own)
        """Let it cover another block that has the same header row."""
        area = self.api.DataArea
        block = new.impl.block
        if (block.top, block.left) != (area.StartRow + 1, area.StartColumn + 1):
            message = "a table keeps its header row"
            raise ValueError(message)
        area.EndRow, area.EndColumn = block.bottom - 1, block.right - 1
        self.api.setDataArea(area)


class Names(Supported):
    """The defined names of a workbook."""

    __slots__ = ("_opened",)

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def snapshot(self) -> list[tuple[str, Name]]:
        """Return every name with what it is."""
        return [(name.name, name) for name in self]

    def __iter__(self) -> Iterator[Name]:
        """Give the names that belong to the whole workbook."""
        for name in self._opened.name_list.ElementNames:
            yield Name(self._opened.name_list.getByName(name))

    def __len__(self) -> int:
        """Return the number of names."""
        return int(self._opened.name_list.Count)

    def __call__(self, name: str) -> Name:
        """Return what a name is."""
        return Name(self._opened.name_list.getByName(name))

    def contains(self, name: str) -> bool:
        """Tell whether there is such a name."""
        return bool(self._opened.name_list.hasByName(name))


class Name(Supported):
    """One defined name."""

    __slots__ = ("api",)

    def __init__(self, api: Any) -> None:  # noqa: ANN401  (UNO has no types)
        self.api = api

    @property
    def name(self) -> str:
        """The name."""
        return str(self.api.Name)

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return f"={in_file(self.api.Content)}"
