"""Linear programmes with whole numbers, handed to HiGHS; it is loaded by the first call, never by an import.

HiGHS counts in doubles. Whoever asks verifies the answer again in exact arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

UNBOUNDED = float("inf")

_OPTIONS: dict[str, float] = {"threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9}
"""One thread and no gap, so that the same question has the same answer every time."""


class Variable(NamedTuple):
    """One unknown: what one unit of it costs, its bounds, and whether it is a whole number."""

    cost: float
    low: float
    high: float
    whole: bool = True


class Row(NamedTuple):
    """One condition: the sum of coefficient times variable, by the variable's place, lies within these bounds."""

    low: float
    high: float
    terms: tuple[tuple[float, int], ...]


class Solution(NamedTuple):
    """The variables' values, None where no such values are known, and whether the time sufficed to be certain.

    `duals`, where no variable is a whole number, is what a unit of room in each row would save.
    """

    values: tuple[float, ...] | None
    proved: bool
    duals: tuple[float, ...] = ()


def solved(variables: Sequence[Variable], rows: Sequence[Row], seconds: float) -> Solution:
    """Return the cheapest values that keep every row, or that there are none."""
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - highspy's name: its constructor prints a banner from here
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy has types for most, not for this

    solver = Silent()  # type: ignore[no-untyped-call]  # nor for its constructor
    for option, setting in {**_OPTIONS, "time_limit": seconds}.items():
        solver.setOptionValue(option, setting)
    for place, variable in enumerate(variables):
        solver.addCol(variable.cost, variable.low, variable.high, 0, [], [])
        if variable.whole:
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    for row in rows:
        coefficients, places = zip(*row.terms, strict=True)
        solver.addRow(row.low, row.high, len(places), list(places), list(coefficients))
    solver.run()
    found = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    certain = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
    proved = solver.getModelStatus() in certain
    if not found:
        return Solution(None, proved)
    solution = solver.getSolution()
    return Solution(tuple(solution.col_value), proved, tuple(solution.row_dual))
