"""A measure with only what a test is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from runxl.domain.measure import Measure, MeasureKind


def measure(target_text: str = "", kind: MeasureKind = MeasureKind.KEY_MEASURE, **columns: Any) -> Measure:  # noqa: ANN401 - any column of the row
    """Return a measure whose other columns are empty."""
    name = columns.pop("name", "Antal projekt")
    return Measure("M01", "G01", "Samverkan", kind, name, "RUN", "", target_text, **columns)


def amounts(*texts: str) -> tuple[Decimal, ...]:
    """Return amounts as their column holds them: `amounts("22", "11")`."""
    return tuple(Decimal(text) for text in texts)
