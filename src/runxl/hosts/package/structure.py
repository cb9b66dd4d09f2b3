"""What a workbook file consists of: its sheets, tables and names, and the parts that hold them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from runxl.errors import FileError
from runxl.grid import Block, Table
from runxl.grid.address import block_at
from runxl.hosts.package.trees import STRICT, Element, sensible, tree, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.hosts.package.archive import Archive

CONTENT_TYPES = "[Content_Types].xml"
_BLOCK = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]+\$?\d+(?::\$?[A-Za-z]+\$?\d+)?)\Z")
_TRUE = {"1", "true"}


class Relationship(NamedTuple):
    """One line of a .rels part. `kind` is the last word of its type, `target` a part's name or an outside address."""

    id: str
    kind: str
    target: str
    strict: bool
    outside: bool


class SheetPart(NamedTuple):
    """One sheet: `kind` is worksheet, chartsheet, dialogsheet or another; `state` visible, hidden or veryHidden."""

    name: str
    part: str
    kind: str
    state: str

    @property
    def is_worksheet(self) -> bool:
        """Whether it has cells that a plan may write."""
        return self.kind == "worksheet"


class TablePart(NamedTuple):
    """One Excel table. `ref` is the whole of it, with its header row and its totals rows where it has any."""

    name: str
    part: str
    ref: Block
    headers: tuple[str, ...]
    header_rows: int
    totals_rows: int

    @property
    def rows(self) -> int:
        """The number of its body rows."""
        return self.ref.bottom - self.ref.top + 1 - self.header_rows - self.totals_rows

    @property
    def table(self) -> Table:
        """The table as a plan sees it, its totals rows left out."""
        return Table(self.name, self.ref._replace(bottom=self.ref.bottom - self.totals_rows), self.headers)


@dataclass(frozen=True, slots=True)
class Structure:
    """Where everything in a workbook file is. Sheets are in their order; a part that does not exist is None.

    `tables` are by the name that formulas use. `names` holds those that stand for one block; one that belongs to a
    sheet is there where the workbook has none of that name. `signed` is the package's own signature, not a macro's.
    """

    workbook: str
    sheets: tuple[SheetPart, ...]
    tables: Mapping[str, TablePart]
    names: Mapping[str, Block]
    shared_strings: str | None
    styles: str | None
    calc_chain: str | None
    date1904: bool
    strict: bool
    macros: bool
    signed: bool

    def sheet(self, name: str) -> SheetPart | None:
        """Return a sheet by its name; None where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_structure(archive: Archive) -> Structure:
    """Return the structure of a workbook file. FileError where it is not a workbook that can be read and written."""
    main = _workbook_relationship(archive)
    kind = _content_type(archive, main.target)
    if "sheet.binary" in kind:
        raise FileError("binary-workbook", file=archive.file)
    root = tree(archive.read(main.target), archive.file, main.target)
    if root.name != "workbook":
        raise FileError("not-a-workbook", file=archive.file)
    related = relationships(archive, main.target)
    sheets = _sheets(archive, root, related)
    parts = {line.kind: line.target for line in related if not line.outside}
    return Structure(
        workbook=main.target,
        sheets=sheets,
        tables=_tables(archive, sheets),
        names=_names(root, sheets),
        shared_strings=parts.get("sharedStrings"),
        styles=parts.get("styles"),
        calc_chain=parts.get("calcChain"),
        date1904=any(line.attributes.get("date1904") in _TRUE for line in root.all("workbookPr")),
        strict=main.strict,
        macros="macroEnabled" in kind,
        signed=any(name.casefold().startswith("_xmlsignatures/") for name in archive.names),
    )


def rels_name(part: str) -> str:
    """Return the name of the part that holds a part's relationships; of the package itself for an empty name.

    >>> rels_name("xl/workbook.xml"), rels_name("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(archive: Archive, part: str) -> list[Relationship]:
    """Return a part's relationships, their targets resolved; none where it has no .rels part."""
    name = rels_name(part)
    if name not in archive:
        return []
    root = tree(archive.read(name), archive.file, name)
    return [_relationship(archive, part, line.attributes) for line in root.all("Relationship")]


def _relationship(archive: Archive, part: str, line: Mapping[str, str]) -> Relationship:
    kind, target = line.get("Type", ""), line.get("Target", "")
    outside = line.get("TargetMode") == "External"
    if not outside:
        target = _resolved(archive, part, target)
    return Relationship(line.get("Id", ""), kind.rpartition("/")[2], target, kind.startswith(STRICT), outside)


def _resolved(archive: Archive, part: str, target: str) -> str:
    joined = posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))
    name = posixpath.normpath(joined).lstrip("/")
    return name if name in archive else unquote(name)


