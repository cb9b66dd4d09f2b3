"""The notes that a plan leaves, on their way into a file: the comments, the boxes they are shown in, and the lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from runxl.grid import Address
from runxl.hosts.package import vml
from runxl.hosts.package.commentbytes import holds_comments, no_comments, with_notes
from runxl.hosts.package.lists import related, typed, typed_by_ending, unrelated, untyped
from runxl.hosts.package.markup import attributes, children, root, sound
from runxl.hosts.package.notes import read_notes
from runxl.hosts.package.sheetbytes import SheetBytes
from runxl.hosts.package.structure import relationships, rels_name
from runxl.hosts.package.trees import sensible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.grid import NoteEdit
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.markup import Element
    from runxl.hosts.package.notes import Notes, Place
    from runxl.hosts.package.structure import SheetPart, Structure

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATIONSHIPS = ("/officeDocument/2006/relationships", "/ooxml/officeDocument/relationships")
# what stands behind legacyDrawing in CT_Worksheet (ECMA-376 18.3.1.99); a newer program's alternatives stand there too
_BEHIND = {
    b"legacyDrawingHF",
    b"drawingHF",
    b"picture",
    b"oleObjects",
    b"controls",
    b"webPublishItems",
    b"tableParts",
    b"extLst",
    b"AlternateContent",
}


class Noting:
    """The notes of one plan, and those that stand in their cells now.

    `before` leaves out the cells that get none: they have a conversation, or stand on a sheet whose old drawing is not
    written as Excel writes it.
    """

    def __init__(self, archive: Archive, structure: Structure, edits: Iterable[NoteEdit]) -> None:
        self._structure = structure
        self._wanted: dict[str, dict[Place, str]] = defaultdict(dict)
        for edit in edits:
            self._wanted[edit.cell.sheet][edit.cell.row, edit.cell.column] = edit.text
        self.before: dict[Address, str] = {}
        self._changed: dict[str, dict[Place, str]] = {}
        for name, wanted in self._wanted.items():
            self._compare(archive, name, wanted)

    def _compare(self, archive: Archive, name: str, wanted: Mapping[Place, str]) -> None:
        part = self._sheet(name).part
        standing = read_notes(archive, part)
        if not _is_drawable(archive, part, name):
            return
        open_ = {place: text for place, text in wanted.items() if place not in standing.conversations}
        self.before |= {Address(name, *place): standing.texts.get(place, "") for place in open_}
        self._changed[name] = {place: text for place, text in open_.items() if text != standing.texts.get(place, "")}

    def _sheet(self, name: str) -> SheetPart:
        sheet = self._structure.sheet(name)
        if sheet is None:
            raise KeyError(name)
        return sheet

    def written(self, archive: Archive) -> Archive:
        """Return the archive, in which cells may have been written since, with the notes as planned."""
        for name, texts in self._changed.items():
            if texts:
                archive = _noted(archive, self._sheet(name), texts, strict=self._structure.strict)
        return archive


def _noted(archive: Archive, sheet: SheetPart, texts: Mapping[Place, str], *, strict: bool) -> Archive:
    standing = read_notes(archive, sheet.part)
    new = {place for place, text in texts.items() if text and place not in standing.texts}
    gone = {place for place, text in texts.items() if not text}
    archive = _with_comments(archive, sheet, standing, texts, strict=strict)
    drawing = _drawing(archive, sheet.part, sheet.name)
    if drawing is None and new:
        archive, drawing = _with_drawing(archive, sheet, strict=strict)
    if drawing is None:
        return archive
    data = vml.with_boxes(vml.without_boxes(archive.read(drawing), gone | new), sorted(new))
    archive = archive.edited({drawing: data})
    if vml.is_blank(data) and rels_name(drawing) not in archive:
        return _without_drawing(archive, sheet, drawing)
    return archive


def _with_comments(
    archive: Archive, sheet: SheetPart, standing: Notes, texts: Mapping[Place, str], *, strict: bool
) -> Archive:
    part = standing.part
    if part is None:
        part = _free(archive, "xl/comments{}.xml")
        archive = typed(archive.edited({part: no_comments(strict=strict)}), part, _COMMENTS)
        archive, _ = related(archive, sheet.part, "comments", part, strict=strict)
    with sensible(archive.file, part):
        data = with_notes(sound(archive.read(part), archive.file, part), texts)
    if holds_comments(data):
        return archive.edited({part: data})
    return untyped(unrelated(archive, sheet.part, part), part).edited({}, {part})


def _free(archive: Archive, pattern: str) -> str:
    return next(name for number in range(1, len(archive.names) + 2) if (name := pattern.format(number)) not in archive)


def _is_drawable(archive: Archive, part: str, name: str) -> bool:
    drawing = _drawing(archive, part, name)
    return drawing is None or vml.is_known(archive.read(drawing))


def _drawing(archive: Archive, part: str, name: str) -> str | None:
    """Return the part with the boxes of a sheet's notes; it holds buttons and other controls as well."""
    element = _legacy_drawing(_opened(archive, part, name))
    if element is None:
        return None
    related_parts = {line.id: line.target for line in relationships(archive, part) if not line.outside}
    return related_parts.get(element)


