"""One cell's bytes as a plan leaves them: what is not changed keeps its bytes, its style first of all."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.snapshot import CellError
from runxl.hosts.package.markup import attribute, cell_text, children, escaped, with_attributes

if TYPE_CHECKING:
    from runxl.grid.snapshot import Value
    from runxl.hosts.package.markup import Element


class Kept(Enum):
    """What a change leaves as it stands."""

    KEPT = "kept"


KEPT = Kept.KEPT


class Change(NamedTuple):
    """What is to be different about one cell. `style` is an index into the workbook's cell formats; None keeps it."""

    value: Value | Kept = KEPT
    formula: str | Kept | None = KEPT
    style: str | None = None

    def leaves_a_cell(self) -> bool:
        """Tell whether a cell that does not exist yet comes into being."""
        return self.style is not None or _is_content(self.value) or _is_content(self.formula)

    def then(self, later: Change) -> Change:
        """Return both as one: what the later one keeps is as this one leaves it."""
        value = self.value if later.value is KEPT else later.value
        formula = self.formula if later.formula is KEPT else later.formula
        return Change(value, formula, later.style or self.style)


def _is_content(part: Value | Kept) -> bool:
    return part is not None and part is not KEPT


def _number(value: Decimal) -> str:
    return repr(float(value)).removesuffix(".0")


def new_cell(reference: str, style: str | None, change: Change, prefix: bytes) -> bytes:
    """Return the bytes of a cell that comes into being; `style` is what it has where the change brings none.

    >>> new_cell("B5", "7", Change(Decimal("2.50")), b"")
    b'<c r="B5" s="7"><v>2.5</v></c>'
    """
    formula = change.formula if isinstance(change.formula, str) else None
    kind, value = _value(prefix, change.value, plain=change.formula is None)
    inner = value if formula is None else _element(prefix, b"f", escaped(formula)) + value
    own = change.style or style
    styled = b"" if own is None else attribute("s", own)
    typed = b"" if kind is None else b' t="%s"' % kind.encode()
    opened = b'<%sc r="%s"%s%s' % (prefix, reference.encode(), styled, typed)
    return b"%s>%s</%sc>" % (opened, inner, prefix) if inner else opened + b"/>"


def changed_cell(data: bytes, old: Element, change: Change, prefix: bytes) -> bytes:
    """Return a cell's bytes after a change."""
    formula, value, rest = _inner(data, old)
    attributes: dict[str, str | None] = {}
    if change.formula is not KEPT:
        attributes["cm"] = None
        formula = b"" if change.formula is None else _element(prefix, b"f", escaped(change.formula))
    if change.value is not KEPT:
        # a cell of an array's range holds no formula itself, and its text is still a result
        attributes["t"], value = _value(prefix, change.value, plain=change.formula is None)
        attributes["vm"] = None
    if change.style is not None:
        attributes["s"] = change.style
    tag = with_attributes(data[old.start : old.inside], attributes)
    inner = formula + value + rest
    opened = tag.rstrip(b"/> \t\r\n")
    return opened + b">" + inner + b"</" + old.name + b">" if inner else opened + b"/>"


def _inner(data: bytes, old: Element) -> tuple[bytes, bytes, bytes]:
    """Return a cell's formula, its value, and whatever else stands in it."""
    found = {b"f": b"", b"v": b"", b"": b""}
    for child in children(data, old.inside, old.close):
        kind = {b"f": b"f", b"v": b"v", b"is": b"v"}.get(child.local, b"")
        found[kind] += data[child.start : child.end]
    return found[b"f"], found[b"v"], found[b""]


def _value(prefix: bytes, value: Value | Kept, *, plain: bool) -> tuple[str | None, bytes]:
    """Return the cell's `t` attribute and the element that holds its value."""
    if isinstance(value, bool):
        return "b", _element(prefix, b"v", str(int(value)))
    if isinstance(value, Decimal):
        return None, _element(prefix, b"v", _number(value))
    if isinstance(value, CellError):
        return "e", _element(prefix, b"v", escaped(value.code))
    if isinstance(value, str) and plain:
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else ""
        text = f"{space}>{cell_text(value)}".encode()
        return "inlineStr", b"<%sis><%st%s</%st></%sis>" % (prefix, prefix, text, prefix, prefix)
    if isinstance(value, str):
        return "str", _element(prefix, b"v", cell_text(value))
    return None, b""


def _element(prefix: bytes, name: bytes, text: str) -> bytes:
    return b"<%s%s>%s</%s%s>" % (prefix, name, text.encode(), prefix, name)
