"""What was typed where a formula belongs: the formula is put back, and the controller is told what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.finding import Finding, warning
from runxl.sheets import formulas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.sheets.computed import Filled

VALUE_RULE = "formula-restored"
FORMULA_RULE = "formula-replaced"
RULES = frozenset({VALUE_RULE, FORMULA_RULE})


def restored(filled: Filled) -> Iterator[Finding]:
    """Give a finding for each value, or formula of the controller's own, that the plan replaces with its formula.

    It tells what the run did, not how the workbook stands, so it is said once and not kept in Fynd.
    """
    for typed in filled.typed_over:
        cell, found = typed.computed.cell, typed.found
        value = "" if typed.computed.value is None else typed.computed.value
        if found.formula is None:
            yield warning(VALUE_RULE, cell, typed=found.value, value=value)
        elif _is_own(found.formula, typed.computed.formula):
            yield warning(FORMULA_RULE, cell, formula=f"={found.formula}", typed=found.value, value=value)


def _is_own(found: str, wanted: str | None) -> bool:
    """Tell whether an amount's formula is the controller's; one of ours from before the rows changed is not."""
    return wanted is not None and formulas.looks_first(wanted) and not formulas.looks_first(found)