def _opened(archive: Archive, part: str, name: str) -> SheetBytes:
    return SheetBytes(name, sound(archive.read(part), archive.file, part))


def _below(sheet: SheetBytes) -> list[Element]:
    return list(children(sheet.data, sheet.sheet_data.end, sheet.root.close))


def _legacy_drawing(sheet: SheetBytes) -> str | None:
    """Return the id of the relationship to a sheet's old drawing."""
    for element in _below(sheet):
        if element.local == b"legacyDrawing":
            tag = attributes(sheet.data[element.start : element.inside])
            return next((value for name, value in tag.items() if name.rpartition(":")[2] == "id"), None)
    return None


def _with_drawing(archive: Archive, sheet: SheetPart, *, strict: bool) -> tuple[Archive, str]:
    """Return the archive with an old drawing for a sheet, and the drawing's part."""
    part = _free(archive, "xl/drawings/vmlDrawing{}.vml")
    archive = typed_by_ending(archive.edited({part: vml.no_boxes(_number(part))}), "vml", _DRAWING)
    archive, id_ = related(archive, sheet.part, "vmlDrawing", part, strict=strict)
    opened = _opened(archive, sheet.part, sheet.name)
    behind = (element.start for element in _below(opened) if element.local in _BEHIND)
    place = next(behind, opened.root.close)
    data = opened.data
    return archive.edited({sheet.part: data[:place] + _line(opened, id_, strict=strict) + data[place:]}), part


def _number(part: str) -> int:
    return int("".join(filter(str.isdecimal, part)))


def _line(sheet: SheetBytes, id_: str, *, strict: bool) -> bytes:
    """Return the element that leads to the old drawing, in the prefixes that the sheet uses."""
    outer = root(sheet.data)
    declared = attributes(sheet.data[outer.start : outer.inside])
    known = (name[6:] for name, value in declared.items() if name[:6] == "xmlns:" and value.endswith(_RELATIONSHIPS))
    prefix = next(known, None)
    name = sheet.prefix.decode() + "legacyDrawing"
    if prefix is not None:
        return f'<{name} {prefix}:id="{id_}"/>'.encode()
    space = f"http://{'purl.oclc.org' if strict else 'schemas.openxmlformats.org'}{_RELATIONSHIPS[strict]}"
    return f'<{name} xmlns:r="{space}" r:id="{id_}"/>'.encode()


def _without_drawing(archive: Archive, sheet: SheetPart, drawing: str) -> Archive:
    opened = _opened(archive, sheet.part, sheet.name)
    data = opened.data
    for element in _below(opened):
        if element.local == b"legacyDrawing":
            data = data[: element.start] + data[element.end :]
            break
    return unrelated(archive, sheet.part, drawing).edited({sheet.part: data}, {drawing})
