"""Lines with only what a test is about."""

from __future__ import annotations

from decimal import Decimal

from runxl.domain.line import Line, RowType


def amounts(**known: float | str | None) -> dict[str, Decimal | None]:
    """Return amounts by column; None stays unknown."""
    return {key: None if value is None else Decimal(str(value)) for key, value in known.items()}


def line(type_: RowType, **known: float | str | None) -> Line:
    """Return a line of a type with these amounts."""
    return Line("rad", "Rad", type_, None, amounts(**known))
