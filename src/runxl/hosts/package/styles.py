"""The cell styles of a workbook: of each, the number format, the indent, whether its font is bold or its lock open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runxl.hosts.package.markup import attributes, sound
from runxl.hosts.package.trees import sensible, tree, unescaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.trees import Element

# ECMA-376 18.8.30; numbers 5 to 8 and 41 to 44 are what Excel writes for them
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}

_XF = re.compile(r"<xf\s[^<>]*>")
_OWN = re.compile(r"<numFmt\s[^<>]*>")
_FALSE = ("0", "false")
_MOST_DIGITS = 3
_LONGEST_CODE = 255
"""Excel takes no longer number format."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a style shows its cells. `format` is None where it is General; `open` cells stay so on a protected sheet."""

    format: str | None = None
    indent: int = 0
    bold: bool = False
    open: bool = False


PLAIN = Style()


def cell_styles(archive: Archive, part: str | None) -> dict[str, Style]:
    """Return the styles that are not plain, by the index that cells spell in `s`.

    An index that stands for no style, font or named style says nothing.
    """
    if part is None:
        return {}
    root = tree(archive.read(part), archive.file, part)
    bold = {str(index) for index, font in enumerate(root.every("fonts", "font")) if _is_bold(font)}
    named = {str(index): style for index, style in enumerate(root.every("cellStyleXfs", "xf"))}
    with sensible(archive.file, part):
        codes = _format_codes(root)
        styles = [
            Style(
                codes.get(int(style.attributes.get("numFmtId", "0"))),
                _indent(style, named),
                style.attributes.get("fontId") in bold,
                _is_open(style, named),
            )
            for style in root.every("cellXfs", "xf")
        ]
    return {str(index): style for index, style in enumerate(styles) if style != PLAIN}


def number_formats(archive: Archive, part: str, indices: Collection[str]) -> dict[str, str]:
    """Return the number formats of some styles by the indices that cells spell; those that are General are left out.

    Where the part is written as programs write it, only the lines asked for are looked at.
    """
    text = sound(archive.read(part), archive.file, part).decode()
    opened, closed = text.find("<cellXfs"), text.find("</cellXfs>")
    lines = _XF.findall(text, opened, closed)
    last = max(map(int, indices))
    if "<!" in text or opened < 0 or not last < len(lines):
        return {i: style.format for i, style in cell_styles(archive, part).items() if i in indices and style.format}
    with sensible(archive.file, part):
        own = {
            int(tag["numFmtId"]): tag["formatCode"] for tag in (attributes(tag.encode()) for tag in _OWN.findall(text))
        }
        numbers = {i: int(attributes(lines[int(i)].encode()).get("numFmtId", "0")) for i in indices}
    codes = _BUILT_IN | {number: _code(code) for number, code in own.items()}
    return {i: codes[number] for i, number in numbers.items() if codes.get(number, "General") != "General"}


def _format_codes(root: Element) -> dict[int, str]:
    """Return the number format codes other than General by their numbers."""
    own = {
        int(line.attributes["numFmtId"]): _code(line.attributes["formatCode"])
        for line in root.every("numFmts", "numFmt")
    }
    return {number: code for number, code in (_BUILT_IN | own).items() if code != "General"}


def _code(spelled: str) -> str:
    """Return a number format's code, as much of it as a program takes: it is looked at for every cell that has it."""
    return unescaped(spelled)[:_LONGEST_CODE]


def _is_bold(font: Element) -> bool:
    return any(line.attributes.get("val") not in _FALSE for line in font.all("b"))


def _indent(style: Element, named: Mapping[str, Element]) -> int:
    lines = _applied(style, named, "applyAlignment", "alignment")
    return max((steps(line.attributes.get("indent", "")) for line in lines), default=0)


def _is_open(style: Element, named: Mapping[str, Element]) -> bool:
    lines = _applied(style, named, "applyProtection", "protection")
    return any(line.attributes.get("locked") in _FALSE for line in lines)


def _applied(style: Element, named: Mapping[str, Element], switch: str, name: str) -> Iterator[Element]:
    """Give a style's own elements of a name; its named style's where it says that its own are not applied."""
    holder: Element | None = style
    if style.attributes.get(switch) in _FALSE:
        holder = named.get(style.attributes.get("xfId", "0"))
    return iter(()) if holder is None else holder.all(name)


def steps(text: str) -> int:
    """Return an indent or an outline level; 0 where the text is none that a spreadsheet program writes.

    >>> steps("2"), steps("-1"), steps("")
    (2, 0, 0)
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0
