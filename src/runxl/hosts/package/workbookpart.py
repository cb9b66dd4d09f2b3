"""The workbook part and its lists as a patch leaves them: recalculated when opened, and without a calculation chain."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from runxl.hosts.package.markup import attributes, children, root, sound, with_attributes
from runxl.hosts.package.structure import CONTENT_TYPES, relationships, rels_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure

# what stands before calcPr in CT_Workbook (ECMA-376 18.2.27); anything else found first is a newer program's and stays
_BEFORE = {
    b"fileVersion",
    b"fileSharing",
    b"workbookPr",
    b"AlternateContent",
    b"workbookProtection",
    b"bookViews",
    b"sheets",
    b"functionGroups",
    b"externalReferences",
    b"definedNames",
}


def recalculated(data: bytes) -> bytes:
    """Return the workbook part so that Excel computes every formula when it opens the file."""
    outer = root(data)
    place = outer.inside
    for element in children(data, outer.inside, outer.close):
        if element.local == b"calcPr":
            tag = with_attributes(data[element.start : element.inside], {"fullCalcOnLoad": "1"})
            return data[: element.start] + tag + data[element.inside :]
        if element.local in _BEFORE:
            place = element.end
    prefix = outer.name[: -len(b"workbook")]
    return data[:place] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + data[place:]


def without_calc_chain(archive: Archive, structure: Structure) -> tuple[dict[str, bytes], frozenset[str]]:
    """Return the lists that no longer name the calculation chain, and the part to drop; nothing where there is none.

    Excel makes a new chain; one that names a cell without a formula makes it call the file damaged.
    """
    chain = structure.calc_chain
    if chain is None:
        return {}, frozenset()
    rels = rels_name(structure.workbook)
    ids = {line.id for line in relationships(archive, structure.workbook) if line.kind == "calcChain"}
    folder = posixpath.dirname(structure.workbook)

    def is_override(tag: dict[str, str]) -> bool:
        return posixpath.join("/" + folder, tag.get("PartName", "")).casefold() == f"/{chain}".casefold()

    return {
        CONTENT_TYPES: _without(archive, CONTENT_TYPES, is_override),
        rels: _without(archive, rels, lambda tag: tag.get("Id") in ids),
    }, frozenset({chain})


def _without(archive: Archive, part: str, goes: Callable[[dict[str, str]], bool]) -> bytes:
    """Return a list part without the lines that go."""
    data = sound(archive.read(part), archive.file, part)
    outer = root(data)
    pieces, end = [], 0
    for element in children(data, outer.inside, outer.close):
        if goes(attributes(data[element.start : element.inside])):
            pieces.append(data[end : element.start])
            end = element.end
    return b"".join([*pieces, data[end:]])
