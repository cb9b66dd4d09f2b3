"""XML parts as small trees, read so that no part can harm the reader.

A document type or an entity declaration is refused outright: no workbook needs one, and they are how XML is made to
fetch files or to fill the memory. Names are the same for Transitional and Strict files and whatever the prefixes:

>>> part = b'<x:a xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" k="1"><x:b>hej</x:b></x:a>'
>>> root = tree(part, "book.xlsx", "xl/part.xml")
>>> root.name, root.attributes, [(child.name, child.text) for child in root.all("b")]
('a', {'k': '1'}, [('b', 'hej')])
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from runxl.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

STRICT = "http://purl.oclc.org/ooxml/"
SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    STRICT + "spreadsheetml/main",
)
_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT + "officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PREFIXES = {
    "": "",
    **dict.fromkeys(SPREADSHEET, ""),
    **dict.fromkeys(_RELATIONSHIP, "r:"),
    _PACKAGE + "content-types": "",
    _PACKAGE + "relationships": "",
    _COMPATIBILITY: "mc:",
}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)
# shared, never written to: a part may have a million elements with nothing in them
_NONE: dict[str, str] = {}
_CHILDLESS: list[Element] = []


@dataclass(slots=True)
class Element:
    """One element by its local name; `r:` stands before a relationship attribute's name.

    A name from any other namespace keeps that namespace before it.
    """

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[Element]:
        """Give the children with a name."""
        return (child for child in self.children if child.name == name)

    def every(self, *path: str) -> Iterator[Element]:
        """Give the descendants at the end of a path of names."""
        if not path:
            yield self
        else:
            for child in self.all(path[0]):
                yield from child.every(*path[1:])


class _TreeBuilder:
    """Builds elements as expat reports them, alternative content resolved."""

    def __init__(self) -> None:
        self.root = Element("", {})
        self._open = [self.root]
        self._texts: list[list[str]] = [[]]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        named = {short(key): value for key, value in attributes.items()} if attributes else _NONE
        element = Element(short(name), named)
        # a fallback's content counts as standing in its place; a choice is for programs that know its namespace, so its
        # content stays inside it, where nobody looks
        if element.name in {"mc:AlternateContent", "mc:Fallback"}:
            element.children = self._open[-1].children
        else:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def end(self, _name: str) -> None:
        # joined once: a text between many elements comes in as many pieces
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if not element.children:
            element.children = _CHILDLESS

    def text(self, text: str) -> None:
        self._texts[-1].append(text)


@lru_cache(maxsize=1024)
def short(name: str) -> str:
    """Return a name as `Element` spells it, from expat's `namespace name`."""
    namespace, _, local = name.rpartition(" ")
    prefix = _PREFIXES.get(namespace)
    return name if prefix is None else prefix + local


def tree(content: bytes, file: str, part: str) -> Element:
    """Return a part's root element. FileError where the part is not well-formed or declares a document type."""
    builder = _TreeBuilder()
    parser = guarded_parser(file, part)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parse(parser, content, file, part)
    if not builder.root.children:
        raise FileError("part-damaged", file=file, part=part)
    return builder.root.children[0]


def guarded_parser(file: str, part: str) -> XMLParserType:
    """Return a namespace-aware expat parser that refuses document types."""

    def refuse(*_declaration: object) -> NoReturn:
        raise FileError("part-declares-entities", file=file, part=part)

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def parse(parser: XMLParserType, content: bytes, file: str, part: str) -> None:
    """Run the parser over a whole part. FileError where it is not well-formed."""
    try:
        parser.Parse(content, True)  # noqa: FBT003  (expat takes it by place only)
    # LookupError and ValueError: an encoding that Python does not know or that is not one byte a character
    except (ExpatError, LookupError, ValueError) as fault:
        raise FileError("part-damaged", file=file, part=part) from fault


@contextmanager
def sensible(file: str, part: str) -> Iterator[None]:
    """Turn an attribute that is missing or says nothing possible into a FileError that names the part."""
    try:
        yield
    except (KeyError, ValueError) as fault:
        raise FileError("part-damaged", file=file, part=part) from fault


def unescaped(text: str) -> str:
    r"""Return text with `_xHHHH_` as the character that it stands for, as ST_Xstring has it (ECMA-376 22.9.2.19).

    >>> unescaped("a_x000D_b_x005F_x0041_")
    'a\rb_x0041_'
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def rich_text(item: Element) -> str:
    """Return the text of a string item or a note, whatever its runs look like, without its phonetic guides."""
    runs = (child if child.name == "t" else next(child.all("t"), None) for child in item.children if child.name in "tr")
    return unescaped("".join(run.text for run in runs if run is not None))


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # half of a pair is no character, and could not be printed
    return match[0] if code in _SURROGATES else chr(code)
