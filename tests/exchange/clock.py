"""A press on Samla in at one moment, alike in any process: what two runs write can be compared byte for byte.

As a program: `python -m tests.exchange.clock LIMIT MASTER INBOX [OPTIONS]` is killed before its step number LIMIT on
disk; a negative LIMIT lets it end.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from runxl.cli import main

if TYPE_CHECKING:
    from datetime import tzinfo


class OneMoment(datetime):
    """A clock that stands at noon on 10 September 2026."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> OneMoment:
        return cls(2026, 9, 10, 12, tzinfo=tz or UTC)


def collect_then(*words: str) -> int:
    """Press Samla in; return the exit status."""
    with patch("runxl.cli.datetime", OneMoment), patch("runxl.commands.collect.datetime", OneMoment):
        return main(["collect", *words])


def kill_before(limit: int) -> None:
    """Let this process be killed when as many files have been put in their places or removed."""
    left = [limit]

    def counted(real: Any) -> Any:  # noqa: ANN401  (any function of os)
        def act(*arguments: object, **named: object) -> object:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return real(*arguments, **named)

        return act

    for name in ("replace", "unlink", "fsync"):
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    if int(sys.argv[1]) >= 0:
        kill_before(int(sys.argv[1]))
    sys.exit(collect_then(*sys.argv[2:]))
