"""A sentence before it has a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Message(NamedTuple):
    """A sentence's code in the catalogue and the values that fill it; `runxl.language` renders it."""

    code: str
    parts: Mapping[str, object]


def message(code: str, **parts: object) -> Message:
    """Return the message with these parts."""
    return Message(code, parts)
