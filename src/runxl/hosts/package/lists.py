"""The lists of a package, content types and relationships, with a line more or a line less."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from runxl.hosts.package.markup import attributes, children, root, sound, unfolded, with_attributes
from runxl.hosts.package.structure import CONTENT_TYPES, relationships, rels_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.hosts.package.archive import Archive

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def without_lines(archive: Archive, part: str, goes: Callable[[dict[str, str]], bool]) -> bytes:
    """Return a list part without the lines that go, by their attributes."""
    data = sound(archive.read(part), archive.file, part)
    outer = root(data)
    pieces, end = [], 0
    for element in children(data, outer.inside, outer.close):
        if goes(attributes(data[element.start : element.inside])):
            pieces.append(data[end : element.start])
            end = element.end
    return b"".join([*pieces, data[end:]])


def names_part(tag: dict[str, str], part: str) -> bool:
    """Tell whether a line of the content types is about a part; its name may be spelled from the part's own folder."""
    return posixpath.join(f"/{posixpath.dirname(part)}", tag.get("PartName", "")).casefold() == f"/{part}".casefold()


def related(archive: Archive, source: str, kind: str, target: str, *, strict: bool) -> tuple[Archive, str]:
    """Return the archive with a relationship from one part to another, and its id."""
    taken = {line.id for line in relationships(archive, source)}
    new = next(id_ for number in range(1, len(taken) + 2) if (id_ := f"rId{number}") not in taken)
    line = {
        "Id": new,
        "Type": f"{_STRICT_OFFICE if strict else _OFFICE}/{kind}",
        "Target": posixpath.relpath(f"/{target}", f"/{posixpath.dirname(source)}"),
    }
    rels = rels_name(source)
    data = sound(archive.read(rels), archive.file, rels) if rels in archive else _NO_RELATIONSHIPS
    return archive.edited({rels: _with_line(data, b"Relationship", line)}), new


def unrelated(archive: Archive, source: str, target: str) -> Archive:
    """Return the archive with one part no longer related to another; a list that is empty then goes."""
    rels = rels_name(source)
    ids = {line.id for line in relationships(archive, source) if not line.outside and line.target == target}
    data = without_lines(archive, rels, lambda tag: tag.get("Id") in ids)
    outer = root(data)
    if any(children(data, outer.inside, outer.close)):
        return archive.edited({rels: data})
    return archive.edited({}, {rels})


def typed(archive: Archive, part: str, content_type: str) -> Archive:
    """Return the archive with a part's content type told."""
    data = sound(archive.read(CONTENT_TYPES), archive.file, CONTENT_TYPES)
    line = {"PartName": f"/{part}", "ContentType": content_type}
    return archive.edited({CONTENT_TYPES: _with_line(data, b"Override", line)})


def untyped(archive: Archive, part: str) -> Archive:
    """Return the archive without the line that tells a part's content type."""
    return archive.edited({CONTENT_TYPES: without_lines(archive, CONTENT_TYPES, lambda tag: names_part(tag, part))})


def typed_by_ending(archive: Archive, ending: str, content_type: str) -> Archive:
    """Return the archive with the content type told of all parts with an ending, unless it is told already."""
    data = sound(archive.read(CONTENT_TYPES), archive.file, CONTENT_TYPES)
    outer = root(data)
    for element in children(data, outer.inside, outer.close):
        if attributes(data[element.start : element.inside]).get("Extension", "").casefold() == ending:
            return archive
    line = {"Extension": ending, "ContentType": content_type}
    return archive.edited({CONTENT_TYPES: _with_line(data, b"Default", line)})


def _with_line(data: bytes, name: bytes, values: dict[str, str]) -> bytes:
    data = unfolded(data, root(data))
    outer = root(data)
    prefix = outer.name[: -len(outer.local)]
    line = with_attributes(b"<" + prefix + name + b"/>", values)
    return data[: outer.close] + line + data[outer.close :]
