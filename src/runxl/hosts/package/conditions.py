"""Conditional formats and drop-downs that follow a table which grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid.address import block_at
from runxl.hosts.package.markup import attributes, descendants, with_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runxl.grid.address import Block
    from runxl.hosts.package.tables import Resized

_HOLDERS = (b"conditionalFormatting", b"dataValidation")


def extended(data: bytes, start: int, end: int, changes: Iterable[Resized]) -> bytes:
    """Return a sheet's bytes with the conditions that covered a table's whole body covering its new one.

    `start` and `end` bound where they are looked for. Only a block that was exactly the body, in some of the table's
    columns, grows; nothing shrinks.
    """
    grown = [(change.body, change.new_body) for change in changes if change.new_rows]
    pieces, done = [], start
    places = [found for local in _HOLDERS for found in descendants(data, start, end, local)]
    for element in sorted(places, key=lambda found: found.start):
        tag = data[element.start : element.inside]
        ref = attributes(tag).get("sqref")
        if ref is not None:
            pieces += [data[done : element.start], with_attributes(tag, {"sqref": _longer(ref, grown)})]
            done = element.inside
        # a newer program's conditions, in the sheet's extLst, hold their block as an element
        for inner in descendants(data, element.inside, element.close, b"sqref"):
            text = _longer(data[inner.inside : inner.close].decode(), grown)
            pieces += [data[done : inner.inside], text.encode()]
            done = inner.close
    return data[:start] + b"".join(pieces) + data[done:]


def _longer(sqref: str, grown: Iterable[tuple[Block, Block]]) -> str:
    """Return a list of blocks, each that was a table's body made as long as the new body."""
    return " ".join(_longer_block(ref, grown) for ref in sqref.split())


def _longer_block(ref: str, grown: Iterable[tuple[Block, Block]]) -> str:
    for body, new in grown:
        try:
            block = block_at(body.sheet, ref)
        except ValueError:
            return ref
        if (block.top, block.bottom) == (
            body.top,
            body.bottom,
        ) and body.left <= block.left <= block.right <= body.right:
            return block._replace(bottom=new.bottom).a1
    return ref
