"""Small programmes with answers that can be seen, and what handing them over must not do."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from runxl.compute.solver import UNBOUNDED, Row, Solution, Variable, solved

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer(variables: Sequence[Variable], rows: Sequence[Row]) -> object:
    """Return the values, which must be proved, to be compared as doubles are."""
    solution = solved(variables, rows, seconds=5)
    assert solution.proved
    assert solution.values is not None
    return pytest.approx(solution.values)


def test_of_two_things_of_which_one_fits_the_cheaper_is_taken() -> None:
    assert answer([Variable(-1, 0, 1), Variable(-2, 0, 1)], [Row(-UNBOUNDED, 1, ((1, 0), (1, 1)))]) == (0, 1)


def test_a_whole_variable_is_not_halved_and_another_is() -> None:
    half = Row(-UNBOUNDED, 1, ((2, 0),))
    assert answer([Variable(-1, 0, 1)], [half]) == (0,)
    assert answer([Variable(-1, 0, 1, whole=False)], [half]) == (0.5,)


def test_conditions_that_contradict_each_other_have_no_answer_and_that_is_certain() -> None:
    three_of_two = Row(3, 3, ((1, 0), (1, 1)))
    assert solved([Variable(0, 0, 1), Variable(0, 0, 1)], [three_of_two], seconds=5) == Solution(None, proved=True)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    solved([Variable(-1, 0, 1)], [Row(0, 1, ((1, 0),))], seconds=5)
    assert capfd.readouterr() == ("", "")


def test_importing_the_commands_loads_no_solver() -> None:
    code = "import sys, runxl.commands, runxl.compute.solver; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
