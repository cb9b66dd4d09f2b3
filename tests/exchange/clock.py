"""A press on Samla in at one moment, alike in any process: what two runs write can be compared byte for byte.

As a program: `python -m tests.exchange.clock LIMIT MASTER INBOX [OPTIONS]` dies before its step number LIMIT on
disk; a negative LIMIT lets it end.
"""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

from runxl.cli import main
from tests.exchange.dying import die_before

if TYPE_CHECKING:
    from datetime import tzinfo


class OneMoment(datetime):
    """A clock that stands at noon on 10 September 2026."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> OneMoment:
        return cls(2026, 9, 10, 12, tzinfo=tz or UTC)


def collect_then(*words: str) -> int:
    """Press Samla in; return the exit status."""
    with patch("runxl.pressing.datetime", OneMoment), patch("runxl.commands.inbox.datetime", OneMoment):
        return main(["collect", *words])


if __name__ == "__main__":
    # a shell lets what it starts in the background ignore Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)
    die_before(int(sys.argv[1]), "replace", "unlink", "fsync")
    sys.exit(collect_then(*sys.argv[2:]))
