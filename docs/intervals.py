"""Draw why 4 134 against 4 133 is rounding and 3 953 is not: what the rows and their total can be, on one line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.domain.amount import Printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

INTERVALS = "avrundning"

_ROWS = (1330, 1977, 328, 7, 491, 0, 0)
_SWAPPED = (1330, 1797, 328, 7, 491, 0, 0)
_TOTAL = 4134
_WIDTH, _MARGIN, _LINE, _TOP = 760, 250, 30, 34
_INK, _ROWS_COLOUR, _TOTAL_COLOUR = "#333333", "#5b8db8", "#c98a2b"
_FONT = 'font-family="Carlito, Calibri, sans-serif"'


class Panel(NamedTuple):
    """Rows against their total: what is said of them, and the axis' first and last number and the step between."""

    title: str
    rows: Sequence[int]
    first: int
    last: int
    step: int


PANELS = (
    Panel("Som tryckt: det finns tal som passar båda, så skillnaden förklaras av avrundning", _ROWS, 4126, 4140, 2),
    Panel("Med 1 977 omkastat till 1 797: inget tal passar båda, så något är fel", _SWAPPED, 3940, 4140, 40),
)


def draw_intervals(folder: Path) -> None:
    """Draw the picture into a folder, as SVG."""
    height = _TOP + _LINE * 5
    panels = "\n".join(
        f'<g transform="translate(0 {place * height})">\n{_panel(panel)}\n</g>' for place, panel in enumerate(PANELS)
    )
    size = f'width="{_WIDTH}" height="{height * len(PANELS)}" viewBox="0 0 {_WIDTH} {height * len(PANELS)}"'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{_ground(height)}\n{panels}\n</svg>\n'
    (folder / f"{INTERVALS}.svg").write_text(picture, encoding="utf-8")


def reach(rows: Sequence[int]) -> tuple[Decimal, Decimal]:
    """Return the least and the largest that published rows can add up to.

    >>> reach((1330, 1977, 328, 7, 491, 0, 0))
    (Decimal('4129.5'), Decimal('4136.5'))
    """
    width = sum((Printed.published(Decimal(row), 0).half_width for row in rows), Decimal(0))
    return sum(rows) - width, sum(rows) + width


def _ground(height: int) -> str:
    return f'<rect width="{_WIDTH}" height="{height * len(PANELS)}" fill="white"/>'


def _panel(panel: Panel) -> str:
    total = reach((_TOTAL,))
    lines = (
        _text(20, _TOP, panel.title, size=17, look='font-weight="bold"'),
        *_bar(panel, reach(panel.rows), f"{len(panel.rows)} rader, {_shown(sum(panel.rows))}", 1, _ROWS_COLOUR),
        *_bar(panel, total, f"SUMMA, {_shown(_TOTAL)}", 2, _TOTAL_COLOUR),
        *_axis(panel),
    )
    return "\n".join(lines)


def _bar(panel: Panel, ends: tuple[Decimal, Decimal], label: str, line: int, colour: str) -> Iterator[str]:
    left, right = (_across(panel, end) for end in ends)
    y = _TOP + line * _LINE
    yield _text(20, y + 6, f"{label}: {_shown(ends[0])} till {_shown(ends[1])}", size=14)
    yield f'<rect x="{left:.0f}" y="{y - 9}" width="{max(2, right - left):.0f}" height="18" rx="3" fill="{colour}"/>'


def _axis(panel: Panel) -> Iterator[str]:
    y = _TOP + 3 * _LINE
    start, end = _across(panel, Decimal(panel.first)), _across(panel, Decimal(panel.last))
    yield f'<line x1="{start:.0f}" y1="{y}" x2="{end:.0f}" y2="{y}" stroke="{_INK}"/>'
    for number in range(panel.first, panel.last + 1, panel.step):
        x = _across(panel, Decimal(number))
        yield f'<line x1="{x:.0f}" y1="{y}" x2="{x:.0f}" y2="{y + 6}" stroke="{_INK}"/>'
        yield _text(round(x), y + 22, _shown(number), size=12, look='text-anchor="middle"')


def _across(panel: Panel, number: Decimal) -> float:
    """Return how far to the right a number stands."""
    left, right = _MARGIN + 40, _WIDTH - 40
    return left + (right - left) * float((number - panel.first) / (panel.last - panel.first))


def _shown(number: int | Decimal) -> str:
    with language.speaking("sv"):
        return language.shown(Decimal(number))


def _text(x: int, y: int, text: str, *, size: int, look: str = "") -> str:
    return f'<text x="{x}" y="{y}" {_FONT} font-size="{size}" fill="{_INK}" {look}>{text}</text>'
