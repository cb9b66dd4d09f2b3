"""Number formats, which alone tell a date, a truth or a text from a number in LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runxl.calc.unomodule import uno
from runxl.grid import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
GENERAL = "General"
# what LibreOffice calls formats that Excel has no code for
_NAMES = {"BOOLEAN": GENERAL, "Standard": GENERAL}


class Formats:
    """The formats of one document. A format never changes once it has a key, so it is asked for once."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401  (UNO has no types)
        self._formats = model.NumberFormats
        self._known: dict[int, tuple[int, str]] = {}

    def kind(self, key: int) -> int:
        """Return the bits that tell what a format shows."""
        return self._format(key)[0]

    def code(self, key: int) -> str:
        """Return a format's English code, as Excel has it."""
        return self._format(key)[1]

    def key(self, code: str) -> int:
        """Return the key of a code that Excel has; it is added where the document lacks it."""
        english = _locale("en", "US")
        found = self._formats.queryKey(code, english, False)  # noqa: FBT003  (UNO's own signature)
        # what is added under English would show a decimal point in Swedish too
        return int(found if found >= 0 else self._formats.addNewConverted(code, english, _locale("", "")))

    def _format(self, key: int) -> tuple[int, str]:
        if key not in self._known:
            found = self._formats.getByKey(key)
            code = str(found.FormatString)
            if found.Locale.Language not in ("", "en"):
                english = self._formats.addNewConverted(code, found.Locale, _locale("en", "US"))
                code = str(self._formats.getByKey(english).FormatString)
            self._known[key] = (int(found.Type), _NAMES.get(code, code))
        return self._known[key]

    def blocks(self, area: Any) -> Iterator[tuple[Block, int]]:  # noqa: ANN401  (UNO has no types)
        """Give the blocks of an area that have one format each, with its key.

        One question for each format in use, not for each cell.
        """
        key = one_format(area)
        if key is not None:
            yield _block(area.RangeAddress), key
            return
        found = area.UniqueCellFormatRanges
        for number in range(found.Count):
            same = found.getByIndex(number)
            key = int(same.getByIndex(0).NumberFormat)
            for place in same.RangeAddresses:
                yield _block(place), key


def one_format(area: Any) -> int | None:  # noqa: ANN401  (UNO has no types)
    """Return the key of an area's number format; None where its cells have several."""
    key = int(area.NumberFormat)
    return None if area.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE" else key


def _block(place: Any) -> Block:  # noqa: ANN401  (UNO has no types)
    return Block("", place.StartRow + 1, place.StartColumn + 1, place.EndRow + 1, place.EndColumn + 1)


def _locale(language: str, country: str) -> Any:  # noqa: ANN401  (UNO has no types)
    made = uno().getClass("com.sun.star.lang.Locale")()
    made.Language, made.Country = language, country
    return made
