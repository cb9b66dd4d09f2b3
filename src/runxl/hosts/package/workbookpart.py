"""The workbook part and its lists as a patch leaves them: recalculated when opened, and without a calculation chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.hosts.package.lists import names_part, without_lines
from runxl.hosts.package.markup import children, root, with_attributes
from runxl.hosts.package.structure import CONTENT_TYPES, relationships, rels_name

if TYPE_CHECKING:
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
    return {
        CONTENT_TYPES: without_lines(archive, CONTENT_TYPES, lambda tag: names_part(tag, chain)),
        rels: without_lines(archive, rels, lambda tag: tag.get("Id") in ids),
    }, frozenset({chain})
