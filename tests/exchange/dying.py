"""A process that dies at a step of its own on disk, as when the power goes: nothing of it runs afterwards."""

from __future__ import annotations

import os
from typing import Any

DEAD = 9
"""The exit status of a process that has died so."""


def die_before(limit: int, *names: str) -> None:
    """End this process at once when these functions of `os` have been called `limit` times; never, where negative."""
    left = [limit]

    def counted(real: Any) -> Any:  # noqa: ANN401  (any function of os)
        def act(*arguments: object, **named: object) -> object:
            if left[0] == 0:
                os._exit(DEAD)
            left[0] -= 1
            return real(*arguments, **named)

        return act

    for name in names:
        setattr(os, name, counted(getattr(os, name)))
