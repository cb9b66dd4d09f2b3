"""Texts as the bridge takes them: in hexadecimal, so that no command line can be broken by what stands in a name."""

from __future__ import annotations


def digits_of(text: str) -> str:
    """Return the hexadecimal digits of a text's UTF-16LE bytes, which VBA's own strings are; `-` for an empty text.

    >>> digits_of("Å"), digits_of("")
    ('c500', '-')
    """
    return text.encode("utf-16-le").hex() or "-"


def text_in(digits: str) -> str:
    """Return the text that the digits stand for. Raises ValueError where they are no text.

    >>> text_in("c500"), text_in("-")
    ('Å', '')
    """
    return "" if digits == "-" else bytes.fromhex(digits).decode("utf-16-le")
