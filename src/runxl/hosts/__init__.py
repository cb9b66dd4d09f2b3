"""Anything with a workbook in it: closed files, open workbooks, memory. A host knows cells, not budgets or goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from runxl.grid import Plan, Receipt, Snapshot


class Book(Protocol):
    """What every host promises; `tests/hosts/test_contract.py` holds each of them to it."""

    def read(self) -> Snapshot:
        """Return everything that stands in the workbook now."""

    def apply(self, plan: Plan) -> Receipt:
        """Write the whole plan or, where any of it cannot be written, nothing.

        Raises ConflictError where a cell is not as the plan expects, WorkbookError where a cell cannot be written.
        """
