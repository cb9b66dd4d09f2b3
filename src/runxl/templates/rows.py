"""Rows of a table, written down the way a table is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runxl.templates.table import Entry


def rows_of(keys: tuple[str, ...], *rows: tuple[Entry | None, ...]) -> tuple[dict[str, Entry], ...]:
    """Return the rows by column key; None and missing values leave their cells empty.

    >>> rows_of(("id", "label", "type"), ("a", "Avgifter", None), ("b",))
    ({'id': 'a', 'label': 'Avgifter'}, {'id': 'b'})
    """
    return tuple({key: value for key, value in zip(keys, row, strict=False) if value is not None} for row in rows)
