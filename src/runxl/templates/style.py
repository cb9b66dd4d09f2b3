"""The visual language: colours, fonts and number formats, as named styles that a controller finds in Excel's gallery.

Every ink on its paper keeps a contrast of at least 4.5 (WCAG AA), and no colour stands without a symbol or a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

if TYPE_CHECKING:
    from openpyxl import Workbook

FONT = "Calibri"

INK = "1B2B34"
MUTED = "4F616C"
PETROL = "0A4A5C"
SLATE = "51646F"
WHITE = "FFFFFF"
MIST = "EFF3F5"
TOTAL_PAPER = "DCE8EC"
CREAM = "FFFBEB"
AMBER = "FFE3A3"
HAIRLINE = "CBD5DA"
UNFAVOURABLE = "A01B1B"
LINK = "0B5A8A"


@dataclass(frozen=True, slots=True)
class Style:
    """One named style: ink on paper, and how its text stands in the cell."""

    name: str
    ink: str = INK
    paper: str | None = None
    size: float = 11
    bold: bool = False
    italic: bool = False
    underline: Literal["single"] | None = None
    horizontal: Literal["left", "center", "right"] | None = None
    vertical: Literal["top", "center", "bottom"] = "center"
    wrap: bool = False
    edge: str | None = None
    unlocked: bool = False


TITLE = Style("runxl Rubrik", PETROL, size=20, bold=True)
SUBTITLE = Style("runxl Underrubrik", MUTED, size=12)
SECTION = Style("runxl Avsnitt", PETROL, size=13, bold=True)
INSTRUCTION = Style("runxl Anvisning", MUTED, size=10, wrap=True)
TEXT = Style("runxl Text", wrap=True, vertical="top")
BANNER = Style("runxl Påhittat", INK, AMBER, bold=True)
LINK_STYLE = Style("runxl Länk", LINK, underline="single")
HEADER_INPUT = Style("runxl Kolumn", WHITE, PETROL, size=10, bold=True, wrap=True, edge=WHITE)
HEADER_COMPUTED = Style("runxl Kolumn beräknad", WHITE, SLATE, size=10, bold=True, wrap=True, edge=WHITE)
INPUT = Style("runxl Inmatning", INK, CREAM, edge=HAIRLINE, unlocked=True)
COMPUTED = Style("runxl Beräknad", INK, MIST, edge=HAIRLINE)
COMPUTED_LINK = Style("runxl Beräknad länk", LINK, MIST, underline="single", edge=HAIRLINE)
FIXED = Style("runxl Låst", INK, WHITE, edge=HAIRLINE)
BAND = Style("runxl Omslag", WHITE, PETROL, size=13)
BAND_TITLE = Style("runxl Omslagstitel", WHITE, PETROL, size=30, bold=True)
SUMMARY = Style("runxl Sammanfattning", INK, size=14, vertical="top", wrap=True)
FACT = Style("runxl Läge", INK, vertical="top", wrap=True)
TILE_LABEL = Style("runxl Nyckeltal rubrik", MUTED, MIST, size=10)
TILE_NUMBER = Style("runxl Nyckeltal", PETROL, MIST, size=24, bold=True, horizontal="left")

STYLES = (
    TITLE,
    SUBTITLE,
    SECTION,
    INSTRUCTION,
    TEXT,
    BANNER,
    LINK_STYLE,
    HEADER_INPUT,
    HEADER_COMPUTED,
    INPUT,
    COMPUTED,
    COMPUTED_LINK,
    FIXED,
    BAND,
    BAND_TITLE,
    SUMMARY,
    FACT,
    TILE_LABEL,
    TILE_NUMBER,
)


@dataclass(frozen=True, slots=True)
class Signal:
    """How a conditional format marks a cell; without `paper` only the ink changes."""

    ink: str
    paper: str | None = None
    bold: bool = False


MET = Signal("12542B", "D3EEDB")
PARTLY_MET = Signal("664600", "FFECB8")
NOT_MET = Signal("8A1A16", "FAD7D3")
NOT_ASSESSED = Signal("46545C", "E6EAED")
CANNOT_FORECAST = Signal("40397C", "E1DFF4")
BETTER = Signal("12542B", bold=True)
UNCHANGED = Signal("46545C", bold=True)
WORSE = Signal(UNFAVOURABLE, bold=True)
NEGATIVE = Signal(UNFAVOURABLE)
SUSPECTED = Signal("7A2E00", "FFC88A", bold=True)
SUMMED = Signal(INK, bold=True)
TOTAL = Signal(PETROL, TOTAL_PAPER, bold=True)


def add_styles(workbook: Workbook) -> None:
    """Give the workbook every named style, and its font to cells without one."""
    for style in STYLES:
        workbook.add_named_style(named_style(style))


def named_style(style: Style) -> NamedStyle:
    """Return the style as openpyxl has it; one belongs to one workbook."""
    line = Side(style="thin", color=style.edge) if style.edge else Side()
    return NamedStyle(
        name=style.name,
        font=Font(
            name=FONT, size=style.size, bold=style.bold, italic=style.italic, underline=style.underline, color=style.ink
        ),
        fill=PatternFill("solid", fgColor=style.paper) if style.paper else PatternFill(),
        border=Border(left=line, right=line, top=line, bottom=line) if style.edge else Border(),
        alignment=Alignment(horizontal=style.horizontal, vertical=style.vertical, wrap_text=style.wrap),
        protection=Protection(locked=not style.unlocked),
    )


def amount_format(decimals: int) -> str:
    """Return the number format of an amount: `−4 134` in a Swedish Excel, `−4,134` in an English one.

    >>> amount_format(1)
    '#,##0.0;"−"#,##0.0'
    """
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'{number};"−"{number}'


def share_format(decimals: int) -> str:
    r"""Return the number format of a fraction shown in per cent: 0.333 is `33,3 %`.

    >>> share_format(1)
    '0.0\\ %;"−"0.0\\ %'
    """
    number = "0" + ("." + "0" * decimals if decimals else "") + r"\ %"
    return f'{number};"−"{number}'


FIGURE_FORMAT = amount_format(0)
AMOUNT_AS_IT_IS = '#,##0.0########;"−"#,##0.0########'
GENERAL_FORMAT = "General"
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
COUNT_FORMAT = "0"
