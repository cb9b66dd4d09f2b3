"""The formulas of a sheet's cells, each as its own cell spells it, also where it shares another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.errors import FileError
from runxl.hosts.package.cellvalues import TRUTH

if TYPE_CHECKING:
    from collections.abc import Mapping


class CellFormulas:
    """The formulas of one sheet, told as its cells are read.

    A shared one stands once in the file, so a small file can hold more than any memory: with `most`, FileError where
    those that share another's come to more characters.
    """

    def __init__(self, file: str, most: int | None) -> None:
        self._file, self._left = file, most
        self._masters: dict[str | None, tuple[str, int, int]] = {}

    def own(self, place: tuple[int, int], attributes: Mapping[str, str], spelled: str) -> str | None:
        """Return the formula of a cell; None where it has none."""
        text = spelled.removeprefix("=")
        kind, group = attributes.get("t"), attributes.get("si")
        if kind == "dataTable":
            return data_table(attributes)
        if kind == "shared" and text:
            self._masters[group] = (text, *place)
        elif kind == "shared" and group in self._masters:
            return self._shared(place, *self._masters[group])
        return text or None

    def _shared(self, place: tuple[int, int], master: str, row: int, column: int) -> str:
        from runxl.hosts.package.formulas import translate  # noqa: PLC0415  (most sheets share no formula)

        if self._left is not None:
            self._left -= len(master)
            if self._left < 0:
                raise FileError("file-unpacks-too-large", file=self._file)
        return translate(master, place[0] - row, place[1] - column)


def data_table(attributes: Mapping[str, str]) -> str:
    """Return the formula that Excel shows for a what-if table: `TABLE(row input, column input)`."""
    first, second = attributes.get("r1", ""), attributes.get("r2", "")
    if attributes.get("dt2D") in TRUTH and TRUTH[attributes["dt2D"]]:
        return f"TABLE({first},{second})"
    by_row = TRUTH.get(attributes.get("dtr", "0"), False)
    return f"TABLE({first},)" if by_row else f"TABLE(,{first})"
