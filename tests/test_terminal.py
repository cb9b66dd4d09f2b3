"""What a person sees on a terminal while a long reading goes on."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from runxl.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY, HALF, FULL = "░" * 24, "█" * 12 + "░" * 12, "█" * 24


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, reading: Callable[..., object]) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress() as show:
        reading(show)
    return stream.getvalue().replace("\xa0", " ")


def test_the_bar_moves_to_its_end_and_leaves_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, Terminal(), lambda show: [show(done, 4000) for done in (1, 2000, 4000)])
    assert said == (
        f"\r{EMPTY} Läser svar 1 av 4 000…\r{HALF} Läser svar 2 000 av 4 000…\r{FULL} Läser svar 4 000 av 4 000…\n"
    )


def test_what_stops_a_reading_is_said_on_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(show: Callable[[int, int], None]) -> None:
        show(1, 2)
        raise KeyboardInterrupt

    terminal = Terminal()
    with pytest.raises(KeyboardInterrupt):
        shown(monkeypatch, terminal, interrupted)
    assert terminal.getvalue() == f"\r{HALF} Läser svar 1 av 2…\n"


def test_where_nothing_was_read_the_terminal_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), lambda _: None) == ""


def test_in_a_file_or_a_pipe_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), lambda show: show(1, 2)) == ""