def _workbook_relationship(archive: Archive) -> Relationship:
    for line in relationships(archive, ""):
        if line.kind == "officeDocument" and not line.outside:
            if line.target not in archive:
                raise FileError("part-missing", file=archive.file, part=line.target)
            return line
    raise FileError("not-a-workbook", file=archive.file)


def _content_type(archive: Archive, part: str) -> str:
    root = tree(archive.read(CONTENT_TYPES), archive.file, CONTENT_TYPES)
    wanted = f"/{part}".casefold()
    for line in root.all("Override"):
        if line.attributes.get("PartName", "").casefold() == wanted:
            return line.attributes.get("ContentType", "")
    return ""


def _sheets(archive: Archive, root: Element, related: Iterable[Relationship]) -> tuple[SheetPart, ...]:
    by_id = {line.id: line for line in related}
    sheets: dict[str, SheetPart] = {}
    for line in root.every("sheets", "sheet"):
        name = unescaped(line.attributes.get("name", ""))
        target = by_id.get(line.attributes.get("r:id", ""))
        if target is None or target.target not in archive:
            raise FileError("sheet-part-missing", file=archive.file, sheet=name)
        twin = sheets.get(name.casefold())
        if twin is not None:
            raise FileError("sheet-twice", file=archive.file, sheet=twin.name, other=name)
        state = line.attributes.get("state", "visible")
        sheets[name.casefold()] = SheetPart(name, target.target, target.kind, state)
    return tuple(sheets.values())


def _tables(archive: Archive, sheets: Iterable[SheetPart]) -> dict[str, TablePart]:
    tables: dict[str, TablePart] = {}
    for sheet in sheets:
        for line in relationships(archive, sheet.part):
            if line.kind == "table" and not line.outside:
                table = _table(archive, sheet.name, line.target)
                if any(table.name.casefold() == name.casefold() for name in tables):
                    raise FileError("table-twice", file=archive.file, table=table.name)
                tables[table.name] = table
    return tables


def _table(archive: Archive, sheet: str, part: str) -> TablePart:
    root = tree(archive.read(part), archive.file, part)
    attributes = root.attributes
    columns = root.every("tableColumns", "tableColumn")
    with sensible(archive.file, part):
        return TablePart(
            name=unescaped(attributes.get("displayName") or attributes["name"]),
            part=part,
            ref=block_at(sheet, attributes["ref"]),
            headers=tuple(unescaped(column.attributes["name"]) for column in columns),
            header_rows=int(attributes.get("headerRowCount", "1")),
            totals_rows=int(attributes.get("totalsRowCount", "0")),
        )


def _names(root: Element, sheets: Iterable[SheetPart]) -> dict[str, Block]:
    """Return the names that stand for one block; the workbook's own go before a sheet's."""
    spelled = {sheet.name.casefold(): sheet.name for sheet in sheets}
    names: dict[str, Block] = {}
    lines = sorted(root.every("definedNames", "definedName"), key=lambda line: "localSheetId" in line.attributes)
    for name, block in _blocks(lines, spelled):
        names.setdefault(name, block)
    return names


def _blocks(lines: Iterable[Element], spelled: Mapping[str, str]) -> Iterator[tuple[str, Block]]:
    """Give each name with its block; Excel's own names (print areas) and everything that is no block are left out."""
    for line in lines:
        name, match = line.attributes.get("name", ""), _BLOCK.match(line.text.strip())
        sheet = spelled.get((match[1] or match[2]).replace("''", "'").casefold()) if match else None
        if match and sheet is not None and not name.startswith("_xlnm."):
            try:
                yield name, block_at(sheet, match[3])
            except ValueError:
                continue
