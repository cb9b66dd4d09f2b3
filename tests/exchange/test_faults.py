"""Where runxl itself fails on one file, that file is refused: nobody else loses the round."""

from __future__ import annotations

import pytest

from runxl.errors import FileError
from runxl.exchange.faults import or_refused
from runxl.language import sentence_of


def failing(fault: BaseException) -> str:
    raise fault


@pytest.mark.parametrize("fault", [KeyError("Rader"), RecursionError("djupt"), OSError("tid före 1970")])
def test_a_fault_of_runxl_is_why_the_file_is_refused_and_says_what_and_where(fault: Exception) -> None:
    said = or_refused(lambda: failing(fault), sentence_of, "teater.xlsx")
    assert said.startswith(f"teater.xlsx kunde inte läsas: fel i runxl, {type(fault).__name__}: ")
    assert "(test_faults.py:" in said


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), MemoryError(), FileError("file-not-read")])
def test_what_is_no_fault_of_runxl_is_for_whoever_asked(fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        or_refused(lambda: failing(fault), sentence_of, "teater.xlsx")
