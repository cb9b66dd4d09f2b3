"""Amounts with their units, as people type them: `78 %`, `22 personer/11 kommuner`, `två möten`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from runxl.domain.amount import MINUS_SIGNS, SPACES, number_in

_NUMBER_WORDS = {
    word: Decimal(number)
    for number, words in enumerate(
        ("noll", "en ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
    )
    for word in words.split()
}
_UNIT = r"(?P<unit>[^\W\d_][^\d]*|[%‰°][^\d]*)?"
_IN_DIGITS = re.compile(rf"(?P<number>[+{MINUS_SIGNS}]?[0-9](?:[0-9., ]*[0-9])?) ?{_UNIT}\Z")
_BETWEEN = re.compile(r"( ?/ ?| ?; ?|, | och | samt )", re.IGNORECASE)
_SPACES = re.compile(rf"[\s{SPACES}]+")


class Quantity(NamedTuple):
    """An amount and its unit, which is empty where none stands."""

    value: Decimal
    unit: str


def tidy(text: str) -> str:
    """Return the text with single plain spaces, none at its ends, and without a full stop at its end.

    >>> tidy(" minst  80 %. ")
    'minst 80 %'
    """
    return _SPACES.sub(" ", text).strip(" .")


def quantity_in(text: str) -> Quantity | None:
    """Return the one amount that a text states in digits or as a word up to twelve; None where it is anything else.

    >>> quantity_in("1 234 st"), quantity_in("Två möten"), quantity_in("85-90 %")
    (Quantity(value=Decimal('1234'), unit='st'), Quantity(value=Decimal('2'), unit='möten'), None)
    """
    plain = tidy(text)
    match = _IN_DIGITS.match(plain)
    if match is None:
        word, _, unit = plain.partition(" ")
        value = _NUMBER_WORDS.get(word.casefold())
        return None if value is None or states_a_number(unit) else Quantity(value, unit)
    number = number_in(match["number"])
    return None if number is None else Quantity(number, _unit(match["unit"]))


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the texts between slashes, semicolons, commas and `och`, each with a number in it.

    >>> pieces_of("20 personer/ 12 kommuner"), pieces_of("100 Mbit/s")
    (('20 personer', '12 kommuner'), ('100 Mbit/s',))
    """
    first, *rest = _BETWEEN.split(tidy(text))
    pieces = [first]
    for separator, piece in zip(rest[::2], rest[1::2], strict=True):
        if states_a_number(piece) or not piece:
            pieces.append(piece)
        else:
            pieces[-1] += separator + piece
    return tuple(pieces)


def amounts_in(text: str) -> tuple[Decimal, ...] | None:
    """Return the amounts of an outcome, a baseline or a forecast; None where the text is anything but amounts.

    >>> amounts_in("22 personer/ 11 kommuner"), amounts_in("−2,5"), amounts_in("22/"), amounts_in("cirka 20")
    ((Decimal('22'), Decimal('11')), (Decimal('-2.5'),), None, None)
    """
    amounts = []
    for piece in pieces_of(text):
        quantity = quantity_in(piece)
        if quantity is None:
            return None
        amounts.append(quantity.value)
    return tuple(amounts)


def states_a_number(text: str) -> bool:
    """Tell whether there is a digit or a number word in the text.

    >>> states_a_number("minst två möten"), states_a_number("möten")
    (True, False)
    """
    return any(character.isdigit() for character in text) or not _NUMBER_WORDS.keys().isdisjoint(
        text.casefold().split(),
    )


def _unit(text: str | None) -> str:
    unit = (text or "").strip()
    return "%" if unit.casefold() == "procent" else unit
