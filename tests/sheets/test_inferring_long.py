"""Long lists whose every row has the word of a total or a variance: the word tells nothing, and costs no time."""

from __future__ import annotations

import pytest

from runxl.sheets.inferring import inferred
from tests.foreign.sheets import page


@pytest.mark.parametrize("word", ["Avvikelse", "Summa"])
def test_a_list_in_which_every_row_has_the_word_promises_nothing(word: str) -> None:
    rows = [f"{word} {number}|{number * 7919 % 4999}|{number * 104729 % 4999}" for number in range(1, 400)]
    assert [each for each in inferred(page("Ärende|2019|2020", *rows)) if each.is_confident] == []
