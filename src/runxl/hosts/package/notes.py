"""The notes of a sheet as its comments part tells them (ECMA-376 18.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.address import cell_at
from runxl.hosts.package.structure import relationships
from runxl.hosts.package.trees import rich_text, sensible, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.trees import Element

Place = tuple[int, int]
# MS-XLSX 2.1.33: whoever has begun a conversation stands so among the authors, with the conversation's id
_CONVERSATION = "tc="


class Notes(NamedTuple):
    """A sheet's notes, the cells with a conversation, and the part that holds the notes; None where there is none."""

    texts: dict[Place, str]
    conversations: set[Place]
    part: str | None


def read_notes(archive: Archive, sheet_part: str) -> Notes:
    """Return the notes of a worksheet part.

    Beside a conversation Excel keeps a note for older programs, which tells them so; that is none of the notes.
    """
    texts: dict[Place, str] = {}
    conversations: set[Place] = set()
    part = None
    for line in relationships(archive, sheet_part):
        if line.outside or line.kind not in {"comments", "threadedComment"} or line.target not in archive:
            continue
        root = tree(archive.read(line.target), archive.file, line.target)
        with sensible(archive.file, line.target):
            if line.kind == "comments":
                part = line.target
                texts |= dict(_texts(root))
                conversations |= set(_companions(root))
            else:
                conversations |= {_place(child) for child in root.children if "ref" in child.attributes}
    kept = {place: text for place, text in texts.items() if text and place not in conversations}
    return Notes(kept, conversations, part)


def _place(line: Element) -> Place:
    cell = cell_at("", line.attributes["ref"])
    return cell.row, cell.column


def _texts(root: Element) -> Iterator[tuple[Place, str]]:
    for comment in root.every("commentList", "comment"):
        yield _place(comment), "".join(map(rich_text, comment.all("text")))


def _companions(root: Element) -> Iterator[Place]:
    authors = [author.text for author in root.every("authors", "author")]
    began = {str(number) for number, author in enumerate(authors) if author.startswith(_CONVERSATION)}
    return (_place(line) for line in root.every("commentList", "comment") if line.attributes.get("authorId") in began)
