"""A comments part as bytes, with some of its notes written anew; every other note keeps its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid.address import Address, cell_at
from runxl.hosts.package import markup
from runxl.hosts.package.markup import attributes, cell_text, children, root, unfolded
from runxl.hosts.package.trees import STRICT, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.hosts.package.markup import Element
    from runxl.hosts.package.notes import Place

AUTHOR = b"runxl"
# what Excel itself gives a note; without it a note is written in the workbook's own font
_LOOK = '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="Tahoma"/><{0}family val="2"/></{0}rPr>'


def no_comments(*, strict: bool) -> bytes:
    """Return a comments part without a comment."""
    main = f"{STRICT}spreadsheetml/main" if strict else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return f'{head}<comments xmlns="{main}"><authors></authors><commentList></commentList></comments>'.encode()


def with_notes(data: bytes, texts: Mapping[Place, str]) -> bytes:
    """Return the part, well-formed, with these notes; "" takes one away.

    A note that gets more text behind what it has keeps its author and how its letters look. Raises KeyError or
    ValueError where the part has no list of authors or of comments, or a comment no place.
    """
    data, place = _opened(data, b"commentList")
    comments = dict(_comments(data, place))
    data = _without_and_rewritten(data, {at: comments[at] for at in texts if at in comments}, texts)
    new = {at: text for at, text in texts.items() if text and at not in comments}
    if not new:
        return data
    author, data = _author(data)
    data, place = _opened(data, b"commentList")
    prefix = place.name[: -len(place.local)].decode()
    lines = "".join(_comment(prefix, at, text, author) for at, text in new.items())
    return data[: place.close] + lines.encode() + data[place.close :]


def holds_comments(data: bytes) -> bool:
    """Tell whether a comments part holds any."""
    _, place = _opened(data, b"commentList")
    return any(children(data, place.inside, place.close))


def _opened(data: bytes, local: bytes) -> tuple[bytes, Element]:
    """Return the part with room in one of its elements, and that element."""
    data = unfolded(data, _child(data, local))
    return data, _child(data, local)


def _child(data: bytes, local: bytes) -> Element:
    outer = root(data)
    for element in children(data, outer.inside, outer.close):
        if element.local == local:
            return element
    raise KeyError(local)


def _comments(data: bytes, place: Element) -> Iterator[tuple[Place, Element]]:
    for comment in children(data, place.inside, place.close):
        cell = cell_at("", attributes(data[comment.start : comment.inside])["ref"])
        yield (cell.row, cell.column), comment


def _without_and_rewritten(data: bytes, comments: Mapping[Place, Element], texts: Mapping[Place, str]) -> bytes:
    pieces, end = [], 0
    for at, comment in sorted(comments.items(), key=lambda pair: pair[1].start):
        pieces.append(data[end : comment.start])
        if texts[at]:
            pieces.append(_rewritten(data[comment.start : comment.end], texts[at]))
        end = comment.end
    return b"".join([*pieces, data[end:]])


def _author(data: bytes) -> tuple[int, bytes]:
    """Return our number among the authors, and the part with us among them."""
    data, place = _opened(data, b"authors")
    names = [data[author.inside : author.close] for author in children(data, place.inside, place.close)]
    if AUTHOR in names:
        return names.index(AUTHOR), data
    prefix = place.name[: -len(place.local)]
    line = b"<" + prefix + b"author>" + AUTHOR + b"</" + prefix + b"author>"
    return len(names), data[: place.close] + line + data[place.close :]


def _comment(prefix: str, place: Place, text: str, author: int) -> str:
    ref = Address("", *place).a1
    inside = f"<{prefix}text>{_run(prefix, text)}</{prefix}text>"
    return f'<{prefix}comment ref="{ref}" authorId="{author}">{inside}</{prefix}comment>'


def _run(prefix: str, text: str) -> str:
    return f"<{prefix}r>{_LOOK.format(prefix)}{_t(prefix, text)}</{prefix}r>"


def _t(prefix: str, text: str) -> str:
    return f'<{prefix}t xml:space="preserve">{cell_text(text)}</{prefix}t>'


def _rewritten(comment: bytes, text: str) -> bytes:
    """Return a comment with another text."""
    comment, element = _opened(comment, b"text")
    prefix = element.name[: -len(element.local)].decode()
    kept, rest = _kept_runs(comment, element, text)
    new = _run(prefix, rest) if rest and kept else _t(prefix, rest) if rest else ""
    return comment[: element.inside] + kept + new.encode() + comment[element.close :]


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
