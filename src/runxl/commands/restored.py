"""Values typed where a formula belongs: the formula is put back, and the controller is told what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.finding import Finding, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.sheets.computed import Filled

RULE = "formula-restored"


def restored(filled: Filled) -> Iterator[Finding]:
    """Give a finding for each typed value that the plan replaces with its formula.

    It tells what the run did, not how the workbook stands, so it is said once and not kept in Fynd.
    """
    for typed in filled.typed_over:
        value = typed.computed.value
        yield warning(
            RULE,
            typed.computed.cell,
            typed=typed.found.value,
            value=value if value not in (None, "") else "",
        )
