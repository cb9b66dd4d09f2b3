"""XML as bytes: elements by where they stand, attributes set in place, texts escaped.

A part that is patched keeps every byte outside the patch, so nothing here builds a tree. What is read must be
well-formed and without a document type: see `sound`.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from runxl.hosts.package.trees import guarded_parser, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ATTRIBUTES = rb"""[^>"']*?(?:"[^"]*"[^>"']*?|'[^']*'[^>"']*?)*"""
HIDDEN = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_TAG = re.compile(rb"(?s:" + HIDDEN + rb")|<(/?)([^\s/>!?]+)(" + ATTRIBUTES + rb")(/?)>")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARATION = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["'][^>]*\?>""")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(\w+));")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NOT_IN_XML = re.compile("_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Element(NamedTuple):
    """Where an element stands: `start`, `inside` (after its start tag), `close` (before its end tag), `end`.

    An empty element has `inside`, `close` and `end` in the same place.
    """

    name: bytes
    start: int
    inside: int
    close: int
    end: int

    @property
    def local(self) -> bytes:
        """The name without its prefix."""
        return self.name.rpartition(b":")[2]

    def is_empty(self) -> bool:
        """Tell whether it is written as one tag: `<row/>`."""
        return self.inside == self.end


def children(data: bytes, start: int, end: int) -> Iterator[Element]:
    """Give the outermost elements between two places, in order."""
    depth, opened = 0, (b"", 0, 0)
    for tag in _TAG.finditer(data, start, end):
        if tag[2] is None:
            continue
        if tag[1]:
            depth -= 1
            if depth == 0:
                yield Element(*opened, tag.start(), tag.end())
        elif not tag[4]:
            if depth == 0:
                opened = (tag[2], tag.start(), tag.end())
            depth += 1
        elif depth == 0:
            yield Element(tag[2], tag.start(), tag.end(), tag.end(), tag.end())


def descendants(data: bytes, start: int, end: int, local: bytes) -> Iterator[Element]:
    """Give every element of a local name between two places, however deep; none lies within another."""
    for child in children(data, start, end):
        if child.local == local:
            yield child
        elif not child.is_empty():
            yield from descendants(data, child.inside, child.close, local)


def root(data: bytes) -> Element:
    """Return the part's outermost element; its end is where the data ends."""
    for tag in _TAG.finditer(data):
        if tag[2] is not None:
            close = tag.end() if tag[4] else _root_close(data, tag[2])
            return Element(tag[2], tag.start(), tag.end(), close, len(data))
    message = "not an XML part"
    raise ValueError(message)


def _root_close(data: bytes, name: bytes) -> int:
    close = data.rindex(b"</" + name)
    if b"-->" in data[close:] or b"?>" in data[close:]:
        # a comment behind the root could hold what looks like its end
        end = re.search(rb"</" + re.escape(name) + rb"\s*>(?:\s|(?s:" + HIDDEN + rb"))*\Z", data)
        return end.start() if end else close
    return close


def unfolded(data: bytes, element: Element) -> bytes:
    """Return a part with room inside an element, which may have been written as one tag.

    >>> unfolded(b"<a><b x='1' /></a>", next(children(b"<a><b x='1' /></a>", 3, 14)))
    b"<a><b x='1'></b></a>"
    """
    if not element.is_empty():
        return data
    tag = data[element.start : element.inside].rstrip(b"/> \t\r\n")
    return data[: element.start] + tag + b"></" + element.name + b">" + data[element.end :]


def attributes(tag: bytes) -> dict[str, str]:
    """Return a start tag's attributes by their names as written."""
    return {name.decode(): unescaped((double or single).decode()) for name, double, single in _ATTRIBUTE.findall(tag)}


def with_attributes(tag: bytes, values: Mapping[str, str | None]) -> bytes:
    """Return a start tag with attributes set, or taken away where the value is None; the others keep their bytes."""
    left = dict(values)

    def replaced(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        if name not in values:
            return match[0]
        value = left.pop(name, None)
        return b"" if value is None else attribute(name, value)

    tag = _ATTRIBUTE.sub(replaced, tag)
    new = b"".join(attribute(name, value) for name, value in left.items() if value is not None)
    end = re.search(rb"\s*/?>\Z", tag)
    place = end.start() if end else len(tag)
    return tag[:place] + new + tag[place:]


def attribute(name: str, value: str) -> bytes:
    """Return one attribute with the space before it."""
    if value.isdecimal():
        return f' {name}="{value}"'.encode()
    quoted = escaped(value).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
    return f' {name}="{quoted}"'.encode()


def escaped(text: str) -> str:
    """Return a text as element content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell_text(text: str) -> str:
    r"""Return a cell's text as element content.

    What XML cannot hold is written `_xHHHH_`, and so is the start of a text that looks like that itself.

    >>> cell_text("a\x07b_x0041_")
    'a_x0007_b_x005F_x0041_'
    """
    return escaped(_NOT_IN_XML.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], text))


def unescaped(text: str) -> str:
    """Return the text behind element content or an attribute."""
    if "&" not in text:
        return text
    return _ENTITY.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else chr(int(found[2])) if found[2] else _PREDEFINED[found[3]],
        text,
    )


def sound(data: bytes, file: str, part: str) -> bytes:
    """Return a part in UTF-8, known to be well-formed and without a document type.

    Raises FileError where it is not.
    """
    parse(guarded_parser(file, part), data, file, part)
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        text = data.decode("utf-16")
    else:
        declared = _DECLARATION.match(data[:200].decode("latin-1"))
        if declared is None or declared[1].lower() in {"utf-8", "us-ascii"}:
            return data
        text = data.decode(declared[1])
    return _DECLARATION.sub(lambda found: found[0].replace(found[1], "UTF-8"), text, count=1).encode()
