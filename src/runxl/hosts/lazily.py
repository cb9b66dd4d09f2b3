"""What is asked for when somebody looks: most commands never do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_K = TypeVar("_K")
_V = TypeVar("_V")


class Lazily(Mapping[_K, _V]):
    """A mapping that is made by the first look into it."""

    def __init__(self, make: Callable[[], Mapping[_K, _V]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[_K, _V]:
        return self._make()

    def __getitem__(self, key: _K) -> _V:
        """Return what stands under a key."""
        return self._made[key]

    def __iter__(self) -> Iterator[_K]:
        """Give the keys."""
        return iter(self._made)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._made)

    def __repr__(self) -> str:
        """Return the mapping as a dictionary shows it."""
        return repr(dict(self._made))
