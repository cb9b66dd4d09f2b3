"""A comments part as bytes, with some of its notes written anew; every other note keeps its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid.address import Address, cell_at
from runxl.hosts.package import markup
from runxl.hosts.package.markup import attributes, cell_text, children
from runxl.hosts.package.trees import STRICT, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.hosts.package.markup import Element
    from runxl.hosts.package.notes import Place

AUTHOR = "runxl"
# what Excel itself gives a note; without it a note is written in the workbook's own font
_LOOK = '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="Tahoma"/><{0}family val="2"/></{0}rPr>'


def no_comments(*, strict: bool) -> bytes:
    """Return a comments part without a comment."""
    main = f"{STRICT}spreadsheetml/main" if strict else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return f'{head}<comments xmlns="{main}"><authors></authors><commentList></commentList></comments>'.encode()


def with_notes(data: bytes, texts: Mapping[Place, str]) -> bytes:
    """Return the part, well-formed, with these notes; "" takes one away.

    A note that gets more text behind what it has keeps its author and how its letters look.
    """
    author, data = _author(data)
    comments, place = _comment_list(data)
    prefix = data[place.start + 1 : data.index(b"commentList", place.start)].decode()
    pieces, end = [], place.inside
    for at, comment in comments:
        if at in texts:
            pieces.append(data[end : comment.start])
            pieces += [_rewritten(data, comment, texts[at])] if texts[at] else []
            end = comment.end
    pieces.append(data[end : place.close])
    known = {at for at, _ in comments}
    pieces += [_comment(prefix, at, text, author) for at, text in texts.items() if text and at not in known]
    return data[: place.inside] + b"".join(pieces) + data[place.close :]


def holds_comments(data: bytes) -> bool:
    """Tell whether a comments part holds any."""
    return bool(_comment_list(data)[0])


def _comment_list(data: bytes) -> tuple[list[tuple[Place, Element]], Element]:
    """Return the comments with their places, and their list."""
    place = _opened(data, b"commentList")
    found = []
    for comment in children(data, place.inside, place.close):
        cell = cell_at("", attributes(data[comment.start : comment.inside])["ref"])
        found.append(((cell.row, cell.column), comment))
    return found, place


def _opened(data: bytes, local: bytes) -> Element:
    outer = markup.root(data)
    return next(element for element in children(data, outer.inside, outer.close) if element.local == local)


def _author(data: bytes) -> tuple[int, bytes]:
    """Return our number among the authors, and the part with us among them."""
    place = _opened(data, b"authors")
    names = [data[author.inside : author.close] for author in children(data, place.inside, place.close)]
    if AUTHOR.encode() in names:
        return names.index(AUTHOR.encode()), data
    prefix = data[place.start + 1 : data.index(b"authors", place.start)]
    line = b"<" + prefix + b"author>" + AUTHOR.encode() + b"</" + prefix + b"author>"
    return len(names), data[: place.close] + line + data[place.close :]


def _comment(prefix: str, place: Place, text: str, author: int) -> bytes:
    ref = Address("", *place).a1
    inside = f"<{prefix}text>{_run(prefix, text)}</{prefix}text>"
    return f'<{prefix}comment ref="{ref}" authorId="{author}">{inside}</{prefix}comment>'.encode()


def _run(prefix: str, text: str) -> str:
    return f"<{prefix}r>{_LOOK.format(prefix)}{_t(prefix, text)}</{prefix}r>"


def _t(prefix: str, text: str) -> str:
    return f'<{prefix}t xml:space="preserve">{cell_text(text)}</{prefix}t>'


def _rewritten(data: bytes, comment: Element, text: str) -> bytes:
    """Return a comment with another text."""
    for element in children(data, comment.inside, comment.close):
        if element.local == b"text" and not element.is_empty():
            prefix = element.name[: -len(b"text")].decode()
            kept, rest = _kept_runs(data, element, text)
            new = f"{_run(prefix, rest)}".encode() if rest and kept else _t(prefix, rest).encode() if rest else b""
            return data[comment.start : element.inside] + kept + new + data[element.close : comment.end]
    return data[comment.start : comment.end]


def _kept_runs(data: bytes, element: Element, text: str) -> tuple[bytes, str]:
    """Return the runs that a text begins with, as they are, and the rest of the text."""
    kept, rest = b"", text
    for run in children(data, element.inside, element.close):
        said = "".join(_run_texts(data, run)) if run.local == b"r" else ""
        if not said or not rest.startswith(said):
            break
        kept, rest = kept + data[run.start : run.end], rest[len(said) :]
    return kept, rest


def _run_texts(data: bytes, run: Element) -> Iterator[str]:
    for child in children(data, run.inside, run.close):
        if child.local == b"t":
            yield unescaped(markup.unescaped(data[child.inside : child.close].decode()))
