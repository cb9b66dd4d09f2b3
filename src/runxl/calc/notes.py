"""The notes of a sheet, which LibreOffice calls comments and UNO annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runxl.calc.supported import Supported

if TYPE_CHECKING:
    from runxl.calc.ranges import Range

ANNOTATIONS = 8
# LibreOffice 7.4 cuts a longer line, and falls over where it cuts a character of two units
_LONGEST_LINE = 16_000


class Note(Supported):
    """One cell's note."""

    __slots__ = ("_cell", "api")

    def __init__(self, cell: Range, api: Any) -> None:  # noqa: ANN401  (UNO has no types)
        self._cell, self.api = cell, api

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(sound(value))

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        """The cell that it belongs to."""
        return self._cell

    def delete(self) -> None:
        """Take it away."""
        self._cell.api.clearContents(ANNOTATIONS)


def sound(text: str) -> str:
    """Return a text that a note can hold. Raises ValueError for a line that is too long."""
    if any(len(line.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST_LINE for line in text.split("\n")):
        message = f"LibreOffice holds no line of more than {_LONGEST_LINE} characters in a note"
        raise ValueError(message)
    return text
